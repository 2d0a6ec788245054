"""What `simulate` and `replay` share: both stand in for devices, and are told where to send, and how fast."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])

_path = click.Path(path_type=Path)

_OPTIONS = (
    click.option(
        "--url",
        envvar="GUANJIA_MQTT_URL",
        default="mqtt://127.0.0.1:1883",
        show_default=True,
        help="The broker.",
    ),
    click.option(
        "--credentials",
        envvar="GUANJIA_CREDENTIALS",
        type=_path,
        default="broker/credentials.csv",
        show_default=True,
        help="CSV of user and password, as `guanjia broker init` writes it.",
    ),
    click.option(
        "--ca-file",
        envvar="GUANJIA_MQTT_CA_FILE",
        type=_path,
        help="Certificate of the broker's authority.",
    ),
)


def _speed(_context: click.Context, _parameter: click.Parameter, text: str) -> float | None:
    if text == "max":
        return None
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.0 < speed < float("inf"):
        raise click.BadParameter(f"{text!r}: write max, or a factor above 0, such as 60 for an hour a minute")
    return speed


speed_option = click.option(
    "--speed",
    default="max",
    show_default=True,
    callback=_speed,
    help="1 is real time, 60 an hour a minute.",
)


def broker_options(command: _Command) -> _Command:
    """Add --url, --credentials and --ca-file."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def instant(text: str | None, zone: ZoneInfo, option: str) -> datetime | None:
    """Return the instant of a --from or --to; one without an offset is in the site's zone."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(
            f"{text!r}: write 2026-11-21 or 2026-11-21T08:00+08:00", param_hint=option
        ) from error
    return at if at.tzinfo else at.replace(tzinfo=zone)
