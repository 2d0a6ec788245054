"""`guanjia report`: the monthly, quarterly or yearly report of an institution (docs/how-to/reports.md)."""

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

import click

from analytics.worker import CARBON_REGION
from config.settings import Settings, read_settings
from guanjia.calendar_files import calendar_folder, read_calendar
from guanjia.commands.language import lang_option
from guanjia.reports.model import Report, from_json
from guanjia.reports.period import ReportPeriod, Wanted, report_span
from guanjia.reports.printing import Format, printed
from guanjia.reports.reader import report_reader
from guanjia.reports.reading import Basis, read
from guanjia.reports.subject import members_of, without_figures
from guanjia.reports.traces import disagreeing
from guanjia.reports.units import ReportUnits
from guanjia.reports.writing import written
from guanjia.rule_files import read_rules
from guanjia.translations import translations
from guanjia.whole_files import whole_file
from models.errors import ConfigError
from models.registry import Language
from storage.database import connect
from storage.export import one_moment


class _Options(TypedDict):
    institution: str | None
    period: str
    year: int | None
    month: int | None
    quarter: int | None
    kind: str
    out: Path
    lang: Language
    units: str | None
    again: Path | None
    grid_region: str


@click.command("report")
@click.argument("institution", required=False)
@click.option(
    "--period",
    type=click.Choice([period.value for period in ReportPeriod]),
    default=ReportPeriod.MONTH.value,
    show_default=True,
)
@click.option("--year", type=click.IntRange(2000, 2100), help="That of the last period that is over.")
@click.option("--month", type=click.IntRange(1, 12), help="This month of the year; with --period month.")
@click.option("--quarter", type=click.IntRange(1, 4), help="This quarter of it; with --period quarter.")
@click.option(
    "--format",
    "kind",
    type=click.Choice([each.value for each in Format]),
    default=Format.XLSX.value,
    show_default=True,
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Write it here.")
@lang_option
@click.option(
    "--units",
    type=click.Choice([each.value for each in ReportUnits]),
    help="m3 and kWh, or 吨 and 度; GUANJIA_REPORT_UNITS unless given.",
)
@click.option(
    "--again",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Print this report, which --format json wrote, once more and unchanged; without INSTITUTION.",
)
@click.option(
    "--grid-region",
    default=CARBON_REGION,
    envvar="GUANJIA_GRID_REGION",
    show_default=True,
    help="Whose grid factor `guanjia analytics` computes carbon of electricity with.",
)
def command(**options: Unpack[_Options]) -> None:
    """Write the report of INSTITUTION and all below it as Excel, PDF or JSON.

    Figures are those of `guanjia figures`, and each names the meters that it is made of.
    """
    _refuse_what_does_not_go_together(options)
    again, kind = options["again"], Format(options["kind"])
    report = _made(options) if again is None else from_json(again.read_bytes(), str(again))
    content = printed(report, kind)
    with whole_file(options["out"]) as file:
        file.write_bytes(content)
    click.echo(f"{report.subtitle}: {options['out']}")
    apart = disagreeing(report.traces)
    if apart:
        # of a year that runs on this is as usual: readings come in while the report is made
        others = f" and {len(apart) - 1} others" if len(apart) > 1 else ""
        click.echo(
            f"{apart[0]}{others}: the meters do not add up to it; data changed since it was computed,"
            " make the report again in a minute where that matters",
            err=True,
        )


def _refuse_what_does_not_go_together(options: _Options) -> None:
    if (options["institution"] is None) is (options["again"] is None):
        raise click.UsageError("give either INSTITUTION or --again FILE")
    if options["month"] is not None and options["period"] != ReportPeriod.MONTH:
        raise click.UsageError("--month goes with --period month")
    if options["quarter"] is not None and options["period"] != ReportPeriod.QUARTER:
        raise click.UsageError("--quarter goes with --period quarter")


def _made(options: _Options) -> Report:
    settings, now, code = read_settings(), datetime.now(UTC), options["institution"] or ""
    wanted = Wanted(ReportPeriod(options["period"]), options["year"], options["month"], options["quarter"])
    units = _units(settings, options["units"])
    basis = Basis(read_calendar(calendar_folder(settings)), options["grid_region"])
    rules = read_rules(Path(str(files("config"))) / "rules")
    with connect(settings.database, application="guanjia-report") as connection, one_moment(connection):
        members = members_of(connection, code)
        span = report_span(wanted, now.astimezone(ZoneInfo(members[0].timezone)).date())
        material = read(connection, members, span, basis, now)
        if not material.period and not material.months:
            raise without_figures(connection, code, str(span.days))
    catalogue = translations()[options["lang"]]
    return written(material, report_reader(options["lang"], catalogue, members, rules, units))


def _units(settings: Settings, asked: str | None) -> ReportUnits:
    chosen = asked or settings.report_units
    try:
        return ReportUnits(chosen)
    except ValueError as error:
        listed = " or ".join(each.value for each in ReportUnits)
        raise ConfigError(f"GUANJIA_REPORT_UNITS is {chosen!r}: write {listed}") from error
