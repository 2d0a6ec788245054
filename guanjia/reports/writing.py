"""A report put together: cover, parts, traces and notes."""

from collections.abc import Iterator, Sequence
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from guanjia.reports.figure_sections import STATISTICS, figure_sections
from guanjia.reports.model import VERSION, Report
from guanjia.reports.naming import period_name
from guanjia.reports.other_sections import other_sections
from guanjia.reports.period import ReportPeriod
from guanjia.reports.reader import ReportReader
from guanjia.reports.reading import Material, Traced
from guanjia.reports.traces import source_columns, traces

_TITLES = {
    ReportPeriod.MONTH: "Monthly report of energy and water",
    ReportPeriod.QUARTER: "Quarterly report of energy and water",
    ReportPeriod.YEAR: "Yearly report of energy and water",
}


def written(material: Material, reader: ReportReader) -> Report:
    """Return the report of some material in the words of its reader."""
    member, span = material.members[0], material.span
    who = reader.speech.institution(member.code)
    sections = (*figure_sections(material, reader), *other_sections(material, reader))
    return Report(
        version=VERSION,
        institution=member.code,
        period=span.period,
        begins=span.days.start,
        ends=span.days.end,
        language=reader.language,
        made_at=material.now.astimezone(UTC).replace(microsecond=0),
        title=reader.say(_TITLES[span.period]),
        subtitle=reader.say("%(who)s, %(period)s", who=who, period=period_name(span, reader)),
        lines=tuple(_lines(material, reader)),
        sections=sections,
        source_title=reader.say("Sources"),
        source_columns=source_columns(reader),
        traces=tuple(traces(material, reader, sections)),
        notes_title=reader.say("Notes"),
        notes=tuple(_notes(material, reader)),
    )


def _lines(material: Material, reader: ReportReader) -> Iterator[str]:
    say, member = reader.say, material.members[0]
    zone = ZoneInfo(member.timezone)
    yield say(
        "Days of the period: %(first)s to %(last)s (%(zone)s); made at %(at)s",
        first=material.span.days.start,
        last=material.span.last_day,
        zone=zone.key,
        at=f"{material.now.astimezone(zone):%Y-%m-%d %H:%M}",
    )
    if material.until == material.now:
        yield say("The period is not over: figures are of the days so far.")
    found = {each.shown.indicator: each for each in material.period}
    totals = [found[code] for code in STATISTICS if code in found]
    for each in totals:
        yield _total(each, reader)
    yield _knowledge(totals, reader)
    yield reader.speech.flaw_line(material.flaws)


def _total(each: Traced, reader: ReportReader) -> str:
    figure, say = each.shown, reader.say
    parts = [
        say(
            "%(medium)s: %(amount)s",
            medium=reader.words.indicator(figure.indicator),
            amount=f"{reader.cells.amount(figure.value).text} {reader.unit(figure)}",
        )
    ]
    if figure.change_last_period is not None:
        parts.append(
            say("on last period: %(change)s", change=reader.speech.change(figure.change_last_period))
        )
    if figure.change_last_year is not None:
        parts.append(say("on last year: %(change)s", change=reader.speech.change(figure.change_last_year)))
    return say("; ").join(parts) + say(".")


def _knowledge(totals: Sequence[Traced], reader: ReportReader) -> str:
    """Return in plain words how well the totals are known: the worst of them."""
    if not totals:
        return reader.say("Nothing was metered in this period.")
    percent = reader.speech.formats.percent
    return reader.say(
        "Of the %(all)s days of the period each amount counts at least %(days)s; of these at least"
        " %(covered)s is metered, and of an amount at most %(estimated)s is estimated.",
        all=totals[0].shown.period_end.toordinal() - totals[0].shown.period_start.toordinal(),
        days=f"{min(each.shown.observed_days for each in totals):.0f}",
        covered=percent(min(each.shown.coverage for each in totals), "0.0"),
        estimated=percent(max(each.shown.estimated_share for each in totals), "0.0"),
    )


def _notes(material: Material, reader: ReportReader) -> Iterator[str]:
    say = reader.say
    yield say(
        "%(who)s with all below it; days from %(first)s on and before %(end)s (%(zone)s)",
        who=reader.speech.institution(material.members[0].code),
        first=material.span.days.start,
        end=material.span.days.start + timedelta(days=material.span.days.days),
        zone=material.members[0].timezone,
    )
    yield say(
        "Figures of year and heating season are as computed last; alerts as was known when the period ended"
    )
    yield say("Changes compare the same days of the period before and of last year, where these are metered")
    if material.span.period is ReportPeriod.QUARTER:
        yield say("A quarter's figures are computed over all its days at once; no quota judges a quarter")
    yield say("Amounts of other institutions behind own meters are taken out; the sources say which")
    yield say(
        "Area and people are the mean of the metered days, and who is counted stands beside the indicator"
    )
    yield say("Quotas that were not checked against an official text are examples: nobody is judged by them")
    yield say("Sentences about alerts are as they were sent, in m3 and kWh")
    yield say("A dash: nobody knows")
