"""From what a person wrote to the broker: `mqtt://` on loopback only, `mqtts://` anywhere."""

from pathlib import Path

from config.settings import Settings
from ingest.subscription import BrokerLogin
from models.broker import Broker, parse_broker
from models.errors import ConfigError


def broker_at(url: str, ca_file: Path | None) -> Broker:
    """Return the broker that a URL names; raise ConfigError also for a certificate that is not there."""
    if ca_file is not None and not ca_file.is_file():
        raise ConfigError(f"{ca_file}: no such file: give the certificate of the broker's authority")
    return parse_broker(url, ca_file)


def login(settings: Settings) -> BrokerLogin:
    """Return where the broker is and who the ingest worker is to it."""
    broker = broker_at(settings.mqtt_url, settings.mqtt_ca_file)
    return BrokerLogin(
        host=broker.host,
        port=broker.port,
        user=settings.mqtt_user,
        password=settings.broker_password,
        ca_file=broker.ca_file,
        tls=broker.tls,
    )
