"""`/meter/CODE`: one meter: what stood there, its last readings, the hours of a day, the days of a month."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from nicegui import ui

from dashboards.panel import Column, Format, Row
from web.console.addresses import ALERTS, METER, QUALITY
from web.console.drawings.boxes import box, text
from web.console.drawings.hours import parts_options
from web.console.figure_pages import FigurePages, panel
from web.console.institution_pages import LONGEST_CODE
from web.console.listing import facts, listing
from web.console.meter_record import MeterRecord, meter_record, next_month, quality
from web.console.session import seen
from web.console.way import crumbs
from web.console.words import UNKNOWN, Words

_INSTALLATIONS: Final = (
    Column("serial", "Serial number"),
    Column("valid_from", "In place since", Format.INSTANT),
    Column("valid_to", "Until", Format.INSTANT),
    Column("start_register", "First register", Format.TEXT),
    Column("end_register", "Last register", Format.TEXT),
    Column("multiplier", "Multiplier", Format.AMOUNT),
)
_READINGS: Final = (
    Column("at", "Read at", Format.INSTANT),
    Column("value", "Register", Format.TEXT),
    Column("received_at", "Arrived", Format.INSTANT),
)
_ALERTS: Final = (
    Column("rule", "Rule"),
    Column("state", "State", Format.BADGE, words="state"),
    Column("since", "Since", Format.INSTANT),
    Column("severity", "Severity", Format.WORD, words="severity"),
)
_LAST: Final = Column("last_at", "Last report within 7 days", Format.INSTANT)
_FIRST_YEAR: Final = 1990


def add_meter_page(pages: FigurePages, rules: Callable[[str], str]) -> None:
    """Answer at the address of a meter; `rules` gives the title of a rule by its code."""
    words = pages.words

    async def build(code: str, day: str = "") -> None:
        """Build the page."""
        source, code = seen(pages.source), code[:LONGEST_CODE]
        asked = _day(day)
        with pages.page(words.text("Meter"), METER, code, asked={"day": day if asked else ""}):
            found = await pages.asked(
                lambda: [meter_record(source, code, asked, pages.now(), words.language.value)]
            )
            if found is None:
                return
            if found[0] is None:
                notice = words.text("%(code)s is not there, or not yours to see", code=code)
                text(notice, "notice").props["role"] = "status"
                return
            _write(pages, found[0], rules)

    pages.add(f"{METER}/{{code}}", build)


def _write(pages: FigurePages, record: MeterRecord, rules: Callable[[str], str]) -> None:
    words, meter = pages.words, record.meter
    pages.crumbs(crumbs(pages, record.institutions, record.places, meter["name"]))
    with box("grid"):
        _about(pages, record)
        _trust(pages, record)
        _hours(pages, record)
        _days(pages, record)
        with panel("readings", words.text("Last readings"), 5):
            _table(
                pages, _READINGS, _zoned(record, record.readings), words.text("Nothing was read in a week")
            )
        with panel("installations", words.text("Meters that stood here"), 7):
            empty = words.text("No installation is registered")
            _table(pages, _INSTALLATIONS, record.installations, empty)
            swap = text(words.text("Record a meter swap"), "sheet-link", "a")
            swap.props["href"] = pages.address(QUALITY, record.meter["code"])
        with panel("meter_alerts", words.text("Alerts about this meter")):
            if record.alerts:
                alerts = [row | {"rule": rules(row["rule"])} for row in record.alerts]
                listing(_ALERTS, alerts, words, lambda row: pages.address(ALERTS, str(row["alert_id"])))
            else:
                text(words.text("No alert: nothing is the matter"), "notice")


def _about(pages: FigurePages, record: MeterRecord) -> None:
    words, meter = pages.words, record.meter
    with panel("meter", meter["name"], 5):
        said = [
            (words.text("Code"), meter["code"]),
            (words.text("Medium"), words.code("medium", meter["medium"])),
            (words.text("Level"), UNKNOWN if meter["level"] is None else str(meter["level"])),
            (words.text("Device"), meter["device_name"] or meter["device"]),
            (
                words.text("Last report within 7 days"),
                words.cell(Column("last_at", "", Format.INSTANT), meter),
            ),
        ]
        if meter["item"]:
            said.append((words.text("Sub-item"), words.code("item", meter["item"])))
        facts(said)
        if meter["parent"]:
            above = words.text("Meter above: %(name)s", name=meter["parent_name"] or meter["parent"])
            text(above, "sheet-link", "a").props["href"] = pages.address(METER, meter["parent"])


def _trust(pages: FigurePages, record: MeterRecord) -> None:
    words = pages.words
    found = quality([row for _, row in record.hours if row is not None])
    with panel("trust", words.text("How far the day can be trusted"), 7):
        unit = words.unit(record.meter["unit"])
        said = [
            (words.text("Day"), record.day.isoformat()),
            (words.text("Used"), f"{words.amount(found.amount)} {unit}"),
            (words.text("Coverage"), _share(found.coverage, words)),
            (
                words.text("Estimated share"),
                _share(found.estimated, words),
            ),
        ]
        facts(said)
        for reason, count in found.reasons.items():
            why = words.code("hour reason", reason)
            text(words.text("%(count)s hours: %(why)s", count=count, why=why), "hint")


def _hours(pages: FigurePages, record: MeterRecord) -> None:
    words, zone = pages.words, ZoneInfo(record.meter["timezone"])
    with panel("hours", words.text("Hours of %(day)s", day=record.day.isoformat()), 6):
        _around(pages, record, record.day - timedelta(days=1), record.day + timedelta(days=1))
        labels = [hour.astimezone(zone).strftime("%H:%M") for hour, _ in record.hours]
        _chart(pages, labels, [row for _, row in record.hours], words.text("Hours of a day"))


def _days(pages: FigurePages, record: MeterRecord) -> None:
    words = pages.words
    with panel("days", words.text("Days of %(month)s", month=words.month(record.month)), 6):
        _around(pages, record, (record.month - timedelta(days=1)).replace(day=1), next_month(record.day))
        labels = [words.day(day) for day, _ in record.days]
        _chart(pages, labels, [row for _, row in record.days], words.text("Days of a month"))


def _around(pages: FigurePages, record: MeterRecord, before: date, after: date) -> None:
    today = pages.now().astimezone(ZoneInfo(record.meter["timezone"])).date()
    with box("order-pager"):
        for sign, day in (("←", before), ("→", after)):
            if day.year > _FIRST_YEAR and day <= today:
                name = f"{sign} {day.isoformat()}"
                link = text(name, "sheet-link", "a")
                link.props["href"] = pages.address(METER, record.meter["code"], day=day.isoformat())


def _chart(pages: FigurePages, labels: list[str], rows: list[Row | None], title: str) -> None:
    if not any(rows):
        text(pages.words.text("Nothing is counted yet"), "notice")
        return
    chart = ui.echart(parts_options(labels, rows, title, pages.words)).classes("chart")
    chart.props["role"] = "img"
    chart.props["aria-label"] = title


def _table(pages: FigurePages, columns: tuple[Column, ...], rows: list[Row], empty: str) -> None:
    if rows:
        listing(columns, rows, pages.words)
    else:
        text(empty, "notice")


def _share(share: float | None, words: Words) -> str:
    return UNKNOWN if share is None else words.share(share)


def _zoned(record: MeterRecord, rows: list[Row]) -> list[Row]:
    return [row | {"timezone": record.meter["timezone"]} for row in rows]


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if _FIRST_YEAR < day.year < 3000 else None
