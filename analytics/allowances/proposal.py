"""What to approve: an earlier volume, scaled to the open days and diners of the period to come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.allowances.opening import Custom
from models.allowances import Basis, Load, Period, Reference, Use

_LOADS = (Load.MEAL, Load.DINER, Load.OPEN_DAY)


@dataclass(frozen=True, slots=True)
class Limits:
    """How well a period must be known: the least coverage and the largest estimated share."""

    coverage: float
    estimated_share: float

    def admit(self, use: Use) -> bool:
        """Tell whether a use is known well enough."""
        return use.coverage >= self.coverage and use.estimated_share <= self.estimated_share


@dataclass(frozen=True, slots=True)
class Standing:
    """What a place is given for each meal or open day where it has no history; it says how sure it is."""

    load: Load
    value: float
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A volume to approve with all it was made from; `volume` None: there is nothing to make one from."""

    volume: float | None
    basis: Basis
    load: Load
    load_now: float
    open_days_now: int
    saving_target: float
    references: tuple[Reference, ...] = ()
    standing: Standing | None = None
    skipped: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Earlier periods that a proposal may be made from: the best one, and others, latest first."""

    last_year: Period
    earlier: Sequence[Period]


@dataclass(frozen=True, slots=True)
class Task:
    """For which period of a place a volume is sought, and how much is to be saved."""

    period: Period
    custom: Custom
    saving_target: float
    standing: Sequence[Standing] = ()


def propose(
    task: Task, candidates: Candidates, use_of: Callable[[Period], Use | None], limits: Limits
) -> Proposal:
    """Propose a volume: from last year, or earlier periods, or a standing value per meal or open day.

    Parameters
    ----------
    task : Task
        The period to come; its place's custom.
    candidates : Candidates
        The same period of last year, and up to three earlier ones that are over.
    use_of : callable
        What was used in a period; None: there was no meter yet.
    limits : Limits
        Periods known less well are skipped, and named.

    Notes
    -----
    proposal = volume / load x load of the period x (1 - saving target). The load of a period is the meals
    served in it; where either period lacks them, the diners of its open days; else its open days.

    Examples
    --------
    118.25 m3 last year at 22 open days x 430 diners, and 23 x 440 now, 2 % to be saved:
    118.25 / 9460 x 10120 x 0.98 = 123.97 m3.
    """
    good, skipped = _good([candidates.last_year], use_of, limits)
    if good:
        return _scaled(task, Basis.LAST_YEAR, good, skipped)
    good, more = _good(candidates.earlier, use_of, limits)
    if good:
        return _scaled(task, Basis.EARLIER_PERIODS, good[:3], (*skipped, *more))
    return _standing(task, (*skipped, *more))


def load_of(custom: Custom, periods: Sequence[Period]) -> Load:
    """Return the finest load that is known of every one of some periods."""
    return next(
        load
        for load in _LOADS
        if load is Load.OPEN_DAY or all(custom.load(load, each.start, each.end) for each in periods)
    )


def _good(
    periods: Sequence[Period], use_of: Callable[[Period], Use | None], limits: Limits
) -> tuple[list[tuple[Period, Use]], tuple[Period, ...]]:
    known = [(each, use_of(each)) for each in periods]
    good = [(each, use) for each, use in known if use is not None and limits.admit(use) and use.volume > 0]
    taken = {each for each, _ in good}
    return good, tuple(each for each in periods if each not in taken)


def _scaled(
    task: Task, basis: Basis, good: Sequence[tuple[Period, Use]], skipped: tuple[Period, ...]
) -> Proposal:
    custom, now = task.custom, task.period
    load = load_of(custom, [now, *(each for each, _ in good)])
    references = tuple(
        Reference(each, use.volume, _open_days(custom, each), _load(custom, load, each)) for each, use in good
    )
    load_then = sum(each.load for each in references)
    load_now = _load(custom, load, now)
    volume = sum(each.volume for each in references)
    return Proposal(
        volume=volume / load_then * load_now * (1 - task.saving_target) if load_then else None,
        basis=basis if load_then else Basis.NONE,
        load=load,
        load_now=load_now,
        open_days_now=_open_days(custom, now),
        saving_target=task.saving_target,
        references=references,
        skipped=skipped,
    )


def _standing(task: Task, skipped: tuple[Period, ...]) -> Proposal:
    custom, now = task.custom, task.period
    days = _open_days(custom, now)
    for standing in task.standing:
        served = custom.meals(now.start, now.end) if standing.load is not Load.OPEN_DAY else float(days)
        if served:
            volume = standing.value * served * (1 - task.saving_target)
            return Proposal(
                volume, Basis.DEFAULT, standing.load, served, days, task.saving_target, (), standing, skipped
            )
    load = load_of(custom, [now])
    return Proposal(
        None, Basis.NONE, load, _load(custom, load, now), days, task.saving_target, skipped=skipped
    )


def _open_days(custom: Custom, of: Period) -> int:
    return len(custom.open_days(of.start, of.end))


def _load(custom: Custom, load: Load, of: Period) -> float:
    found = custom.load(load, of.start, of.end)
    return 0.0 if found is None else found


def same_period_last_year(of: Period) -> Period:
    """Return the period that began a year earlier; its days are counted by the same billing days."""
    return Period(_year_before(of.month), _year_before(of.start), _year_before(of.end))


def _year_before(day: date) -> date:
    # no billing day is after the 28th, so that the day exists
    return day.replace(year=day.year - 1)
