"""A desk that judges and sends, and what it is given to judge."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from alerts.judge import Judge
from alerts.outbox import Outbox
from alerts.worker import Round, one_round
from guanjia.allowances.file import read_allowance_file
from guanjia.allowances.watching import Watching
from guanjia.calendar_files import read_calendar
from guanjia.rule_files import read_rules
from models.rules import Rule
from tests.integration.alerts.records import Hands, Inbox

CONFIG = Path(__file__).parents[4] / "config"
NOW = datetime(2026, 11, 21, 8, 15, tzinfo=UTC)
RULE = """
rules:
  - code: tried
    kind: {kind}
    title: {{zh_CN: 试验规则, en: Tried}}
    repeat: 7d
    severity: warning
    runbook: {{causes: [{{zh_CN: 因, en: cause}}], actions: [{{zh_CN: 做, en: do}}]}}
{more}
"""


class Desk:
    """Judges and sends, with everything a test needs at hand."""

    def __init__(
        self, connection: psycopg.Connection, rules: list[Rule], outbox: Outbox, clock: Hands
    ) -> None:
        self.connection = connection
        self.rules = rules
        self._outbox = outbox
        self.clock = clock
        calendar = read_calendar(CONFIG / "calendar")
        watching = Watching(read_allowance_file(None), calendar, pytest.fail)
        self._judge = Judge(lambda: rules, calendar, watching.standings)

    def round(self, after: timedelta = timedelta()) -> Round:
        self.clock.move(after)
        return one_round(self.connection, self._judge, self._outbox, self.clock, everything=True)

    def rule(self, folder: Path, kind: str, *more: str) -> None:
        lines = "\n".join(f"    {line}" for line in more)
        (folder / "rules.yaml").write_text(RULE.format(kind=kind, more=lines), "utf-8")
        self.rules[:] = read_rules(folder)


def heard(connection: psycopg.Connection, at: datetime, device: str = "%") -> None:
    """Let every water meter, or those of a name, have reported at an instant."""
    connection.execute(
        "INSERT INTO reading (device_id, quantity_id, at, value, received_at)"
        " SELECT device.id, 1, %(at)s, 100, %(at)s FROM device"
        " WHERE device.code LIKE %(device)s AND device.kind = 'water_meter' ON CONFLICT DO NOTHING",
        {"at": at, "device": device},
    )
    connection.commit()


def gauge(connection: psycopg.Connection, device: str, quantity: str, value: float, at: datetime) -> None:
    connection.execute(
        "INSERT INTO reading (device_id, quantity_id, at, value, received_at)"
        " SELECT device.id, quantity.id, %s, %s, now() FROM device, quantity"
        " WHERE device.code = %s AND quantity.name = %s",
        [at, value, device, quantity],
    )
    connection.commit()


def days(
    connection: psycopg.Connection, meter: str, amounts: dict[str, float], coverage: float = 1.0
) -> None:
    for day, amount in amounts.items():
        connection.execute(
            "INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, computed_at)"
            " SELECT id, %s, %s, 0, %s, now() FROM meter WHERE code = %s",
            [day, amount, coverage, meter],
        )
    connection.commit()


def states(connection: psycopg.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT subject, state FROM alert ORDER BY subject").fetchall())


def text_of(inbox: Inbox, number: int = -1) -> str:
    body = inbox.mails[number].get_body(("plain",))
    assert body is not None
    return str(body.get_content())
