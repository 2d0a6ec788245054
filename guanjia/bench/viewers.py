"""The console while many look: how soon the overview is there, and whether all get what they ask."""

import asyncio
import resource
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from guanjia.bench import opening
from guanjia.bench.console_stack import RunningConsole, busy_seconds_of, make_accounts, running_console
from guanjia.bench.drawn_page import Notices
from guanjia.bench.opening import Opening, Visits
from guanjia.bench.panels_scene import METERS_OF_EACH, NAME, institution, main_meter, make_scene
from guanjia.bench.report import Aim, Report, busy_seconds
from guanjia.bench.viewing import Audience, Seen, Viewer, logged_in, watched
from guanjia.translations import translations
from models.registry import Language
from storage.embedded import EmbeddedPostgres

_EVERY_SECONDS = 10.0
_OF_ONE = 10
"""Institutions that have viewers of their own."""
_PAUSE_SECONDS = 16.0
"""After so long no answer for the overview is kept any more: the database is asked again."""
_LATE = 0.95


@dataclass(frozen=True, slots=True)
class Size:
    """Institutions of ten meters each; `viewers` look for `seconds`; the overview is opened `opens` times."""

    institutions: int = 100
    viewers: int = 50
    seconds: float = 60.0
    opens: int = 10
    pause_seconds: float = _PAUSE_SECONDS


def bench_viewers(folder: Path, size: Size, say: Callable[[str], None]) -> Report:
    """Open the overview in a browser, then let many look at pages of all kinds."""
    with EmbeddedPostgres(folder / "postgres") as server:
        url = make_scene(server, folder, size.institutions, datetime.now(UTC), say)
        of_one = [institution(number) for number in range(min(_OF_ONE, size.institutions))]
        passwords = make_accounts(url, [None, *of_one])
        server_pid = server.pid or 0
        with running_console(server.url(NAME), folder) as console:
            openings = _openings(console, passwords, size, say)
            say(f"{size.viewers} viewers for {size.seconds:.0f} s")
            audience = _audience(console.url, passwords, size)
            seen, busy = asyncio.run(_watched(audience, console, server_pid))
            memory = {"console_mb": console.memory_mb, "console_peak_mb": console.peak_mb}
    for fault in seen.faults[:5]:
        say(fault)
    return _report(size, openings, seen, busy | memory)


def _openings(
    console: RunningConsole, passwords: Mapping[str, str], size: Size, say: Callable[[str], None]
) -> tuple[Sequence[Opening], Sequence[Opening]]:
    lacking = opening.missing()
    if lacking:
        say(f"the overview in a browser is not measured: {lacking}")
        return (), ()
    say(f"the overview in a browser, {size.opens} times new and {size.opens} times again")
    audience = _audience(console.url, passwords, size)
    cookies = asyncio.run(_cookies(audience))
    return opening.opened(Visits(console.url, cookies, notices(), size.opens, size.pause_seconds))


async def _cookies(audience: Audience) -> Mapping[str, str]:
    first = Audience(audience.url, audience.viewers[:1], audience.notices, 0, 0)
    (client,) = await logged_in(first)
    await client.aclose()
    return dict(client.cookies.items())


async def _watched(
    audience: Audience, console: RunningConsole, server_pid: int
) -> tuple[Seen, dict[str, float]]:
    """Return what was seen, and how many cores console, database and viewers took meanwhile."""
    clients = await logged_in(audience)
    before, begun = _taken(console.pid, server_pid), asyncio.get_running_loop().time()
    seen = await watched(audience, clients)
    after, seconds = _taken(console.pid, server_pid), asyncio.get_running_loop().time() - begun
    for client in clients:
        await client.aclose()
    return seen, {name: (after[name] - before[name]) / seconds for name in before}


