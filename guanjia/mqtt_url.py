"""From settings to the broker: `mqtt://` on loopback only, `mqtts://` anywhere."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from config.settings import Settings
from ingest.subscription import BrokerLogin
from models.errors import ConfigError

_PORTS = {"mqtt": 1883, "mqtts": 8883}


def login(settings: Settings) -> BrokerLogin:
    """Return where the broker is and who we are to it; raise ConfigError for plain MQTT beyond loopback."""
    parts = urlsplit(settings.mqtt_url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ConfigError(
            f"GUANJIA_MQTT_URL: {settings.mqtt_url!r} is neither mqtt://host:port nor mqtts://host:port"
        )
    if parts.scheme == "mqtt" and not _is_loopback(parts.hostname):
        raise ConfigError(
            f"GUANJIA_MQTT_URL: {settings.mqtt_url!r} would send passwords in the clear; use mqtts://"
        )
    return BrokerLogin(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        user=settings.mqtt_user,
        password=settings.broker_password,
        ca_file=settings.mqtt_ca_file,
        tls=parts.scheme == "mqtts",
    )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
