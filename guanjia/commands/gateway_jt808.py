"""`guanjia gateway jt808`: the TCP server that vehicle terminals connect to."""

import asyncio
import resource
import signal
from contextlib import suppress
from pathlib import Path

import click

from config.settings import Settings, read_settings
from guanjia.log import Log
from guanjia.mqtt_url import login
from guanjia.terminal_files import TerminalFiles
from ingest import metrics
from ingest.gateways.jt808.codes import Codes
from ingest.gateways.jt808.gateway import Gateway
from ingest.gateways.jt808.limits import Limits
from ingest.gateways.jt808.server import Address, serve
from ingest.gateways.outlet import Outlet
from ingest.metrics import Health
from models.topics import Channel, Topic


@click.command()
@click.option(
    "--site",
    "sites",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A site file with the gateway, its terminals, their places or vehicles; repeat for each.",
)
def command(sites: tuple[Path, ...]) -> None:
    """Receive from vehicle terminals that speak JT/T 808 of 2013 or 2019, and publish their reports.

    Terminals are the devices that the site files put behind the gateway GUANJIA_MQTT_USER. What a
    terminal sends is answered after the broker has acknowledged it. The files are read again when
    they change.
    """
    settings = read_settings()
    _raise_file_limit()
    asyncio.run(_run(settings, TerminalFiles(settings.mqtt_user, sites)))


async def _run(settings: Settings, files: TerminalFiles) -> None:
    log, stop = Log("gateway-jt808"), asyncio.Event()
    gateway = _gateway(settings, files, log)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    if settings.metrics_port:
        port = metrics.serve(
            gateway.counters,
            lambda: Health(broker=gateway.outlet.fault),
            settings.metrics_host,
            settings.metrics_port,
        )
        log("metrics", url=f"http://{settings.metrics_host}:{port}/metrics")
    await serve(
        gateway,
        Address(settings.jt808_host, settings.jt808_port),
        lambda: files.newer(log),
        stop,
        lambda port: log("listening", host=settings.jt808_host, port=port, terminals=len(gateway.terminals)),
    )


def _gateway(settings: Settings, files: TerminalFiles, log: Log) -> Gateway:
    terminals = files.read()
    topic = Topic(files.site_of_gateway, settings.mqtt_user, Channel.STATUS)
    return Gateway(
        terminals,
        Codes(settings.secret_of_terminals),
        Outlet(login(settings), str(topic), log=log),
        log,
        Limits(
            connections=settings.jt808_connections,
            connections_an_address=settings.jt808_connections_an_address,
            silent_seconds=settings.jt808_silent_seconds,
        ),
    )


def _raise_file_limit() -> None:
    """Let this process open as many connections as its owner may."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
