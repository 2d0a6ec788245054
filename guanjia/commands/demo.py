"""`guanjia demo`: the whole pipeline on this machine, from simulated meters to the mail."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.live import Live
from rich.table import Table

from guanjia.demo.demonstration import Course, Demonstration
from guanjia.demo.figures import Counters, Summary
from guanjia.demo.folder import DemoFolder
from guanjia.first_account import NAME as FIRST_ACCOUNT
from guanjia.loopback import free_port
from guanjia.signals import stop_event
from models.errors import GuanjiaError

_UNITS = {"s": 1, "m": 60, "h": 3600}


def _duration(_context: click.Context, _parameter: click.Parameter, text: str | None) -> timedelta | None:
    if text is None:
        return None
    match = re.fullmatch(r"(\d+)([smh]?)", text)
    if match is None:
        raise click.BadParameter(f"{text!r}: write a number with s, m or h, as in 60s")
    return timedelta(seconds=int(match[1]) * _UNITS[match[2] or "s"])


@click.command()
@click.option("--scenario", default="demo", show_default=True, help="A name in config/scenarios/, or a file.")
@click.option("--days", default=35, show_default=True, type=click.IntRange(1, 400), help="Days of past.")
@click.option(
    "--duration",
    callback=_duration,
    help="End by itself after this long, as in 60s, but not before the past is in.  [Ctrl-C]",
)
@click.option("--summary", "summary_file", type=click.Path(path_type=Path), help="Write the figures here.")
@click.option(
    "--folder",
    default=".demo",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Everything is here.",
)
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="The console's port.  [a free one]")
def command(
    scenario: str,
    days: int,
    duration: timedelta | None,
    summary_file: Path | None,
    folder: Path,
    port: int,
) -> None:
    """Start everything on this machine: database, broker, workers, console, and simulated hardware.

    An office compound with 41 water meters, its electricity and heat, and 20 vehicles, publishes the
    past --days and then goes on live. Everything binds to loopback only and stands in --folder. It begins
    anew every time. Ctrl-C ends it and leaves nothing running.
    """
    console = Console()
    begin = (datetime.now(UTC) - timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    place = DemoFolder(folder.resolve())
    demo = Demonstration(place, Course(scenario, begin, port or free_port()), _sayer(console))
    stop = stop_event()
    try:
        demo.start()
        console.print(f"\n  [bold]{demo.url}[/bold]   the console (Ctrl-C ends the demo)", highlight=False)
        console.print(f"  user {FIRST_ACCOUNT}, password {demo.password}", highlight=False, markup=False)
        console.print(f"  or, once and within ten minutes: {demo.link()}\n", highlight=False, soft_wrap=True)
        with Live(console=console, refresh_per_second=2, transient=True) as live:
            demo.run(stop, duration, lambda counters, mails: live.update(_line(counters, mails)))
        if duration is not None or summary_file is not None:
            _finish(demo.settle(), summary_file, console)
    finally:
        demo.close()
    console.print("ended; nothing is left running")


def _sayer(console: Console) -> Callable[[str], None]:
    return lambda sentence: console.print(sentence, highlight=False)


def _line(counters: Counters, mails: int) -> str:
    return (
        f"{counters.messages:,} messages, {counters.readings:,} readings stored, "
        f"{counters.duplicates:,} copies dropped, {counters.rejected:,} refused, {mails} mails"
    )


def _finish(summary: Summary, file: Path | None, console: Console) -> None:
    if file is not None:
        file.write_bytes(
            orjson.dumps(summary.as_json(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        )
    table = Table("figure", "value")
    for name, value in summary.as_json().items():
        table.add_row(name, f"{value:,}" if isinstance(value, int) else str(value))
    console.print(table)
    lost = summary.published - summary.stored - sum(summary.rejected.values())
    if lost < 0:
        console.print(f"{-lost} readings came from other senders, such as `guanjia replay`")
    if lost > 0:
        raise GuanjiaError(f"{lost} published readings are neither stored nor refused with a reason")
