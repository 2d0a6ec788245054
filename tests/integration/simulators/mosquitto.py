"""A real Mosquitto on a free port of loopback, and somebody who listens."""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from models.broker import Broker

PASSWORDS = {"a": "secret-a", "b": "secret-b", "c": "secret-c", "watcher": "secret-w"}
PATIENCE_SECONDS = 60.0


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for a condition; fail, saying what never came, when it takes unreasonably long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"never came: {what}")
        time.sleep(0.01)


class RunningBroker:
    """Mosquitto with a password for each of PASSWORDS, without persistence: killed, it forgets everything."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._write_passwords()
        self.configure("")

    @property
    def address(self) -> Broker:
        return Broker("127.0.0.1", self.port)

    def configure(self, more: str) -> None:
        user = "user root\n" if os.geteuid() == 0 else ""
        (self._folder / "mosquitto.conf").write_text(
            f"{user}listener {self.port} 127.0.0.1\nallow_anonymous false\n"
            f"password_file {self._folder / 'passwords'}\nmax_queued_messages 0\n{more}"
        )

    def start(self) -> None:
        program = shutil.which("mosquitto", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "mosquitto is missing: apt-get install mosquitto"
        log = (self._folder / "mosquitto.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [program, "-c", str(self._folder / "mosquitto.conf")], stdout=log, stderr=log
            )
        until(self._answers, "an answer of Mosquitto on its port")

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1.0).close()
        except OSError:
            return False
        return True

    def _write_passwords(self) -> None:
        file = self._folder / "passwords"
        file.touch(0o600)
        program = shutil.which("mosquitto_passwd")
        assert program, "mosquitto_passwd is missing: apt-get install mosquitto"
        for user, password in PASSWORDS.items():
            subprocess.run([program, "-b", str(file), user, password], check=True)


class Watcher:
    """A subscriber with a session that outlives its connection; it keeps every payload by topic."""

    def __init__(self, port: int, topics: str) -> None:
        self.received: list[tuple[str, bytes]] = []
        self.subscribed = threading.Event()
        self._topics = topics
        # one session for each set of topics: whoever listens to the same again goes on with it
        self._client = Client(
            CallbackAPIVersion.VERSION2, f"watcher {topics}", protocol=MQTTProtocolVersion.MQTTv5
        )
        self._client.username_pw_set("watcher", PASSWORDS["watcher"])
        self._client.on_connect = self._subscribe
        self._client.on_subscribe = self._know_subscribed
        self._client.on_message = self._keep
        properties = Properties(PacketTypes.CONNECT)
        properties.SessionExpiryInterval = 3600
        self._client.connect("127.0.0.1", port, clean_start=False, properties=properties)
        self._client.loop_start()
        assert self.subscribed.wait(PATIENCE_SECONDS)

    def payloads(self) -> list[bytes]:
        return [payload for _, payload in list(self.received)]

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _subscribe(self, client: Client, *_: object) -> None:
        client.subscribe(self._topics, qos=1)

    def _know_subscribed(self, *_: object) -> None:
        self.subscribed.set()

    def _keep(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        self.received.append((message.topic, bytes(message.payload)))
