"""What an apply did, or would do, as lines for a terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence

from storage.registry import Applied, Change, ChangeKind, Subject

_PLURALS = {
    Subject.INSTALLATION: "installations",
    Subject.TRACKER: "vehicle trackers",
    Subject.OCCUPANCY: "occupancies",
}
_DATED = frozenset({Subject.INSTALLATION, Subject.OCCUPANCY, Subject.REQUIREMENT, Subject.TRACKER})
_DONE = {
    ChangeKind.ADD: "added",
    ChangeKind.CHANGE: "changed",
    ChangeKind.END: "ended",
    ChangeKind.CLOSE: "closed",
}


def report_lines(applied: Applied, *, dry_run: bool) -> Iterator[str]:
    """Yield the changes by kind with their counts, what was left alone, what to look at, and the outcome."""
    for kind in ChangeKind:
        for subject in Subject:
            chosen = [each for each in applied.changes if each.kind is kind and each.subject is subject]
            if chosen:
                yield f"{kind} {_counted(len({_entry(each) for each in chosen}), subject)}"
                yield from (f"  {_line(each)}" for each in chosen)
    if applied.left:
        yield "in the database, not in the file: left as it is"
        yield from (f"  {left.subject} {left.code} {left.name}".rstrip() for left in applied.left)
    if applied.notices:
        yield "look at these; they keep nothing from being applied"
        yield from (f"  {notice}" for notice in applied.notices)
    yield _outcome(applied, dry_run=dry_run)


def _outcome(applied: Applied, *, dry_run: bool) -> str:
    if not applied.changes:
        return f"nothing to change: revision {applied.revision} is what the files say"
    kinds = Counter(change.kind for change in _entries(applied.changes))
    counts = ", ".join(f"{kinds[kind]} {_DONE[kind]}" for kind in ChangeKind if kinds[kind])
    if dry_run:
        return f"dry run, nothing was changed; it would be {counts}"
    return f"applied as revision {applied.revision}: {counts}; {applied.stale_hours} hours to compute again"


def _entries(changes: Sequence[Change]) -> list[Change]:
    """Return one change for each entry and kind: several fields of one entry count once."""
    return list({(change.kind, _entry(change)): change for change in changes}.values())


def _entry(change: Change) -> tuple[Subject, str, str]:
    return change.subject, change.code, change.name if change.subject in _DATED else ""


def _line(change: Change) -> str:
    name = f"{change.code} {change.name}".rstrip()
    match change.kind:
        case ChangeKind.ADD:
            return f"{name} from {change.after}" if change.after else name
        case ChangeKind.CHANGE:
            return f"{name}: {change.field} {change.before or 'unset'} -> {change.after or 'unset'}"
        case ChangeKind.END | ChangeKind.CLOSE:
            return f"{name} ends {change.after}"


def _counted(count: int, subject: Subject) -> str:
    return f"{count} {subject if count == 1 else _PLURALS.get(subject, f'{subject}s')}"
