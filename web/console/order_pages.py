"""`/orders`: dispatch orders, a form to apply, one order, daily checks and duty, in one language."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from nicegui import run
from nicegui.language import Language as PageLanguage

from models.dispatch_errors import ForbiddenError, NoSuchOrderError
from models.errors import GuanjiaError
from models.identity import Identity
from web.console.addresses import ORDERS, address, in_each
from web.console.drawings.boxes import box, text
from web.console.top_bar import head
from web.console.words import Words
from web.order_desk import OrderDesk

PARTS = (
    ("", "Dispatch orders"),
    ("/new", "Apply for a vehicle"),
    ("/checks", "Daily checks"),
    ("/duty", "Duty of vehicles"),
)
"""The pages beside each other: the end of the address, and the heading."""
LONGEST_TEXT = 100
Answer = TypeVar("Answer")
Redraw = Callable[..., Any]
"""Draws a part of a page anew."""


@dataclass(frozen=True, slots=True)
class Dispatching:
    """What pages about orders need: the desk, and who looks at them; `who` is asked within a page."""

    desk: OrderDesk
    who: Callable[[], Identity]


@dataclass(frozen=True, slots=True)
class OrderPages:
    """What the pages of one language are made of."""

    dispatching: Dispatching
    words: Words
    language: PageLanguage

    def address(self, end: str = "") -> str:
        """Return an address below /orders in this language."""
        return f"{address(self.words.language, ORDERS)}{end}"

    @contextmanager
    def page(self, end: str, heading: str) -> Generator[None]:
        """Write the frame of a page; what is written within is its content."""
        addresses = in_each(f"{ORDERS}{end}")
        with box("console"):
            with head(self.words, heading, addresses):
                for each, name in PARTS:
                    if each != end.partition("?")[0]:
                        link(self.words.text(name), self.address(each))
            with box("grid"):
                yield

    async def asked(self, ask: Callable[[], Answer]) -> Answer | None:
        """Return an answer; where there is none say why, and return None."""
        try:
            return await run.io_bound(ask)
        except NoSuchOrderError:
            notice(self.words.text("No order of this number"))
        except ForbiddenError:
            notice(self.words.text("You may not do this"))
        except GuanjiaError as error:
            notice(self.words.text("No data: %(reason)s", reason=error))
        return None


def link(name: str, address: str, classes: str = "switch") -> None:
    """Write a link."""
    text(name, classes, "a").props["href"] = address


def notice(content: str) -> None:
    """Write a notice over the whole width."""
    with box("panel span-12", "section"):
        text(content, "notice").props["role"] = "status"


@contextmanager
def panel(name: str, title: str) -> Generator[None]:
    """Write a card over the whole width; what is written within stands under its title."""
    with box("panel span-12", "section") as section:
        section.props["data-panel"] = name
        if title:
            with box("panel-head"):
                text(title, "panel-title", "h2")
        yield


def day_of(typed: str) -> date | None:
    """Return the day of an address; None where it has none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
