"""Dated entries of one subject: one without a last day ends where the next begins."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Protocol, TypeVar

from pydantic import ValidationInfo


class Dated(Protocol):
    """What holds from `valid_from` until just before `valid_to`; days or instants, never mixed."""

    @property
    def valid_from(self) -> date:
        """When it begins."""
        ...

    @property
    def valid_to(self) -> date | None:
        """When it no longer holds; None: until the next begins, or still."""
        ...


Bound = TypeVar("Bound", bound=date)


def after_it_begins(valid_to: Bound | None, info: ValidationInfo) -> Bound | None:
    """Refuse an end that does not lie after `valid_from`: a validator of the field `valid_to`."""
    begin = info.data.get("valid_from")
    if valid_to is not None and isinstance(begin, date) and valid_to <= begin:
        raise ValueError(f"valid_to must be later than valid_from, which is {begin.isoformat()}")
    return valid_to


def ends(spans: Sequence[Dated]) -> list[date | None]:
    """Return when each of `spans`, in order of their beginnings, ends; None for one that still holds."""
    if not spans:
        return []
    followed = [
        first.valid_to if first.valid_to is not None else second.valid_from
        for first, second in pairwise(spans)
    ]
    return [*followed, spans[-1].valid_to]
