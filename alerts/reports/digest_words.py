"""The daily digest in words and tables."""

from collections.abc import Sequence
from itertools import groupby

from babel.dates import format_date

from alerts.reports.digest import FEWEST_DAYS, WEEKS, Digest, change
from alerts.reports.speech import Speech
from alerts.reports.tables import Column, Kind, Table, WrittenReport
from models.balance import BALANCED
from models.registry import Medium
from storage.report_contents import DayUse

_TOLD_IN_SUBJECT = {Medium.WATER, Medium.ELECTRICITY}
_WORTH_TELLING = 0.05
"""A smaller difference from the usual does not stand in the subject."""


def written_digest(digest: Digest, speech: Speech) -> WrittenReport:
    """Return a digest in the words of its reader."""
    say, who = speech.say, speech.institution(digest.members[0].code)
    day = format_date(digest.day, "MM-dd EEE", speech.language.value)
    lines = [_firing_line(digest, speech), *_resolved_line(digest, speech)]
    lines += [_use_line(use, digest, speech) for use in digest.own]
    if not digest.own:
        lines.append(say("Nothing was metered on this day."))
    lines.append(speech.flaw_line(digest.flaws))
    firing = speech.alerts("Alerts that fire", digest.firing, digest.until)
    resolved = speech.alerts("Alerts resolved", digest.resolved, digest.until)
    flaws = speech.flaws(digest.flaws)
    return WrittenReport(
        subject=say(
            "[Daily digest] %(who)s %(day)s: %(what)s", who=who, day=day, what=_short(digest, speech)
        ),
        heading=say("%(who)s, digest of %(day)s", who=who, day=day),
        lines=tuple(lines),
        shown=tuple(_shown(digest, speech)),
        sheets=(firing, resolved, *_use_sheets(digest, speech), flaws),
        notes=tuple(_notes(digest, speech, who)),
        file_name=f"digest-{digest.members[0].code}-{digest.day}.xlsx",
        is_quiet=digest.is_quiet,
    )


def _short(digest: Digest, speech: Speech) -> str:
    """Return what the subject says: alerts, and what was used beside what is usual."""
    if digest.is_quiet:
        return speech.say("all quiet")
    count = len(digest.firing)
    parts = [speech.say("alerts firing: %(count)s", count=count) if count else speech.say("no alert fires")]
    for use in digest.own:
        by = change(use)
        if use.medium in _TOLD_IN_SUBJECT and by is not None and abs(by) >= _WORTH_TELLING:
            medium = speech.say(f"medium: {use.medium}")
            parts.append(
                speech.say("%(medium)s %(change)s than usual", medium=medium, change=speech.change(by))
            )
    return speech.say(", ").join(parts)


def _firing_line(digest: Digest, speech: Speech) -> str:
    firing, say = digest.firing, speech.say
    if not firing:
        return say("No alert fires.")
    taken = sum(1 for each in firing if each.acknowledged_by)
    return say(
        "Alerts firing: %(count)s (%(severities)s), acknowledged: %(taken)s.",
        count=len(firing),
        severities=speech.severities(firing),
        taken=taken,
    )


def _resolved_line(digest: Digest, speech: Speech) -> list[str]:
    count = len(digest.resolved)
    return [speech.say("Resolved since the last digest: %(count)s.", count=count)] if count else []


def _use_line(use: DayUse, digest: Digest, speech: Speech) -> str:
    """Return one sentence about a medium: the day, the usual, the quota, how much of it is metered."""
    say, medium = speech.say, speech.say(f"medium: {use.medium}")
    if use.amount is None:
        return say("%(medium)s: nothing is known of this day.", medium=medium)
    parts = [say("%(medium)s: %(amount)s", medium=medium, amount=_amount(use.amount, use, speech))]
    told = change(use)
    if told is not None and use.usual is not None:
        usual = _amount(use.usual, use, speech)
        parts.append(say("usually %(usual)s, %(change)s", usual=usual, change=speech.change(told)))
    allowed = digest.allowed.get((use.institution, use.medium))
    if allowed is not None:
        parts.append(say("the quota allows %(allowed)s a day", allowed=_amount(allowed, use, speech)))
    if use.coverage < 0.995:
        parts.append(say("%(share)s metered", share=speech.formats.percent(use.coverage)))
    return say("; ").join(parts) + say(".")


def _amount(value: float, use: DayUse, speech: Speech) -> str:
    return speech.wording.quantity(value, use.unit)


def _shown(digest: Digest, speech: Speech) -> list[Table]:
    """Return the tables of the mail itself: what fires, what was resolved; none where nothing is there."""
    parts = [("Alerts that fire", digest.firing), ("Alerts resolved", digest.resolved)]
    return [speech.brief(title, episodes) for title, episodes in parts if episodes]


def _use_sheets(digest: Digest, speech: Speech) -> list[Table]:
    order = list(BALANCED)
    uses = sorted(digest.uses, key=lambda use: order.index(use.medium))
    return [
        _use_sheet(medium, list(of), digest, speech) for medium, of in groupby(uses, lambda use: use.medium)
    ]


def _use_sheet(medium: Medium, uses: Sequence[DayUse], digest: Digest, speech: Speech) -> Table:
    unit, codes = uses[0].unit, [member.code for member in digest.members]
    columns = (
        Column(speech.say("Institution")),
        Column(speech.say("Day"), Kind.DAY),
        Column(speech.titled("Used", unit), Kind.NUMBER),
        Column(speech.titled("Usual on this weekday", unit), Kind.NUMBER),
        Column(speech.say("Change"), Kind.CHANGE),
        Column(speech.titled("Quota on an average day", unit), Kind.NUMBER),
        Column(speech.say("Coverage"), Kind.SHARE),
    )
    rows = tuple(
        (
            speech.institution(use.institution),
            digest.day,
            use.amount,
            use.usual if use.usual_days >= FEWEST_DAYS else None,
            change(use),
            digest.allowed.get((use.institution, medium)),
            use.coverage,
        )
        for use in sorted(uses, key=lambda use: codes.index(use.institution))
    )
    return Table(speech.say(f"medium: {medium}"), columns, rows)


def _notes(digest: Digest, speech: Speech, who: str) -> list[str]:
    zone = digest.members[0].timezone
    return [
        speech.say(
            "%(who)s with all below it; alerts from %(since)s to %(until)s, use of %(day)s (%(zone)s)",
            who=who,
            since=speech.formats.instant(digest.since, zone),
            until=speech.formats.instant(digest.until, zone),
            day=digest.day,
            zone=zone,
        ),
        speech.say(
            "Usual: the median of the same weekday of the %(weeks)s weeks before,"
            " where at least %(days)s of them are metered",
            weeks=WEEKS,
            days=FEWEST_DAYS,
        ),
        speech.say(
            "Of each medium only topmost meters are counted;"
            " what a neighbour uses behind them is not taken out"
        ),
        speech.say("Empty: nobody knows"),
    ]
