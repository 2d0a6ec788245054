"""`guanjia ingest`: receive over MQTT, store, acknowledge after the commit."""

import gc
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import click

from config.settings import Settings, read_settings
from guanjia.log import Log
from guanjia.mqtt_url import login
from guanjia.signals import stop_event
from ingest import metrics
from ingest.subscription import end_session, leave
from ingest.worker import Flag, Session, Worker
from storage.database import connect


@click.group("ingest", invoke_without_command=True)
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Worker processes.")
@click.option(
    "--slot", default=0, show_default=True, type=click.IntRange(0, 999), help="First slot's number."
)
@click.option(
    "--host", "host_name", default="local", show_default=True, help="Name of this host in client ids."
)
@click.option("--parent", type=int, hidden=True, help="End when this process, the supervisor, is gone.")
@click.pass_context
def command(context: click.Context, workers: int, slot: int, host_name: str, parent: int | None) -> None:
    """Receive readings over MQTT and store them; a message is acknowledged after its rows are committed.

    Every worker has a slot, and a slot a persistent session with the broker: a worker that returns to
    its slot goes on where it was killed. Give every machine its own --host name.
    """
    if context.invoked_subcommand is not None:
        return
    if workers == 1:
        _work(slot, host_name, parent)
    else:
        _supervise(workers, slot, host_name)


@command.command()
@click.argument("slot", type=click.IntRange(0, 999))
@click.option(
    "--host", "host_name", default="local", show_default=True, help="Name of the host the slot was on."
)
@click.option("--quiet", default=3.0, show_default=True, help="Seconds without a message that mean empty.")
def drain(slot: int, host_name: str, quiet: float) -> None:
    """Empty the session of a SLOT that will not come back, and end it for good."""
    settings, session = read_settings(), Session(client_id(host_name, slot), leave)
    taken = _worker(settings, slot, session).drain(timedelta(seconds=quiet), stop_event())
    end_session(login(settings), session.client_id)
    click.echo(f"slot {slot} on {host_name}: {taken} messages stored, the session is ended")


def client_id(host_name: str, slot: int) -> str:
    """Return the stable name of a slot's session."""
    return f"ingest-{host_name}-{slot}"


def _worker(settings: Settings, slot: int, session: Session) -> Worker:
    return Worker(
        login(settings),
        session,
        lambda: connect(settings.database, application=f"guanjia-ingest-{slot}"),
        clock=lambda: datetime.now(UTC),
        log=Log(f"ingest-{slot}"),
    )


class _Supervised:
    """Set when told to stop, or when the supervisor was killed.

    Its successor starts a worker for the same slot: two would take the session from each other for ever.
    """

    def __init__(self, stop: Flag, parent: int) -> None:
        self._stop = stop
        self._parent = parent

    def is_set(self) -> bool:
        return self._stop.is_set() or os.getppid() != self._parent


def _work(slot: int, host_name: str, parent: int | None) -> None:
    settings, log = read_settings(), Log(f"ingest-{slot}")
    worker = _worker(settings, slot, Session(client_id(host_name, slot)))
    if settings.metrics_port:
        port = metrics.serve(
            worker.metrics, worker.health, settings.metrics_host, settings.metrics_port + slot
        )
        log("metrics", url=f"http://{settings.metrics_host}:{port}/metrics")
    stop = stop_event()
    # what is here now stays: the collector need not walk it whenever a few thousand messages were taken
    gc.freeze()
    worker.run(stop if parent is None else _Supervised(stop, parent))


def _supervise(workers: int, first: int, host_name: str) -> None:
    """Keep one process a slot alive until told to stop; a worker that ends is started again."""
    stop, log = stop_event(), Log("ingest")
    slots = range(first, first + workers)
    running = {slot: _start(slot, host_name) for slot in slots}
    while not stop.wait(0.5):
        for slot, process in running.items():
            if process.poll() is not None:
                log("worker_ended", slot=slot, code=process.returncode)
                stop.wait(1.0)
                running[slot] = _start(slot, host_name)
    for process in running.values():
        process.send_signal(signal.SIGTERM)
    for process in running.values():
        process.wait()


def _start(slot: int, host_name: str) -> subprocess.Popen[bytes]:
    arguments = ["ingest", "--slot", str(slot), "--host", host_name, "--parent", str(os.getpid())]
    return subprocess.Popen([sys.executable, "-m", "guanjia", *arguments])  # noqa: S603
