"""What only a person does: approve a volume, confirm or reject a settlement."""

import math
from dataclasses import dataclass, replace
from datetime import date

from guanjia.allowances.book import Book, Subject, ensured, serving_of, subject
from guanjia.allowances.settling import latest, settled
from guanjia.allowances.words import REMEDIES
from models.allowances import Allowance, Approval, Entry, EntryKind, EntryStatus
from models.errors import GuanjiaError
from storage import allowances as stored
from storage.audit import record


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said, and who it was; `why` may be empty where nothing needs a reason."""

    author: str
    why: str = ""


def approved(book: Book, of: Subject, month: date, volume: float, said: Said) -> Allowance:
    """Approve a volume for a month.

    Raises
    ------
    GuanjiaError
        When nobody says who approves, the volume is none, no meter of the medium serves the place, the month
        was confirmed, or a volume was approved before and no reason is given for another.
    """
    where = f"{of.place.code} {of.place.name} {month:%Y-%m}"
    if not math.isfinite(volume) or volume < 0:
        raise GuanjiaError(f"{where}: {volume} {of.unit} is no volume: give a number of 0 or more")
    _named(said)
    # nobody could ever judge it, and it could not be taken back
    serving_of(book, of)
    allowance = ensured(book, of, month)
    last = latest(stored.entries(book.connection, of.place.code, of.medium), allowance)
    if last is not None and last.status is EntryStatus.CONFIRMED:
        raise GuanjiaError(f"{where} was confirmed by {last.decided_by}: its approved volume stays")
    before = allowance.approval
    if before is not None and not said.why.strip():
        raise GuanjiaError(
            f"{where}: {before.author} approved {before.volume:g} {of.unit} on {before.at:%Y-%m-%d}: give"
            " --note with the reason why another volume replaces it"
        )
    approval = Approval(
        0,
        allowance.id,
        volume,
        said.author.strip(),
        book.now,
        said.why.strip(),
        None if before is None else before.id,
    )
    stored.approve(book.connection, approval)
    record(
        book.connection,
        approval.author,
        "approve",
        f"allowance {of.place.code} {month:%Y-%m}",
        None if before is None else {"volume": before.volume, "unit": of.unit},
        {"volume": volume, "unit": of.unit, "note": approval.note},
    )
    return ensured(book, of, month)


def confirmed(book: Book, number: int, said: Said) -> Entry:
    """Confirm a settlement as it stands in the ledger.

    Raises
    ------
    GuanjiaError
        When it is blocked, decided, or no settlement; or the data say something else by now: then the row
        shows the new figures, for a person to look at again.
    """
    _named(said)
    entry, of = _open(book, number)
    settled(book, of)
    again = _found(book, number)
    if replace(again, computed_at=entry.computed_at) != entry:
        book.connection.commit()
        raise GuanjiaError(
            f"row {number} changed with the data since it was proposed: used {entry.volume:.3f} then,"
            f" {again.volume:.3f} {of.unit} now; look at it (`guanjia allowance ledger`) and confirm again"
        )
    if entry.status is EntryStatus.BLOCKED:
        reasons = "; ".join(REMEDIES[block] for block in entry.blocks)
        raise GuanjiaError(f"row {number} is blocked: {reasons}")
    stored.decide(book.connection, number, EntryStatus.CONFIRMED, said.author.strip(), book.now)
    _note_decided(book, entry, EntryStatus.CONFIRMED, said)
    return _found(book, number)


def rejected(book: Book, number: int, said: Said) -> Entry:
    """Reject a settlement; it is proposed again only with other figures."""
    _named(said)
    if not said.why.strip():
        raise GuanjiaError(f"row {number}: say with --why what is wrong with it")
    entry, _ = _open(book, number)
    stored.decide(
        book.connection, number, EntryStatus.REJECTED, said.author.strip(), book.now, said.why.strip()
    )
    _note_decided(book, entry, EntryStatus.REJECTED, said)
    return _found(book, number)


def _note_decided(book: Book, entry: Entry, status: EntryStatus, said: Said) -> None:
    was, became = {"state": entry.status}, {"state": status, "reason": said.why.strip()}
    record(book.connection, said.author.strip(), "decide", f"settlement {entry.id}", was, became)


def _named(said: Said) -> None:
    if not said.author.strip():
        raise GuanjiaError("say with --by who decides: an empty name is nobody")


def _open(book: Book, number: int) -> tuple[Entry, Subject]:
    entry = _found(book, number)
    if entry.kind is EntryKind.ADJUSTMENT:
        raise GuanjiaError(f"row {number} is an adjustment: it counts in its period, and is decided with it")
    if not entry.status.is_open:
        raise GuanjiaError(f"row {number} was {entry.status} by {entry.decided_by}: that stays")
    allowance = next(each for each in stored.allowances(book.connection) if each.id == entry.allowance)
    return entry, subject(book, allowance.place, allowance.medium)


def _found(book: Book, number: int) -> Entry:
    for entry in stored.entries(book.connection):
        if entry.id == number:
            return entry
    raise GuanjiaError(f"no row {number} in the ledger; `guanjia allowance ledger` lists them")
