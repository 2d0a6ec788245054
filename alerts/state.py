"""The alert's state machine: a pure, total function of state, observation, time, rule and situation."""

import math
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import assert_never

from models.alerts import AlertState, Change, ChangeReason, Lack, Observation, Situation, State
from models.rules import Rule

NORMAL = Situation()

Step = tuple[AlertState, Change | None]


class _Verdict(Enum):
    """What an observation means under a rule."""

    OVER = auto()
    BETWEEN = auto()
    UNDER = auto()
    UNKNOWN = auto()
    HIDDEN = auto()
    GONE = auto()


_MOMENT = timedelta(microseconds=1)
"""The least the database tells apart."""

_CAN_BE_TOLD = frozenset({_Verdict.OVER, _Verdict.BETWEEN})


def step(
    current: AlertState, seen: Observation, now: datetime, rule: Rule, situation: Situation = NORMAL
) -> Step:
    """Return what the alert is after `seen`, and the change with its reason where it changed.

    An alert that fires is not ended by a lack of data: only a value that can be trusted clears it. Outside
    the rule's schedule nothing begins and nobody is told, and what is over ends.
    """
    verdict = _verdict(seen, rule, situation)
    match current.state:
        case State.INACTIVE | State.RESOLVED | State.NO_DATA:
            return _from_quiet(current, verdict, now, rule, situation)
        case State.PENDING:
            return _from_pending(current, verdict, now, rule, situation)
        case State.FIRING | State.ACKNOWLEDGED | State.SILENCED:
            return _from_active(current, verdict, now, rule, situation)
        case _:
            assert_never(current.state)


def _verdict(seen: Observation, rule: Rule, situation: Situation) -> _Verdict:
    if seen.lack is Lack.SUBJECT:
        return _Verdict.GONE
    if seen.lack is Lack.HIDDEN:
        return _Verdict.HIDDEN
    if seen.value is None or math.isnan(seen.value):
        return _Verdict.UNKNOWN
    if rule.limits.is_over(seen.value):
        return _Verdict.OVER if situation.is_watched else _Verdict.BETWEEN
    return _Verdict.UNDER if rule.limits.is_under(seen.value) else _Verdict.BETWEEN


def _from_quiet(
    current: AlertState, verdict: _Verdict, now: datetime, rule: Rule, situation: Situation
) -> Step:
    match verdict:
        case _Verdict.OVER if rule.lasting:
            return _go(current, State.PENDING, ChangeReason.BREACHED, now)
        case _Verdict.OVER:
            return _fire(current, ChangeReason.BREACHED, now, situation)
        case _Verdict.UNKNOWN:
            return _go(current, State.NO_DATA, ChangeReason.NOT_ENOUGH_DATA, now)
        case _Verdict.UNDER | _Verdict.BETWEEN | _Verdict.HIDDEN:
            return _leave_no_data(current, ChangeReason.DATA_RETURNED, now)
        case _Verdict.GONE:
            return _leave_no_data(current, ChangeReason.SUBJECT_GONE, now)
        case _:
            assert_never(verdict)


def _from_pending(
    current: AlertState, verdict: _Verdict, now: datetime, rule: Rule, situation: Situation
) -> Step:
    match verdict:
        case _Verdict.OVER if now - current.since >= rule.lasting:
            return _fire(current, ChangeReason.LASTED, now, situation)
        case _Verdict.OVER:
            # a clock that was moved back must not make the wait longer than the rule says
            return replace(current, since=min(current.since, now)), None
        case _Verdict.UNDER | _Verdict.BETWEEN | _Verdict.HIDDEN:
            return _go(current, State.INACTIVE, ChangeReason.NOT_LASTING, now)
        case _Verdict.UNKNOWN:
            return _go(current, State.NO_DATA, ChangeReason.NOT_ENOUGH_DATA, now)
        case _Verdict.GONE:
            return _go(current, State.INACTIVE, ChangeReason.SUBJECT_GONE, now)
        case _:
            assert_never(verdict)


def _from_active(
    current: AlertState, verdict: _Verdict, now: datetime, rule: Rule, situation: Situation
) -> Step:
    match verdict:
        case _Verdict.UNDER:
            return _go(current, State.RESOLVED, ChangeReason.CLEARED, now)
        case _Verdict.GONE:
            return _go(current, State.RESOLVED, ChangeReason.SUBJECT_GONE, now)
        case _Verdict.OVER | _Verdict.BETWEEN | _Verdict.UNKNOWN | _Verdict.HIDDEN:
            return _stay_active(current, verdict, now, rule, situation)
        case _:
            assert_never(verdict)


def _stay_active(
    current: AlertState, verdict: _Verdict, now: datetime, rule: Rule, situation: Situation
) -> Step:
    fired_at = current.fired_at or current.since
    is_told_now = situation.is_watched and verdict in _CAN_BE_TOLD
    if situation.acknowledged_at is not None and situation.acknowledged_at >= fired_at:
        return _become(current, State.ACKNOWLEDGED, ChangeReason.ACKNOWLEDGED, now)
    if current.state is State.ACKNOWLEDGED:
        return current, None
    if situation.is_silenced:
        return _become(current, State.SILENCED, ChangeReason.SILENCED, now)
    if not is_told_now:
        return current, None
    if current.state is State.SILENCED:
        return _become(current, State.FIRING, ChangeReason.SILENCE_ENDED, now)
    return _tell_again(current, now, rule)


def _tell_again(current: AlertState, now: datetime, rule: Rule) -> Step:
    fired_at = current.fired_at or current.since
    if (
        rule.escalate_after is not None
        and current.escalated_at is None
        and now - fired_at >= rule.escalate_after
    ):
        after = replace(current, escalated_at=now)
        return after, Change(now, State.FIRING, State.FIRING, ChangeReason.ESCALATED)
    if now - (current.told_at or current.since) >= rule.repeat:
        return replace(current, told_at=now), Change(now, State.FIRING, State.FIRING, ChangeReason.REPEATED)
    return current, None


def _fire(current: AlertState, reason: ChangeReason, now: datetime, situation: Situation) -> Step:
    """Begin to fire; under a silence nobody is told.

    An acknowledgement that is there already is of an earlier alert, even if its clock says now or later.
    """
    after = State.SILENCED if situation.is_silenced else State.FIRING
    told_at = now if after is State.FIRING else None
    earlier = situation.acknowledged_at
    fired_at = now if earlier is None else max(now, earlier + _MOMENT)
    return AlertState(after, now, told_at, fired_at), Change(now, current.state, after, reason)


def _become(current: AlertState, after: State, reason: ChangeReason, now: datetime) -> Step:
    """Go on firing in another way: told, taken on, or silenced."""
    if after is current.state:
        return current, None
    told_at = now if after is State.FIRING else current.told_at
    state = replace(
        current, state=after, since=now, told_at=told_at, fired_at=current.fired_at or current.since
    )
    return state, Change(now, current.state, after, reason)


def _go(current: AlertState, after: State, reason: ChangeReason, now: datetime) -> Step:
    if after is current.state:
        return current, None
    return AlertState(after, now), Change(now, current.state, after, reason)


def _leave_no_data(current: AlertState, reason: ChangeReason, now: datetime) -> Step:
    if current.state is not State.NO_DATA:
        return current, None
    return _go(current, State.INACTIVE, reason, now)
