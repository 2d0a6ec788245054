"""What a worker counts, for Prometheus, and whether it is well (docs/reference/metrics.md)."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from typing import Any, Protocol
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import orjson
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, make_wsgi_app
from typing_extensions import override

from models.errors import ConfigError

_BATCH_BUCKETS = (1, 10, 100, 1_000, 2_000, 5_000, 10_000, 20_000)


class Metrics:
    """The counters of one worker, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.messages = Counter(
            "guanjia_ingest_messages", "Messages committed and acknowledged", registry=self.registry
        )
        self.readings = Counter("guanjia_ingest_readings", "Readings stored", registry=self.registry)
        self.duplicates = Counter(
            "guanjia_ingest_duplicates", "Copies of stored readings dropped", registry=self.registry
        )
        self.rejected = Counter(
            "guanjia_ingest_rejected", "Refusals, by reason", ["reason"], registry=self.registry
        )
        self.batch_messages = Histogram(
            "guanjia_ingest_batch_messages",
            "Messages a batch",
            buckets=_BATCH_BUCKETS,
            registry=self.registry,
        )
        self.commit_seconds = Histogram(
            "guanjia_ingest_commit_seconds", "Seconds from COPY to commit", registry=self.registry
        )
        self.unacknowledged = Gauge(
            "guanjia_ingest_unacknowledged", "Messages received and not yet committed", registry=self.registry
        )
        self.oldest_uncommitted = Gauge(
            "guanjia_ingest_oldest_uncommitted_seconds",
            "Age of the oldest message not yet committed",
            registry=self.registry,
        )


@dataclass(frozen=True, slots=True)
class Health:
    """How a worker is: a sentence a part, empty where all is well."""

    broker: str = ""
    database: str = ""

    @property
    def well(self) -> bool:
        """Whether messages can be taken and stored."""
        return not self.broker and not self.database


class _Threads(ThreadingMixIn, WSGIServer):
    # a prober that connects and says nothing must not keep the others waiting
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    timeout = 10

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a scrape every 15 seconds is no news."""


class Counted(Protocol):
    """Counters in a registry of their own."""

    @property
    def registry(self) -> CollectorRegistry:
        """The registry."""
        ...


def serve(metrics: Counted, health: Callable[[], Health], host: str, port: int) -> int:
    """Serve /metrics and /health from daemon threads; return the port, the system's choice for 0."""
    pages = make_wsgi_app(metrics.registry)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/health":
            return pages(environ, start_response)
        state = health()
        status = "200 OK" if state.well else "503 Service Unavailable"
        start_response(status, [("Content-Type", "application/json")])
        return [orjson.dumps({"well": state.well, "broker": state.broker, "database": state.database})]

    try:
        server = make_server(host, port, application, server_class=_Threads, handler_class=_Quiet)
    except OSError as error:
        raise ConfigError(
            f"no metrics on {host}:{port}: {error.strerror}; set GUANJIA_METRICS_PORT"
        ) from error
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return int(server.server_port)
