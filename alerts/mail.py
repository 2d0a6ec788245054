"""The mail itself: headers that cannot be injected into, text and HTML in the reader's language."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from gettext import GNUTranslations

from alerts.letter import Letter, Reader
from alerts.links import NO_LINKS, Links
from alerts.rendering import Page, Renderer
from alerts.transport import PermanentError
from models.errors import ConfigError
from models.registry import Language

_SENDER_NAME = "guanjia 管家"
_BREAKS = {"Cc", "Zl", "Zp"}
"""Unicode categories that no header may hold: control characters, line and paragraph separators."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A mail with an Excel file; `number` is its own among all of this sender, `header` one for filters."""

    reader: Reader
    page: Page
    number: str
    header: tuple[str, str]
    file_name: str
    content: bytes


class Composer:
    """Writes letters as mail from `sender`, in the languages it has catalogues of, with `links` in them."""

    def __init__(
        self, sender: str, translations: Mapping[Language, GNUTranslations], links: Links = NO_LINKS
    ) -> None:
        try:
            self._sender = _address(_SENDER_NAME, sender)
        except PermanentError as error:
            raise ConfigError(f"GUANJIA_MAIL_FROM: {error}; write an address only, a@b.example") from error
        self._links = links
        self._renderers = {
            language: Renderer(language, catalogue) for language, catalogue in translations.items()
        }

    def page(self, letter: Letter) -> Page:
        """Return the words of a letter in its reader's language, without links: who has one may act."""
        return self._renderers[letter.reader.language].render(letter, NO_LINKS.of(letter, letter.created_at))

    def compose(self, letter: Letter, now: datetime) -> EmailMessage:
        """Return the mail; the same letter has the same Message-ID however often it is composed.

        Raises
        ------
        PermanentError
            When a name or an address holds a line break, or the address is none.
        """
        page = self._renderers[letter.reader.language].render(letter, self._links.of(letter, now))
        # ids begin again in another database: the instant keeps them apart
        number = f"{letter.created_at.timestamp():.6f}.{letter.notification_id}"
        header = ("X-Guanjia-Alert", _alert_header(letter))
        return self._message(letter.reader, page, number, header, now)

    def enclose(self, parcel: Parcel, now: datetime) -> EmailMessage:
        """Return a mail with a file; the same parcel has the same Message-ID however often it is enclosed.

        Raises
        ------
        PermanentError
            As `compose` does.
        """
        message = self._message(parcel.reader, parcel.page, parcel.number, parcel.header, now)
        message.add_attachment(
            parcel.content,
            maintype="application",
            subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            filename=parcel.file_name,
        )
        return message

    def _message(
        self, reader: Reader, page: Page, number: str, header: tuple[str, str], now: datetime
    ) -> EmailMessage:
        message = EmailMessage(SMTP)
        message["From"] = self._sender
        message["To"] = _address(reader.name, reader.address)
        message["Subject"] = _one_line(page.subject, "subject")
        message["Date"] = format_datetime(now)
        message["Message-ID"] = f"<guanjia.{number}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message[header[0]] = _one_line(header[1], "institution's code")
        message.set_content(page.text, cte="base64")
        message.add_alternative(page.html, subtype="html", cte="base64")
        _illustrate(message, page)
        return message


def _illustrate(message: EmailMessage, page: Page) -> None:
    """Put the pictures beside the HTML that shows them: nothing is fetched from anywhere."""
    html = message.get_body(("html",)) or message
    for picture in page.pictures:
        html.add_related(
            picture.png,
            maintype="image",
            subtype="png",
            cid=f"<{picture.name}>",
            filename=f"{picture.name}.png",
            disposition="inline",
        )


def _address(name: str, address: str) -> Address:
    try:
        parsed = Address(_one_line(name, "name"), addr_spec=_one_line(address, "address"))
    except (ValueError, IndexError, HeaderParseError) as error:
        raise PermanentError(f"{address!r} is no mail address") from error
    if not parsed.username or not parsed.domain or not address.isascii():
        raise PermanentError(f"{address!r} is no mail address")
    return parsed


def _one_line(text: str, what: str) -> str:
    """Return `text` unless it could begin another header."""
    if any(unicodedata.category(character) in _BREAKS for character in text):
        raise PermanentError(f"the {what} {text!r} holds a line break or control character")
    return text


def _alert_header(letter: Letter) -> str:
    first = letter.sections[0].first
    parts = {
        "rule": first.rule.code,
        "institution": letter.institution,
        "severity": first.rule.severity.value,
        "reason": first.reason.value,
        "change": str(first.change_id),
        "alerts": str(len(letter.items)),
    }
    return "; ".join(f"{name}={value}" for name, value in parts.items())