def _taken(console: int, server: int) -> dict[str, float]:
    """Return the seconds of cores that each has taken so far."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "console_busy_cores": busy_seconds_of(console),
        "database_busy_cores": busy_seconds_of(server),
        "viewers_busy_cores": own.ru_utime + own.ru_stime,
        "machine_busy_cores": busy_seconds(),
    }


def _audience(url: str, passwords: Mapping[str, str], size: Size) -> Audience:
    """Half of the viewers see everything; the others are of some institutions in turn."""
    everything, *of_one = passwords
    viewers: list[Viewer] = []
    for number in range(size.viewers):
        own = number // 2 % len(of_one)
        name, at = (of_one[own], own) if number % 2 else (everything, number // 2 % size.institutions)
        pages = _pages(at)
        turn = number % len(pages)
        viewers.append(Viewer(name, passwords[name], [*pages[turn:], *pages[:turn]]))
    return Audience(url, viewers, notices(), _EVERY_SECONDS, size.seconds)


def _pages(number: int) -> Sequence[tuple[str, str]]:
    return (
        ("overview", "/zh"),
        ("institution", f"/institutions/{institution(number)}"),
        ("meter", f"/meter/{main_meter(number)}"),
        ("vehicles", "/vehicles"),
    )


def notices() -> Notices:
    """Return what Chinese pages say while a panel waits, and where it has no data."""
    say = translations()[Language.ZH_CN].gettext
    failures = (
        say(key).partition("%(")[0] for key in ("The database is away: %(reason)s", "No data: %(reason)s")
    )
    return Notices(say("Loading"), tuple(failures))


def _report(
    size: Size,
    openings: tuple[Sequence[Opening], Sequence[Opening]],
    seen: Seen,
    taken: Mapping[str, float],
) -> Report:
    new, again = ([each.interactive for each in some] for some in openings)
    answered = [each for some in seen.answered.values() for each in some]
    filled = [each for some in seen.filled.values() for each in some]
    aims = [
        *(_opening_aims(new, again) if new else ()),
        Aim("errors", float(len(seen.faults)), "errors", 0, at_most=True),
        Aim("a page's answer, p95", _quantile(answered, _LATE), "s", 1, at_most=True),
        Aim("a page with all its panels, p95", _quantile(filled, _LATE), "s", 2, at_most=True),
    ]
    figures = {
        "meters": float(size.institutions * METERS_OF_EACH),
        "viewers": float(size.viewers),
        "opens": float(len(new) + len(again)),
        **(_opening_figures(openings) if new else {}),
        "pages_seen": float(len(answered)),
        "viewer_errors": float(len(seen.faults)),
        "answer_median_s": float(_quantile(answered, 0.5)),
        "answer_p95_s": float(_quantile(answered, _LATE)),
        "answer_longest_s": float(_quantile(answered, 1)),
        "filled_median_s": float(_quantile(filled, 0.5)),
        "filled_p95_s": float(_quantile(filled, _LATE)),
        "filled_longest_s": float(_quantile(filled, 1)),
        **{
            f"{kind}_filled_p95_s": float(_quantile(some, _LATE))
            for kind, some in sorted(seen.filled.items())
        },
        "socket_packets": float(seen.packets),
        **taken,
    }
    return Report(aims, figures)


def _opening_aims(new: Sequence[float], again: Sequence[float]) -> list[Aim]:
    return [
        Aim("overview interactive, p95", _quantile(again, _LATE), "s", 1.5, at_most=True),
        Aim("overview interactive in a new browser, p95", _quantile(new, _LATE), "s", 1.5, at_most=True),
    ]


def _opening_figures(openings: tuple[Sequence[Opening], Sequence[Opening]]) -> dict[str, float]:
    new, again = openings
    return {
        "overview_median_s": float(_quantile([each.interactive for each in again], 0.5)),
        "overview_p95_s": float(_quantile([each.interactive for each in again], _LATE)),
        "overview_filled_median_s": float(_quantile([each.filled for each in again], 0.5)),
        "overview_new_median_s": float(_quantile([each.interactive for each in new], 0.5)),
        "overview_new_p95_s": float(_quantile([each.interactive for each in new], _LATE)),
    }


def _quantile(values: Sequence[float], share: float) -> float:
    # nothing came at all: what was wanted is not met
    return float(np.quantile(values, share)) if values else float("inf")
