"""What a run over files did, in a few lines."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from analytics.accounts import ASIDE_REASONS, FLAG_REASONS, Account, Exceptions
from guanjia.hours_files.admission import Admitted
from guanjia.hours_files.refusals import REMEDIES, RefusedRows, RowReason
from guanjia.hours_files.writing import instants
from guanjia.printable import printable

_SHOWN = 20
_NAMED = 5
_ONCE_A_METER = {RowReason.NO_INSTALLATION, RowReason.WRONG_INSTALLATION}


def refusal_lines(file: str, refused: RefusedRows) -> Iterator[str]:
    """Return the first refusals, each with its line, reason and remedy, and how many more there are.

    What is wrong with a whole meter is told at its first row only.
    """
    told: set[tuple[str, RowReason]] = set()
    shown = 0
    for row, reason in enumerate(refused.reasons()):
        meter = str(refused.meter[row])
        if reason in _ONCE_A_METER and (meter, reason) in told:
            continue
        told.add((meter, reason))
        shown += 1
        if shown <= _SHOWN:
            cells = ",".join(str(cell) for cell in (meter, refused.at[row], refused.value[row]))
            yield f"{file}:{refused.line[row]}: {printable(cells)}: {reason.value}: {REMEDIES[reason]}"
    if shown > _SHOWN:
        yield f"{file}: {shown - _SHOWN} more; --refused FILE lists every row"


def summary_lines(
    admitted: Admitted, account: Account, installed: Collection[str], seconds: float
) -> Iterator[str]:
    """Return the figures of a run, for people; `installed` are the meters with installations."""
    hours, reasons = account.hours, Counter(admitted.refused.reasons())
    conflicts = reasons.pop(RowReason.CONFLICT, 0)
    total = float(np.abs(hours.amount).sum())
    share = float(np.abs(hours.estimated).sum()) / total if total else 0.0
    rows = len(admitted.readings.at)
    yield f"meters     {len(np.unique(admitted.readings.meter))}{_silent(admitted, installed)}"
    yield f"readings   {rows} ({admitted.duplicates} identical duplicates beside)"
    yield f"hours      {len(hours.hour)}, {share:.1%} of the amount estimated"
    yield f"set aside  {_by_reason(account.aside, ASIDE_REASONS)}{_biggest(account.aside, admitted.meters)}"
    yield f"flagged    {_by_reason(account.flagged, FLAG_REASONS)}"
    yield f"refused    {_counted({reason.value: count for reason, count in reasons.items()})}"
    yield f"conflicts  {conflicts}"
    yield f"seconds    {seconds:.1f}"


def _silent(admitted: Admitted, installed: Collection[str]) -> str:
    """Name meters in place of which no reading counts: a code is written otherwise in one of the files."""
    heard = {admitted.meters[place] for place in np.unique(admitted.readings.meter)}
    silent = sorted(set(installed) - heard)
    if not silent:
        return ""
    more = ", ..." if len(silent) > _NAMED else ""
    return f"; {len(silent)} installed without a reading: {printable(', '.join(silent[:_NAMED]))}{more}"


def _by_reason(exceptions: Exceptions, names: Sequence[str]) -> str:
    return _counted(Counter(str(names[reason]) for reason in exceptions.reason.tolist()))


def _counted(counts: dict[str, int]) -> str:
    parts = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    return f"{sum(counts.values())}" + (f" ({parts})" if parts else "")


def _biggest(aside: Exceptions, meters: Sequence[str]) -> str:
    if not len(aside.at):
        return ""
    place = int(np.argmax(np.abs(aside.value)))
    at = instants(aside.at[place : place + 1])[0]
    return f"; the biggest: {aside.value[place]:g} at {meters[aside.meter[place]]}, {at}"
