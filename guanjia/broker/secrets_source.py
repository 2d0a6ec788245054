"""Where passwords and salts come from: the operating system's randomness, or a test's own."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from guanjia.broker.passwords import SALT_BYTES

_PASSWORD_BYTES = 32


def _password() -> str:
    return secrets.token_urlsafe(_PASSWORD_BYTES)


def _salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


@dataclass(frozen=True, slots=True)
class SecretsSource:
    """Makes a new password, or a new salt, at each call."""

    password: Callable[[], str] = _password
    salt: Callable[[], bytes] = _salt
