from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.reports import MAX_PAYLOAD_BYTES
from simulators.publication import Period, Publication
from simulators.scenario import FaultKind
from simulators.truth import TruthKind
from tests.unit.simulators.compound import ANCHOR, EVERY_FAULT, NOW, published, simulation, total
from tests.unit.simulators.recount import recount

DAY = timedelta(days=1)
WEEK = Period(ANCHOR, ANCHOR + 4 * DAY)
NO_CONFLICT = {"rates": {**EVERY_FAULT["rates"], "conflict": 0.0}}


def test_the_same_seed_sends_the_same_bytes() -> None:
    assert published(WEEK, faults=EVERY_FAULT) == published(WEEK, faults=EVERY_FAULT)


def test_another_seed_sends_other_bytes() -> None:
    first, second = (recount(out.message for out in published(WEEK, seed=seed)).values for seed in (7, 8))
    registers = [key for key in first if key[1] == "volume_m3" and key[2] > ANCHOR]
    assert len(registers) > 1000
    assert sum(first[key] == second[key] for key in registers) < len(registers) / 100


@pytest.mark.parametrize("arrays", [True, False])
@pytest.mark.parametrize("faults", [{}, EVERY_FAULT])
def test_the_tally_is_what_a_naive_reader_counts(arrays: bool, faults: dict[str, object]) -> None:
    sent = published(WEEK, arrays=arrays, faults=faults)
    assert total(sent) == recount(out.message for out in sent).tally


@settings(max_examples=15)
@given(
    seed=st.integers(0, 2**32),
    rates=st.dictionaries(st.sampled_from(FaultKind), st.floats(0, 0.4), max_size=6),
    arrays=st.booleans(),
)
def test_the_tally_is_exact_for_any_faults(seed: int, rates: dict[FaultKind, float], arrays: bool) -> None:
    rates[FaultKind.OVERSIZE] = min(rates.get(FaultKind.OVERSIZE, 0.0), 0.001)
    period = Period(ANCHOR, ANCHOR + timedelta(hours=30))
    sent = published(period, arrays=arrays, seed=seed, faults={"rates": rates})
    seen = recount(out.message for out in sent)
    assert total(sent) == seen.tally
    assert not seen.contradictions or rates.get(FaultKind.CONFLICT)


def test_no_key_is_sent_with_a_second_value_unless_conflicts_are_switched_on() -> None:
    assert not recount(out.message for out in published(WEEK, faults=NO_CONFLICT)).contradictions
    assert recount(out.message for out in published(WEEK, faults=EVERY_FAULT)).contradictions


def test_every_fault_that_is_switched_on_is_told() -> None:
    publication = Publication(simulation(faults=EVERY_FAULT), ANCHOR, NOW)
    period = Period(ANCHOR, ANCHOR + 14 * DAY)
    told = {
        row.label
        for day in publication.days(period, arrays=True)
        for row in day.truth
        if row.kind is TruthKind.FAULT
    }
    assert told == {kind.value for kind in FaultKind}


def test_messages_leave_in_order_of_time_and_within_the_contract_s_size() -> None:
    faults = {"rates": {"late": 0.2, "outage": 0.5, "duplicate": 0.1}}
    sent = published(WEEK, arrays=False, faults=faults)
    dues = [out.message.due for out in sent]
    assert dues == sorted(dues)
    assert max(len(out.message.payload) for out in sent) <= MAX_PAYLOAD_BYTES


def test_faults_lose_nothing_but_what_they_spoil() -> None:
    faults = {"rates": {"late": 0.3, "outage": 0.5, "duplicate": 0.3, "broken_json": 0.05}}
    clean = recount(out.message for out in published(WEEK))
    faulty = recount(out.message for out in published(WEEK, faults=faults))
    assert faulty.values == clean.values
    assert faulty.malformed > 0


def test_a_period_cut_in_two_sends_the_same_readings() -> None:
    middle = ANCHOR + timedelta(hours=37, minutes=20)
    publication = Publication(simulation(faults=NO_CONFLICT), ANCHOR, NOW)
    parts = [
        out.message
        for period, arrays in ((Period(ANCHOR, middle), True), (Period(middle, WEEK.end), False))
        for day in publication.days(period, arrays=arrays)
        for out in day.messages
    ]
    parts += [out.message for out in publication.rest(ANCHOR + 4 * DAY)]
    whole = recount(out.message for out in published(WEEK, faults=NO_CONFLICT))
    cut = recount(parts)
    assert cut.values == whole.values
    assert (cut.duplicates, cut.malformed) == (whole.duplicates, whole.malformed)


def test_the_truth_of_two_periods_is_the_truth_of_both_together() -> None:
    middle = ANCHOR + timedelta(hours=37, minutes=20)
    cut = Publication(simulation(faults=EVERY_FAULT), ANCHOR, NOW)
    periods = (Period(ANCHOR, middle), Period(middle, WEEK.end))
    parts = [row for p in periods for day in cut.days(p, arrays=True) for row in day.truth]
    whole = Publication(simulation(faults=EVERY_FAULT), ANCHOR, NOW)
    rows = [row for day in whole.days(WEEK, arrays=True) for row in day.truth]
    assert len(parts) == len(set(parts))
    assert set(parts) == set(rows)


def test_runs_that_overlap_agree_on_the_readings_they_share() -> None:
    early = recount(out.message for out in published(WEEK)).values
    late = recount(out.message for out in published(Period(ANCHOR + DAY, ANCHOR + 6 * DAY))).values
    shared = early.keys() & late.keys()
    assert len(shared) > 1000
    assert all(early[key] == late[key] for key in shared)
