"""Learn what meters use from their own days, once a week; score the days of sites whose hours changed.

A few meters are trained at a time, so that hours get their turn in between, and by one worker at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from analytics.aggregates import edges
from analytics.detection.baseline import Baseline, Learning, baseline_of, scores, trained
from analytics.detection.days import LONGEST_DAYS, Days
from analytics.detection.local_hours import by_local_hour, outdoor_by_local_hour
from analytics.known_days import UNKNOWN, YES, KnownDays
from analytics.registers import Floats
from models.calendar import Calendar
from models.day_span import DaySpan
from storage import detection, gaps
from storage.consumption import Connection
from storage.detection import Learner, Learnt, StoredBaseline
from storage.outdoor import outdoor_hours

EVERY = timedelta(hours=6)
"""How often the days of a site are scored at most."""

LOOK_EVERY = timedelta(minutes=5)
"""How often a worker looks for meters to train and sites to score, once there are none left."""

METERS_A_TURN = 5
"""So many meters are trained before hours get their turn again: each takes about half a second."""

SCORED_DAYS = 14
"""Late data of so many days corrects their scores."""


@dataclass(frozen=True, slots=True)
class _Locality:
    zone: str
    heating: str | None


class Baselines:
    """Trains and scores a turn at a time; remembers when there was nothing left to train."""

    def __init__(self, calendar: Calendar) -> None:
        self._days = KnownDays(calendar)
        self._looked_at: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Tell whether there may be something to train or to score."""
        return self._looked_at is None or not timedelta() <= now - self._looked_at < LOOK_EVERY

    def compute(self, connection: Connection, now: datetime) -> int:
        """Train a turn of meters; once all are trained, score days. Return how many meters were trained."""
        with connection.transaction():
            learners = detection.meters_to_train(connection, now, METERS_A_TURN)
            if learners:
                detection.write_baselines(connection, self._learnt(connection, learners, now), now)
        if len(learners) < METERS_A_TURN:
            self._looked_at = now
            for site in detection.sites_to_score(connection, now, EVERY):
                self._score(connection, site, now)
        return len(learners)

    def _learnt(self, connection: Connection, learners: Sequence[Learner], now: datetime) -> list[Learnt]:
        found: list[Learnt] = []
        in_order = sorted(learners, key=lambda one: (one.zone, one.heating or "", one.id))
        for (zone, heating), group in groupby(in_order, key=lambda one: (one.zone, one.heating)):
            sites = {one.id: one.site for one in group}
            meters = list(sites)
            today = now.astimezone(ZoneInfo(zone)).date()
            first = today - timedelta(days=LONGEST_DAYS)
            hours = _hours(connection, meters, DaySpan(first, today), zone)
            outdoor = _outdoor(connection, sorted(set(sites.values())), DaySpan(first, today), zone)
            odd = detection.odd_days(connection, meters, first, zone)
            for meter, amount in zip(meters, hours, strict=True):
                days = self._of(first, amount, outdoor[sites[meter]], _Locality(zone, heating))
                is_odd = np.isin(days.days, np.array(sorted(odd.get(meter, ())), "datetime64[D]"))
                found.append(_row(meter, trained(days, is_odd)))
        return found

    def _score(self, connection: Connection, site: int, now: datetime) -> None:
        with connection.transaction():
            if not detection.try_site(connection, site):
                return
            known = detection.baselines(connection, site)
            for (zone, heating), group in groupby(known, key=lambda one: (one.zone, one.heating)):
                self._score_part(connection, site, list(group), _Locality(zone, heating), now)
            detection.note_days_scored(connection, site, now)

    def _score_part(
        self,
        connection: Connection,
        site: int,
        known: Sequence[StoredBaseline],
        place: _Locality,
        now: datetime,
    ) -> None:
        today = now.astimezone(ZoneInfo(place.zone)).date()
        first = today - timedelta(days=SCORED_DAYS)
        meters = [one.meter_id for one in known]
        hours = _hours(connection, meters, DaySpan(first, today), place.zone)
        outdoor = _outdoor(connection, [site], DaySpan(first, today), place.zone)[site]
        rows: list[Mapping[str, Any]] = []
        for one, amount in zip(known, hours, strict=True):
            found = scores(_baseline(one), self._of(first, amount, outdoor, place))
            rows += [{**asdict(score), "meter_id": one.meter_id, "version": one.version} for score in found]
        detection.write_scores(connection, meters, first, rows, now)

    def _of(self, first: date, amount: Floats, outdoor_c: Floats, place: _Locality) -> Days:
        dates = np.datetime64(first, "D") + np.arange(len(amount))
        worked, heated = self._days.worked(dates), self._days.heated(dates, place.heating)
        # days of which the calendar does not know the kind are neither learnt from nor scored
        known = (worked != UNKNOWN) & (heated != UNKNOWN)
        amount = np.where(known[:, None], amount, np.nan)
        return Days(first, amount, worked == YES, heated == YES, outdoor_c)


def _hours(connection: Connection, meters: Sequence[int], days: DaySpan, zone: str) -> Floats:
    start, end = edges(days, ZoneInfo(zone))
    hours = gaps.measured_hours(connection, [(meter, start, end) for meter in meters])
    return by_local_hour(hours, meters, (days.start, (days.end - days.start).days), ZoneInfo(zone))


def _outdoor(connection: Connection, sites: Sequence[int], days: DaySpan, zone: str) -> dict[int, Floats]:
    start, end = edges(days, ZoneInfo(zone))
    hours = outdoor_hours(connection, sites, start, end)
    laid = outdoor_by_local_hour(hours, sites, (days.start, (days.end - days.start).days), ZoneInfo(zone))
    return dict(zip(sites, laid, strict=True))


def _baseline(stored: StoredBaseline) -> Baseline:
    dates = stored.trained_from, stored.trained_to, stored.trained_days
    return baseline_of(stored.parameters, stored.spread, dates)


def _row(meter: int, found: Baseline | Learning) -> Learnt:
    if isinstance(found, Learning):
        return Learnt(meter, "learning", found.days_missing, found.trained_days)
    return Learnt(
        meter,
        "ready",
        0,
        found.trained_days,
        found.trained_from,
        found.trained_to,
        found.spread,
        found.parameters(),
    )
