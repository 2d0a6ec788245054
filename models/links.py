"""Links that let whoever holds them do one thing for a while, sealed so that nobody else can make one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from models.errors import ConfigError, GuanjiaError
from models.registry import Language

ACKNOWLEDGE_PATH = "/alerts/ack"
"""Where the console answers links that acknowledge: the one address of it that may be published."""

MOST_ALERTS = 100
"""So many alerts one link names at most: addresses have to stay short enough for every proxy."""

_PURPOSE = "guanjia acknowledge alerts 1"
_SHORTEST_SECRET = 32


class LinkInvalidError(GuanjiaError):
    """A link is none of ours: cut off, changed, or sealed with another secret."""


class LinkExpiredError(GuanjiaError):
    """A link was good once, and is too old."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language


@dataclass(frozen=True, slots=True)
class AckLink:
    """What a link says: which alerts its reader may acknowledge, until when."""

    alerts: tuple[int, ...]
    reader: str
    language: Language
    expires_at: datetime


class Seal:
    """Seals links with a secret (HMAC-SHA256), and opens those sealed with the same one.

    Raises
    ------
    ConfigError
        When the secret is shorter than 32 characters.
    """

    def __init__(self, secret: str) -> None:
        if len(secret) < _SHORTEST_SECRET:
            raise ConfigError(
                f"the secret of links has {len(secret)} characters, it needs {_SHORTEST_SECRET}:"
                " openssl rand -hex 32 > FILE makes one for GUANJIA_LINK_SECRET_FILE"
            )
        self._serializer = URLSafeSerializer(
            secret, salt=_PURPOSE, signer_kwargs={"key_derivation": "hmac", "digest_method": sha256}
        )

    def issue(self, link: AckLink) -> str:
        """Return the link as a token of letters, digits, dots, dashes and underscores."""
        said = {
            "a": list(link.alerts),
            "r": link.reader,
            "l": link.language.value,
            "e": int(link.expires_at.timestamp()),
        }
        return str(self._serializer.dumps(said))

    def open(self, token: str, now: datetime) -> AckLink:
        """Return what a token says.

        Raises
        ------
        LinkInvalidError
            When it was not sealed with this secret.
        LinkExpiredError
            When it was, and its time is over.
        """
        try:
            link = _read(self._serializer.loads(token))
        except (BadData, KeyError, TypeError, ValueError, OverflowError) as error:
            raise LinkInvalidError from error
        if now >= link.expires_at:
            raise LinkExpiredError(link.language)
        return link


def _read(said: Mapping[str, Any]) -> AckLink:
    return AckLink(
        tuple(int(alert) for alert in said["a"]),
        str(said["r"]),
        Language(said["l"]),
        datetime.fromtimestamp(said["e"], UTC),
    )
