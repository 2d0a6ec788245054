"""The parts of a report that are figures: statutory statistics, months, indicators, quotas."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from guanjia.figures.standing import target
from guanjia.reports.model import Bar, Cell, Chart, Heading, Section
from guanjia.reports.reader import ReportReader
from guanjia.reports.reading import Material, Traced
from models.figures import Divisor, PeriodKind, Total
from models.quotas import Indicator
from storage.figures import ShownFigure

STATISTICS = (Total.ELECTRICITY, Total.WATER, Total.RECLAIMED_WATER, Total.GAS, Total.HEAT)
"""Amounts in the order of the statutory statistics; oil, area and people follow."""

_ALWAYS = {Total.ELECTRICITY, Total.WATER, Total.GAS, Total.HEAT}
_ORDER: Mapping[str, int] = {code: place for place, code in enumerate([*Total, *Indicator])}
_CHARTED = (Total.ELECTRICITY, Total.WATER, Total.GAS, Total.HEAT)
_UNITS = {Total.ELECTRICITY: "kWh", Total.WATER: "m3", Total.GAS: "m3", Total.HEAT: "GJ"}


def figure_sections(material: Material, reader: ReportReader) -> Iterator[Section]:
    """Yield statistics, months (of more than one), indicators and quotas, in this order."""
    yield _statistics(material, reader)
    if len({each.shown.period_start for each in material.months}) > 1:
        yield _by_month(material, reader)
    yield _indicators(material, reader)
    yield _quotas(material, reader)


def _statistics(material: Material, reader: ReportReader) -> Section:
    say, cells = reader.say, reader.cells
    columns = (
        Heading(say("Item of the statistics")),
        Heading(say("Unit of measurement")),
        Heading(say("Amount of the period"), is_number=True),
        Heading(say("Last year, same days"), is_number=True),
        Heading(say("On last year"), is_number=True),
        Heading(say("On last period"), is_number=True),
        Heading(say("Days counted"), is_number=True),
        Heading(say("Coverage"), is_number=True),
        Heading(say("Estimated share"), is_number=True),
    )
    found = {each.shown.indicator: each for each in material.period}
    rows = [
        _total_row(code, found.get(code), reader) for code in STATISTICS if code in found or code in _ALWAYS
    ]
    litres = [each.litres for each in material.vehicles if each.litres is not None]
    rows.append(
        _row(
            reader, "Oil of vehicles, by the cost ledger", "L", cells.amount(sum(litres) if litres else None)
        )
    )
    area, people = _divisor(material, {Divisor.AREA}), _divisor(material, {Divisor.PEOPLE})
    rows.append(_row(reader, "Floor area", "m2", cells.amount(None if area is None else area.denominator)))
    rows.append(
        _row(
            reader,
            "People who use energy",
            "person",
            cells.amount(None if people is None else people.denominator),
        )
    )
    return Section(
        "statistics",
        say("Statutory statistics"),
        columns,
        tuple(rows),
        charts=tuple(_trends(material, reader)),
    )


def _total_row(code: Total, traced: Traced | None, reader: ReportReader) -> tuple[Cell, ...]:
    cells = reader.cells
    if traced is None:
        empty = cells.amount(None)
        unit = reader.units.named(_UNITS.get(code, ""), is_gas=code is Total.GAS)
        return (Cell(reader.words.indicator(code)), Cell(unit), *[empty] * 7)
    figure = traced.shown
    return (
        Cell(reader.words.indicator(code)),
        Cell(reader.unit(figure)),
        cells.amount(figure.value, traced.key),
        cells.amount(figure.value_last_year),
        cells.change(figure.change_last_year),
        cells.change(figure.change_last_period),
        cells.count(round(figure.observed_days)),
        cells.share(figure.coverage),
        cells.share(figure.estimated_share),
    )


def _row(reader: ReportReader, title: str, unit: str, amount: Cell) -> tuple[Cell, ...]:
    unknown = [reader.cells.amount(None)] * 6
    named = reader.say("unit person") if unit == "person" else reader.units.named(unit)
    return (Cell(reader.say(title)), Cell(named), amount, *unknown)


def _divisor(material: Material, kinds: set[Divisor]) -> ShownFigure | None:
    """Return the first figure divided by one of some kinds: its denominator is the mean of the period."""
    found = sorted((each.shown for each in material.period), key=lambda figure: _ORDER[figure.indicator])
    return next((each for each in found if each.divisor in kinds and each.denominator is not None), None)


def _by_month(material: Material, reader: ReportReader) -> Section:
    months = sorted({each.shown.period_start for each in material.months})
    found = {(each.shown.indicator, each.shown.period_start): each for each in material.months}
    columns = (
        Heading(reader.say("Item of the statistics")),
        Heading(reader.say("Unit of measurement")),
        *(Heading(f"{month:%Y-%m}", is_number=True) for month in months),
    )
    rows: list[tuple[Cell, ...]] = []
    for code in [*STATISTICS, Total.ENERGY]:
        of = [found.get((code, month)) for month in months]
        known = next((each for each in of if each is not None), None)
        if known is not None:
            amounts = [
                reader.cells.amount(
                    None if each is None else each.shown.value, "" if each is None else each.key
                )
                for each in of
            ]
            rows.append((Cell(reader.words.indicator(code)), Cell(reader.unit(known.shown)), *amounts))
    return Section("months", reader.say("Month by month"), columns, tuple(rows))


def _trends(material: Material, reader: ReportReader) -> Iterator[Chart]:
    for code in _CHARTED:
        of = sorted(
            (each for each in material.trend if each.indicator == code and each.value is not None),
            key=lambda each: each.period_start,
        )
        if len(of) > 1:
            title = reader.say(
                "%(what)s by month (%(unit)s)", what=reader.words.indicator(code), unit=reader.unit(of[0])
            )
            yield Chart(title, tuple(_bar(f"{each.period_start:%Y-%m}", each.value, reader) for each in of))


def _bar(label: str, value: float | None, reader: ReportReader) -> Bar:
    return Bar(label, max(value or 0.0, 0.0), reader.cells.amount(value).text)


def _indicators(material: Material, reader: ReportReader) -> Section:
    say, cells = reader.say, reader.cells
    columns = (
        Heading(say("Indicator")),
        Heading(say("Value"), is_number=True),
        Heading(say("Unit of measurement")),
        Heading(say("Made of")),
        Heading(say("On last year"), is_number=True),
        Heading(say("On last period"), is_number=True),
        Heading(say("Coverage"), is_number=True),
        Heading(say("Estimated share"), is_number=True),
        Heading(say("To check")),
    )
    rows = tuple(
        (
            Cell(reader.words.indicator(each.shown.indicator)),
            cells.amount(each.shown.value, each.key),
            Cell(reader.unit(each.shown)),
            Cell(division(each.shown, reader)),
            cells.change(each.shown.change_last_year),
            cells.change(each.shown.change_last_period),
            cells.share(each.shown.coverage),
            cells.share(each.shown.estimated_share),
            Cell(reasons(each.shown, reader)),
        )
        for each in in_order(material.period)
        if each.shown.indicator not in STATISTICS
    )
    return Section("indicators", say("Indicators"), columns, rows, say("No indicator could be computed."))


def _quotas(material: Material, reader: ReportReader) -> Section:
    say, cells = reader.say, reader.cells
    columns = (
        Heading(say("Indicator")),
        Heading(say("Period begins")),
        Heading(say("Value so far"), is_number=True),
        Heading(say("Quota"), is_number=True),
        Heading(say("Unit of measurement")),
        Heading(say("Used of the quota"), is_number=True),
        Heading(say("Due by now"), is_number=True),
        Heading(say("Projected"), is_number=True),
        Heading(say("Tier reached")),
        Heading(say("Compared with")),
    )
    rows = tuple(
        (
            Cell(reader.words.indicator(each.shown.indicator)),
            Cell(f"{each.shown.period_start}"),
            cells.amount(each.shown.value, each.key),
            cells.amount(each.shown.quota_value),
            Cell(reader.unit(each.shown)),
            cells.share(each.shown.used_share),
            cells.share(each.shown.due_share),
            cells.amount(each.shown.projected),
            Cell(_tier(each.shown, reader)),
            Cell(_source(each.shown, reader)),
        )
        for each in in_order(material.judged)
        if each.shown.indicator in set(Indicator)
    )
    return Section(
        "quotas", say("Quotas of year and heating season"), columns, rows, say("No quota judges it.")
    )


def in_order(figures: Iterable[Traced]) -> Sequence[Traced]:
    """Return figures in the order in which they are always shown: totals, then indicators."""
    return sorted(figures, key=lambda each: (_ORDER.get(each.shown.indicator, 99), each.shown.period_start))


def division(figure: ShownFigure, reader: ReportReader) -> str:
    """Return what was divided by whom; the amount in the units of the report, rounded as mails round."""
    amount = reader.cells.amount(figure.numerator).text
    numerator = f"{amount} {reader.numerator_unit(figure)}"
    _, stroke, by = reader.words.division(figure).partition(" ÷ ")
    return f"{numerator}{stroke}{by.replace('m2', 'm²')}"


def reasons(figure: ShownFigure, reader: ReportReader) -> str:
    """Return why a figure should be looked at before it is believed."""
    return reader.say(", ").join(reader.words.words.name("check", each) for each in figure.check_reasons)


def _tier(figure: ShownFigure, reader: ReportReader) -> str:
    if figure.tier is None:
        return reader.say("no tier yet")
    if reader.words.is_chinese or figure.reached_tier_en is None:
        return figure.tier
    return f"> {figure.reached_tier_en}" if figure.tier.startswith("> ") else figure.reached_tier_en


def _source(figure: ShownFigure, reader: ReportReader) -> str:
    if figure.quota_value is None or figure.period == PeriodKind.MONTH:
        return target(figure, reader.words).replace("\n", reader.say("; "))
    tier = figure.quota_tier if reader.words.is_chinese else figure.quota_tier_en
    status = reader.words.words.name("quota status", figure.quota_status or "absent")
    return reader.say("; ").join(str(part) for part in (tier, figure.quota_source, status) if part)
