"""Who asks: a person at the console or the holder of a token, what they may do, and whose data they see."""

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

EVERYTHING: Final = "guanjia_reader"
"""The database role that sees every institution."""
_LONGEST: Final = 40
_PLACES: Final = "_places"
_ROLE: Final = re.compile(r"guanjia_(?:reader|at_[A-Za-z0-9][A-Za-z0-9_.-]{0,39})(?:_places)?", re.ASCII)


class Right(StrEnum):
    """What somebody may do within their institution and all below it."""

    READ = "read"
    """See figures, devices, alerts, vehicles."""
    PLACES = "places"
    """See where vehicles of leaders and of enforcement are, and went."""
    ALERTS = "alerts"
    """Acknowledge and silence alerts."""
    DISPATCH = "dispatch"
    """Enter and decide dispatch orders."""
    REGISTRY = "registry"
    """Record meter swaps, and change what the registry says."""
    USERS = "users"
    """Make users and tokens, and end them."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`name` is how the audit log calls them; `institution` is a code, None: every institution."""

    name: str
    rights: frozenset[Right]
    institution: str | None = None

    def may(self, right: Right) -> bool:
        """Tell whether they have a right."""
        return right in self.rights

    @property
    def database_role(self) -> str:
        """The role in which the database answers them; it decides what they see."""
        return role_name(self.institution, places=self.may(Right.PLACES))


def role_name(institution: str | None, *, places: bool) -> str:
    """Return the database role that sees an institution and all below it, of at most 63 bytes.

    `places`: also where vehicles of leaders and of enforcement are.
    """
    base = EVERYTHING if institution is None else f"guanjia_at_{_short(institution)}"
    return f"{base}{_PLACES}" if places else base


def is_role_name(text: str) -> bool:
    """Tell whether `text` has the shape of what `role_name` returns."""
    return _ROLE.fullmatch(text) is not None


def _short(code: str) -> str:
    # a code that ends as the roles with places do would name the role of another institution
    if len(code) <= _LONGEST and not code.endswith(_PLACES):
        return code
    return f"{code[: _LONGEST - 13]}_{sha256(code.encode()).hexdigest()[:12]}"
