"""`guanjia init`: .env and the secrets of the server stack, with random passwords."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import click

from guanjia.broker.files import make_private_folder, write_if_changed
from guanjia.commands.broker import IMAGE_USER
from models.errors import ConfigError
from storage.logins import LOGINS

# Containers run under users of their own and must read them; the 0700 of their folder keeps this
# machine's other users out.
_SECRET_MODE = 0o444

_ENVIRONMENT = """\
# Written by guanjia init; read by docker compose. Passwords are not in here: they are in secrets/.

# The user that the files in broker/run belong to, and that the broker therefore runs as.
GUANJIA_BROKER_USER={broker_user}

# Where other machines reach the stack, [address:]port. Only MQTT, which has TLS, leaves this machine;
# put a proxy with TLS in front of the other two before you open them.
GUANJIA_PUBLISH_MQTT=8883
GUANJIA_PUBLISH_WEB_PORT=8080
GUANJIA_PUBLISH_GRAFANA=127.0.0.1:3000

GUANJIA_INGEST_WORKERS=1

# Your mail server: smtp://host, smtp+starttls://user@host:587 or smtps://user@host:465. With a user,
# write the password into secrets/smtp.password and take the # off the next but one line.
# As it stands, mail goes to mailpit: docker compose --profile demo up -d
GUANJIA_SMTP_URL=smtp://mailpit:1025
# GUANJIA_SMTP_PASSWORD_FILE=/run/secrets/smtp.password
GUANJIA_MAIL_FROM=guanjia@localhost

# Vehicle terminals that speak JT/T 808 (docs/how-to/jt808.md): docker compose --profile vehicles up -d
# The address is one that a private APN or a VPN leads to; the user is the gateway's device code.
# GUANJIA_PUBLISH_JT808=127.0.0.1:7808
# GUANJIA_JT808_USER=gw-jt808

# Where readers of mail reach the console, and the page on which they acknowledge alerts, https://HOST.
# Unset, mails have no links (docs/how-to/server.md).
# GUANJIA_WEB_URL=
# GUANJIA_ACK_URL=
"""

_CHANNELS = """\
# Where alerts go besides mail, a line each: name: Apprise URL (docs/reference/alerts.md, Other channels).
# ops-wecom: wecombot://KEY
"""

_NEXT = """\

Next:
  1. guanjia broker init --tls --host NAME --site config/sites/office.yaml
     (NAME: how meters reach this machine; one --site for each of your site files)
  2. docker compose up -d
  3. docker compose run --rm registry \\
       apply config/factors/*.yaml config/quotas/*.yaml config/sites/office.yaml
Keep secrets/ and broker/ in your backup, and nowhere else.\
"""


@click.command()
@click.option(
    "--dir",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="here",
    help="The folder of docker-compose.yml.",
)
def command(root: Path) -> None:
    """Write .env and secrets/ for the server stack, with random passwords.

    Nothing is overwritten: where one of the files exists, nothing is written at all.
    """
    contents = {root / ".env": (_environment(), 0o600)}
    contents |= {root / "secrets" / name: (text, _SECRET_MODE) for name, text in _secrets().items()}
    _refuse_what_exists(contents)
    make_private_folder(root / "secrets")
    # nobody commits by accident what is in here
    contents[root / "secrets" / ".gitignore"] = ("*\n", 0o600)
    for path, (text, mode) in contents.items():
        write_if_changed(path, text, mode)
        click.echo(f"wrote {path}")
    click.echo(_NEXT)


def _secrets() -> dict[str, str]:
    names = ["database_owner", *LOGINS, "grafana_admin"]
    made = {f"{name}.password": secrets.token_urlsafe(32) for name in names}
    return {
        **made,
        "link.secret": secrets.token_hex(32),
        "jt808.secret": secrets.token_hex(32),
        "mqtt_jt808.password": "",
        "smtp.password": "",
        "channels.yaml": _CHANNELS,
    }


def _environment() -> str:
    user, group = (IMAGE_USER, IMAGE_USER) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    return _ENVIRONMENT.format(broker_user=f"{user}:{group}")


def _refuse_what_exists(paths: Mapping[Path, object]) -> None:
    existing = [str(path) for path in paths if path.exists()]
    if existing:
        raise ConfigError(
            f"{', '.join(existing)} exist, and their passwords may be in use: nothing was written."
            " Delete them only if the stack's database and volumes go too"
        )
