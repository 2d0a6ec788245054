"""Compute the figures of institutions whose meters, people or quotas changed."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

import numpy as np

from analytics.aggregates import local_days
from analytics.water import NoFigure, Progress, Year, figure, water_per_person
from analytics.worker.hours import Batch
from models.figures import JudgingQuota, Subject
from models.quotas import Indicator
from storage import indicators
from storage.consumption import Connection
from storage.devices import registry_revision

EVERY = timedelta(seconds=5)
"""How often figures are computed while hours keep changing."""

_WATER = Indicator.WATER_PER_PERSON

_log = logging.getLogger(__name__)


class Figures:
    """Remembers what is dirty: years of meters whose hours changed; everything after a registry change.

    Only memory holds that, so a worker that starts takes everything for dirty.
    """

    def __init__(self) -> None:
        self._dirty: set[tuple[int, int]] = set()
        self._revision: int | None = None
        self._computed_at: datetime | None = None
        self._said: set[tuple[str, int, NoFigure]] = set()

    def note(self, batch: Batch) -> None:
        """Take in what a batch changed."""
        zones = {meter.id: ZoneInfo(meter.zone) for meter in batch.meters}
        for meter, hours in batch.changed.items():
            years = np.unique(local_days(hours, zones[meter]).astype("datetime64[Y]"))
            self._dirty |= {(meter, year.year) for year in years.tolist()}

    def is_due(self, now: datetime) -> bool:
        """Tell whether figures were not computed just now."""
        return self._computed_at is None or not timedelta() <= now - self._computed_at < EVERY

    def compute(self, connection: Connection, now: datetime) -> None:
        """Compute what is dirty; each institution in a transaction of its own."""
        revision, due = registry_revision(connection), self._dirty_years(connection)
        subjects = indicators.subjects(connection)
        if revision != self._revision:
            due |= {(one.id, now.astimezone(ZoneInfo(one.zone)).year) for one in subjects.values()}
        for institution, year in sorted(due):
            if institution in subjects:
                self._compute_water(connection, subjects[institution], Year(year), now)
        self._dirty, self._revision, self._computed_at = set(), revision, now

    def _dirty_years(self, connection: Connection) -> set[tuple[int, int]]:
        owners: Mapping[int, int] = {}
        if self._dirty:
            owners = indicators.institutions_of(connection, [meter for meter, _ in self._dirty])
        return {(owners[meter], year) for meter, year in self._dirty if meter in owners}

    def _compute_water(self, connection: Connection, subject: Subject, year: Year, now: datetime) -> None:
        today = now.astimezone(ZoneInfo(subject.zone)).date()
        with connection.transaction():
            indicators.lock(connection, subject.id)
            day = min(today, year.end - timedelta(days=1))
            quota = indicators.judging_quota(connection, subject.id, _WATER, day)
            outcome = NoFigure.NO_QUOTA if quota is None else _water(connection, subject, year, quota)
            if quota is not None and isinstance(outcome, Progress):
                indicators.write(connection, figure(subject, year, quota, outcome, now))
                return
            indicators.remove(connection, subject.id, _WATER, year.start)
        if isinstance(outcome, NoFigure):
            self._explain(outcome, subject, year)

    def _explain(self, why: NoFigure, subject: Subject, year: Year) -> None:
        """Say what is missing, once; an institution without quota or water meters needs neither."""
        match why:
            case NoFigure.NO_PEOPLE:
                if (subject.code, year.number, why) not in self._said:
                    self._said.add((subject.code, year.number, why))
                    _log.warning(
                        "no water per person institution=%s year=%d reason=%s remedy=%s",
                        subject.code,
                        year.number,
                        why,
                        "give the people its quota counts under `occupancy` of its site or buildings",
                    )
            case NoFigure.NO_QUOTA | NoFigure.NO_WATER:
                return
            case _:
                assert_never(why)


def _water(connection: Connection, subject: Subject, year: Year, quota: JudgingQuota) -> Progress | NoFigure:
    use = indicators.fresh_water_days(connection, subject.id, year.start, year.end)
    people = indicators.people(connection, subject.id, quota.counts, year.start, year.end)
    return water_per_person(use, people, year, quota.value)
