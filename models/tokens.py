"""Tokens of the API: `gj_<id>_<secret>`, of which only the number and a hash of the secret are kept."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.identity import Identity, Right

_TEXT = re.compile(r"gj_([1-9][0-9]{0,8})_([A-Za-z0-9_-]{43})")
_SECRET_BYTES = 32

# nobody guesses 256 random bits, however fast: the costs that passwords need would only slow us down
_HASHER = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)


@dataclass(frozen=True, slots=True)
class TokenText:
    """A token as its holder has it; `repr` and `str` never show the secret."""

    id: int
    _secret: str

    def __repr__(self) -> str:
        """Return the token without its secret."""
        return f"gj_{self.id}_..."

    __str__ = __repr__

    @property
    def text(self) -> str:
        """The whole token."""
        return written(self.id, self._secret)

    def opens(self, secret_hash: str) -> bool:
        """Tell whether a kept hash is that of this secret; a few milliseconds and 8 MB."""
        try:
            return _HASHER.verify(secret_hash, self._secret)
        except (VerificationError, InvalidHashError):
            return False


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token: `institution` is a code, None: every institution."""

    id: int
    name: str
    secret_hash: str
    institution: str | None
    rights: list[str]
    created_by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None

    def is_open(self, at: datetime) -> bool:
        """Tell whether it opens anything at an instant."""
        return self.revoked_at is None and at < self.expires_at

    @property
    def identity(self) -> Identity:
        """Who asks with it."""
        known = frozenset(right for right in Right if right.value in self.rights)
        return Identity(f"token:{self.name}", known, self.institution)


def new_secret() -> str:
    """Return the secret of a new token: 256 random bits as text."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def hashed(secret: str) -> str:
    """Return what is kept of a secret: argon2id with a salt of its own."""
    return _HASHER.hash(secret)


def written(number: int, secret: str) -> str:
    """Return a token as its holder gets it, once."""
    return f"gj_{number}_{secret}"


def read_token(text: str) -> TokenText | None:
    """Return the token that a text is; None where it is none."""
    found = _TEXT.fullmatch(text)
    return None if found is None else TokenText(int(found[1]), found[2])
