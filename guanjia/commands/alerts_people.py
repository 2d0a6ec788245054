"""What people do about alerts: take them on, silence them, look at what happened."""

import getpass
from datetime import UTC, datetime, timedelta
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from rich.table import Table

from config.settings import read_settings
from models import silences as silence_times
from models.errors import GuanjiaError
from models.rules import Duration
from storage import figures, silences
from storage.database import connect
from storage.silences import Silence

_author = click.option("--by", "author", default=getpass.getuser, show_default="you", help="Who does it.")
_rule = click.option("--rule", help="Only of this rule.")


class _Silence(TypedDict):
    institution: str | None
    rule: str | None
    subject: str | None
    lasting: str
    until: datetime | None
    recurrence: str
    timezone: str
    reason: str
    author: str


@click.command()
@click.argument("alert")
@_rule
@_author
@click.option("--note", default="", help="What is being done about it.")
def ack(alert: str, rule: str | None, author: str, note: str) -> None:
    """Take ALERT on: its number, or the code of what it is about. No reminders come until it is over."""
    with connect(read_settings().database, application="guanjia-alerts-ack") as connection:
        found = [
            each
            for each in silences.find_alerts(connection, alert, rule)
            if each.state in ("firing", "silenced")
        ]
        if not found:
            raise GuanjiaError(f"no alert {alert!r} fires; `guanjia alerts list` shows those that do")
        for each in found:
            silences.acknowledge(connection, each.id, datetime.now(UTC), author, note)
        connection.commit()
    for each in found:
        click.echo(f"acknowledged {each.id}: {each.rule} of {each.subject}, by {author}")


@click.command()
@click.option("--institution", help="Of this institution and all below it.")
@_rule
@click.option("--subject", help="As in `guanjia alerts list`: meter:w2-a, device:bd-05, site:office, ...")
@click.option("--for", "lasting", default="", help="How long from now, or each time: 90min, 6h, 7d.")
@click.option("--until", type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d"]), help="Until then, local time.")
@click.option("--every", "recurrence", default="", help="Again and again: '30 22 * * 1-5', or an RRULE.")
@click.option("--timezone", default="Asia/Shanghai", show_default=True, help="Of --until and --every.")
@click.option("--reason", required=True, help="Why, for whoever wonders.")
@_author
def silence(**options: Unpack[_Silence]) -> None:
    """Tell nobody of some alerts for a while; they are judged and listed all the same."""
    institution, timezone = options["institution"], options["timezone"]
    if institution is options["subject"] is options["rule"] is None:
        raise click.UsageError("say what is to be silent: --institution, --rule or --subject, or several")
    now, recurrence = datetime.now(UTC), options["recurrence"]
    ends_at, lasting = _end(options, now)
    if recurrence and lasting is not None:
        silence_times.recurring(recurrence, now, lasting, timezone)
    made = Silence(
        institution,
        options["rule"],
        options["subject"],
        begins_at=now,
        ends_at=ends_at,
        recurrence=recurrence,
        lasting=lasting,
        timezone=timezone,
        reason=options["reason"],
        author=options["author"],
    )
    with connect(read_settings().database, application="guanjia-alerts-silence") as connection:
        if institution is not None:
            figures.institution(connection, institution)
        number = silences.add_silence(connection, made, now)
        connection.commit()
    end = "" if ends_at is None else f" until {ends_at.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M}"
    each = f" by {recurrence!r}, {options['lasting']} each time" if recurrence else ""
    click.echo(f"silence {number}{each}{end} ({timezone})")


def _end(options: _Silence, now: datetime) -> tuple[datetime | None, timedelta | None]:
    """Return when a silence ends for good, and how long it lasts each time where it recurs."""
    lasting, until = options["lasting"], options["until"]
    recurs = bool(options["recurrence"])
    if recurs and not lasting:
        raise click.UsageError("say how long it lasts each time: --for")
    if not recurs and bool(lasting) is (until is not None):
        raise click.UsageError("say how long: --for or --until")
    try:
        zone = ZoneInfo(options["timezone"])
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise click.BadParameter("no IANA time zone", param_hint="--timezone") from error
    ends_at = (
        until.replace(tzinfo=zone) if until is not None else None if recurs else now + _duration(lasting)
    )
    if ends_at is not None and ends_at <= now:
        raise click.UsageError(f"{ends_at:%Y-%m-%d %H:%M %Z} is over already")
    return ends_at, _duration(lasting) if recurs else None


@click.command()
@click.argument("number", type=int)
@_author
def unsilence(number: int, author: str) -> None:
    """End silence NUMBER now; what still fires is told again."""
    with connect(read_settings().database, application="guanjia-alerts-silence") as connection:
        is_ended = silences.end_silence(connection, number, datetime.now(UTC), author)
        connection.commit()
    if not is_ended:
        raise GuanjiaError(f"there is no silence {number} that holds; `guanjia alerts silences` lists them")
    click.echo(f"silence {number} ended by {author}")


@click.command("silences")
def silences_() -> None:
    """List the silences that hold or are to come."""
    with connect(read_settings().database, application="guanjia-alerts-silences") as connection:
        found = silences.silences(connection, datetime.now(UTC))
    if not found:
        click.echo("no silences")
        return
    table = Table("number", "of", "recurs", "until", "reason", "by")
    for each in found:
        parts = (("institution", each.institution), ("rule", each.rule), ("subject", each.subject))
        what = ", ".join(f"{name} {value}" for name, value in parts if value)
        until = "" if each.ends_at is None else f"{each.ends_at.astimezone(ZoneInfo(each.timezone)):%F %H:%M}"
        recurs = f"{each.recurrence}, {each.lasting}" if each.recurrence else ""
        table.add_row(str(each.id), what, recurs, until, each.reason, each.author)
    Console().print(table)


@click.command()
@click.argument("subject", required=False)
@_rule
@click.option("--days", type=click.IntRange(1), default=30, show_default=True, help="So far back.")
def history(subject: str | None, rule: str | None, days: int) -> None:
    """Show what happened to alerts, of SUBJECT or of all: changes, acknowledgements, mail."""
    since = datetime.now(UTC) - timedelta(days=days)
    with connect(read_settings().database, application="guanjia-alerts-history") as connection:
        found = silences.history(connection, since, rule, subject)
    if not found:
        click.echo("nothing happened")
        return
    table = Table("at (UTC)", "alert", "institution", "rule", "subject", "what", "why")
    for each in found:
        table.add_row(
            f"{each.at:%Y-%m-%d %H:%M:%S}",
            str(each.alert_id),
            each.institution_name,
            each.rule,
            each.subject,
            each.what,
            each.detail,
        )
    Console().print(table)


def _duration(text: str) -> timedelta:
    try:
        return TypeAdapter(Duration).validate_python(text)
    except ValidationError as error:
        raise click.BadParameter(
            f"{text!r} is no duration; write 90min, 6h or 7d", param_hint="--for"
        ) from error
