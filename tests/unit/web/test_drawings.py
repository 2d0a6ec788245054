"""What the charts are made of."""

from dataclasses import replace
from datetime import date

from dashboards.panel import Chart, Panel, Row
from guanjia.translations import translations
from models.registry import Language
from web.console.drawings.bars import paired_options, stacked_options
from web.console.drawings.places import COLOURS, points
from web.console.drawings.progress import Track, tone, track
from web.console.words import Words

WORDS = Words(Language.EN, translations()[Language.EN])
PANEL = Panel("p", "Alerts", Chart.STACKED, "none", series_words="medium", label_words="reason")


def bar(label: object, series: str, value: float | None, coverage: float = 1.0) -> Row:
    return {"label": label, "series": series, "value": value, "coverage": coverage}


def test_a_day_without_rows_keeps_its_place_and_stays_empty() -> None:
    rows = [bar(date(2026, 11, 1), "water", 1.234), bar(date(2026, 11, 3), "water", 2.0)]
    options = stacked_options(PANEL, rows, WORDS)
    assert options["xAxis"]["data"] == ["11-01", "11-02", "11-03"]
    assert options["series"][0]["data"] == [1.23, None, 2.0]


def test_the_less_of_a_day_is_metered_the_paler_it_is() -> None:
    rows = [bar(date(2026, 11, day), "water", 1.0, share) for day, share in ((1, 0.1), (2, 0.8), (3, 1.0))]
    palest, pale, whole = stacked_options(PANEL, rows, WORDS)["series"][0]["data"]
    assert 0 < palest["itemStyle"]["opacity"] < pale["itemStyle"]["opacity"] < 1
    assert whole == 1.0


def test_series_are_stacked_and_named_in_the_reader_s_language() -> None:
    rows = [bar(date(2026, 11, 1), "water", 1.0), bar(date(2026, 11, 1), "reclaimed_water", 2.0)]
    series = stacked_options(PANEL, rows, WORDS)["series"]
    assert [(part["name"], part["stack"]) for part in series] == [
        ("mains water", "all"),
        ("reclaimed water", "all"),
    ]


def test_a_code_that_no_catalogue_knows_stands_for_itself() -> None:
    options = paired_options(PANEL, [bar("not_json", "water", 3), bar("brand_new", "water", 1)], WORDS)
    assert options["yAxis"]["data"] == ["not JSON", "brand_new"]


def test_tooltips_are_never_markup() -> None:
    stacked = stacked_options(PANEL, [bar(date(2026, 11, 1), "<b>", 1.0)], WORDS)
    assert stacked["tooltip"]["renderMode"] == "richText"


def vehicle(plate: str, state: str, lon: float | None = 106.2, lat: float | None = 38.5) -> Row:
    return {"plate": plate, "state": state, "lon": lon, "lat": lat}


def test_vehicles_are_points_by_state_and_the_unseen_are_none() -> None:
    rows = [vehicle("A", "moving"), vehicle("B", "parked", 106.3), vehicle("C", "unseen", None, None)]
    assert points(rows, WORDS) == [
        {"at": [38.5, 106.2], "label": "A on the road", "colour": COLOURS["moving"]},
        {"at": [38.5, 106.3], "label": "B parked", "colour": COLOURS["parked"]},
    ]


def test_a_track_never_leaves_its_box() -> None:
    assert track(0.2, 0.1, 0.25) == Track(0.8, 0.4)
    assert track(3.0, 1.0, 2.0) == Track(1.0, 0.5)
    assert track(-0.1, 0.1, 0.2) == Track(0.0, 0.5)


def test_a_tone_rises_with_the_thresholds_passed() -> None:
    assert [tone(ratio, (1.0, 1.1)) for ratio in (None, 0.9, 1.0, 1.05, 1.2)] == [
        "unknown", "good", "good", "warn", "bad",
    ]  # fmt: skip


def test_months_stand_beside_each_other_also_where_one_has_no_row() -> None:
    monthly = replace(PANEL, is_monthly=True)
    rows = [bar(date(2025, 11, 1), "water", 1.0), bar(date(2026, 1, 1), "water", 2.0)]
    options = stacked_options(monthly, rows, WORDS)
    assert options["xAxis"]["data"] == ["2025-11", "2025-12", "2026-01"]
    assert options["series"][0]["data"] == [1.0, None, 2.0]
