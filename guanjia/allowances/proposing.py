"""Proposals: what a person is asked to approve, with everything it was made from."""

from collections.abc import Mapping
from datetime import date

from analytics.allowances.periods import earlier, period
from analytics.allowances.proposal import Candidates, Proposal, Standing, Task, propose, same_period_last_year
from guanjia.allowances.book import Book, Subject, custom_of, ensured, serving_of, use_of
from guanjia.allowances.words import formula
from models.allowances import Allowance, Period, Serving, Use
from storage import allowances as stored

_LOOKED_BACK = 11
"""Months before the period in which up to three well-known ones are sought."""


def proposed(book: Book, of: Subject, month: date) -> Allowance:
    """Propose a volume for a month, and keep it; what was approved already stays as it was proposed."""
    allowance = ensured(book, of, month)
    if allowance.approval is not None:
        return allowance
    proposal = _proposal(book, of, allowance.period)
    made = formula(proposal, of.unit), inputs(proposal, of.unit)
    stored.write_proposal(book.connection, allowance.id, proposal.volume, proposal.basis, made, book.now)
    return ensured(book, of, month)


def inputs(proposal: Proposal, unit: str) -> Mapping[str, object]:
    """Return what a proposal was made from, as it is stored with it."""
    standing = proposal.standing
    return {
        "unit": unit,
        "load": proposal.load,
        "load_now": proposal.load_now,
        "open_days_now": proposal.open_days_now,
        "saving_target": proposal.saving_target,
        "references": [
            {
                "start": each.period.start.isoformat(),
                "end": each.period.end.isoformat(),
                "volume": each.volume,
                "open_days": each.open_days,
                "load": each.load,
            }
            for each in proposal.references
        ],
        "skipped": [f"{each.month:%Y-%m}" for each in proposal.skipped],
        "default": None
        if standing is None
        else {"value": standing.value, "status": standing.status, "source": standing.source},
    }


def _proposal(book: Book, of: Subject, now: Period) -> Proposal:
    by = serving_of(book, of)
    task = Task(now, custom_of(book, of), of.saving_target, _standings(book, of))
    months = [earlier(now.month, number) for number in range(1, _LOOKED_BACK + 1)]
    candidates = Candidates(
        same_period_last_year(now),
        [each for month in months if (each := period(month, of.billing_day)).end <= now.start],
    )
    return propose(task, candidates, lambda past: _known(book, of, by, past), book.limits)


def _known(book: Book, of: Subject, by: Serving, past: Period) -> Use | None:
    """Return what was used in a period that is over and has no step set aside."""
    if past.end > of.today or stored.asides(book.connection, by, of.place.zone, past):
        return None
    return use_of(book, of, by, past.start, past.end)


def _standings(book: Book, of: Subject) -> list[Standing]:
    return [
        Standing(each.per, each.per_load, each.status, each.source)
        for each in sorted(book.file.defaults, key=lambda each: each.per)
        if each.medium is of.medium and each.per_load is not None
    ]
