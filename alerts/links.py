"""The addresses that a mail leads to: the console, and where its reader takes alerts on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.letter import Letter, Reader, Section
from models.links import ACKNOWLEDGE_PATH, MOST_ALERTS, AckLink, Seal
from models.registry import Language

_PAGES = {Language.ZH_CN: "/zh", Language.EN: "/en"}


@dataclass(frozen=True, slots=True)
class Links:
    """Where readers reach the console and its page for acknowledging; "" where they do not.

    Without a seal nothing can be acknowledged by a link. A link is good for `lasting`.
    """

    console_url: str = ""
    acknowledge_url: str = ""
    seal: Seal | None = None
    lasting: timedelta = timedelta(days=7)

    def of(self, letter: Letter, now: datetime) -> "LetterLinks":
        """Return the links of one letter, which are good from `now` on."""
        return LetterLinks(self, letter.reader, now + self.lasting)


@dataclass(frozen=True, slots=True)
class LetterLinks:
    """The links of one reader."""

    links: Links
    reader: Reader
    expires_at: datetime

    @property
    def console(self) -> str:
        """The console's page in the reader's language; "" where readers do not reach it."""
        url = self.links.console_url
        return f"{url}{_PAGES[self.reader.language]}" if url else ""

    @property
    def is_offering(self) -> bool:
        """Whether its reader can acknowledge by a link."""
        return bool(self.links.acknowledge_url) and self.links.seal is not None

    def acknowledge(self, alerts: Sequence[int]) -> str:
        """Return where the reader takes the first `MOST_ALERTS` of some alerts on; "" where nobody can."""
        url, seal = self.links.acknowledge_url, self.links.seal
        if seal is None or not url:
            return ""
        several = tuple(dict.fromkeys(alerts))[:MOST_ALERTS]
        token = seal.issue(AckLink(several, self.reader.address, self.reader.language, self.expires_at))
        return f"{url}{ACKNOWLEDGE_PATH}?t={token}"


@dataclass(frozen=True, slots=True)
class Offer:
    """A link that acknowledges `count` alerts of `of`; `url` is "" where nobody can acknowledge by a link."""

    url: str
    count: int
    of: int


def addresses(section: Section, links: LetterLinks) -> dict[str, object]:
    """Return what a section offers: to take on all of it, and, where it has several items, each by itself."""
    each = [links.acknowledge([item.alert_id]) for item in section.items] if len(section.items) > 1 else []
    return {"offer": _offer([item.alert_id for item in section.items], links), "line_links": each}


def everything(letter: Letter, links: LetterLinks) -> Offer | None:
    """Return the offer to take on all of a letter; None where its one section offers that already."""
    if len(letter.sections) == 1:
        return None
    return _offer([item.alert_id for item in letter.items], links)


def _offer(alerts: Sequence[int], links: LetterLinks) -> Offer:
    several = len(set(alerts))
    return Offer(links.acknowledge(alerts), min(several, MOST_ALERTS), several)


NO_LINKS = Links()
"""Of a mail that leads nowhere."""
