"""Where the broker is, as a URL says it: `mqtts://host:port`, or `mqtt://` on the machine itself."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from models.errors import ConfigError
from models.hosts import is_loopback

PORTS = {"mqtt": 1883, "mqtts": 8883}


@dataclass(frozen=True, slots=True)
class Broker:
    """A broker's address; without `ca_file` TLS trusts the authorities this machine trusts."""

    host: str
    port: int
    ca_file: Path | None = None
    tls: bool = False


def parse_broker(url: str, ca_file: Path | None = None) -> Broker:
    """Return the broker that `url` names; passwords never cross a network in the clear."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ConfigError(f"{url!r} names no broker: write mqtts://host:port or mqtt://127.0.0.1:port")
    if parts.username or parts.password or parts.path.strip("/"):
        raise ConfigError(
            f"{parts.hostname}: a broker's URL is a scheme, a host and a port only: "
            "users and passwords stand in the credentials file"
        )
    tls = parts.scheme == "mqtts"
    if not tls and not is_loopback(parts.hostname):
        raise ConfigError(
            f"{url}: without TLS only on loopback: write mqtts://{parts.hostname}:{PORTS['mqtts']} "
            "(passwords would cross the network in the clear)"
        )
    return Broker(parts.hostname, _port(parts, url), ca_file, tls)


def _port(parts: SplitResult, url: str) -> int:
    try:
        return parts.port or PORTS[parts.scheme]
    except ValueError as error:
        raise ConfigError(f"{url!r}: a port is a number from 1 to 65535") from error
