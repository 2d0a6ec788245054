"""`guanjia alerts report`: a digest or a monthly report by hand."""

import ssl
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

import click

from alerts.letter import Reader
from alerts.mail import Composer
from alerts.reports.making import Asked, make
from alerts.reports.rendering import ReportRenderer
from alerts.smtp import SmtpTransport, smtp_server
from analytics.aggregates import edges
from config.settings import read_settings
from guanjia.commands.dates import DAY, MONTH
from guanjia.commands.language import lang_option
from guanjia.rule_files import read_rules
from guanjia.translations import translations
from guanjia.whole_files import whole_file
from models.day_span import DaySpan, month_of
from models.registry import Language, ReportKind
from storage.database import connect
from storage.report_contents import Member, members

_DAY = timedelta(days=1)


class _Options(TypedDict):
    kind: str
    institution: str
    day: datetime | None
    month: datetime | None
    out: Path | None
    address: str | None
    folder: Path
    lang: Language


@click.command("report")
@click.argument("kind", type=click.Choice([kind.value for kind in ReportKind]), metavar="KIND")
@click.argument("institution")
@click.option("--day", type=DAY, help="The digest of this day; yesterday unless given.")
@click.option("--month", type=MONTH, help="The report of this month; the last unless given.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the Excel file here.")
@click.option("--send-to", "address", help="Mail it to this address too.")
@click.option(
    "--rules",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(str(files("config"))) / "rules",
    help="The folder of rules; config/rules/ unless given.",
)
@lang_option
def report(**options: Unpack[_Options]) -> None:
    """Print the report of KIND, daily or monthly, of INSTITUTION and all below it.

    Nothing is recorded: who asked for reports in the registry gets theirs all the same.
    """
    settings, language = read_settings(), options["lang"]
    kind, now = ReportKind(options["kind"]), datetime.now(UTC)
    _refuse_the_other_option(kind, options)
    catalogue, rules = translations()[language], read_rules(options["folder"])
    with connect(settings.database, application="guanjia-alerts-report") as connection:
        first = members(connection, options["institution"])[0]
        asked = _asked(kind, first, options, now)
        written = make(connection, asked, catalogue, rules)
    renderer = ReportRenderer(language, catalogue)
    number = f"{kind}.{first.code}.{asked.period}.{now.timestamp():.6f}"
    reader = Reader(options["address"] or "", "", language)
    header = ("X-Guanjia-Report", f"kind={kind}; institution={first.code}; period={asked.period}")
    parcel = renderer.parcel(written, reader, number, header)
    click.echo(f"{parcel.page.subject}\n\n{parcel.page.text}")
    if options["out"] is not None:
        with whole_file(options["out"]) as file:
            file.write_bytes(parcel.content)
        click.echo(f"written: {options['out']}", err=True)
    if options["address"] is not None:
        transport = SmtpTransport(smtp_server(settings.smtp), ssl.create_default_context())
        transport.send(Composer(settings.mail_from, translations()).enclose(parcel, now))
        click.echo(f"sent to {options['address']}", err=True)


def _refuse_the_other_option(kind: ReportKind, options: _Options) -> None:
    if options["day"] is not None and kind is ReportKind.MONTHLY:
        raise click.UsageError("--day goes with daily; a monthly report takes --month")
    if options["month"] is not None and kind is ReportKind.DAILY:
        raise click.UsageError("--month goes with monthly; a daily report takes --day")


def _asked(kind: ReportKind, institution: Member, options: _Options, now: datetime) -> Asked:
    """Return which report is meant: one of a day or month that is over."""
    zone = ZoneInfo(institution.timezone)
    today = now.astimezone(zone).date()
    span = _span(kind, options, today)
    if span.end > today:
        raise click.UsageError(f"{span} is not over yet: today is {today} in {zone.key}")
    since, until = edges(span, zone)
    if kind is ReportKind.DAILY:
        # what fires is told of now for yesterday, and of the end of the day for one that is longer ago
        until = now if span.end == today else until
    return Asked(kind, institution.code, span.start, since, until, options["lang"])


def _span(kind: ReportKind, options: _Options, today: date) -> DaySpan:
    if kind is ReportKind.DAILY:
        day = options["day"].date() if options["day"] else today - _DAY
        return DaySpan(day, day + _DAY)
    return month_of(options["month"].date() if options["month"] else today.replace(day=1) - _DAY)
