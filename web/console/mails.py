"""Mails that the demo's mail server caught, read from its folder."""

import html
import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from pathlib import Path

_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,120}\.eml", re.ASCII)
_LARGEST_BYTES = 4 * 1024 * 1024
_PARSER = BytesParser(_class=EmailMessage, policy=policy.default)


@dataclass(frozen=True, slots=True)
class Mail:
    """What a list shows of one mail; `name` is its file's."""

    name: str
    subject: str
    sender: str
    recipients: str
    at: datetime | None


class Mailbox:
    """A folder of .eml files; nothing but plain files directly in it is ever read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def latest(self, most: int) -> list[Mail]:
        """Return the newest mails, newest first; none while the folder is not there."""
        names = sorted((path.name for path in self._folder.glob("*.eml")), reverse=True)[:most]
        return [mail for name in names if (mail := self._headers(name)) is not None]

    def body(self, name: str) -> str | None:
        """Return a mail as HTML, of its plain text where it must be; None where there is no such mail."""
        content = self._read(name)
        if content is None:
            return None
        part = _PARSER.parsebytes(content).get_body(("html", "plain"))
        if part is None:
            return ""
        text = _text(part)
        return text if part.get_content_type() == "text/html" else f"<pre>{html.escape(text)}</pre>"

    def _headers(self, name: str) -> Mail | None:
        content = self._read(name)
        if content is None:
            return None
        message = _PARSER.parsebytes(content, headersonly=True)
        return Mail(
            name,
            _header(message, "subject"),
            _header(message, "from"),
            _header(message, "to"),
            _date(message),
        )

    def _read(self, name: str) -> bytes | None:
        if _NAME.fullmatch(name) is None:
            return None
        path = self._folder / name
        try:
            if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST_BYTES:
                return None
            return path.read_bytes()
        except OSError:
            return None


def _text(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except LookupError:  # a charset that nobody knows
        return bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, ""))


def _date(message: EmailMessage) -> datetime | None:
    at = getattr(message.get("date"), "datetime", None)
    return at if isinstance(at, datetime) and at.tzinfo is not None else None
