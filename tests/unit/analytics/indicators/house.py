"""An institution in memory: meters with days, places with area and people, quotas, factors."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from typing_extensions import TypedDict, Unpack

from analytics.indicators.facts import Accounts, Basis, Facts
from analytics.indicators.figures import Outcome, figures
from analytics.indicators.periods import Period, year_of
from analytics.indicators.use import side_by_side
from guanjia.calendar_files import read_calendar
from guanjia.quota_files import read_book, shipped_files
from models.amounts import Amounts
from models.figures import Figure, JudgingQuota, MeteringPoint, Occupied, Subject
from models.quotas import UNITS, DayDivisor, Indicator, PeopleCount, Quota, SourceStatus, Tier, TierScheme
from models.registry.kinds import PersonKind, PlaceKind

ROOT = Path(__file__).parents[4]
SHIPPED = read_calendar(ROOT / "config" / "calendar")
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)


def days(
    first: str,
    amounts: Iterable[float],
    meter: int = 1,
    coverage: float = 1.0,
    estimated: float = 0.0,
) -> Amounts:
    """Return consecutive days of one meter; `estimated` is a share."""
    values = np.array(list(amounts), dtype=np.float64)
    start = np.datetime64(first, "D") + np.arange(len(values))
    covered = np.full(len(values), coverage)
    return Amounts(np.full(len(values), meter), start, values, values * estimated, covered)


def together(*parts: Amounts) -> Amounts:
    names = ("meter", "start", "amount", "estimated", "coverage")
    return Amounts(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


class Said(TypedDict, total=False):
    """What else is known of a meter: its sub-item, another register, whether it is the institution's own."""

    item: str
    quantity: str
    is_own: bool


def point(
    number: int = 1,
    medium: str = "water",
    *,
    ancestors: Sequence[int] = (),
    kinds: Sequence[Sequence[str]] = (("site",),),
    **said: Unpack[Said],
) -> MeteringPoint:
    register = {"electricity": "energy_kwh", "heat": "heat_gj"}.get(medium, "volume_m3")
    return MeteringPoint(
        number,
        f"m{number}",
        medium,
        said.get("quantity", register),
        said.get("item", ""),
        frozenset(ancestors),
        tuple(frozenset(each) for each in kinds),
        date(2020, 1, 1),
        None,
        said.get("is_own", True),
    )


class Lies(TypedDict, total=False):
    """Where a place lies and when its figures hold."""

    number: int
    within: Sequence[int]
    kinds: Sequence[str]
    since: str
    until: str
    is_own: bool


def place(
    people: float | dict[str, float] | None = None,
    area: float | None = None,
    heated: float | None = None,
    **lies: Unpack[Lies],
) -> Occupied:
    """Return figures of a place; people without a kind are staff."""
    heads = people if isinstance(people, dict) else {} if people is None else {"staff": people}
    return Occupied(
        lies.get("number", 1),
        frozenset(lies.get("within", ())),
        frozenset(lies.get("kinds", ("building", "site"))),
        date.fromisoformat(lies.get("since", "2020-01-01")),
        date.fromisoformat(lies["until"]) if "until" in lies else None,
        area,
        heated,
        heads,
        lies.get("is_own", True),
    )


class Counts(TypedDict, total=False):
    """How a quota counts, as in models.quotas.Quota."""

    counts: tuple[PersonKind, ...]
    weights: dict[PersonKind, float]
    people: PeopleCount
    day_divisor: DayDivisor
    factor_set: str
    excludes: tuple[PlaceKind, ...]
    excludes_traffic: bool


def quota(
    indicator: Indicator = Indicator.WATER_PER_PERSON, value: float | None = 25.0, **counts: Unpack[Counts]
) -> JudgingQuota:
    """Return a quota of one value that counts staff unless told otherwise."""
    return _judging(indicator, TierScheme.PURPOSES, {"通用值": value}, counts)


def ladder(indicator: Indicator, tiers: tuple[float, float, float], **counts: Unpack[Counts]) -> JudgingQuota:
    """Return a quota of three values, the strictest first."""
    named: dict[str, float | None] = dict(zip(("引导值", "基准值", "约束值"), tiers, strict=True))
    return _judging(indicator, TierScheme.LADDER, named, counts)


def _judging(
    indicator: Indicator, scheme: TierScheme, tiers: Mapping[str, float | None], counts: Counts
) -> JudgingQuota:
    standard = Quota(
        code="q",
        indicator=indicator,
        category="机关",
        unit=UNITS[indicator],
        scheme=scheme,
        tiers=tuple(Tier(name=name, name_en=name, value=value, purpose="") for name, value in tiers.items()),
        limit=[*tiers][-1],
        source="s",
        year=2021,
        valid_from=date(2020, 1, 1),
        status=SourceStatus.CONFIRMED,
        **Counts(counts=(PersonKind.STAFF,)) | counts,
    )
    return JudgingQuota(7, date(2020, 1, 1), None, standard)


BOOK = read_book(shipped_files())


class Asked(TypedDict, total=False):
    """What is asked, of whom, and when."""

    points: Sequence[MeteringPoint]
    places: Sequence[Occupied]
    quotas: Sequence[JudgingQuota]
    period: Period
    now: datetime


def accounts(use: Amounts, **asked: Unpack[Asked]) -> Accounts:
    """Return the accounts of an institution with ten staff and a water meter for 2026, or as asked."""
    period, now = asked.get("period", year_of(NOW.date())), asked.get("now", NOW)
    end = year_of(period.end - timedelta(days=1)).end
    facts = Facts(
        Subject(1, "i", "Asia/Shanghai", "yinchuan"),
        tuple(asked.get("points", (point(),))),
        side_by_side(use, date(period.start.year - 2, 1, 1), end),
        tuple(asked.get("places", (place(10),))),
        tuple(asked.get("quotas", ())),
    )
    basis = Basis(SHIPPED, BOOK.factor_sets, tuple(BOOK.grid_factors.values()), "ningxia")
    return Accounts(facts, basis, now.date())


def ask(use: Amounts, **asked: Unpack[Asked]) -> dict[str, Outcome]:
    """Return the figures of these accounts for the period."""
    period, now = asked.get("period", year_of(NOW.date())), asked.get("now", NOW)
    found = figures(accounts(use, **asked), period, (), now)
    return {outcome.figure.indicator: outcome for outcome in found}


def figure(found: dict[str, Outcome], indicator: str) -> Figure:
    """Return the row of an indicator."""
    return found[indicator].figure
