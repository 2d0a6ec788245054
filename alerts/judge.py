"""Judging: every rule that is due against what it watches, under schedules, silences, acknowledgements."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg

from alerts.directory import Directory
from alerts.seeing.observing import count_watched, observe
from alerts.seeing.sight import Allowances, Sight, no_allowances
from alerts.state import step
from models.alerts import AlertState, Change, ChangeReason, Lack, Observation, Situation, State
from models.calendar import Calendar
from models.errors import ConfigError, NoCalendarError
from models.rules import AbsenceRule, OverQuotaRule, Rule, Span, ThresholdRule
from storage import alerting, silences
from storage.alerting import Judgement, Remembered
from storage.devices import registry_revision
from storage.silences import Silence
from storage.watched import watched

Rules = Callable[[], Sequence[Rule]]
"""The rules as they are now: they may change while the worker runs."""

_ACTIVE = frozenset({State.PENDING, State.FIRING, State.ACKNOWLEDGED, State.SILENCED})

_log = logging.getLogger(__name__)


class Judge:
    """Judges rules; remembers the registry while it does not change, and when each rule was judged."""

    def __init__(self, rules: Rules, calendar: Calendar, allowances: Allowances = no_allowances) -> None:
        self.rules = rules
        self._calendar = calendar
        self._allowances = allowances
        self._directory = Directory(-1, ())
        self._judged_at: dict[str, datetime] = {}
        self._said: set[str] = set()

    def judge(
        self, connection: psycopg.Connection, now: datetime, *, everything: bool = False
    ) -> list[Judgement]:
        """Return what becomes of the alerts of the rules that are due; of all of them if `everything`.

        The same few queries however many meters there are.
        """
        rules = self.rules()
        due = [rule for rule in rules if everything or self._is_due(rule, now)]
        if not due:
            return []
        self._look_up(connection)
        remembered = alerting.remembered_alerts(connection)
        quiet = silences.silences(connection, now)
        found = [*self._orphans(rules, remembered, now)]
        sight = self._sight(connection)
        for rule in due:
            self._judged_at[rule.code] = now
            known = remembered.get(rule.code, {})
            observations = list(observe(sight, self._directory, rule, now, known))
            found += judge(rule, observations, known, now, self._situations(rule, quiet, now))
        return found

    def judge_anew(
        self, connection: psycopg.Connection, rule: Rule, remembered: Mapping[str, Remembered], now: datetime
    ) -> list[Judgement]:
        """Return what becomes of the alerts of one rule at any instant, without silences."""
        self._look_up(connection)
        sight = self._sight(connection)
        observations = list(observe(sight, self._directory, rule, now, remembered))
        return judge(rule, observations, remembered, now, self._situations(rule, (), now))

    def watches(self, connection: psycopg.Connection, rule: Rule) -> int:
        """Return how many meters, devices, vehicles or institutions a rule means."""
        self._look_up(connection)
        return count_watched(self._sight(connection), self._directory, rule)

    def _sight(self, connection: psycopg.Connection) -> Sight:
        return Sight(connection, self._calendar, self._allowances)

    def _is_due(self, rule: Rule, now: datetime) -> bool:
        before = self._judged_at.get(rule.code)
        return before is None or not timedelta() <= now - before < _every(rule)

    def _look_up(self, connection: psycopg.Connection) -> None:
        current = registry_revision(connection)
        if current != self._directory.revision:
            self._directory = Directory(current, watched(connection))

    def _situations(
        self, rule: Rule, quiet: Sequence[Silence], now: datetime
    ) -> Callable[[Observation, Remembered | None], Situation]:
        active = [silence for silence in quiet if self._holds(silence, now)]
        watched_in: dict[tuple[str, str | None], bool] = {}

        def situation(what: Observation, before: Remembered | None) -> Situation:
            key = (what.timezone, what.heating)
            if key not in watched_in:
                watched_in[key] = self._is_watched(rule, *key, now)
            return Situation(
                watched_in[key],
                any(silence.covers(rule.code, what) for silence in active),
                None if before is None else before.acknowledged_at,
            )

        return situation

    def _holds(self, silence: Silence, now: datetime) -> bool:
        try:
            return silence.is_active(now)
        except ConfigError as error:
            if str(error) not in self._said:
                self._said.add(str(error))
                _log.error("silence left out number=%d error=%s", silence.id, error)
            return False

    def _is_watched(self, rule: Rule, timezone: str, heating: str | None, now: datetime) -> bool:
        try:
            return rule.schedule.holds(now, ZoneInfo(timezone), heating, self._calendar)
        except NoCalendarError as error:
            # not to watch would be silence nobody asked for
            if str(error) not in self._said:
                self._said.add(str(error))
                _log.error("schedule without calendar, watched always rule=%s error=%s", rule.code, error)
            return True

    def _orphans(
        self, rules: Sequence[Rule], remembered: Mapping[str, Mapping[str, Remembered]], now: datetime
    ) -> Iterator[Judgement]:
        """End the alerts of rules that are gone."""
        known = {rule.code for rule in rules}
        for code, alerts in remembered.items():
            for alert in alerts.values():
                if code not in known and alert.state in _ACTIVE:
                    change = Change(now, alert.state, State.RESOLVED, ChangeReason.RULE_GONE)
                    gone = Observation(alert.subject, alert.institution_id, None, Lack.SUBJECT, {})
                    state = AlertState(State.RESOLVED, now)
                    yield Judgement(code, "", timedelta(), alert.severity, gone, state, change)


def _every(rule: Rule) -> timedelta:
    """Return how often a rule is judged: what is made of hours and days changes rarely, and asking costs."""
    match rule:
        case ThresholdRule(of=Span.READING):
            return timedelta()
        case OverQuotaRule():
            return timedelta(seconds=5)
        case AbsenceRule():
            return timedelta(seconds=30)
        case _:
            return timedelta(minutes=1)


def judge(
    rule: Rule,
    observations: Sequence[Observation],
    remembered: Mapping[str, Remembered],
    now: datetime,
    situation: Callable[[Observation, Remembered | None], Situation] = lambda _, __: Situation(),
) -> list[Judgement]:
    """Return what each alert of `rule` becomes; what never left inactive is not worth a row."""
    seen_now = {observation.subject for observation in observations}
    gone = [_gone(alert) for alert in remembered.values() if alert.subject not in seen_now]
    return list(_worth_a_row(rule, (*observations, *gone), remembered, now, situation))


def _worth_a_row(
    rule: Rule,
    observations: Iterable[Observation],
    remembered: Mapping[str, Remembered],
    now: datetime,
    situation: Callable[[Observation, Remembered | None], Situation],
) -> Iterator[Judgement]:
    group = rule.group or rule.kind
    for what in observations:
        before = remembered.get(what.subject)
        current = before.alert_state if before else AlertState(State.INACTIVE, now)
        state, change = step(current, what, now, rule, situation(what, before))
        if change or (before and (state != current or (state.state in _ACTIVE and what.figures))):
            yield Judgement(rule.code, group, rule.wait, rule.severity, what, state, change)


def _gone(alert: Remembered) -> Observation:
    return Observation(alert.subject, alert.institution_id, None, Lack.SUBJECT, {})
