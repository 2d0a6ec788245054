"""Brokers that refuse, hang up, fall silent or are not there."""

import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from config.settings import Settings
from guanjia.broker.passwords import password_hash
from guanjia.mqtt_url import login
from ingest.subscription import BrokerLogin, Receipt, Subscription, end_session
from models.errors import ConfigError, UnreachableError
from tests.ingest_stack.process import guanjia
from tests.ingest_stack.raw_broker import RawBroker, refusing, silent
from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until

CLIENT = "ingest-local-0"
SECOND = timedelta(seconds=1)


class Listener:
    """A subscription that is stepped by the test."""

    def __init__(self, login: BrokerLogin, keepalive: timedelta = SECOND) -> None:
        self.said: list[str] = []
        self.subscription = Subscription(login, CLIENT, self._hear, keepalive=keepalive, log=self._note)
        self._bell, self._wake = socket.socketpair()

    def step(self) -> str:
        """Move what there is to move, and return the fault."""
        self.subscription.step(self._wake, 0.01)
        return self.subscription.fault

    def close(self) -> None:
        self.subscription.close()
        self._bell.close()
        self._wake.close()

    def _note(self, _event: str, **fields: object) -> None:
        self.said.append(str(fields["fault"]))

    def _hear(self, topic: str, payload: bytes, receipt: Receipt) -> None:
        raise AssertionError((topic, payload, receipt))


def at(port: int) -> BrokerLogin:
    return BrokerLogin("127.0.0.1", port, "ingest", "a password")


def test_a_broker_that_hangs_up_at_once_is_not_stormed() -> None:
    with RawBroker(None) as broker:
        listener = Listener(at(broker.port))
        wait_until(lambda: listener.step().startswith("the connection to the broker ended"), "it hung up")
        for _ in range(20):
            listener.step()
        listener.close()
        assert broker.connections == 1


def test_a_broker_that_falls_silent_is_noticed_and_tried_again() -> None:
    with RawBroker(silent) as broker:
        listener = Listener(at(broker.port))
        wait_until(lambda: not listener.step(), "it is well")
        wait_until(lambda: "ended: Keep alive timeout" in listener.step(), "it is noticed")
        wait_until(lambda: not listener.step(), "it is well on another connection")
        listener.close()
        assert broker.connections == 2


def test_it_is_well_only_once_the_broker_has_granted_the_subscription() -> None:
    with RawBroker(lambda kind, body: b"" if kind == 0x82 else silent(kind, body)) as broker:
        listener = Listener(at(broker.port))
        wait_until(lambda: listener.step() != "" and 0x82 in broker.packets, "it has asked for it")
        for _ in range(20):
            assert listener.step() == "not connected yet"
        listener.close()


def test_a_subscription_that_is_not_granted_is_an_error_with_its_remedy() -> None:
    with RawBroker(refusing) as broker:
        listener = Listener(at(broker.port))
        with pytest.raises(
            ConfigError, match=r"ACL does not let user 'ingest' subscribe to .*telemetry: add it"
        ):
            wait_until(lambda: not listener.step(), "refused")
        listener.close()


def test_a_broker_that_is_not_there_is_named(stack: Stack) -> None:
    port = stack.broker.port
    stack.broker.stop()
    listener = Listener(stack.login)
    wait_until(lambda: listener.step().startswith(f"no broker at 127.0.0.1:{port}: "), "it is named")
    stack.broker.start()
    wait_until(lambda: not listener.step(), "it is found when it comes back")
    listener.close()


def test_a_wrong_password_is_told_once_and_tried_again(stack: Stack) -> None:
    listener = Listener(replace(stack.login, password="wrong"))  # noqa: S106 - it is wrong on purpose
    refused = "the broker refuses user 'ingest': Not authorized"
    wait_until(lambda: listener.step() == refused, "it is refused")
    credentials = stack.broker.folder.run / "passwords"
    right = credentials.read_text("ascii")
    other = [line for line in right.splitlines() if not line.startswith("ingest:")]
    credentials.write_text("\n".join([*other, f"ingest:{password_hash('wrong', bytes(12))}", ""]), "ascii")
    stack.broker.reload()
    wait_until(lambda: not listener.step(), "it is let in once the broker knows that password")
    listener.close()
    assert listener.said == [refused]


def test_ending_a_session_says_what_is_wrong(stack: Stack) -> None:
    wrong = replace(stack.login, password="wrong")  # noqa: S106 - it is wrong on purpose
    with pytest.raises(UnreachableError, match=r"did not end the session .*: Not authorized"):
        end_session(wrong, CLIENT)
    stack.broker.stop()
    with pytest.raises(UnreachableError, match=r"no broker at"):
        end_session(stack.login, CLIENT)


def test_an_authority_that_is_no_certificate_is_named(tmp_path: Path) -> None:
    broker = BrokerLogin("127.0.0.1", 8883, "ingest", "x", tmp_path / "nothing.crt", tls=True)
    with pytest.raises(ConfigError, match=r"GUANJIA_MQTT_CA_FILE: .*nothing\.crt is no certificate"):
        Listener(broker)


@pytest.mark.parametrize("url", ["mqtt://192.0.2.1:1883", "mqtt://broker.example", "mqtt://[2001:db8::1]"])
def test_passwords_never_leave_the_machine_in_the_clear(url: str) -> None:
    with pytest.raises(ConfigError, match="without TLS only on loopback"):
        login(Settings(mqtt_url=url))


@pytest.mark.parametrize(
    "url", ["mqtt://127.0.0.1", "mqtt://localhost:1884", "mqtt://[::1]", "mqtts://far.example"]
)
def test_loopback_and_tls_are_taken(url: str) -> None:
    assert login(Settings(mqtt_url=url)).host


def test_the_command_refuses_plain_mqtt_beyond_loopback_in_one_sentence(stack: Stack) -> None:
    done = guanjia(stack, "ingest", GUANJIA_MQTT_URL="mqtt://192.0.2.1")
    assert done.returncode == 1
    assert done.stderr.startswith("guanjia: mqtt://192.0.2.1: without TLS only on loopback: write mqtts://")
    assert done.stderr.count("\n") == 1
