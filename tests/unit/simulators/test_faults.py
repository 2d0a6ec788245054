from datetime import UTC, datetime, timedelta

import orjson
import pytest

from models.quantities import BY_NAME
from models.reports import FUTURE_TOLERANCE, MAX_PAYLOAD_BYTES
from simulators.publication import Period
from simulators.scenario import FaultKind, ScenarioError
from simulators.simulation import Simulation
from tests.unit.simulators.compound import (
    ANCHOR,
    NOW,
    published,
    scenario,
    simulation,
    site_file,
    use_file,
)
from tests.unit.simulators.recount import instant, recount, reports

DAY = Period(ANCHOR, ANCHOR + timedelta(days=1))
TEN = ANCHOR + timedelta(hours=10)


def sent_by(device: str, kind: FaultKind, hours: float = 3.0) -> list[tuple[datetime, bytes]]:
    """Return what a device sends singly on a day when one fault strikes at ten, by the time it is due."""
    placed = {"kind": kind, "device": device, "day": 10 / 24, "hours": hours}
    sent = published(DAY, arrays=False, faults={"placed": [placed]})
    return [(out.message.due, out.message.payload) for out in sent if f"/{device}/" in out.message.topic]


def at_ten(device: str, kind: FaultKind) -> list[dict[str, object]]:
    found = [report for _, payload in sent_by(device, kind) for report in reports(payload)]
    return [report for report in found if instant(report.get("at")) == TEN]


def register(report: dict[str, object]) -> float:
    values = report["values"]
    assert isinstance(values, dict)
    return values["volume_m3"]


def true_register() -> float:
    return register(at_ten("inlet", FaultKind.BROKEN_JSON)[0])


def test_a_duplicate_is_the_same_report_again() -> None:
    first, second = at_ten("inlet", FaultKind.DUPLICATE)
    assert first == second


def test_a_late_report_comes_hours_after_its_time() -> None:
    due = [due for due, body in sent_by("inlet", FaultKind.LATE, 5) if b"T10:00:00" in body]
    assert len(due) == 1
    assert timedelta(hours=5) < due[0] - TEN < timedelta(hours=5, minutes=1)


def test_a_register_reads_zero_once() -> None:
    assert [register(report) for report in at_ten("inlet", FaultKind.ZERO)] == [0.0]


def test_a_spike_is_500_above_the_truth() -> None:
    (report,) = at_ten("inlet", FaultKind.SPIKE)
    assert register(report) == pytest.approx(true_register() + 500)


def test_an_absurd_register_lies_beyond_every_range() -> None:
    (report,) = at_ten("inlet", FaultKind.ABSURD)
    assert register(report) > max(quantity.high for quantity in BY_NAME.values())


def test_a_clock_ahead_stamps_the_future_of_whoever_receives_it() -> None:
    stamps = [instant(r["at"]) for _, body in sent_by("inlet", FaultKind.CLOCK_AHEAD) for r in reports(body)]
    ahead = [at for at in stamps if at and at > NOW + FUTURE_TOLERANCE]
    assert len(ahead) == 1
    assert TEN not in stamps


def test_a_clock_that_was_never_set_stamps_1970() -> None:
    stamps = [instant(r["at"]) for _, body in sent_by("inlet", FaultKind.CLOCK_UNSET) for r in reports(body)]
    assert [at.year for at in stamps if at and at < datetime(2000, 1, 1, tzinfo=UTC)] == [1970]


def test_a_clock_without_a_zone_is_counted_as_no_reading() -> None:
    bodies = [body for _, body in sent_by("inlet", FaultKind.CLOCK_NAIVE)]
    naive = [r for body in bodies for r in reports(body) if instant(r["at"]) is None]
    assert [report["at"] for report in naive] == ["2026-04-13T10:00:00"]


def test_an_unknown_quantity_comes_with_the_known_ones() -> None:
    (report,) = at_ten("inlet", FaultKind.UNKNOWN_QUANTITY)
    values = report["values"]
    assert isinstance(values, dict)
    assert len(set(values) - set(BY_NAME)) == 1
    assert register(report) == true_register()


@pytest.mark.parametrize("device", ["inlet", "bd-1"])
@pytest.mark.parametrize(
    "kind", [FaultKind.BROKEN_JSON, FaultKind.WRONG_SHAPE, FaultKind.TIME_MISSING, FaultKind.OVERSIZE]
)
def test_a_malformed_payload_comes_besides_the_true_report(device: str, kind: FaultKind) -> None:
    placed = {"kind": kind, "device": device, "day": 10 / 24}
    faulty = recount(out.message for out in published(DAY, arrays=False, faults={"placed": [placed]}))
    clean = recount(out.message for out in published(DAY, arrays=False))
    assert faulty.malformed == 1
    assert faulty.values == clean.values


def test_an_oversized_payload_is_json_all_the_same() -> None:
    large = [body for _, body in sent_by("inlet", FaultKind.OVERSIZE) if len(body) > MAX_PAYLOAD_BYTES]
    assert len(large) == 1
    assert orjson.loads(large[0])["values"]


def test_a_conflict_repeats_a_key_with_another_value() -> None:
    first, second = at_ten("inlet", FaultKind.CONFLICT)
    assert register(first) == true_register()
    assert register(second) != register(first)


def test_an_outage_is_silence_and_then_arrays() -> None:
    sent = sent_by("inlet", FaultKind.OUTAGE, 6)
    end = TEN + timedelta(hours=6)
    assert not [due for due, _ in sent if TEN <= due < end]
    backlog = [orjson.loads(body) for _, body in sent if body.startswith(b"[")]
    assert [instant(report["at"]) for report in backlog[0]] == [
        TEN + n * timedelta(minutes=15) for n in range(24)
    ]
    assert len(backlog) == 1


def test_a_fault_at_a_device_that_is_not_there_is_named() -> None:
    with pytest.raises(ScenarioError, match="no device nobody"):
        published(DAY, faults={"placed": [{"kind": "zero", "device": "nobody", "day": 1}]})


def test_a_leak_at_a_meter_that_is_not_there_is_named() -> None:
    with pytest.raises(ScenarioError, match="no such meter"):
        simulation(leaks=[{"meter": "nobody", "from_day": 0, "m3_per_hour": 1}])


def test_a_rollover_wants_an_open_start_register() -> None:
    with pytest.raises(ScenarioError, match="leave start_register open"):
        simulation(rollovers=[{"meter": "inlet", "day": 1}])


def test_a_swap_before_its_meter_was_put_in_says_since_when_there_is_one() -> None:
    made = scenario(swaps=[{"meter": "house-b", "day": 1, "serial": "new-9"}])
    with pytest.raises(ScenarioError, match=r"put in on 2026-0\d-\d\d: simulate fewer days"):
        Simulation(made, (site_file(),), use_file(), ANCHOR - timedelta(days=60))
