"""The state machine: its laws by Hypothesis, its steps one by one."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alerts.state import step
from models.alerts import (
    AlertState,
    Audience,
    Change,
    ChangeReason,
    Lack,
    Observation,
    Situation,
    State,
)
from models.rules import Rule
from tests.unit.alerts.samples import NOW, shipped_rule

ACTIVE = {State.FIRING, State.ACKNOWLEDGED, State.SILENCED}
MINUTE = timedelta(minutes=1)
OVER, BETWEEN, UNDER = 1.5, 1.05, 0.9


def rule_with(*, lasting: timedelta = timedelta(0)) -> Rule:
    return shipped_rule().model_copy(update={"lasting": lasting})


def seen(value: float | None, lack: Lack | None = None) -> Observation:
    return Observation("institution:jgj", 1, value, lack, {})


THIN = seen(None, Lack.COVERAGE)
GONE = seen(None, Lack.SUBJECT)

# from 2020 to 2040
instants = st.integers(1_577_836_800, 2_208_988_800).map(lambda at: datetime.fromtimestamp(at, UTC))
states = st.builds(AlertState, st.sampled_from(State), instants, st.none() | instants)
observations = st.one_of(
    st.floats(0, 3).map(seen),
    st.just(seen(float("nan"))),
    st.sampled_from(Lack).map(lambda lack: seen(None, lack)),
)
situations = st.builds(Situation, st.booleans(), st.booleans(), st.none() | instants)
rules = st.timedeltas(timedelta(0), timedelta(days=2)).map(lambda lasting: rule_with(lasting=lasting))


@given(states, observations, instants, rules, situations)
def test_every_state_has_an_answer_to_every_observation_at_any_time(
    before: AlertState, what: Observation, now: datetime, rule: Rule, situation: Situation
) -> None:
    after, change = step(before, what, now, rule, situation)
    if change is None:
        assert after.state is before.state
    else:
        assert (change.before, change.after, change.at) == (before.state, after.state, now)
        again = {ChangeReason.REPEATED, ChangeReason.ESCALATED}
        assert change.reason in again or change.before is not change.after


@given(states, observations, instants, rules, situations)
def test_the_same_observation_twice_at_one_time_changes_nothing_the_second_time(
    before: AlertState, what: Observation, now: datetime, rule: Rule, situation: Situation
) -> None:
    after, _ = step(before, what, now, rule, situation)
    if after.state is not State.PENDING:
        assert step(after, what, now, rule, situation) == (after, None)


@given(states, st.floats(1.0, 1.1), instants, rules)
def test_between_the_thresholds_nothing_begins_and_nothing_ends(
    before: AlertState, value: float, now: datetime, rule: Rule
) -> None:
    after, _ = step(before, seen(value), now, rule)
    assert (after.state in ACTIVE) == (before.state in ACTIVE)


@given(states, observations, instants, rules, situations)
def test_only_a_value_below_the_clear_threshold_or_a_lost_subject_ends_an_alert(
    before: AlertState, what: Observation, now: datetime, rule: Rule, situation: Situation
) -> None:
    after, _ = step(before, what, now, rule, situation)
    if before.state in ACTIVE and after.state not in ACTIVE:
        assert what.lack is Lack.SUBJECT or (what.value is not None and rule.limits.is_under(what.value))


@given(states, observations, instants, rules, situations)
def test_nothing_begins_to_fire_without_a_value_above_the_threshold(
    before: AlertState, what: Observation, now: datetime, rule: Rule, situation: Situation
) -> None:
    after, _ = step(before, what, now, rule, situation)
    if after.state is State.FIRING and before.state is not State.FIRING:
        assert what.value is not None
        if before.state is State.SILENCED:
            assert not rule.limits.is_under(what.value)
        else:
            assert what.value > rule.limits.fires


@given(states, instants, rules, situations)
def test_nobody_is_told_of_what_another_alert_says_already(
    before: AlertState, now: datetime, rule: Rule, situation: Situation
) -> None:
    _, change = step(before, seen(None, Lack.HIDDEN), now, rule, situation)
    assert change is None or not change.is_told


@given(st.lists(st.tuples(st.integers(0, 600), observations), max_size=40), rules)
def test_an_alert_fires_only_after_the_whole_duration_above_the_threshold(
    history: list[tuple[int, Observation]], rule: Rule
) -> None:
    alert, now, over_since = AlertState(State.INACTIVE, NOW), NOW, None
    for minutes, what in history:
        now += minutes * MINUTE
        is_over = what.value is not None and what.value > rule.limits.fires
        over_since = (over_since or now) if is_over else None
        alert, change = step(alert, what, now, rule)
        if change and change.after is State.FIRING and change.reason is not ChangeReason.REPEATED:
            assert over_since is not None
            assert now - over_since >= rule.lasting


def after(
    *whats: Observation, rule: Rule | None = None, apart: timedelta = MINUTE
) -> tuple[AlertState, list[Change]]:
    alert, changes = AlertState(State.INACTIVE, NOW), list[Change]()
    for place, what in enumerate(whats):
        alert, change = step(alert, what, NOW + place * apart, rule or rule_with())
        if change is not None:
            changes.append(change)
    return alert, changes


def test_without_a_duration_it_fires_at_once() -> None:
    alert, changes = after(seen(OVER))
    assert alert == AlertState(State.FIRING, NOW, NOW, NOW)
    assert [change.reason for change in changes] == [ChangeReason.BREACHED]


def test_with_a_duration_it_waits_and_then_fires() -> None:
    alert, changes = after(seen(OVER), seen(OVER), seen(OVER), rule=rule_with(lasting=2 * MINUTE))
    assert alert.state is State.FIRING
    assert [change.after for change in changes] == [State.PENDING, State.FIRING]
    assert changes[-1].reason is ChangeReason.LASTED


def test_what_falls_back_while_pending_is_forgotten() -> None:
    _, changes = after(seen(OVER), seen(BETWEEN), rule=rule_with(lasting=2 * MINUTE))
    assert [change.reason for change in changes] == [ChangeReason.BREACHED, ChangeReason.NOT_LASTING]


def test_swinging_around_the_firing_threshold_fires_once() -> None:
    alert, changes = after(*[seen(OVER), seen(BETWEEN)] * 20)
    assert alert.state is State.FIRING
    assert len(changes) == 1


def test_it_clears_only_below_the_clear_threshold() -> None:
    alert, changes = after(seen(OVER), seen(1.0), seen(UNDER))
    assert alert.state is State.RESOLVED
    assert [change.reason for change in changes] == [ChangeReason.BREACHED, ChangeReason.CLEARED]
    assert not changes[-1].is_told


def test_too_little_data_is_said_instead_of_an_alarm_and_taken_back_when_it_returns() -> None:
    alert, changes = after(THIN, THIN, seen(UNDER))
    assert alert.state is State.INACTIVE
    assert [change.after for change in changes] == [State.NO_DATA, State.INACTIVE]
    assert not any(change.is_told for change in changes)


def test_thin_data_neither_ends_nor_repeats_an_alert() -> None:
    alert, changes = after(seen(OVER), *[THIN] * 20, seen(OVER), apart=timedelta(hours=12))
    assert alert.state is State.FIRING
    assert [change.reason for change in changes] == [ChangeReason.BREACHED, ChangeReason.REPEATED]


def test_a_lost_subject_ends_its_alert() -> None:
    alert, changes = after(seen(OVER), GONE)
    assert alert.state is State.RESOLVED
    assert changes[-1].reason is ChangeReason.SUBJECT_GONE


def test_a_reminder_comes_when_the_repeat_interval_is_over_and_not_before() -> None:
    _, changes = after(*[seen(OVER)] * 15, apart=timedelta(days=1))
    assert [change.at - NOW for change in changes] == [timedelta(days=day) for day in (0, 7, 14)]
    assert all(change.is_told for change in changes)


MUTED, TAKEN_ON = Situation(is_silenced=True), Situation(acknowledged_at=NOW)
UNWATCHED = Situation(is_watched=False)


def test_an_acknowledged_alert_is_not_repeated_until_it_is_over_and_comes_again() -> None:
    alert = AlertState(State.FIRING, NOW, NOW, NOW)
    alert, change = step(alert, seen(OVER), NOW + MINUTE, rule_with(), TAKEN_ON)
    assert (alert.state, change and change.reason) == (State.ACKNOWLEDGED, ChangeReason.ACKNOWLEDGED)
    later = NOW + timedelta(days=30)
    assert step(alert, seen(OVER), later, rule_with(), TAKEN_ON) == (alert, None)
    alert, _ = step(alert, seen(UNDER), later, rule_with(), TAKEN_ON)
    alert, change = step(alert, seen(OVER), later + MINUTE, rule_with(), TAKEN_ON)
    assert alert.state is State.FIRING, "it was acknowledged before it began again"
    assert change is not None
    assert change.is_told


def test_what_begins_to_fire_was_not_acknowledged_even_by_a_clock_that_was_ahead() -> None:
    early = Situation(acknowledged_at=NOW + timedelta(hours=1))
    alert, change = step(AlertState(State.RESOLVED, NOW), seen(OVER), NOW, rule_with(), early)
    assert (alert.state, change and change.is_told) == (State.FIRING, True)
    assert step(alert, seen(OVER), NOW + MINUTE, rule_with(), early) == (alert, None)
    later = Situation(acknowledged_at=NOW + timedelta(hours=1, seconds=1))
    alert, _ = step(alert, seen(OVER), NOW + 2 * MINUTE, rule_with(), later)
    assert alert.state is State.ACKNOWLEDGED


def test_a_silenced_alert_is_told_when_the_silence_ends_and_it_still_fires() -> None:
    alert, change = step(AlertState(State.INACTIVE, NOW), seen(OVER), NOW, rule_with(), MUTED)
    assert alert.state is State.SILENCED
    assert change is not None
    assert not change.is_told
    assert step(alert, seen(OVER), NOW + MINUTE, rule_with(), MUTED) == (alert, None)
    alert, change = step(alert, seen(OVER), NOW + 2 * MINUTE, rule_with())
    assert (alert.state, alert.fired_at) == (State.FIRING, NOW)
    assert change is not None
    assert (change.reason, change.is_told) == (ChangeReason.SILENCE_ENDED, True)


def test_what_ends_under_a_silence_is_never_told() -> None:
    alert, _ = step(AlertState(State.INACTIVE, NOW), seen(OVER), NOW, rule_with(), MUTED)
    alert, change = step(alert, seen(UNDER), NOW + MINUTE, rule_with(), MUTED)
    assert alert.state is State.RESOLVED
    assert change is not None
    assert not change.is_told


def test_outside_the_schedule_nothing_begins_nothing_is_repeated_and_what_is_over_ends() -> None:
    quiet = AlertState(State.INACTIVE, NOW)
    assert step(quiet, seen(OVER), NOW, rule_with(), UNWATCHED) == (quiet, None)
    firing = AlertState(State.FIRING, NOW, NOW, NOW)
    assert step(firing, seen(OVER), NOW + timedelta(days=30), rule_with(), UNWATCHED) == (firing, None)
    alert, _ = step(firing, seen(UNDER), NOW + MINUTE, rule_with(), UNWATCHED)
    assert alert.state is State.RESOLVED


def test_what_nobody_acknowledges_is_escalated_once() -> None:
    rule = shipped_rule().model_copy(update={"escalate_after": 30 * MINUTE})
    alert, changes = after(*[seen(OVER)] * 60, rule=rule)
    assert [change.reason for change in changes] == [ChangeReason.BREACHED, ChangeReason.ESCALATED]
    assert [change.audience for change in changes] == [Audience.CONTACTS, Audience.ESCALATION]
    assert alert.escalated_at == NOW + 30 * MINUTE


def test_an_acknowledged_alert_is_not_escalated() -> None:
    rule = shipped_rule().model_copy(update={"escalate_after": 30 * MINUTE})
    alert = AlertState(State.FIRING, NOW, NOW, NOW)
    alert, _ = step(alert, seen(OVER), NOW + MINUTE, rule, TAKEN_ON)
    assert step(alert, seen(OVER), NOW + timedelta(hours=5), rule, TAKEN_ON) == (alert, None)


def test_a_subject_that_another_alert_hides_neither_begins_nor_ends() -> None:
    hidden = seen(None, Lack.HIDDEN)
    quiet, firing = AlertState(State.INACTIVE, NOW), AlertState(State.FIRING, NOW, NOW, NOW)
    assert step(quiet, hidden, NOW, rule_with()) == (quiet, None)
    assert step(firing, hidden, NOW + MINUTE, rule_with()) == (firing, None)


def test_a_clock_moved_back_does_not_lengthen_the_wait() -> None:
    rule = rule_with(lasting=2 * MINUTE)
    alert, _ = step(AlertState(State.PENDING, NOW), seen(OVER), NOW - timedelta(days=1), rule)
    alert, change = step(alert, seen(OVER), NOW - timedelta(days=1) + 2 * MINUTE, rule)
    assert alert.state is State.FIRING
    assert change is not None
