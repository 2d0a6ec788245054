"""`guanjia simulate`: publish a simulated site over MQTT, as its devices would."""

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from guanjia.commands.scenario_files import ScenarioFiles, read_scenario
from guanjia.commands.sending import broker_options, instant, speed_option
from guanjia.commands.simulate_run import Plan, Run, summary
from guanjia.commands.simulate_sites import write_sites
from guanjia.mqtt_url import broker_at
from guanjia.signals import stopped_by_signals
from models.errors import GuanjiaError
from simulators.credentials import password_lookup
from simulators.delivery import Delivery
from simulators.knock import knock
from simulators.publication import Period
from simulators.simulation import Simulation

REFRESH_SECONDS = 0.2

_path = click.Path(path_type=Path)


class _Options(TypedDict):
    scenario: str
    begins: str | None
    days: float | None
    anchor: str | None
    speed: float | None
    live: bool
    out: Path
    summary_file: Path | None
    sites_only: bool
    url: str
    credentials: Path
    ca_file: Path | None


@click.command(name="simulate")
@click.argument("scenario")
@click.option("--from", "begins", help="Begin at this day or instant, ISO 8601; site time without an offset.")
@click.option(
    "--days", type=click.FloatRange(min=0, min_open=True), help="How many days; alone: the days up to now."
)
@click.option("--anchor", help="Day 0 of the scenario's leaks, swaps and placed faults.  [default: --from]")
@speed_option
@click.option("--live", is_flag=True, help="Go on in real time after the backlog, until interrupted.")
@click.option(
    "--out", type=_path, default="simulated", show_default=True, help="Folder of truth.parquet and sites/."
)
@click.option("--summary", "summary_file", type=_path, help="Write what was published to this JSON file.")
@click.option("--sites-only", is_flag=True, help="Write the site files to apply, and publish nothing.")
@broker_options
def command(**options: Unpack[_Options]) -> None:
    """Publish SCENARIO: demo, clean, bad_days, or the path of a YAML file like those in config/scenarios/.

    Every value follows from the scenario's seed. What was really used, and what was done to it, is written
    to truth.parquet in --out. Site files with the meters that the scenario swaps are written to sites/ there.
    """
    files = read_scenario(options["scenario"])
    now = datetime.now(UTC)
    zone = _zone(files)
    plan = _plan(options, zone, now)
    anchor = _utc(options["anchor"], zone, "--anchor") or plan.backlog.start
    simulation = Simulation(files.scenario, tuple(files.sites.values()), files.use, anchor)
    write_sites(options["out"] / "sites", files.sites, simulation.recorded_swaps)
    if not options["sites_only"]:
        _publish(options, simulation, plan)


def _publish(options: _Options, simulation: Simulation, plan: Plan) -> None:
    broker = broker_at(options["url"], options["ca_file"])
    password_of = password_lookup(options["credentials"])
    for device in simulation.site.devices:
        password_of(device)
    # the sender would wait for a broker for ever; whoever types a command wants to know
    knock(broker)
    run, stop = Run(simulation, plan, lambda: datetime.now(UTC)), threading.Event()
    with stopped_by_signals(stop), _progress(run, plan) as show:
        outcome = run.send(broker, password_of, stop, show, options["out"] / "truth.parquet")
    document = summary(simulation, plan, outcome)
    if options["summary_file"] is not None:
        options["summary_file"].write_bytes(
            orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        )
    Console(stderr=True).print(
        f"{outcome.tally.readings} readings of {document['devices']} devices in {outcome.tally.messages} "
        f"messages, {outcome.delivery.acknowledged} acknowledged, in {outcome.seconds:.1f} s"
    )
    _complain(outcome.delivery)


def _complain(delivery: Delivery) -> None:
    if delivery.refused:
        raise GuanjiaError("\n".join(delivery.refused.values()))
    if delivery.acknowledged < delivery.messages:
        raise GuanjiaError(
            f"{delivery.messages - delivery.acknowledged} messages were not acknowledged: run it again, "
            "readings that are stored already stay as they are"
        )


def _zone(files: ScenarioFiles) -> ZoneInfo:
    site = next((file.site for file in files.sites.values() if file.site), None)
    return ZoneInfo(site.timezone if site else "UTC")


def _plan(options: _Options, zone: ZoneInfo, now: datetime) -> Plan:
    days = timedelta(days=options["days"]) if options["days"] else None
    begin = _utc(options["begins"], zone, "--from") or now - (days or timedelta(days=35))
    if begin > now:
        raise click.BadParameter(f"{begin:%F %T%z} is yet to come", param_hint="--from")
    until = min(begin + days, now) if days and options["begins"] else now
    if options["live"] and until < now:
        raise click.BadParameter(
            "a run that goes on live reaches up to now: leave out --days", param_hint="--live"
        )
    return Plan(Period(begin, until), until, options["speed"], options["live"])


def _utc(text: str | None, zone: ZoneInfo, option: str) -> datetime | None:
    at = instant(text, zone, option)
    return None if at is None else at.astimezone(UTC)


@contextmanager
def _progress(run: Run, plan: Plan) -> Generator[Callable[[Delivery], None]]:
    """Draw a bar of simulated days on a terminal; yield what is to be told of each delivery."""
    console = Console()
    bar = Progress(
        TextColumn("simulate"),
        BarColumn(),
        TextColumn("{task.fields[at]:%F %H:%M}, {task.fields[acknowledged]} messages acknowledged"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )
    begin = plan.backlog.start
    total = (plan.until - begin).total_seconds()
    task = bar.add_task("simulate", total=total, at=begin.astimezone(), acknowledged=0)
    shown_at = 0.0

    def show(delivery: Delivery) -> None:
        nonlocal shown_at
        if time.monotonic() - shown_at > REFRESH_SECONDS:
            shown_at = time.monotonic()
            done = min((run.reached - begin).total_seconds(), total)
            at = run.reached.astimezone()
            bar.update(task, completed=done, at=at, acknowledged=delivery.acknowledged)

    with bar:
        yield show
