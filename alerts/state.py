"""The alert's state machine: a pure, total function of state, observation, time and rule."""

import math
from datetime import datetime
from enum import Enum, auto
from typing import assert_never

from models.alerts import AlertState, Change, ChangeReason, Lack, Observation, State
from models.rules import Rule


class _Verdict(Enum):
    """What an observation means under a rule."""

    OVER = auto()
    BETWEEN = auto()
    UNDER = auto()
    UNKNOWN = auto()
    GONE = auto()


def step(
    current: AlertState, seen: Observation, now: datetime, rule: Rule
) -> tuple[AlertState, Change | None]:
    """Return what the alert is after `seen`, and the change with its reason where it changed.

    An alert that fires is not ended by a lack of data: only a value that can be trusted clears it.
    """
    verdict = _verdict(seen, rule)
    match current.state:
        case State.INACTIVE | State.RESOLVED | State.NO_DATA:
            return _from_quiet(current, verdict, now, rule)
        case State.PENDING:
            return _from_pending(current, verdict, now, rule)
        case State.FIRING | State.ACKNOWLEDGED | State.SILENCED:
            return _from_active(current, verdict, now, rule)
        case _:
            assert_never(current.state)


def _verdict(seen: Observation, rule: Rule) -> _Verdict:
    if seen.lack is Lack.SUBJECT:
        return _Verdict.GONE
    if seen.value is None or math.isnan(seen.value):
        return _Verdict.UNKNOWN
    if seen.value > rule.fires_above:
        return _Verdict.OVER
    return _Verdict.UNDER if seen.value < rule.clears_below else _Verdict.BETWEEN


def _from_quiet(
    current: AlertState, verdict: _Verdict, now: datetime, rule: Rule
) -> tuple[AlertState, Change | None]:
    match verdict:
        case _Verdict.OVER:
            after = State.PENDING if rule.lasting else State.FIRING
            return _go(current, after, ChangeReason.BREACHED, now)
        case _Verdict.UNKNOWN:
            return _go(current, State.NO_DATA, ChangeReason.NOT_ENOUGH_DATA, now)
        case _Verdict.UNDER | _Verdict.BETWEEN:
            return _leave_no_data(current, ChangeReason.DATA_RETURNED, now)
        case _Verdict.GONE:
            return _leave_no_data(current, ChangeReason.SUBJECT_GONE, now)
        case _:
            assert_never(verdict)


def _from_pending(
    current: AlertState, verdict: _Verdict, now: datetime, rule: Rule
) -> tuple[AlertState, Change | None]:
    match verdict:
        case _Verdict.OVER if now - current.since >= rule.lasting:
            return _go(current, State.FIRING, ChangeReason.LASTED, now)
        case _Verdict.OVER:
            # a clock that was moved back must not make the wait longer than the rule says
            return AlertState(State.PENDING, min(current.since, now), current.told_at), None
        case _Verdict.UNDER | _Verdict.BETWEEN:
            return _go(current, State.INACTIVE, ChangeReason.NOT_LASTING, now)
        case _Verdict.UNKNOWN:
            return _go(current, State.NO_DATA, ChangeReason.NOT_ENOUGH_DATA, now)
        case _Verdict.GONE:
            return _go(current, State.INACTIVE, ChangeReason.SUBJECT_GONE, now)
        case _:
            assert_never(verdict)


def _from_active(
    current: AlertState, verdict: _Verdict, now: datetime, rule: Rule
) -> tuple[AlertState, Change | None]:
    match verdict:
        case _Verdict.UNDER:
            return _go(current, State.RESOLVED, ChangeReason.CLEARED, now)
        case _Verdict.GONE:
            return _go(current, State.RESOLVED, ChangeReason.SUBJECT_GONE, now)
        case _Verdict.OVER | _Verdict.BETWEEN:
            return _remind(current, now, rule)
        case _Verdict.UNKNOWN:
            return current, None
        case _:
            assert_never(verdict)


def _go(
    current: AlertState, after: State, reason: ChangeReason, now: datetime
) -> tuple[AlertState, Change | None]:
    if after is current.state:
        return current, None
    told_at = now if after is State.FIRING else None
    return AlertState(after, now, told_at), Change(now, current.state, after, reason)


def _leave_no_data(
    current: AlertState, reason: ChangeReason, now: datetime
) -> tuple[AlertState, Change | None]:
    if current.state is not State.NO_DATA:
        return current, None
    return _go(current, State.INACTIVE, reason, now)


def _remind(current: AlertState, now: datetime, rule: Rule) -> tuple[AlertState, Change | None]:
    if current.state is not State.FIRING or now - (current.told_at or current.since) < rule.repeat:
        return current, None
    change = Change(now, State.FIRING, State.FIRING, ChangeReason.REPEATED)
    return AlertState(State.FIRING, current.since, now), change
