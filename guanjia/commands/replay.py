"""`guanjia replay`: publish a file of measurements as if devices sent it (docs/how-to/replay.md)."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

import click
import orjson
from rich.console import Console

from guanjia.commands.replay_progress import showing_progress
from guanjia.commands.sending import broker_options, instant, speed_option
from guanjia.demo.guests import register_with_demo
from guanjia.mqtt_url import broker_at
from guanjia.signals import stopped_by_signals
from guanjia.yaml_model import read_model
from models.broker import Broker
from models.errors import GuanjiaError
from models.registry import SiteFile
from simulators.credentials import password_lookup
from simulators.delivery import Pace
from simulators.knock import knock
from simulators.replay.files import batches, count_rows, device_codes, table_reader
from simulators.replay.map import ReplayMap
from simulators.replay.period import Period
from simulators.replay.publication import Publication
from simulators.replay.site import as_yaml, table_site, track_site
from simulators.replay.summary import Summary, summary
from simulators.sender import send

_existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_path = click.Path(path_type=Path)


class _Options(TypedDict):
    file: Path
    map_file: Path
    speed: float | None
    begins: str | None
    ends: str | None
    summary_file: Path | None
    print_site: bool
    url: str
    credentials: Path
    ca_file: Path | None


@click.command(name="replay")
@click.argument("file", type=_existing_file)
@click.option(
    "--map", "map_file", type=_existing_file, required=True, help="How rows become reports (config/replay/)."
)
@speed_option
@click.option("--from", "begins", help="Begin at this day or instant, ISO 8601; site time without an offset.")
@click.option("--to", "ends", help="End before this day or instant.")
@click.option("--summary", "summary_file", type=_path, help="Write what was published to this JSON file.")
@click.option("--print-site", is_flag=True, help="Print the site file to apply first, and publish nothing.")
@broker_options
def command(**options: Unpack[_Options]) -> None:
    """Publish FILE (.csv, .csv.gz or .gpx) over MQTT as the devices that the map names.

    The devices must be known first: print their site file with --print-site, apply it with `guanjia registry
    apply`, and give them credentials with `guanjia broker init`. Beside a running demo the maps of
    config/replay/ need none of that.
    """
    replay_map = read_model(options["map_file"], ReplayMap)
    period = _period(options, replay_map)
    if options["print_site"]:
        click.echo(as_yaml(_site(options["file"], replay_map)), nl=False)
        return
    broker = broker_at(options["url"], options["ca_file"])
    password_of = password_lookup(options["credentials"])
    for device in device_codes(options["file"], replay_map):
        password_of(device)
    if register_with_demo(as_yaml(_site(options["file"], replay_map))):
        Console(stderr=True).print(f"site {replay_map.site.code} is registered with the running demo")
    # the sender would wait for a broker for ever; whoever types a command wants to know
    knock(broker)
    result = _replay(options, replay_map, period, broker, password_of)
    _report(result, options["summary_file"])


def _replay(
    options: _Options,
    replay_map: ReplayMap,
    period: Period,
    broker: Broker,
    password_of: Callable[[str], str],
) -> Summary:
    pace = Pace(options["speed"])
    publication = Publication(replay_map.site.code, datetime.now(UTC), in_arrays=pace.speed is None)
    messages = publication.messages(batches(options["file"], replay_map, period))
    began = time.monotonic()
    stop = threading.Event()
    with stopped_by_signals(stop), showing_progress(publication, count_rows(options["file"])) as show:
        delivery = send(messages, broker, password_of, pace, stop.is_set, show)
    return summary(publication, delivery, time.monotonic() - began)


def _period(options: _Options, replay_map: ReplayMap) -> Period:
    zone = ZoneInfo(replay_map.site.timezone)
    return Period(instant(options["begins"], zone, "--from"), instant(options["ends"], zone, "--to"))


def _site(file: Path, replay_map: ReplayMap) -> SiteFile:
    if replay_map.track is not None:
        return track_site(replay_map, replay_map.track.device)
    return table_site(replay_map, table_reader(file, replay_map, Period()).columns)


def _report(result: Summary, file: Path | None) -> None:
    document = orjson.dumps(result.as_json(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if file is not None:
        file.write_bytes(document)
    Console(stderr=True).print(
        f"{result.published} readings of {result.devices} devices in {result.messages} messages, "
        f"{result.acknowledged} acknowledged, in {result.seconds:.1f} s"
    )
    if not result.messages:
        raise GuanjiaError(
            f"none of the {result.rows} rows says anything: "
            "check the map's separator, header and columns, and --from and --to"
        )
    if result.refused:
        raise GuanjiaError("\n".join(result.refused.values()))
    if result.acknowledged < result.messages:
        raise GuanjiaError(
            f"{result.messages - result.acknowledged} messages were not acknowledged: run it again, "
            "readings that are stored already stay as they are"
        )
