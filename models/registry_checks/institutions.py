"""Institutions, the quotas that judge them, and the quotas themselves."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from models.errors import Mistake
from models.quotas import Quota
from models.registry import Institution, QuotaAssignment
from models.registry_draft.draft import Draft
from models.registry_draft.written import Where
from models.registry_state import Section


def institution_mistakes(draft: Draft) -> Iterator[Mistake]:
    """Yield mailboxes written twice, and quotas of one indicator that would judge at the same time."""
    for key, where in draft.written_in(Section.INSTITUTIONS):
        institution = draft.after.institutions.get(key.code)
        if institution is not None and key not in draft.failed:
            yield from _contacts(institution, where)
            yield from _assignments(draft, institution.quotas, where)


def quota_mistakes(draft: Draft) -> Iterator[Mistake]:
    """Yield quotas whose limit is no tier, or whose tiers share a name."""
    for key, where in draft.written_in(Section.QUOTAS):
        quota = draft.after.quotas.get(key.code)
        if quota is not None and key not in draft.failed:
            yield from _quota(quota, where)


def _contacts(institution: Institution, where: Where) -> Iterator[Mistake]:
    emails = [contact.email for contact in institution.contacts]
    for place, email in enumerate(emails):
        if email in emails[:place]:
            message = f"{email} stands there twice: keep one"
            yield where.mistake(("contacts", place, "email"), message)


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


def _quota(quota: Quota, where: Where) -> Iterator[Mistake]:
    names = [tier.name for tier in quota.tiers]
    if quota.limit not in names:
        message = f"{quota.limit} is no tier of this quota; its tiers are {', '.join(names)}"
        yield where.mistake(("limit",), message)
    for place, name in enumerate(names):
        if name in names[:place]:
            message = f"there are two tiers {name}: give one another name"
            yield where.mistake(("tiers", place, "name"), message)
    if quota.valid_to is not None and quota.valid_to <= quota.valid_from:
        message = f"valid_to must be later than valid_from, which is {quota.valid_from}"
        yield where.mistake(("valid_to",), message)
