"""Time zones that people type."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click


def zone_of(_context: click.Context, _parameter: click.Parameter, name: str) -> ZoneInfo:
    """Return the zone of an option's value."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise click.BadParameter(f"{name!r} is no IANA time zone; Ningxia is Asia/Shanghai") from error
