"""From which meters each figure of a report comes."""

from collections.abc import Iterable, Iterator
from math import isclose

from analytics.indicators.spans import MeterShare, SpanFigure
from guanjia.reports.figure_sections import division, in_order
from guanjia.reports.model import Cell, Heading, Section, Trace
from guanjia.reports.naming import period_name
from guanjia.reports.reader import ReportReader
from guanjia.reports.reading import Material, Traced
from models.figures import PeriodKind
from models.registry import Medium
from storage.report_sources import Installed, SourceMeter

_ALIKE = 1e-9


def source_columns(reader: ReportReader) -> tuple[Heading, ...]:
    """Return the heads of the rows of every trace."""
    say = reader.say
    return (
        Heading(say("Meter")),
        Heading(say("Name")),
        Heading(say("Institution")),
        Heading(say("Installed")),
        Heading(say("Added or taken out")),
        Heading(say("Counted by the meter"), is_number=True),
        Heading(say("Unit of measurement")),
        Heading(say("Amount in the figure"), is_number=True),
        Heading(say("Of it estimated"), is_number=True),
        Heading(say("Coverage"), is_number=True),
        Heading(say("Days counted"), is_number=True),
        Heading(say("Why hours are not simply a difference")),
    )


AMOUNT_COLUMN = 7
"""The place of the amounts that a trace adds up."""


def traces(material: Material, reader: ReportReader, shown: Iterable[Section]) -> Iterator[Trace]:
    """Yield the trace of every figure that some sections show, each once."""
    wanted = {cell.figure for section in shown for row in section.rows for cell in row if cell.figure}
    for each in _every(material):
        if each.key in wanted:
            wanted.remove(each.key)
            yield _trace(each, material, reader)


def disagreeing(found: Iterable[Trace]) -> list[str]:
    """Return the titles of the figures that their meters do not add up to."""
    return [trace.title for trace in found if not trace.agrees]


def _every(material: Material) -> Iterator[Traced]:
    for figures in (material.period, material.months, material.judged):
        yield from in_order(figures)


def _trace(traced: Traced, material: Material, reader: ReportReader) -> Trace:
    figure, made_of = traced.shown, traced.made_of
    shares = () if made_of is None else made_of.shares
    total = sum(share.amount for share in shares)
    agrees = figure.numerator is not None and isclose(total, figure.numerator, rel_tol=_ALIKE, abs_tol=_ALIKE)
    cells = reader.cells
    return Trace(
        traced.key,
        f"{reader.words.indicator(figure.indicator)}, {_period(traced, material, reader)}",
        cells.amount(figure.value),
        tuple(_share_row(share, material, reader) for share in shares),
        cells.amount(total),
        agrees,
        _said(traced, made_of, agrees, total, reader),
    )


def _period(traced: Traced, material: Material, reader: ReportReader) -> str:
    """Return the period of a figure and the days of it that are metered."""
    figure = traced.shown
    is_kind = figure.period in set(PeriodKind)
    named = reader.words.period(figure) if is_kind else period_name(material.span, reader)
    days = f"{figure.observed_from or figure.period_start} ~ {figure.observed_to or figure.period_end}"
    return reader.say("%(title)s (%(unit)s)", title=named, unit=days)


def _said(
    traced: Traced, made_of: SpanFigure | None, agrees: bool, total: float, reader: ReportReader
) -> str:
    figure = traced.shown
    parts = [
        reader.say(
            "%(value)s %(unit)s = %(division)s",
            value=reader.cells.amount(figure.value).text,
            unit=reader.unit(figure),
            division=division(figure, reader),
        )
    ]
    if agrees:
        parts.append(reader.say("the meters below add up to it"))
    else:
        parts.append(
            reader.say(
                "the meters below add up to %(total)s now: data changed since it was computed,"
                " make the report again in a minute",
                total=reader.cells.amount(total).text,
            )
        )
    if made_of is not None and made_of.silent:
        parts.append(reader.say("%(count)s meters are silent", count=len(made_of.silent)))
    return reader.say("; ").join(parts)


def _share_row(share: MeterShare, material: Material, reader: ReportReader) -> tuple[Cell, ...]:
    meter, cells = material.meters.get(share.meter), reader.cells
    if meter is None:
        unknown = SourceMeter(share.meter, str(share.meter), "", "", "", (), ())
        meter = unknown
    is_gas = material.media.get(meter.code) == Medium.GAS
    return (
        Cell(meter.code),
        Cell(meter.name),
        Cell(reader.speech.institution(meter.institution)),
        Cell(reader.say("; ").join(_installed(each) for each in meter.installed)),
        Cell(reader.say("added") if share.sign > 0 else reader.say("taken out")),
        cells.amount(share.metered),
        Cell(reader.units.named(meter.unit, is_gas=is_gas)),
        cells.amount(share.amount),
        cells.amount(share.estimated),
        cells.share(share.coverage),
        cells.count(share.days),
        Cell(_told(meter, reader)),
    )


def _installed(each: Installed) -> str:
    return f"{each.serial} {each.since} ~ {each.until or ''}".strip()


def _told(meter: SourceMeter, reader: ReportReader) -> str:
    return reader.say(", ").join(
        reader.say(
            "%(reason)s: %(hours)s h, %(estimated)s estimated",
            reason=reader.words.words.name("hour", each.reason),
            hours=each.hours,
            estimated=reader.cells.amount(each.estimated).text,
        )
        for each in meter.told
    )
