"""Who may connect to the broker and what each may publish and read: the text of Mosquitto's ACL file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.errors import ConfigError
from models.registry import DeviceKind, SiteFile
from models.topics import ALL_STATUS, ALL_TELEMETRY, VERSION, Channel


class Service(StrEnum):
    """The users that are programs of ours. No device may have one of these names as its code."""

    INGEST = "ingest"
    COMMAND = "command"
    MONITOR = "monitor"


# Mosquitto checks a reader's rights against the topic of each message, not against the filter of its
# subscription, so `$share/ingest/...` needs no line of its own.
_SERVICE_TOPICS = {
    Service.INGEST: (f"read {ALL_TELEMETRY}", f"read {ALL_STATUS}"),
    Service.COMMAND: (f"write {VERSION}/+/+/{Channel.COMMAND}",),
    Service.MONITOR: ("read $SYS/#",),
}


@dataclass(frozen=True, slots=True)
class Clients:
    """The codes of all that connect for themselves, and the devices that each gateway speaks for.

    A device behind a gateway is not among `codes`: it has no connection, so it gets no credential.
    """

    codes: frozenset[str] = frozenset()
    gateways: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    @property
    def users(self) -> tuple[str, ...]:
        """Every user name the broker shall know: services first, then devices in order of code."""
        return (*Service, *sorted(self.codes))


def clients_of(sites: Iterable[SiteFile]) -> Clients:
    """Return who connects, from all site files together.

    Raises
    ------
    ConfigError
        When a device bears a service's name, or stands behind something that is no gateway.
    """
    files = list(sites)
    devices = {device.code: device for file in files for device in file.devices}
    codes = (
        set(devices)
        | {meter.device_code for file in files for meter in file.meters}
        | {vehicle.device for file in files for vehicle in file.vehicles}
    )
    children = {code: device.gateway for code, device in devices.items() if device.gateway}
    _check_names(codes)
    for child, gateway in children.items():
        if gateway not in devices or devices[gateway].kind is not DeviceKind.GATEWAY:
            raise ConfigError(
                f"device {child!r} stands behind {gateway!r}, which is no device of kind gateway:"
                " add it under devices, with kind: gateway"
            )
    gateways = {
        gateway: frozenset(child for child, its in children.items() if its == gateway)
        for gateway in set(children.values())
    }
    return Clients(frozenset(codes - set(children)), gateways)


def _check_names(codes: Iterable[str]) -> None:
    taken = sorted(set(codes) & set(Service))
    if taken:
        raise ConfigError(
            f"device code {taken[0]!r} is the user name of one of guanjia's services: rename the device"
        )


def acl_text(clients: Clients) -> str:
    """Return the ACL file: `%u` stands for the user name, so each device has its own code's topics only."""
    blocks = ["# Written by guanjia broker init and sync; changes by hand are lost.", _device_patterns()]
    blocks += [_user(service, topics) for service, topics in _SERVICE_TOPICS.items()]
    blocks += [_user(code, _gateway_topics(of)) for code, of in sorted(clients.gateways.items())]
    return "\n\n".join(blocks) + "\n"


def _device_patterns() -> str:
    return "\n".join(f"pattern {right} {VERSION}/+/%u/{channel}" for right, channel in _DEVICE_RIGHTS)


_DEVICE_RIGHTS = (
    ("write", Channel.TELEMETRY),
    ("write", Channel.STATUS),
    ("read", Channel.COMMAND),
)


def _gateway_topics(children: frozenset[str]) -> tuple[str, ...]:
    # the broker looks through these lines from the top for each message: what is published most stands first
    return tuple(
        f"{right} {VERSION}/+/{child}/{channel}"
        for right, channel in _DEVICE_RIGHTS
        for child in sorted(children)
    )


def _user(name: str, topics: tuple[str, ...]) -> str:
    return "\n".join([f"user {name}", *(f"topic {topic}" for topic in topics)])
