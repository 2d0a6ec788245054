"""The tables of the monthly report."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from alerts.reports.monthly import Monthly, WaterBalance
from alerts.reports.speech import Speech
from alerts.reports.tables import Column, Kind, Table, Value
from models.figures import PeriodKind, Total
from models.registry import Medium
from storage.figures import ShownFigure
from storage.report_contents import BuildingUse


def total_title(code: str, speech: Speech) -> str:
    """Return what a total is called: its medium, or energy."""
    return speech.say("Energy in standard coal") if code == Total.ENERGY else speech.say(f"medium: {code}")


def sheets(month: Monthly, speech: Speech) -> Iterator[Table]:
    """Yield the sheets of the attachment, in their order."""
    for code, of in groupby(month.totals, key=lambda figure: figure.indicator):
        yield _use_table(code, list(of), speech)
    yield _share_table(month, speech)
    yield quota_table(month, speech)
    yield speech.alerts("Alerts of the month", month.episodes, month.until)
    yield _balance_table(month.balances, speech)
    yield from building_tables(month, speech)
    yield speech.flaws(month.flaws)


def _use_table(code: str, figures: Sequence[ShownFigure], speech: Speech) -> Table:
    unit = figures[0].unit
    columns = (
        Column(speech.say("Institution")),
        Column(speech.say("Month")),
        Column(speech.titled("Used", unit), Kind.NUMBER),
        Column(speech.titled("Last month, same days", unit), Kind.NUMBER),
        Column(speech.say("On last month"), Kind.CHANGE),
        Column(speech.titled("Last year, same days", unit), Kind.NUMBER),
        Column(speech.say("On last year"), Kind.CHANGE),
        Column(speech.say("Coverage"), Kind.SHARE),
        Column(speech.say("Estimated share"), Kind.SHARE),
    )
    rows = tuple(
        (
            speech.institution(figure.institution),
            f"{figure.period_start:%Y-%m}",
            figure.value,
            figure.value_last_period,
            figure.change_last_period,
            figure.value_last_year,
            figure.change_last_year,
            figure.coverage,
            figure.estimated_share,
        )
        for figure in figures
    )
    return Table(total_title(code, speech), columns, rows)


def _share_table(month: Monthly, speech: Speech) -> Table:
    columns = (
        Column(speech.say("Institution")),
        Column(speech.say("Indicator")),
        Column(speech.say("Value of the month"), Kind.NUMBER),
        Column(speech.say("Unit of measurement")),
        Column(speech.say("On last month"), Kind.CHANGE),
        Column(speech.say("On last year"), Kind.CHANGE),
        Column(speech.say("Divided by"), Kind.NUMBER),
        Column(speech.say("Coverage"), Kind.SHARE),
    )
    rows = tuple(
        (
            speech.institution(figure.institution),
            speech.say(f"indicator: {figure.indicator}"),
            figure.value,
            speech.unit(figure.unit),
            figure.change_last_period,
            figure.change_last_year,
            figure.denominator,
            figure.coverage,
        )
        for figure in month.shares
    )
    return Table(speech.say("Per person and area"), columns, rows)


def quota_table(month: Monthly, speech: Speech, *, brief: bool = False) -> Table:
    """Return how far years and heating seasons have come with their quotas; `brief` for the mail itself."""
    columns = [
        Column(speech.say("Institution")),
        Column(speech.say("Indicator")),
        Column(speech.say("Used of the quota"), Kind.SHARE),
        Column(speech.say("Due by now"), Kind.SHARE),
        Column(speech.say("Projected"), Kind.NUMBER),
        Column(speech.say("Quota"), Kind.NUMBER),
        Column(speech.say("Unit of measurement")),
        Column(speech.say("Passed on"), Kind.DAY),
    ]
    more = [
        Column(speech.say("Period begins"), Kind.DAY),
        Column(speech.say("Value so far"), Kind.NUMBER),
        Column(speech.say("Coverage"), Kind.SHARE),
        Column(speech.say("Source")),
        Column(speech.say("Status")),
    ]
    rows = tuple(_quota_row(figure, speech, brief=brief) for figure in month.judged)
    return Table(speech.say("Quota progress"), tuple(columns if brief else columns + more), rows)


def _quota_row(figure: ShownFigure, speech: Speech, *, brief: bool) -> tuple[Value, ...]:
    row: tuple[Value, ...] = (
        speech.institution(figure.institution),
        _judged_title(figure, speech),
        figure.used_share,
        figure.due_share,
        figure.projected,
        figure.quota_value,
        speech.unit(figure.unit),
        figure.limit_date,
    )
    if brief:
        return row
    return (
        *row,
        figure.period_start,
        figure.value,
        figure.coverage,
        figure.quota_source or "",
        speech.say(f"quota status: {figure.quota_status or 'absent'}"),
    )


def _judged_title(figure: ShownFigure, speech: Speech) -> str:
    title = speech.say(f"indicator: {figure.indicator}")
    if figure.period == PeriodKind.HEATING_SEASON:
        return speech.say("%(title)s (%(unit)s)", title=title, unit=speech.say("heating season"))
    return title


def _balance_table(balances: Sequence[WaterBalance], speech: Speech) -> Table:
    columns = (
        Column(speech.say("Site")),
        Column(speech.say("Institution")),
        Column(speech.titled("First level", "m3"), Kind.NUMBER),
        Column(speech.titled("Second level", "m3"), Kind.NUMBER),
        Column(speech.titled("Unaccounted", "m3"), Kind.NUMBER),
        Column(speech.say("Unaccounted share"), Kind.SHARE),
        Column(speech.say("Judgement")),
    )
    rows = tuple(
        (
            each.site.name,
            speech.institution(each.site.institution),
            *_levels(each),
            each.lost.amount,
            each.lost.rate,
            speech.say(f"judgement: {each.lost.judgement}"),
        )
        for each in balances
    )
    return Table(speech.say("Unaccounted water"), columns, rows)


def _levels(balance: WaterBalance) -> tuple[Value, Value]:
    amounts = {level.number: None if level.use is None else level.use.amount for level in balance.levels}
    return amounts.get(1), amounts.get(2)


def building_tables(month: Monthly, speech: Speech, *, brief: bool = False) -> list[Table]:
    """Return what buildings used, a table for each medium, those that rose most first."""
    grouped = groupby(month.buildings, key=lambda use: use.medium)
    return [_building_table(medium, list(of), speech, brief=brief) for medium, of in grouped]


def _building_table(medium: Medium, uses: Sequence[BuildingUse], speech: Speech, *, brief: bool) -> Table:
    unit = uses[0].unit
    columns = (
        Column(speech.say("Building")),
        Column(speech.say("Institution")),
        Column(speech.titled("Used", unit), Kind.NUMBER),
        Column(speech.titled("Last month", unit), Kind.NUMBER),
        Column(speech.say("On last month"), Kind.CHANGE),
        Column(speech.titled("Last year", unit), Kind.NUMBER),
        Column(speech.say("On last year"), Kind.CHANGE),
        Column(speech.say("Coverage"), Kind.SHARE),
    )
    rows = tuple(
        (
            use.name,
            speech.institution(use.institution),
            use.amount,
            use.last_month,
            use.change,
            use.last_year,
            use.change_last_year,
            use.coverage,
        )
        for use in uses
    )
    title = speech.say("Buildings: %(medium)s", medium=speech.say(f"medium: {medium}"))
    if not brief:
        return Table(title, columns, rows)
    # without its coverage, a month that is estimated for the most part would pass for a use
    kept = (0, 1, 2, 7, 4, 6)
    return Table(title, tuple(columns[i] for i in kept), tuple(tuple(row[i] for i in kept) for row in rows))
