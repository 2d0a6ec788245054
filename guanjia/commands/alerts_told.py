"""Who would be told of what, and who is on duty."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import click

from config.settings import read_settings
from guanjia.commands.language import lang_option
from guanjia.told import Told
from guanjia.translations import translations
from models.alerts import Severity
from models.errors import GuanjiaError
from models.people import Office, People
from models.registry import Language
from storage.database import connect
from storage.people import people

_DAYS = 14
_MOST_DAYS = 400


@click.command()
@click.argument("institution")
@click.option(
    "--severity",
    type=click.Choice([severity.value for severity in Severity]),
    help="Of this severity; each of them unless given.",
)
@click.option("--group", help="Of this group of rules; of any unless given.")
@click.option(
    "--at",
    "local",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d"]),
    help="At this local time of the institution; now unless given.",
)
@lang_option
def who(
    institution: str, severity: str | None, group: str | None, local: datetime | None, lang: Language
) -> None:
    """Say who is told of an alert of INSTITUTION, when, by which channel, and why; and who is not."""
    everybody = _people("guanjia-alerts-who")
    office = _office(everybody, institution)
    zone = ZoneInfo(office.timezone)
    at = local.replace(tzinfo=zone) if local is not None else datetime.now(UTC).astimezone(zone)
    severities = [Severity(severity)] if severity else list(reversed(Severity))
    for line in Told(everybody, lang, translations()[lang]).told(office, severities, group, at):
        click.echo(line)


@click.command()
@click.option("--institution", help="Of this institution; of all that have a rota unless given.")
@click.option("--from", "begin", type=click.DateTime(["%Y-%m-%d"]), help="First day; today unless given.")
@click.option("--to", "end", type=click.DateTime(["%Y-%m-%d"]), help="Last day; two weeks unless given.")
@lang_option
def duty(institution: str | None, begin: datetime | None, end: datetime | None, lang: Language) -> None:
    """Print who is on duty day by day, and the days on which nobody is."""
    everybody = _people("guanjia-alerts-duty")
    offices = [_office(everybody, institution)] if institution else [o for o in everybody.offices if o.duty]
    told = Told(everybody, lang, translations()[lang])
    for office in offices:
        for line in told.rota(office, list(_days(office, begin, end))):
            click.echo(line)
    if not offices:
        click.echo(told.no_rota())


def _days(office: Office, begin: datetime | None, end: datetime | None) -> Iterator[date]:
    first = begin.date() if begin else office.day(datetime.now(UTC))
    last = end.date() if end else first + timedelta(days=_DAYS - 1)
    if last < first:
        raise click.UsageError(f"--to {last} lies before {first}: swap them")
    if (last - first).days >= _MOST_DAYS:
        raise click.UsageError(f"{first} to {last} are more than {_MOST_DAYS} days: ask for fewer")
    return (first + timedelta(days=place) for place in range((last - first).days + 1))


def _people(application: str) -> People:
    with connect(read_settings().database, application=application) as connection:
        return people(connection)


def _office(everybody: People, code: str) -> Office:
    for office in everybody.offices:
        if office.code == code:
            return office
    known = ", ".join(f"{office.code} {office.name}" for office in everybody.offices)
    remedy = f"there are {known}" if known else "there is none yet: `guanjia registry apply` loads one"
    raise GuanjiaError(f"no institution {code!r}; {remedy}")
