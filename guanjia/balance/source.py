"""What `guanjia balance` prints, as rows for programs: levels, meters fitted, the tree."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any, Final
from zoneinfo import ZoneInfo

from analytics.balance.levels import Level, fitting_rate, metered_volume_rate
from analytics.balance.tree import Judgement
from guanjia.balance.account import Account, account_of
from guanjia.balance.period import period
from guanjia.balance.rows import HEADER
from guanjia.balance.rows import rows as meter_rows
from models.day_span import DaySpan
from models.registry import Medium
from models.table import Table
from storage import balance
from storage.consumption import Connection
from storage.reader import Reader

_FIRST: Final = date(2000, 1, 1)
"""Before it nothing was metered that anybody asks for, and the calendar of zones ends somewhere."""
_OF: Final = ("site", "medium", "unit", "period_start", "period_end")
_LEVELS: Final = (
    *_OF,
    "level",
    "meters",
    "silent",
    "amount",
    "estimated",
    "coverage",
    "below",
    "unaccounted",
    "unaccounted_share",
    "judgement",
    "metered_volume_rate",
)
_FITTINGS: Final = (
    *_OF,
    "level",
    "institution",
    "institution_name",
    "fitted",
    "required",
    "fitting_rate",
    "source",
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows of one kind: their columns, the key they are ordered by, and how an account gives them."""

    columns: Sequence[str]
    key: Sequence[str]
    of: Callable[[Account], Iterator[tuple[object, ...]]]


@dataclass(frozen=True, slots=True)
class BalanceSource:
    """Answers for the API, in the role of who asks; days that are not over yet are in no balance."""

    reader: Reader
    now: Callable[[], datetime]

    def table(self, name: str, parameters: Mapping[str, Any], role: str | None = None) -> Table:
        """Return rows of a kind behind the key `after_...`, at most `rows`; none of what nobody shows."""
        kind = _KINDS[name]
        account = self.reader.ask(lambda connection: self._account(connection, parameters), role)
        found = (
            [] if account is None else [dict(zip(kind.columns, row, strict=True)) for row in kind.of(account)]
        )
        key = itemgetter(*kind.key)
        after = itemgetter(*(f"after_{name}" for name in kind.key))(parameters)
        is_first = parameters[f"after_{kind.key[0]}"] is None
        behind = [row for row in sorted(found, key=key) if is_first or key(row) > after]
        page = behind[: parameters["rows"]]
        return Table({column: [row[column] for row in page] for column in kind.columns})

    def _account(self, connection: Connection, asked: Mapping[str, Any]) -> Account | None:
        site = next((each for each in balance.sites(connection) if each.code == asked["site"]), None)
        if site is None:
            return None
        now, zone = self.now(), ZoneInfo(site.zone)
        wanted = DaySpan(max(asked["since"], _FIRST), asked["until"])
        if wanted.end <= wanted.start or wanted.start >= now.astimezone(zone).date():
            return None
        return account_of(connection, site, Medium(asked["medium"]), period(wanted, zone, now))


def _levels(account: Account) -> Iterator[tuple[object, ...]]:
    for level in account.levels:
        use = level.use
        yield (
            *_of(account),
            level.number,
            len(level.points),
            len(level.absent),
            *((use.amount, use.estimated) if use else (None, None)),
            level.coverage,
            *_below(account, level),
            metered_volume_rate(level, account.levels),
        )


def _below(account: Account, level: Level) -> tuple[object, ...]:
    """Return what the next level counts, and of the first what that leaves unaccounted."""
    below = next((each for each in account.levels if each.number == level.number + 1), None)
    amount = None if below is None or below.use is None else below.use.amount
    lost = account.leakage
    if level.number > 1 or lost.judgement is Judgement.LEAF:
        return amount, None, None, None
    return amount, lost.amount, lost.rate, lost.judgement.value


def _fittings(account: Account) -> Iterator[tuple[object, ...]]:
    for each in account.fittings:
        yield (
            *_of(account),
            each.level,
            each.institution,
            each.institution_name,
            each.fitted,
            each.required,
            fitting_rate(each),
            each.source,
        )


def _of(account: Account) -> tuple[object, ...]:
    return account.site.code, account.medium.value, account.unit, account.period.start, account.period.end


_KINDS: Final[Mapping[str, _Kind]] = {
    "api/balance_levels": _Kind(_LEVELS, ("level",), _levels),
    "api/balance_fittings": _Kind(_FITTINGS, ("level", "institution"), _fittings),
    "api/balance_meters": _Kind(HEADER, ("meter",), meter_rows),
}
"""By what the API calls them."""
