"""What the pages of data quality have in common: their addresses, their frame, their tables."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar
from urllib.parse import urlencode

from nicegui import run
from nicegui.language import Language as PageLanguage

from models.dispatch_errors import ForbiddenError
from models.errors import GuanjiaError
from models.identity import Identity
from models.quality import NoSuchMeterError
from web.console.addresses import DEVICES, METERS, PREFIX, QUALITY, REJECTED, in_each
from web.console.drawings.boxes import box
from web.console.order_pages import link, notice
from web.console.top_bar import head
from web.console.words import UNKNOWN, Words
from web.quality_desk import QualityDesk

PARTS: Final = (
    (QUALITY, "Data quality"),
    (REJECTED, "Refused messages"),
    (DEVICES, "Devices"),
    (METERS, "Meters"),
)
"""The pages beside each other: the address in Chinese, and the heading."""
ROWS: Final = 50
LONGEST_SEARCH: Final = 100
Answer = TypeVar("Answer")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Judging:
    """What these pages need: the desk, and who looks at them; `who` is asked within a page."""

    desk: QualityDesk
    who: Callable[[], Identity]


@dataclass(frozen=True, slots=True)
class QualityPages:
    """What the pages of one language are made of."""

    judging: Judging
    words: Words
    language: PageLanguage

    def address(self, path: str, **said: object) -> str:
        """Return an address in this language; of what is said the empty is left out."""
        query = urlencode({name: each for name, each in said.items() if each not in {None, "", False}})
        return f"{PREFIX[self.words.language]}{path}{'?' if query else ''}{query}"

    @contextmanager
    def page(self, path: str, heading: str) -> Generator[None]:
        """Write the frame of a page; what is written within is its content."""
        addresses = in_each(path)
        with box("console"):
            with head(self.words, heading, addresses):
                for each, name in PARTS:
                    if each != path.partition("?")[0]:
                        link(self.words.text(name), self.address(each))
            with box("grid"):
                yield

    async def asked(self, ask: Callable[[], Answer]) -> Answer | None:
        """Return an answer; where there is none say why, and return None."""
        try:
            return await run.io_bound(ask)
        except NoSuchMeterError:
            notice(self.words.text("No meter of this code"))
        except ForbiddenError:
            notice(self.words.text("You may not do this"))
        except GuanjiaError as error:
            notice(self.words.text("No data: %(reason)s", reason=error))
        return None

    def instant(self, at: datetime | None, zone: str | None) -> str:
        """Return an instant on the clock of its site; a dash for none."""
        return UNKNOWN if at is None else self.words.instant(at, zone)

    def pager(self, first: str, following: str) -> None:
        """Write where other rows are; "" where there are none."""
        with box("order-pager"):
            if first:
                link(self.words.text("First page"), first, "sheet-link")
            if following:
                link(self.words.text("Next page"), following, "sheet-link")


def page_of(rows: Sequence[Item]) -> tuple[Sequence[Item], Item | None]:
    """Return the rows of a page, and the last of them where another page follows."""
    return rows[:ROWS], rows[ROWS - 1] if len(rows) > ROWS else None


def instant_of(typed: str) -> datetime | None:
    """Return the instant in an address; None where it has none with an offset."""
    try:
        at = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return at if at.tzinfo else None
