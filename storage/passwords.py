"""Passwords are kept as argon2id hashes, in its own notation with salt and costs."""

import secrets
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

_WORDS_OF_PASSWORD = 15
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """Return the hash of a password; it costs some 50 ms and 64 MiB."""
    return _HASHER.hash(password)


def fits(password_hash: str | None, password: str) -> bool:
    """Tell whether a password is the one of a hash; None, of nobody's, takes just as long and never fits."""
    try:
        return _HASHER.verify(password_hash or _nobody_s(), password) and password_hash is not None
    except (Argon2Error, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Tell whether a hash was made with other costs than are used now."""
    return _HASHER.check_needs_rehash(password_hash)


def random_password() -> str:
    """Return a password of 74 random bits that can be read aloud, as in k3vp9-xw2mt-8hqzn."""
    letters = [secrets.choice(_LETTERS) for _ in range(_WORDS_OF_PASSWORD)]
    return "-".join("".join(letters[start : start + 5]) for start in range(0, len(letters), 5))


@cache
def _nobody_s() -> str:
    return _HASHER.hash(secrets.token_hex(16))
