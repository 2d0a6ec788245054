"""Who asks: the holder of a token in the Authorization header, and nobody by a cookie."""

import hashlib
import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Protocol

from fastapi import Request
from fastapi.openapi.models import HTTPBearer as BearerModel
from fastapi.security.base import SecurityBase

from models.identity import Identity, Right
from models.tokens import Token, TokenText, read_token
from web.api.problems import ProblemError
from web.api.rates import Buckets, Rate
from web.api.threads import Threads

OF_TOKEN = Rate(burst=60, per_second=10)
"""How often a token may ask."""
_OF_STRANGERS = Rate(burst=20, per_second=2)
"""How often all who show secrets that were not verified yet may try: what they cost is bounded."""
_REMEMBERED = 1_024


class Desk(Protocol):
    """Whoever knows the tokens: storage.tokens.TokenDesk."""

    def find(self, number: int) -> Token | None:
        """Return a token by its number."""
        ...

    def used(self, number: int, at: datetime) -> None:
        """Write down that a token was used."""
        ...


@dataclass(frozen=True, slots=True)
class Clocks:
    """`wall` says which instant it is, `steady` (seconds) how much time passed."""

    wall: Callable[[], datetime]
    steady: Callable[[], float]


class Gate(SecurityBase):
    """Lets holders of tokens in; as a dependency of a route it gives their `Identity`."""

    def __init__(self, desk: Desk, clocks: Clocks, threads: Threads) -> None:
        self.model = BearerModel(
            bearerFormat="gj_<id>_<secret>", description="A token of `guanjia tokens create`"
        )
        self.scheme_name = "token"
        self._desk = desk
        self._clocks = clocks
        self._threads = threads
        self._of_tokens = Buckets(OF_TOKEN)
        self._of_strangers = Buckets(_OF_STRANGERS)
        self._verified = _Verified()
        self._written: dict[int, float] = {}

    async def __call__(self, request: Request) -> Identity:
        """Return who asks; raise ProblemError (401 or 429) where nobody is known, or asks too often."""
        return await self._threads.run(self.identity, request.headers.get("authorization", ""))

    def identity(self, authorization: str) -> Identity:
        """Return whose token an Authorization header has; raise ProblemError (401 or 429)."""
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer" or not text.strip():
            raise _unknown("send a token: Authorization: Bearer gj_...", error="")
        shown = read_token(text.strip())
        token = None if shown is None else self._token(shown)
        if token is None:
            raise _unknown("no such token: make one with `guanjia tokens create`")
        now = self._clocks.wall()
        if not token.is_open(now):
            raise _unknown(f"the token {token.name!r} was revoked or has expired: make a new one")
        _wait(self._of_tokens.wait(token.id, self._clocks.steady()))
        self._write_use(token.id, now)
        return token.identity

    def _token(self, shown: TokenText) -> Token | None:
        if not self._verified.has(shown):
            _wait(self._of_strangers.wait("", self._clocks.steady()))
        token = self._desk.find(shown.id)
        if token is None or not self._verified.opens(shown, token.secret_hash):
            return None
        return token

    def _write_use(self, number: int, at: datetime) -> None:
        """Write the use down, once a minute: a token is looked at when somebody wonders who uses it."""
        steady = self._clocks.steady()
        if steady - self._written.get(number, -math.inf) >= 60:
            self._written[number] = steady
            self._desk.used(number, at)


class _Verified:
    """Which secrets were found to be those of which hashes: so that a request costs no argon2.

    What a token may, and whether it still opens anything, is not remembered: it is read for every request.
    """

    def __init__(self) -> None:
        self._hashes: OrderedDict[bytes, str] = OrderedDict()
        self._lock = threading.Lock()

    def has(self, shown: TokenText) -> bool:
        return _digest(shown) in self._hashes

    def opens(self, shown: TokenText, secret_hash: str) -> bool:
        digest = _digest(shown)
        # one at a time: who shows many wrong secrets takes the time of one thread
        with self._lock:
            if self._hashes.get(digest) != secret_hash:
                if not shown.opens(secret_hash):
                    return False
                self._hashes[digest] = secret_hash
            self._hashes.move_to_end(digest)
            while len(self._hashes) > _REMEMBERED:
                self._hashes.popitem(last=False)
        return True


def _digest(shown: TokenText) -> bytes:
    return hashlib.sha256(shown.text.encode()).digest()


def need(identity: Identity, right: Right) -> None:
    """Raise ProblemError (403) where somebody lacks a right."""
    if not identity.may(right):
        raise ProblemError(
            HTTPStatus.FORBIDDEN,
            f"this token lacks the right {right.value!r}: make one with"
            f" `guanjia tokens create --right {right.value}`",
        )


def _unknown(detail: str, error: str = 'error="invalid_token"') -> ProblemError:
    challenge = 'Bearer realm="guanjia"' + (f", {error}" if error else "")
    return ProblemError(HTTPStatus.UNAUTHORIZED, detail, headers={"www-authenticate": challenge})


def _wait(seconds: float) -> None:
    if seconds > 0:
        raise ProblemError(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"too many requests: {OF_TOKEN.per_second:g} a second, {OF_TOKEN.burst:g} at once",
            headers={"retry-after": str(math.ceil(seconds))},
        )
