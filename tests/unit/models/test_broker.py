from pathlib import Path

import pytest

from guanjia.mqtt_url import broker_at
from models.broker import Broker, parse_broker
from models.errors import ConfigError


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("mqtt://127.0.0.1:1884", Broker("127.0.0.1", 1884)),
        ("mqtt://localhost", Broker("localhost", 1883)),
        ("mqtt://[::1]:1885", Broker("::1", 1885)),
        ("mqtts://mqtt.example.org", Broker("mqtt.example.org", 8883, None, tls=True)),
    ],
)
def test_a_url_names_a_broker(url: str, broker: Broker) -> None:
    assert parse_broker(url) == broker


@pytest.mark.parametrize("host", ["mqtt.example.org", "10.0.0.1", "127.0.0.1.example.org"])
def test_without_tls_only_loopback_is_spoken_to(host: str) -> None:
    with pytest.raises(ConfigError, match=f"without TLS only on loopback: write mqtts://{host}"):
        parse_broker(f"mqtt://{host}:1883")


@pytest.mark.parametrize("url", ["127.0.0.1:1883", "http://127.0.0.1", "mqtt://", "mqtt://localhost:port"])
def test_what_is_no_address_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(ConfigError, match=r"mqtt|port"):
        parse_broker(url)


def test_a_password_in_the_url_is_refused_and_not_repeated() -> None:
    with pytest.raises(ConfigError, match="credentials file") as refusal:
        parse_broker("mqtt://meter:secret@localhost:1883")
    assert "secret" not in str(refusal.value)


def test_a_certificate_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no-such\.crt"):
        broker_at("mqtts://localhost", tmp_path / "no-such.crt")
