"""Authentication codes: what a terminal shows on every connection, made of its number and our secret."""

import hashlib
import hmac

from models.errors import ConfigError

_LEAST_SECRET = 32
_CODE_LENGTH = 32


class Codes:
    """Makes and checks codes; with another secret, terminals are refused once and register anew."""

    def __init__(self, secret: str) -> None:
        if len(secret) < _LEAST_SECRET:
            raise ConfigError(
                f"GUANJIA_JT808_SECRET_FILE: the secret has {len(secret)} characters "
                f"and needs {_LEAST_SECRET}: make one with `openssl rand -hex 32`"
            )
        self._secret = secret.encode()

    def of(self, number: str) -> str:
        """Return the code of the terminal with this number: 128 bits of an HMAC-SHA256 as hex."""
        return hmac.new(self._secret, b"jt808:" + number.encode(), hashlib.sha256).hexdigest()[:_CODE_LENGTH]

    def fits(self, number: str, code: bytes) -> bool:
        """Tell whether `code` is that terminal's, in the same time whatever it is."""
        return hmac.compare_digest(self.of(number).encode(), code.strip(b"\x00 "))
