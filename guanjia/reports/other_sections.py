"""The parts of a report that are not figures: levels, sub-items, buildings, vehicles, alerts, flaws."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from alerts.reports.tables import Column, Kind, Table, Value
from guanjia.reports.model import Bar, Chart, Section
from guanjia.reports.parts import SiteLevels
from guanjia.reports.reader import ReportReader
from guanjia.reports.reading import Material
from models.registry import Medium
from storage.report_contents import BuildingUse

_MOST_BARS = 12


def other_sections(material: Material, reader: ReportReader) -> Iterator[Section]:
    """Yield what stands behind the figures, in the order of the report; vehicles only where there are any."""
    yield _levels(material.balances, reader)
    yield _items(material, reader)
    for medium, of in groupby(material.buildings, key=lambda use: use.medium):
        yield _buildings(medium, list(of), reader)
    if material.vehicles:
        yield _vehicles(material, reader)
    alerts = reader.speech.alerts("Alerts of the period", material.episodes, material.until)
    yield reader.cells.section("alerts", alerts, reader.say("No alert fired in this period."))
    yield _flaws(material, reader)


def _levels(balances: Sequence[SiteLevels], reader: ReportReader) -> Section:
    say, titled = reader.say, reader.units.titled
    columns = (
        Column(say("Site")),
        Column(say("Institution")),
        Column(titled("First level", "m3"), Kind.NUMBER),
        Column(titled("Second level", "m3"), Kind.NUMBER),
        Column(titled("Third-level meters", "m3"), Kind.NUMBER),
        Column(titled("Unaccounted", "m3"), Kind.NUMBER),
        Column(say("Unaccounted share"), Kind.SHARE),
        Column(say("Judgement")),
    )
    rows: list[tuple[Value, ...]] = []
    for each in balances:
        used = {level.number: None if level.use is None else level.use.amount for level in each.levels}
        rows.append(
            (
                each.site.name,
                reader.speech.institution(each.site.institution),
                used.get(1),
                used.get(2),
                used.get(3),
                each.lost.amount,
                each.lost.rate,
                say(f"judgement: {each.lost.judgement}"),
            )
        )
    table = Table(say("Water by level of meters"), columns, tuple(rows))
    return reader.cells.section("levels", table, say("No site has water meters."))


def _items(material: Material, reader: ReportReader) -> Section:
    say = reader.say
    total = sum(each.amount for each in material.items)
    columns = (
        Column(say("Sub-item")),
        Column(reader.units.titled("Used", "kWh"), Kind.NUMBER),
        Column(say("Share"), Kind.SHARE),
        Column(reader.units.titled("As many days before", "kWh"), Kind.NUMBER),
        Column(say("Change"), Kind.CHANGE),
    )
    rows = tuple(
        (
            say(f"item: {each.item}"),
            each.amount,
            each.amount / total if total else None,
            each.before,
            each.amount / each.before - 1 if each.before else None,
        )
        for each in material.items
    )
    bars = [(say(f"item: {each.item}"), each.amount) for each in material.items]
    table = Table(say("Electricity by sub-item"), columns, rows)
    charts = _charts(reader.units.titled("Electricity by sub-item", "kWh"), bars, reader)
    return reader.cells.section("items", table, say("No second-level meter has a sub-item."), charts)


def _buildings(medium: Medium, uses: Sequence[BuildingUse], reader: ReportReader) -> Section:
    say, unit, is_gas = reader.say, uses[0].unit, medium is Medium.GAS
    columns = (
        Column(say("Rank"), Kind.COUNT),
        Column(say("Building")),
        Column(say("Institution")),
        Column(reader.units.titled("Used", unit, is_gas=is_gas), Kind.NUMBER),
        Column(say("On last period"), Kind.CHANGE),
        Column(reader.units.titled("Last year", unit, is_gas=is_gas), Kind.NUMBER),
        Column(say("On last year"), Kind.CHANGE),
        Column(say("Coverage"), Kind.SHARE),
    )
    rows = tuple(
        (
            place,
            use.name,
            reader.speech.institution(use.institution),
            use.amount,
            use.change,
            use.last_year,
            use.change_last_year,
            use.coverage,
        )
        for place, use in enumerate(uses, start=1)
    )
    title = say("Buildings: %(medium)s", medium=say(f"medium: {medium}"))
    chart_title = say("%(title)s (%(unit)s)", title=title, unit=reader.units.named(unit, is_gas=is_gas))
    charts = _charts(chart_title, [(use.name, use.amount) for use in uses], reader)
    return reader.cells.section(f"buildings-{medium}", Table(title, columns, rows), "", charts)


def _vehicles(material: Material, reader: ReportReader) -> Section:
    say = reader.say
    columns = (
        Column(say("Plate")),
        Column(say("Institution")),
        Column(say("Distance (km)"), Kind.NUMBER),
        Column(say("Fuel (L)"), Kind.NUMBER),
        Column(say("Fuel per 100 km (L)"), Kind.NUMBER),
        Column(say("Cost (yuan)"), Kind.NUMBER),
        Column(say("Cost per km (yuan)"), Kind.NUMBER),
        Column(say("Without approval"), Kind.COUNT),
    )
    rows = tuple(
        (
            each.plate,
            reader.speech.institution(each.institution),
            each.km,
            each.litres,
            100 * each.litres / each.km if each.litres is not None and each.km else None,
            each.amount_yuan,
            each.amount_yuan / each.km if each.amount_yuan is not None and each.km else None,
            each.unapproved,
        )
        for each in material.vehicles
    )
    return reader.cells.section("vehicles", Table(say("Vehicles"), columns, rows))


def _flaws(material: Material, reader: ReportReader) -> Section:
    asides = [
        replace(each, unit=reader.units.named(each.unit, is_gas=material.media.get(each.code) == Medium.GAS))
        for each in material.flaws.asides
    ]
    table = reader.speech.flaws(replace(material.flaws, asides=asides))
    nothing = reader.say("Data: every device was heard of, every meter is well metered.")
    return reader.cells.section("flaws", table, nothing)


def _charts(title: str, bars: Sequence[tuple[str, float]], reader: ReportReader) -> list[Chart]:
    shown = [
        Bar(label, max(amount, 0.0), reader.cells.amount(amount).text) for label, amount in bars[:_MOST_BARS]
    ]
    return [Chart(title, tuple(shown))] if len(shown) > 1 else []
