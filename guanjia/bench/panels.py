"""What panels cost over a year of a hundred institutions, and a year of one meter by REST."""

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import psycopg
from fastapi import FastAPI
from psycopg import sql

from dashboards.pages import every_panel
from dashboards.panel import Panel
from guanjia.bench.hours_stack import APPLICATION
from guanjia.bench.panels_scene import (
    METERS_OF_EACH,
    NAME,
    VEHICLES_OF_EACH,
    YEAR,
    institution,
    main_meter,
    make_scene,
)
from guanjia.bench.report import Aim, Report
from models.errors import GuanjiaError
from models.identity import Right, role_name
from storage.alert_desk import AlertDesk
from storage.database import connect, query
from storage.embedded import EmbeddedPostgres
from storage.reader import Reader
from storage.tokens import NewToken, TokenDesk, create
from web.api.application import PREFIX, Supplies, add_api
from web.api.gate import Clocks
from web.console.server import Server, settle
from web.console.site import Site

_WARM_TIMES = 20
_YEARS_ASKED = 60
"""As often as a token may ask at once; the first of them costs an argon2."""
_LATE = 0.95


@dataclass(frozen=True, slots=True)
class Asked:
    """How many rows a panel's question gave, and how long it took [ms]: over an empty cache, then again."""

    panel: str
    rows: int
    cold: float
    warm: Sequence[float]

    @property
    def warm_late(self) -> float:
        """The 95th percentile of asking again [ms]."""
        return float(np.quantile(self.warm, _LATE))


def bench_panels(folder: Path, institutions: int, say: Callable[[str], None]) -> Report:
    """Ask every panel as somebody of every institution, and as somebody of one; then a year of one meter."""
    now = datetime.now(UTC)
    with EmbeddedPostgres(folder / "postgres") as server:
        make_scene(server, folder, institutions, now, say)
    settle()
    everything = role_name(None, places=False)
    # started anew, the server has nothing in its own cache; the system's still has its files
    with EmbeddedPostgres(folder / "postgres") as server:
        url = server.url(NAME)
        say("every panel as somebody who sees every institution")
        of_all = _panels(url, everything, now)
        yardstick = _yardstick(url)
        say("where plans read readings from end to end")
        scans = _scans(url, everything, now)
        say("a year of one meter by REST")
        years = _meter_years(url, now)
    with EmbeddedPostgres(folder / "postgres") as server:
        say("every panel as somebody of one institution")
        of_one = _panels(server.url(NAME), role_name(institution(0), places=False), now)
    for asked in sorted(of_all, key=lambda each: -each.warm_late)[:5]:
        say(f"{asked.panel}: {asked.cold:.0f} ms cold, {asked.warm_late:.0f} ms warm")
    for asked in of_all:
        if asked.rows == 0:
            say(f"{asked.panel}: no rows")
    for panel in scans:
        say(f"{panel}: reads all readings")
    return _report(institutions, yardstick, of_all, of_one, scans, years)


def _panels(url: str, role: str, now: datetime) -> list[Asked]:
    with Reader(url, application=APPLICATION, size=1) as reader:
        reader.rows("answers", {})

        def ask(panel: Panel) -> tuple[int, float]:
            begun = time.monotonic()
            rows = reader.rows(panel.query, panel.parameters(now, "zh_CN"), role)
            return len(rows), 1e3 * (time.monotonic() - begun)

        cold = {panel.name: ask(panel) for panel in every_panel()}
        return [
            Asked(panel.name, *cold[panel.name], [ask(panel)[1] for _ in range(_WARM_TIMES)])
            for panel in every_panel()
        ]


def _yardstick(url: str) -> float:
    """Return how long the server takes for work that is its processor's alone [ms]."""
    with Reader(url, application=APPLICATION, size=1) as reader:
        taken: list[float] = []
        for _ in range(_WARM_TIMES):
            begun = time.monotonic()
            reader.rows("bench_panel_yardstick", {})
            taken.append(1e3 * (time.monotonic() - begun))
    return float(np.median(taken))


