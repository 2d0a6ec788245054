"""The ledger: settlements of periods that are over, and late data of confirmed ones carried on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from analytics.allowances.periods import earlier
from analytics.allowances.settlement import Rate, adjustment, blocked, settle
from guanjia.allowances.book import Book, Subject, ensured, serving_of, use_of
from models.allowance_file import Money, Rule
from models.allowances import Allowance, Entry, EntryKind, EntryStatus, Serving
from models.errors import GuanjiaError
from storage import allowances as stored


@dataclass(frozen=True, slots=True)
class Settled:
    """What a run did: rows of the ledger added or brought up to date, adjustments, and those that wait."""

    settlements: int = 0
    adjustments: int = 0
    waiting: tuple[str, ...] = ()

    def __add__(self, other: "Settled") -> "Settled":
        """Count two runs together."""
        return Settled(
            self.settlements + other.settlements,
            self.adjustments + other.adjustments,
            self.waiting + other.waiting,
        )


def settled(book: Book, of: Subject, month: date | None = None) -> Settled:
    """Bring the ledger of a place up to date; running it again changes nothing.

    Raises
    ------
    GuanjiaError
        When the month that is named is not over.
    """
    if month is not None:
        _over(ensured(book, of, month), of)
    done = _adjusted(book, of)
    for allowance in stored.allowances(book.connection, of.place.code, of.medium):
        if allowance.period.end <= of.today and month in (None, allowance.period.month):
            done += Settled(settlements=_settled(book, of, allowance))
    return done


def latest(entries: Sequence[Entry], allowance: Allowance) -> Entry | None:
    """Return the settlement of a period that counts: the newest one."""
    found = [each for each in entries if each.allowance == allowance.id and each.kind is EntryKind.SETTLEMENT]
    return found[-1] if found else None


def carried(entries: Sequence[Entry], allowance: Allowance) -> float:
    """Return the sum of the adjustments that a period takes over."""
    return sum(
        each.volume
        for each in entries
        if each.allowance == allowance.id and each.kind is EntryKind.ADJUSTMENT
    )


def _over(allowance: Allowance, of: Subject) -> None:
    if allowance.period.end > of.today:
        raise GuanjiaError(
            f"the period {allowance.period.month:%Y-%m} is not over: the first day after it is"
            f" {allowance.period.end}, and today is {of.today}"
        )


def _settled(book: Book, of: Subject, allowance: Allowance) -> int:
    entries = stored.entries(book.connection, of.place.code, of.medium)
    last = latest(entries, allowance)
    if last is not None and last.status is EntryStatus.CONFIRMED:
        return 0
    fresh = _settlement(book, of, allowance, carried(entries, allowance))
    if last is not None and last.status.is_open:
        if _figures(fresh) == _figures(last):
            return 0
        stored.update_entry(book.connection, replace(fresh, id=last.id))
    elif last is None or _judged(fresh) != _judged(last):
        stored.add_entry(book.connection, fresh)
    else:
        return 0
    return 1


def _settlement(book: Book, of: Subject, allowance: Allowance, taken_over: float) -> Entry:
    by, period = serving_of(book, of), allowance.period
    use = use_of(book, of, by, period.start, period.end)
    rule = next((each for each in book.file.rules if each.medium is of.medium), None)
    approval = allowance.approval
    judged = settle(
        use,
        approved=None if approval is None else approval.volume,
        carried=taken_over,
        asides=stored.asides(book.connection, by, of.place.zone, period),
        limits=book.limits,
        rates=_rates(rule),
    )
    return Entry(
        id=0,
        allowance=allowance.id,
        kind=EntryKind.SETTLEMENT,
        status=EntryStatus.BLOCKED if judged.blocks else EntryStatus.PROPOSED,
        settled=None,
        approval=None if approval is None else approval.id,
        approved=None if approval is None else approval.volume,
        volume=use.volume,
        carried=taken_over,
        amount=judged.amount,
        currency="" if rule is None else rule.currency,
        rule="" if rule is None else f"{rule.code} ({rule.status})",
        coverage=use.coverage,
        estimated_share=use.estimated_share,
        revision=use.revision,
        shares=by.shares,
        blocks=judged.blocks,
        computed_at=book.now,
    )


def _adjusted(book: Book, of: Subject) -> Settled:
    done = Settled()
    for allowance in stored.allowances(book.connection, of.place.code, of.medium):
        entries = stored.entries(book.connection, of.place.code, of.medium)
        last = latest(entries, allowance)
        if last is not None and last.status is EntryStatus.CONFIRMED:
            done += _late(book, of, allowance, last)
    return done


def _late(book: Book, of: Subject, allowance: Allowance, confirmed: Entry) -> Settled:
    """Carry what late data changed of a confirmed period into the next open one."""
    # the meters of then: a registry that was rearranged since changes nobody's past
    by = Serving(allowance.unit, confirmed.shares)
    use = use_of(book, of, by, allowance.period.start, allowance.period.end)
    entries = stored.entries(book.connection, of.place.code, of.medium)
    adjusted = sum(each.volume for each in entries if each.settled == confirmed.id)
    further = adjustment(use.volume, confirmed.volume, adjusted)
    if further is None:
        return Settled()
    asides = stored.asides(book.connection, by, of.place.zone, allowance.period)
    if blocked(use, asides=asides, limits=book.limits):
        return Settled(waiting=(f"{of.place.code} {allowance.period.month:%Y-%m}",))
    into = ensured(book, of, _next_open(book, of, allowance.period.month))
    late = replace(
        confirmed,
        allowance=into.id,
        kind=EntryKind.ADJUSTMENT,
        status=EntryStatus.RECORDED,
        settled=confirmed.id,
        approval=None,
        approved=None,
        volume=further,
        carried=0.0,
        amount=None,
        coverage=use.coverage,
        estimated_share=use.estimated_share,
        revision=use.revision,
        computed_at=book.now,
    )
    stored.add_entry(book.connection, late)
    return Settled(adjustments=1)


def _next_open(book: Book, of: Subject, month: date) -> date:
    """Return the first month after another that nobody has decided on."""
    entries = stored.entries(book.connection, of.place.code, of.medium)
    decided = {
        each.period.month
        for each in stored.allowances(book.connection, of.place.code, of.medium)
        if (last := latest(entries, each)) is not None and not last.status.is_open
    }
    following = earlier(month, -1)
    while following in decided:
        following = earlier(following, -1)
    return following


def _rates(rule: Rule | None) -> tuple[Rate, Rate]:
    if rule is None:
        return Rate(), Rate()
    return _rate(rule, rule.reward), _rate(rule, rule.fine)


def _rate(rule: Rule, money: Money) -> Rate:
    if money.share is not None and rule.price is not None:
        return Rate(rule.price * money.share, money.cap)
    return Rate(money.rate, money.cap)


def _figures(entry: Entry) -> tuple[object, ...]:
    return (*_judged(entry), entry.rule, entry.coverage, entry.estimated_share, entry.revision)


def _judged(entry: Entry) -> tuple[object, ...]:
    """Return what a person who rejected a row said no to: other figures are proposed again."""
    said = (entry.approval, entry.volume, entry.carried, entry.amount, entry.currency, entry.blocks)
    return (*said, tuple(sorted(entry.shares.items())))
