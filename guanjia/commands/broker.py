"""`guanjia broker`: the passwords, rights, listeners and certificates that the broker works with."""

import os
import socket
from collections.abc import Iterable
from pathlib import Path

import click

from guanjia.broker.access import clients_of
from guanjia.broker.certificates import ensure_authority, ensure_server_certificate
from guanjia.broker.files import hand_over, write_if_changed
from guanjia.broker.folder import BrokerFolder, Granted, grant
from guanjia.broker.health import health_options
from guanjia.broker.listeners import loopback_listener, tls_listeners
from guanjia.broker.secrets_source import SecretsSource
from guanjia.broker.site_files import read_sites
from guanjia.loopback import LOOPBACK
from models.errors import ConfigError

# The user that the image eclipse-mosquitto runs as.
IMAGE_USER = 1883

_dir = click.option(
    "--dir",
    "root",
    type=click.Path(path_type=Path),
    default="broker",
    show_default=True,
    help="The broker's folder.",
)
_existing_file = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def command() -> None:
    """Make the broker's passwords, rights and listeners."""


@command.command()
@_dir
@click.option("--site", "sites", multiple=True, type=_existing_file, help="A site file; repeat for each.")
@click.option(
    "--tls/--loopback",
    default=False,
    show_default=True,
    help="Listen with TLS for other machines, or without TLS for this one only.",
)
@click.option(
    "--host", "hosts", multiple=True, help="A name or address that devices use to reach the broker."
)
def init(root: Path, sites: tuple[Path, ...], tls: bool, hosts: tuple[str, ...]) -> None:
    """Fill the broker's folder from the site files.

    Every device gets a random password of its own, in credentials.csv; who has one keeps it. Running
    it again changes only what the site files changed.
    """
    folder = BrokerFolder(root)
    granted = grant(folder, clients_of(read_sites(sites)), SecretsSource())
    written = [*granted.written, *(_serve_tls(folder, hosts) if tls else _serve_loopback(folder))]
    if tls and os.geteuid() == 0:
        hand_over(folder.run, IMAGE_USER)
    _report(granted, written)


@command.command()
@_dir
@click.option("--site", "sites", multiple=True, required=True, type=_existing_file, help="Every site file.")
def sync(root: Path, sites: tuple[Path, ...]) -> None:
    """Bring passwords and rights in line with the site files after they changed.

    Devices that are gone from the files lose their access. The broker reads the new files on SIGHUP.
    """
    folder = BrokerFolder(root)
    if not folder.credentials.exists():
        raise ConfigError(f"{root} is no broker folder: make one with guanjia broker init --dir {root}")
    granted = grant(folder, clients_of(read_sites(sites)), SecretsSource())
    _report(granted, granted.written)
    if granted.written:
        click.echo("Tell the broker: docker compose kill --signal HUP broker")


def _serve_loopback(folder: BrokerFolder) -> list[Path]:
    listener = folder.run / "conf.d" / "listener.conf"
    return [listener] if write_if_changed(listener, loopback_listener(), 0o600) else []


def _serve_tls(folder: BrokerFolder, hosts: tuple[str, ...]) -> list[Path]:
    # compose's own services call it `broker`, its health check calls it localhost
    names = tuple(dict.fromkeys((*hosts, socket.gethostname(), "broker", "localhost", LOOPBACK)))
    certificate = folder.run / "certs" / "server.crt"
    steps = {
        folder.authority: ensure_authority(folder.authority),
        certificate: ensure_server_certificate(folder.authority, certificate.parent, names),
    }
    files = {
        folder.run / "conf.d" / "listener.conf": tls_listeners(),
        folder.run / "certs" / "ca.crt": folder.authority.read_text(encoding="ascii"),
        folder.run / "health" / "mosquitto_sub": health_options(folder),
    }
    changed = {path: write_if_changed(path, text, 0o600) for path, text in files.items()}
    return [path for path, done in {**steps, **changed}.items() if done]


def _report(granted: Granted, written: Iterable[Path]) -> None:
    for path in written:
        click.echo(f"wrote {path}")
    click.echo(
        f"users: {len(granted.created)} new, {len(granted.kept)} kept, {len(granted.revoked)} revoked"
        + (f" ({', '.join(granted.revoked)})" if granted.revoked else "")
    )