def _scans(url: str, role: str, now: datetime) -> list[str]:
    """Return the panels that read the table of readings from end to end."""
    found: list[str] = []
    with connect(url, application=APPLICATION) as connection:
        for panel in every_panel():
            with connection.transaction():
                connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
                plan = connection.execute(
                    b"EXPLAIN (ANALYZE, FORMAT JSON) " + query(panel.query), panel.parameters(now, "zh_CN")
                ).fetchone()
            if plan is not None and any(_reads_all(node) for node in _nodes(plan[0][0]["Plan"])):
                found.append(panel.name)
    return found


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _reads_all(node: dict[str, Any]) -> bool:
    # the pipeline counts readings only while they are few: a branch that a plan has, and does not take
    was_taken = node["Actual Loops"] > 0
    return was_taken and "Seq Scan" in node["Node Type"] and node.get("Relation Name") == "reading"


def _meter_years(url: str, now: datetime) -> list[float]:
    """Return how long a year of hours of one meter takes as an Arrow stream over HTTP [ms]."""
    params = {
        "meter": main_meter(0),
        "from": (now - YEAR + timedelta(hours=2)).isoformat(timespec="seconds"),
        "to": now.isoformat(timespec="seconds"),
        "limit": "10000",
    }
    taken: list[float] = []
    with _api(url, now) as client:
        for _ in range(_YEARS_ASKED):
            begun = time.monotonic()
            answer = client.get("/consumption/hourly", params=params)
            taken.append(1e3 * (time.monotonic() - begun))
            if not answer.is_success:
                raise GuanjiaError(f"the API answered {answer.status_code}: {answer.text[:200]}")
    return taken


@contextmanager
def _api(url: str, now: datetime) -> Generator[httpx.Client]:
    def connection() -> psycopg.Connection:
        return connect(url, application=APPLICATION)

    app = FastAPI(openapi_url=None)
    with Reader(url, application=APPLICATION) as reader, connection() as owner:
        new = NewToken("bench", None, frozenset({Right.READ}), "bench", now + timedelta(days=1))
        token = create(owner, new, now)
        owner.commit()
        clocks = Clocks(lambda: datetime.now(UTC), time.monotonic)
        add_api(app, Supplies(reader, TokenDesk(reader, connection), AlertDesk(connection), clocks))
        headers = {"authorization": f"Bearer {token}", "accept": "application/vnd.apache.arrow.stream"}
        with (
            Server(app, Site("127.0.0.1"), "127.0.0.1", 0) as server,
            httpx.Client(base_url=f"{server.url.rstrip('/')}{PREFIX}", headers=headers, timeout=30) as client,
        ):
            yield client


def _report(
    institutions: int,
    yardstick: float,
    of_all: Sequence[Asked],
    of_one: Sequence[Asked],
    scans: Sequence[str],
    years: Sequence[float],
) -> Report:
    worst_cold, worst_warm = max(each.cold for each in of_all), max(each.warm_late for each in of_all)
    one_cold, one_warm = max(each.cold for each in of_one), max(each.warm_late for each in of_one)
    aims = [
        Aim("slowest panel, cold", worst_cold, "ms", 100, at_most=True),
        Aim("slowest panel, p95 warm", worst_warm, "ms", 30, at_most=True),
        Aim("slowest panel of one institution, cold", one_cold, "ms", 100, at_most=True),
        Aim("slowest panel of one institution, p95 warm", one_warm, "ms", 30, at_most=True),
        Aim("panels that read all readings", float(len(scans)), "panels", 0, at_most=True),
        Aim("a meter-year by REST, p95", float(np.quantile(years, _LATE)), "ms", 50, at_most=True),
    ]
    figures = {
        "institutions": float(institutions),
        "meters": float(institutions * METERS_OF_EACH),
        "vehicles": float(institutions * VEHICLES_OF_EACH),
        "panels": float(len(of_all)),
        "yardstick_ms": float(yardstick),
        "panels_without_rows": float(sum(each.rows == 0 for each in of_all)),
        "panels_cold_median_ms": float(np.median([each.cold for each in of_all])),
        "panels_warm_median_ms": float(np.median([each.warm_late for each in of_all])),
        "panels_over_100_ms_cold": float(sum(each.cold > 100 for each in of_all)),
        "panels_over_30_ms_warm": float(sum(each.warm_late > 30 for each in of_all)),
        "one_institution_over_30_ms_warm": float(sum(each.warm_late > 30 for each in of_one)),
        "meter_year_median_ms": float(np.median(years)),
        "meter_year_first_ms": float(years[0]),
    }
    return Report(aims, figures)
