"""People who log in to the console: what kinds there are, and how names and passwords have to be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from models.identity import Identity, Right
from models.registry import Language

SHORTEST_PASSWORD: Final = 12
"""Characters."""
LONGEST_PASSWORD: Final = 200
"""Characters: hashing a longer one would only cost time."""
LONGEST_SHOWN_NAME: Final = 60
_NAME = re.compile(r"\w[\w.@-]{0,39}")


class Kind(StrEnum):
    """What somebody is to the institution; it decides what they may do (docs/how-to/users.md)."""

    ADMINISTRATOR = "administrator"
    ENERGY_OFFICER = "energy_officer"
    DISPATCHER = "dispatcher"
    VIEWER = "viewer"


RIGHTS: Final[Mapping[Kind, frozenset[Right]]] = {
    Kind.ADMINISTRATOR: frozenset(Right),
    Kind.ENERGY_OFFICER: frozenset({Right.READ, Right.ALERTS, Right.REGISTRY}),
    Kind.DISPATCHER: frozenset({Right.READ, Right.PLACES, Right.ALERTS, Right.DISPATCH}),
    Kind.VIEWER: frozenset({Right.READ}),
}
"""What each kind may do, within the institution of the account."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may log in; `institution` is a code, None: every institution.

    `must_change`: the password is one that somebody else knows, another has to be chosen first.
    """

    id: int
    name: str
    shown_name: str
    kind: Kind
    institution: str | None
    language: Language
    created_at: datetime
    disabled_at: datetime | None = None
    must_change: bool = False

    @property
    def identity(self) -> Identity:
        """Who asks, as rights and queries know them."""
        return Identity(self.name, RIGHTS[self.kind], self.institution)


class PasswordFault(StrEnum):
    """Why a password is not taken; each is a key of the catalogues."""

    SHORT = "It has fewer than 12 characters"
    LONG = "It has more than 200 characters"
    NAMED = "The name of the account stands in it"
    PLAIN = "It repeats a few characters"


class NameFault(StrEnum):
    """Why a name is not taken; each is a key of the catalogues."""

    NAME = "A name has 1 to 40 letters, digits, or . _ @ -, and begins with a letter or digit"
    SHOWN = "The name shown has 1 to 60 characters, all of them printable"


def password_fault(password: str, name: str) -> PasswordFault | None:
    """Return why an account of that name may not have a password; None: it may."""
    if len(password) < SHORTEST_PASSWORD:
        return PasswordFault.SHORT
    if len(password) > LONGEST_PASSWORD:
        return PasswordFault.LONG
    if name.casefold() in password.casefold():
        return PasswordFault.NAMED
    if len(set(password)) < 5:
        return PasswordFault.PLAIN
    return None


def name_fault(name: str, shown_name: str) -> NameFault | None:
    """Return why an account may not be called so; None: it may."""
    if _NAME.fullmatch(name) is None or name.startswith("_"):
        return NameFault.NAME
    if not 0 < len(shown_name.strip()) <= LONGEST_SHOWN_NAME or not shown_name.isprintable():
        return NameFault.SHOWN
    return None
