"""What one pass over all alert rules costs, and how the number of queries grows with the meters."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, Self

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
_GAUGE = {"kind": "threshold", "quantity": "flow_m3h", "fires_above": 20}


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass over all rules; `bare_seconds` is what its questions cost alone, nothing judged."""

    seconds: float
    bare_seconds: float
    queries: int
    changes: int


class _Noting(Cursor[Any]):
    """A cursor that notes what is asked."""

    asked: ClassVar[list[Any]] = []

    @override
    def execute(self, *asked: Any, **how: Any) -> Self:
        self.asked.append(asked)
        return super().execute(*asked, **how)


def bench_alerts(folder: Path, meters: int, rules: int, say: Callable[[str], None]) -> Report:
    """Judge `rules` rules over `meters` meters and a tenth of them: a first pass, and the one after it."""
    passes: dict[int, tuple[Pass, Pass, Pass]] = {}
    with EmbeddedPostgres(folder / "postgres") as server:
        for count in (max(1, meters // 10), meters):
            say(f"{count} meters: making the registry and what was measured")
            registers = made_up(Extent(count, 2, timedelta(hours=1)), _SEED)
            url = make_database(server, f"alerts_{count}", registers, folder)
            passes[count] = _passes(url, rules, say)
    return _report(passes, meters, rules)


def _passes(url: str, rules: int, say: Callable[[str], None]) -> tuple[Pass, Pass, Pass]:
    """Return a first pass, the one after it, and a round in which only newest readings are looked at."""
    now = datetime.now(UTC)
    with connect(url, application=APPLICATION) as connection:
        for name in ("bench_alert_readings", "bench_alert_hours", "bench_alert_days"):
            connection.execute(query(name), {"now": now})
        settle(connection)
        connection.cursor_factory = _Noting
        written = RuleFile.model_validate({"rules": [_rule(number) for number in range(rules)]}).rules
        calendar = read_calendar(shipped() / "calendar")
        judge = Judge(lambda: written, calendar)
        say(f"{rules} rules, twice")
        first, again = (_one(connection, judge, now + wait) for wait in (timedelta(), timedelta(minutes=1)))
        of_readings = Judge(lambda: RuleFile.model_validate({"rules": [_rule(0) | _GAUGE]}).rules, calendar)
        of_readings.judge(connection, now)
        return first, again, _one(connection, of_readings, now)


def _one(connection: psycopg.Connection, judge: Judge, now: datetime) -> Pass:
    _Noting.asked.clear()
    begun = time.monotonic()
    with connection.transaction():
        alerting.take_round(connection)
        judgements = judge.judge(connection, now, everything=True)
        questions = [*_Noting.asked]
        told = tellings(connection, judgements)
        changes = alerting.write_round(connection, judgements, told).changes
    seconds, queries = time.monotonic() - begun, len(_Noting.asked)
    return Pass(seconds, _ask_alone(connection, questions), queries, changes)


def _ask_alone(connection: psycopg.Connection, questions: Sequence[Any]) -> float:
    begun = time.monotonic()
    with connection.transaction(), Cursor(connection) as cursor:
        for asked in questions:
            cursor.execute(*asked).fetchall()
    return time.monotonic() - begun


def _rule(number: int) -> dict[str, object]:
    title = {"zh_CN": f"规则 {number}", "en": f"rule {number}"}
    written = {"code": f"r{number}", "title": title, "repeat": "7d", "severity": "info", "runbook": _RUNBOOK}
    return written | _KINDS[number % len(_KINDS)]


def _report(passes: dict[int, tuple[Pass, Pass, Pass]], meters: int, rules: int) -> Report:
    first, again, of_readings = passes[meters]
    few_first, *_ = passes[min(passes)]
    figures = {
        "meters": float(meters),
        "rules": float(rules),
        "first_pass_s": first.seconds,
        "first_pass_changes": float(first.changes),
        "first_questions_alone_s": first.bare_seconds,
        "next_pass_s": again.seconds,
        "next_questions_alone_s": again.bare_seconds,
        "round_of_readings_s": of_readings.seconds,
        "queries_all_meters": float(first.queries),
        "queries_a_tenth": float(few_first.queries),
    }
    aims = [
        Aim("one pass", first.seconds, "s", 5.0, at_most=True),
        Aim("the pass after it", again.seconds, "s", 5.0, at_most=True),
        Aim(
            "the pass after it / its questions alone",
            again.seconds / again.bare_seconds,
            "ratio",
            4.0,
            at_most=True,
        ),
        Aim("queries, all meters / a tenth", first.queries / few_first.queries, "ratio", 1.0, at_most=True),
    ]
    return Report(aims, figures)
