"""What the gateway counts, for Prometheus (docs/reference/metrics.md)."""

from prometheus_client import CollectorRegistry, Counter, Gauge


class Counters:
    """The counters of one gateway, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.connections = Gauge(
            "guanjia_gateway_connections", "Connections that are open", registry=self.registry
        )
        self.terminals = Gauge(
            "guanjia_gateway_terminals", "Terminals that have authenticated", registry=self.registry
        )
        self.frames = Counter("guanjia_gateway_frames", "Frames received", registry=self.registry)
        self.faults = Counter(
            "guanjia_gateway_faults",
            "Frames that are no message, by fault",
            ["fault"],
            registry=self.registry,
        )
        self.cuts = Counter(
            "guanjia_gateway_cuts",
            "Connections the gateway ended, by reason",
            ["reason"],
            registry=self.registry,
        )
        self.alarms = Counter(
            "guanjia_gateway_alarms", "Alarms that began, by alarm", ["alarm"], registry=self.registry
        )
        self.published = Counter(
            "guanjia_gateway_published", "Messages the broker acknowledged", registry=self.registry
        )
        self.refused = Counter(
            "guanjia_gateway_refused",
            "Messages the broker's rights forbid; their terminals get no reply",
            registry=self.registry,
        )
        self.held = Gauge(
            "guanjia_gateway_held",
            "Messages that wait for the broker's acknowledgement",
            registry=self.registry,
        )
