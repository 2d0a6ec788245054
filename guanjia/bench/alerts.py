"""What one pass over all alert rules costs, and how the number of queries grows with the meters."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg import Cursor
from typing_extensions import override

from alerts.judge import Judge
from alerts.telling import tellings
from guanjia.bench.hours_stack import APPLICATION, make_database, settle
from guanjia.bench.registers import Extent, made_up
from guanjia.bench.report import Aim, Report
from guanjia.calendar_files import read_calendar
from guanjia.commands.scenario_files import shipped
from models.rules import RuleFile
from storage import alerting
from storage.database import connect, query
from storage.embedded import EmbeddedPostgres

_SEED = 20_251_121
_RUNBOOK = {"causes": [{"zh_CN": "因", "en": "cause"}], "actions": [{"zh_CN": "做", "en": "do"}]}
_KINDS: tuple[dict[str, object], ...] = (
    {"kind": "absence", "fires_above": 24},
    {"kind": "threshold", "of": "hour", "quantity": "energy_kwh", "fires_above": 20, "newest_within": "6h"},
    {"kind": "threshold", "of": "day", "quantity": "energy_kwh", "fires_above": 200},
    {"kind": "rate_of_change", "medium": "electricity", "fires_above": 2},
    {"kind": "low_coverage", "fires_below": 0.8, "days": 7},
)


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass over all rules."""

    seconds: float
    queries: int
    changes: int


class _Counting(Cursor[Any]):
    """A cursor that counts what is asked."""

    asked = 0

    @override
    def execute(self, *asked: Any, **how: Any) -> Self:
        _Counting.asked += 1
        return super().execute(*asked, **how)


def bench_alerts(folder: Path, meters: int, rules: int, say: Callable[[str], None]) -> Report:
    """Judge `rules` rules over `meters` meters and a tenth of them: a first pass, and the one after it."""
    passes: dict[int, tuple[Pass, Pass]] = {}
    with EmbeddedPostgres(folder / "postgres") as server:
        for count in (max(1, meters // 10), meters):
            say(f"{count} meters: making the registry and what was measured")
            registers = made_up(Extent(count, 2, timedelta(hours=1)), _SEED)
            url = make_database(server, f"alerts_{count}", registers, folder)
            passes[count] = _passes(url, rules, say)
    return _report(passes, meters, rules)


def _passes(url: str, rules: int, say: Callable[[str], None]) -> tuple[Pass, Pass]:
    now = datetime.now(UTC)
    with connect(url, application=APPLICATION) as connection:
        for name in ("bench_alert_readings", "bench_alert_hours", "bench_alert_days"):
            connection.execute(query(name), {"now": now})
        settle(connection)
        connection.cursor_factory = _Counting
        written = RuleFile.model_validate({"rules": [_rule(number) for number in range(rules)]}).rules
        judge = Judge(lambda: written, read_calendar(shipped() / "calendar"))
        say(f"{rules} rules, twice")
        return _one(connection, judge, now), _one(connection, judge, now + timedelta(minutes=1))


def _one(connection: psycopg.Connection, judge: Judge, now: datetime) -> Pass:
    _Counting.asked = 0
    begun = time.monotonic()
    with connection.transaction():
        alerting.take_round(connection)
        judgements = judge.judge(connection, now, everything=True)
        told = tellings(connection, judgements)
        changes = alerting.write_round(connection, judgements, told).changes
    return Pass(time.monotonic() - begun, _Counting.asked, changes)


def _rule(number: int) -> dict[str, object]:
    title = {"zh_CN": f"规则 {number}", "en": f"rule {number}"}
    written = {"code": f"r{number}", "title": title, "repeat": "7d", "severity": "info", "runbook": _RUNBOOK}
    return written | _KINDS[number % len(_KINDS)]


def _report(passes: dict[int, tuple[Pass, Pass]], meters: int, rules: int) -> Report:
    first, again = passes[meters]
    few_first, _ = passes[min(passes)]
    figures = {
        "meters": float(meters),
        "rules": float(rules),
        "first_pass_s": first.seconds,
        "first_pass_changes": float(first.changes),
        "next_pass_s": again.seconds,
        "queries_all_meters": float(first.queries),
        "queries_a_tenth": float(few_first.queries),
    }
    aims = [
        Aim("one pass", first.seconds, "s", 5.0, at_most=True),
        Aim("the pass after it", again.seconds, "s", 5.0, at_most=True),
        Aim("queries, all meters / a tenth", first.queries / few_first.queries, "ratio", 1.0, at_most=True),
    ]
    return Report(aims, figures)
