"""What a figure is made of adds up to it, and a span of months is computed as a month is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.indicators.periods import Period, Stretch, month_of
from analytics.indicators.spans import SpanFigure, span_figures, value_of
from models.amounts import Amounts
from models.figures import PeriodKind
from tests.unit.analytics.indicators.house import accounts, ask, days, place, point, together

JANUARY = month_of(date(2026, 1, 1))
QUARTER = Period(PeriodKind.MONTH, date(2026, 1, 1), date(2026, 4, 1))
AMOUNTS = st.lists(st.floats(0, 1e4), min_size=1, max_size=40)
CHAIN = (
    point(1, "electricity"),
    point(2, "electricity", ancestors=(1,), is_own=False),
    point(3, "electricity", ancestors=(1, 2)),
    point(4, "heat"),
)


def made(use: Amounts, span: Period) -> dict[str, SpanFigure]:
    found = span_figures(accounts(use, points=CHAIN, period=span), span)
    return {each.definition.indicator: each for each in found}


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.floats(0, 1))
def test_the_amounts_of_meters_add_up_to_every_numerator(
    first: list[float], second: list[float], third: list[float], heat: list[float], estimated: float
) -> None:
    use = together(
        days("2026-01-02", first, 1, estimated=estimated),
        days("2026-01-01", second, 2),
        days("2026-01-05", third, 3),
        days("2026-01-03", heat, 4),
    )
    for span in (JANUARY, QUARTER):
        found = made(use, span)
        assert "energy" in found
        for each in found.values():
            assert each.ratio.numerator is not None
            total = sum(share.amount for share in each.shares)
            assert total == pytest.approx(each.ratio.numerator, rel=1e-9, abs=1e-6)


def test_a_meter_of_another_institution_is_taken_out_with_its_sign() -> None:
    use = together(
        *(
            days("2026-01-01", [amount] * 10, number, estimated=0.5)
            for number, amount in ((1, 100.0), (2, 40.0), (3, 10.0))
        )
    )
    shares = made(use, JANUARY)["electricity"].shares
    assert [(share.meter, share.sign, share.metered, share.amount) for share in shares] == [
        (1, 1, 1000.0, 1000.0),
        (2, -1, 400.0, -400.0),
        (3, 1, 100.0, 100.0),
    ]
    assert [share.estimated for share in shares] == [500.0, 200.0, 50.0]


def test_a_month_comes_out_as_the_worker_computes_it() -> None:
    use = days("2026-01-04", [3.0] * 20, coverage=0.7, estimated=0.25)
    computed = {name: each.figure for name, each in ask(use, period=JANUARY).items()}
    found = span_figures(accounts(use, period=JANUARY), JANUARY)
    assert {each.definition.indicator for each in found} == set(computed)
    for each in found:
        figure = computed[each.definition.indicator]
        assert each.ratio.value == figure.composition.value
        assert each.knowledge == figure.knowledge
        assert each.unit == figure.unit


def test_people_of_a_quarter_are_the_mean_of_its_days() -> None:
    use = days("2026-01-01", [6.0] * 90)
    # 10 staff in January and February (59 days), 40 in March (31 days)
    places = (
        place(10, until="2026-03-01"),
        place(40, since="2026-03-01"),
    )
    found = span_figures(accounts(use, places=places, period=QUARTER), QUARTER)
    [per_person] = [each for each in found if each.definition.indicator == "water_per_person"]
    people = (59 * 10 + 31 * 40) / 90
    assert per_person.ratio.denominator == pytest.approx(people)
    assert per_person.ratio.value == pytest.approx(540 / people)


def test_days_that_are_not_metered_are_compared_with_nothing() -> None:
    use = days("2026-01-01", [6.0] * 90)
    house = accounts(use, period=QUARTER)
    [water] = [each for each in span_figures(house, QUARTER) if each.definition.indicator == "water"]
    february = Stretch(date(2026, 2, 1), date(2026, 2, 28))
    assert value_of(house, water.definition, QUARTER, february) == 6.0 * 28
    before = Stretch(date(2025, 1, 1), date(2025, 3, 31))
    assert value_of(house, water.definition, QUARTER, before) is None
