"""Which installations are proved together, and what proves nothing."""

import math
from dataclasses import replace

from guanjia.proof.stretch import MeterProof, Stretch, groups, set_aside, span
from guanjia.proof.turned import turned
from storage.proof import HourSum, Totals
from tests.unit.guanjia.proof.books import METER, after, at, books, until


def _proof(counted: float, *, aside: float = 0.0, days: float | None = None, negative: int = 0) -> MeterProof:
    """Return the proof of a register that turned 3, where hours and days come to what is given."""
    hours = HourSum(1, counted, 0.0, negative)
    stretch = Stretch((turned(METER, books([100, 101, 103])),), hours, aside, two_way=False)
    return MeterProof("w1", "m3", (stretch,), Totals(1, counted, counted if days is None else days, counted))


def test_hours_that_come_to_what_the_register_turned_prove_it() -> None:
    assert _proof(3.0).faults == []
    assert _proof(2.0, aside=1.0).faults == []
    assert _proof(3.0).relative == 0


def test_rounding_is_no_fault_and_anything_more_is() -> None:
    assert _proof(3.0 + 1e-12).faults == []
    (fault,) = _proof(3.001).faults
    assert fault == "its registers turned 3.000000 m3, its hours and what is set aside come to 3.001000"


def test_days_that_do_not_come_to_the_hours_are_a_fault() -> None:
    (fault,) = _proof(3.0, days=2.5).faults
    assert fault.startswith("its days come to 2.500000 m3")


def test_hours_below_zero_are_a_fault_of_a_meter_that_counts_one_way() -> None:
    assert "below 0" in _proof(3.0, negative=2).faults[0]
    both = replace(_proof(3.0, negative=2).stretches[0], two_way=True)
    assert replace(_proof(3.0), stretches=(both,)).faults == []


def test_hours_outside_every_installation_are_a_fault() -> None:
    proof = replace(_proof(3.0), totals=Totals(4, 3.0, 3.0, 3.0))
    assert proof.faults == ["3 hours lie in no installation"]


def test_a_register_that_stood_still_cannot_have_hours() -> None:
    still = Stretch((turned(METER, books([0, 0])),), HourSum(1, 0.5, 0.0, 0), 0.0, two_way=False)
    assert still.relative == math.inf
    assert replace(still, hours=HourSum(1, 0.0, 0.0, 0)).relative == 0


def test_a_large_register_is_not_asked_for_more_digits_than_it_has() -> None:
    stretch = Stretch(
        (turned(METER, books([99_999_999.9, 1e8])),), HourSum(1, 0.1, 0.0, 0), 0.0, two_way=False
    )
    assert stretch.residual != 0
    assert stretch.relative < 1e-9


def test_meters_that_changed_within_an_hour_are_proved_together() -> None:
    of = books([], until(6), after(6))
    assert [len(group) for group in groups(of)] == [2]
    assert span(groups(of)[0]) == (at(0), None)


def test_meters_that_changed_on_the_hour_are_proved_one_by_one() -> None:
    first, second = groups(books([], until(8), after(8)))
    assert span(first) == (at(0), at(8))
    assert span(second) == (at(8), None)


def test_a_step_that_shows_at_the_very_change_joins_them() -> None:
    of = books([], until(8), after(8), aside={8: 5.0})
    assert [len(group) for group in groups(of)] == [2]


def test_meters_with_an_hour_between_them_are_proved_one_by_one() -> None:
    of = books([], until(6), after(9))
    assert [span(group) for group in groups(of)] == [(at(0), at(8)), (at(8), None)]


def test_what_was_set_aside_belongs_to_the_meter_it_shows_at() -> None:
    of = books([], until(8), after(8), aside={3: 5.0, 9: 7.0})
    assert [set_aside(group, of) for group in groups(of)] == [5, 7]
