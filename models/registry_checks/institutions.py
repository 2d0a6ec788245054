"""Institutions, and the quotas that judge them."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from models.errors import Mistake
from models.registry import Institution, QuotaAssignment
from models.registry_draft.draft import Draft
from models.registry_draft.written import Where
from models.registry_state import Section


def institution_mistakes(draft: Draft) -> Iterator[Mistake]:
    """Yield mailboxes written twice, people on duty who are no contacts, quotas that both judge."""
    for key, where in draft.written_in(Section.INSTITUTIONS):
        institution = draft.after.institutions.get(key.code)
        if institution is not None and key not in draft.failed:
            yield from _contacts(institution, where)
            yield from _duty(institution, where)
            yield from _assignments(draft, institution.quotas, where)


def _contacts(institution: Institution, where: Where) -> Iterator[Mistake]:
    emails = [contact.email for contact in institution.contacts]
    for place, email in enumerate(emails):
        if email in emails[:place]:
            message = f"{email} stands there twice: keep one"
            yield where.mistake(("contacts", place, "email"), message)


def _duty(institution: Institution, where: Where) -> Iterator[Mistake]:
    emails = [contact.email for contact in institution.contacts]
    for place, turn in enumerate(institution.duty):
        if turn.who not in emails:
            known = ", ".join(emails) or "none"
            message = f"{turn.who} is no contact of {institution.code}: add it there, or write one of {known}"
            yield where.mistake(("duty", place, "who"), message)


def _assignments(draft: Draft, assignments: Sequence[QuotaAssignment], where: Where) -> Iterator[Mistake]:
    for (_, first), (place, second) in combinations(enumerate(assignments), 2):
        one, other = draft.after.quotas.get(first.quota), draft.after.quotas.get(second.quota)
        if one is None or other is None or one.indicator is not other.indicator:
            continue
        if _overlap(first, second):
            yield where.mistake(
                ("quotas", place),
                f"{first.quota} and {second.quota} would judge {one.indicator} at the same time: "
                "end one with valid_to where the other begins",
            )


def _overlap(first: QuotaAssignment, second: QuotaAssignment) -> bool:
    return first.valid_from < (second.valid_to or date.max) and second.valid_from < (
        first.valid_to or date.max
    )
