"""How long it takes from a reading's publication until the mail server has the mail about it."""

import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from random import Random

from aiosmtpd.smtp import SMTP, Envelope, Session
from paho.mqtt.client import Client, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion

from guanjia.bench.ingest_stack import LOADER, BenchStack, bench_stack, running_workers
from guanjia.bench.report import Aim, Report
from guanjia.loopback import LOOPBACK, free_port
from guanjia.mail_catcher import SmtpListener
from models.errors import GuanjiaError

_SEED = 20_251_128
_APART_SECONDS = 0.4
_PATIENCE_SECONDS = 120.0
_LOOK_SECONDS = 0.05
_RULE = """
rules:
  - code: too-much
    kind: threshold
    quantity: flow_m3h
    title: {zh_CN: 流量过大, en: Too much flow}
    fires_above: 5
    repeat: 7d
    severity: critical
    runbook: {causes: [{zh_CN: 爆管, en: A burst pipe}], actions: [{zh_CN: 关阀, en: Shut the valve}]}
"""


class _Postbox:
    """Takes every mail, and notes when it first had one that names a device."""

    def __init__(self) -> None:
        self.taken_at: dict[str, float] = {}
        self.mails = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        """Take one mail, as aiosmtpd asks."""
        mail, now = message_from_bytes(envelope.original_content or b"", policy=default), time.monotonic()
        body = mail.get_body(("plain",))
        for device in re.findall(r"\bb\d{4}\b", f"{mail['Subject']}\n{body.get_content() if body else ''}"):
            self.taken_at.setdefault(device, now)
        self.mails += 1
        return "250 OK"


def bench_mail(folder: Path, readings: int, say: Callable[[str], None]) -> Report:
    """Let one device after the other report too much, and see when the mail about each is taken.

    Broker, ingest worker, database and alerts worker are those of every day, each a process; a thousand
    devices are watched. The rule has no duration, and its group does not wait.
    """
    postbox = _Postbox()
    with (
        bench_stack(folder) as stack,
        running_workers(stack, range(1)),
        SmtpListener(postbox, LOOPBACK, 0) as server,
        _alerts(stack, folder, server.port),
    ):
        say("one reading, until everything runs")
        _await(postbox, _published(stack, ["b0000"]))
        say(f"{readings} readings, one about every {_APART_SECONDS} s")
        sent_at = _published(stack, [f"b{number:04d}" for number in range(1, readings + 1)])
        _await(postbox, sent_at)
    waits = sorted(postbox.taken_at[device] - at for device, at in sent_at.items())
    p95 = waits[min(len(waits) - 1, int(len(waits) * 0.95))]
    figures = {
        "readings": float(readings),
        "mails": float(postbox.mails - 1),
        "p50_s": statistics.median(waits),
        "p95_s": p95,
        "max_s": waits[-1],
    }
    return Report([Aim("publication to mail, p95", p95, "s", 5.0, at_most=True)], figures)


@contextmanager
def _alerts(stack: BenchStack, folder: Path, smtp_port: int) -> Generator[None]:
    rules = folder / "rules"
    rules.mkdir()
    (rules / "bench.yaml").write_text(_RULE, "utf-8")
    environment = stack.environment(free_port()) | {"GUANJIA_SMTP_URL": f"smtp://{LOOPBACK}:{smtp_port}"}
    worker = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "guanjia", "alerts", "run", "--rules", str(rules)],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(60)


def _published(stack: BenchStack, devices: list[str]) -> dict[str, float]:
    """Publish one reading of each device, at no even pace; return when."""
    randomness = Random(_SEED)  # noqa: S311
    client = Client(CallbackAPIVersion.VERSION2, "bench-mail", protocol=MQTTv311)
    client.username_pw_set(LOADER, stack.password(LOADER))
    client.connect(LOOPBACK, stack.broker.port)
    client.loop_start()
    sent_at: dict[str, float] = {}
    for device in devices:
        report = {"at": datetime.now(UTC).isoformat(), "seq": 1, "values": {"flow_m3h": 9.0}}
        sent_at[device] = time.monotonic()
        client.publish(f"v1/bench/{device}/telemetry", json.dumps(report), qos=1).wait_for_publish(30)
        time.sleep(randomness.uniform(0, 2 * _APART_SECONDS))
    client.disconnect()
    client.loop_stop()
    return sent_at


def _await(postbox: _Postbox, sent_at: dict[str, float]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not sent_at.keys() <= postbox.taken_at.keys():
        if time.monotonic() > deadline:
            missing = sorted(sent_at.keys() - postbox.taken_at.keys())
            raise GuanjiaError(f"no mail about {len(missing)} readings, of {missing[0]} and others")
        time.sleep(_LOOK_SECONDS)
