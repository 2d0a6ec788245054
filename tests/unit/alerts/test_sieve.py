"""What the sieve lets fall would have changed nothing: with it and without it, all comes to the same."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alerts.directory import Subject
from alerts.judge import judge
from alerts.seeing import meters
from alerts.seeing.sieve import Sieve
from models.alerts import Observation, Severity, Situation, State
from models.rules import (
    AbsenceRule,
    Limits,
    LowCoverageRule,
    RateOfChangeRule,
    Rule,
    RuleFile,
    SetAsideRule,
    ThresholdRule,
)
from models.traits import Traits
from storage.alerting import Remembered
from storage.watched import Seen, Watched

NOW = datetime(2026, 11, 21, 8, 15, tzinfo=UTC)
METERS = 8
VALUES = st.sampled_from([0.0, 0.5, 0.79, 0.8, 1.0, 1.01, 2.0, 3.0, 24.0, 25.0, 300.0])
INSTANTS = st.sampled_from([NOW - hours * timedelta(hours=1) for hours in (0, 1, 24, 25, 300, 2000)])


def subject(number: int) -> Subject:
    site = f"s{number % 3}"
    entry = Watched(
        kind="meter",
        id=number,
        code=f"m{number}",
        name=f"m{number}",
        device_kind="energy_monitor",
        medium="electricity",
        item="",
        level=1,
        duty="",
        tags=[],
        quantity="energy_kwh",
        unit="kWh",
        interval_s=900.0,
        site=site,
        timezone="Asia/Shanghai",
        heating=None,
        site_name=site,
        site_name_en=site,
        institution_id=number % 2,
        institution=f"i{number % 2}",
        institution_name="机关",
        institution_name_en="an office",
        institutions=[f"i{number % 2}"],
        places=[site],
        place_kinds=["site"],
    )
    return Subject(f"meter:m{number}", entry, Traits(entry.code))


SUBJECTS = [subject(number) for number in range(METERS)]
KEYS = [*(one.key for one in SUBJECTS), "site:s0", "site:s1", "site:s2", "meter:gone"]


def rows() -> st.SearchStrategy[dict[int, Seen]]:
    row = st.builds(
        Seen,
        st.just(0),
        value=st.none() | VALUES,
        coverage=st.none() | st.sampled_from([0.0, 0.5, 0.8, 1.0]),
        at=st.none() | INSTANTS,
        amount=st.just(7.0),
        usual=st.none() | st.sampled_from([0.0, 1.0, 100.0]),
        usual_days=st.none() | st.integers(0, 4),
        since=st.none() | INSTANTS,
    )
    return st.dictionaries(st.integers(0, METERS - 1), row)


def remembered() -> st.SearchStrategy[dict[str, Remembered]]:
    alert = st.builds(
        Remembered,
        rule=st.just("r"),
        subject=st.just(""),
        institution_id=st.just(0),
        severity=st.just(Severity.INFO),
        state=st.sampled_from(State),
        since=INSTANTS,
        told_at=st.none() | INSTANTS,
        fired_at=st.none() | INSTANTS,
        escalated_at=st.none(),
        acknowledged_at=st.none() | INSTANTS,
    )
    return st.dictionaries(st.sampled_from(KEYS), alert)


def a_rule(**written: object) -> Rule:
    words = {"zh_CN": "因", "en": "cause"}
    common = {"code": "r", "title": words, "repeat": "1d", "severity": "info"}
    runbook = {"causes": [words], "actions": [words]}
    (read,) = RuleFile.model_validate({"rules": [common | {"runbook": runbook} | written]}).rules
    return read


KINDS = st.sampled_from(
    [
        {"kind": "threshold", "quantity": "energy_kwh", "of": "hour", "min_coverage": 0.8},
        {"kind": "rate_of_change", "medium": "electricity", "min_coverage": 0.8, "min_amount": 1},
        {"kind": "absence"},
        {"kind": "low_coverage"},
        {"kind": "set_aside"},
    ]
)
LIMITS = st.sampled_from(
    [
        {"fires_above": 1},
        {"fires_above": 24, "clears_below": 0.5},
        {"fires_below": 0.8},
        {"fires_below": 0.8, "clears_above": 2},
        {"fires_above": 1, "for": "1h"},
    ]
)


def look(rule: Rule, seen: Mapping[int, Seen], sieve: Sieve) -> list[Observation]:
    match rule:
        case ThresholdRule():
            found = meters.thresholds(rule, SUBJECTS, seen, sieve)
        case RateOfChangeRule():
            found = meters.rates_of_change(rule, SUBJECTS, seen, sieve)
        case AbsenceRule():
            found = meters.absences(rule, SUBJECTS, seen, NOW, sieve)
        case LowCoverageRule():
            found = meters.coverages(rule, SUBJECTS, seen, NOW, sieve)
        case SetAsideRule():
            found = meters.steps_set_aside(rule, SUBJECTS, seen, sieve)
        case _:
            raise AssertionError(f"no sieve for {rule.kind}")
    return list(found)


@given(
    KINDS,
    LIMITS,
    rows(),
    remembered(),
    st.booleans(),
    st.booleans(),
)
def test_what_falls_through_would_have_changed_nothing(
    kind: dict[str, object],
    limits: dict[str, object],
    seen: dict[int, Seen],
    known: dict[str, Remembered],
    is_watched: bool,
    is_silenced: bool,
) -> None:
    rule = a_rule(**kind, **limits)
    known = {key: replace(alert, subject=key) for key, alert in known.items()}

    def around(_: Observation, before: Remembered | None) -> Situation:
        return Situation(is_watched, is_silenced, before.acknowledged_at if before else None)

    everything = look(rule, seen, Sieve(rule.limits))
    sifted = look(rule, seen, Sieve(rule.limits, known))
    assert repr(judge(rule, sifted, known, NOW, around)) == repr(judge(rule, everything, known, NOW, around))


def test_a_value_that_is_no_number_is_kept_it_cannot_be_judged() -> None:
    assert not Sieve(Limits(1.0, None, is_above=True), {}).drops("meter:m0", math.nan, None)


def test_of_many_that_are_well_none_is_looked_at() -> None:
    seen = {number: Seen(number, value=0.5, coverage=1.0, at=NOW) for number in range(METERS)}
    rule = a_rule(kind="threshold", quantity="energy_kwh", of="hour", fires_above=1)
    assert len(look(rule, seen, Sieve(rule.limits))) == METERS
    assert not look(rule, seen, Sieve(rule.limits, {}))
    assert [one.subject for one in look(rule, seen, Sieve(rule.limits, {"meter:m3"}))] == ["meter:m3"]
