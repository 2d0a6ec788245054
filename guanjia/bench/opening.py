"""The overview in a real browser, from the first request until it is there and answers a click."""

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from guanjia.bench.drawn_page import Notices

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
_PATIENCE_MS = 30_000
_SWITCH: Final = "button.switch[aria-label]"
_WATCH: Final = """
window.opening = {};
const look = () => {
  const seen = window.opening, notices = [...document.querySelectorAll(".panel .notice")];
  const dark = document.body?.classList.contains("body--dark");
  if (seen.filled === undefined && notices.length > 5
      && !notices.some(notice => notice.innerText === WAITING)) seen.filled = performance.now();
  if (seen.answered === undefined && dark) seen.answered = performance.now();
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
"""In each frame that is drawn: whether no panel waits any more, and whether the click was answered."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How long after navigation panels had all answered, and the click had been answered too [s]."""

    filled: float
    interactive: float


def missing() -> str:
    """Return what this machine lacks for a real browser, and how to install it; "" where nothing is."""
    if find_spec("playwright") is None:
        return "no Playwright here: `pip install playwright` installs it, `make setup` all of the tests"
    if _program() is None:
        return "no Chromium on PATH: install it with `apt-get install chromium`"
    return ""


@dataclass(frozen=True, slots=True)
class Visits:
    """Where the overview is, the cookies of a log-in, and how many load it how long after each other."""

    url: str
    cookies: Mapping[str, str]
    notices: Notices
    times: int
    pause_seconds: float


def opened(visits: Visits) -> tuple[Sequence[Opening], Sequence[Opening]]:
    """Open the overview in new browsers, then again and again in one that has its files."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (not installed where nothing is measured)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program(), args=_ARGUMENTS)
        try:
            return _first_visits(browser, visits), _return_visits(browser, visits)
        finally:
            browser.close()


def _first_visits(browser: "Browser", visits: Visits) -> list[Opening]:
    found: list[Opening] = []
    for _ in range(visits.times):
        context = _context(browser, visits)
        time.sleep(visits.pause_seconds)
        found.append(_opened(context, visits.url))
        context.close()
    return found


def _return_visits(browser: "Browser", visits: Visits) -> list[Opening]:
    context = _context(browser, visits)
    found: list[Opening] = []
    # the one that fetches the files is not counted
    for _ in range(1 + visits.times):
        time.sleep(visits.pause_seconds)
        found.append(_opened(context, visits.url))
    context.close()
    return found[1:]


def _context(browser: "Browser", visits: Visits) -> "BrowserContext":
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    context.add_cookies(
        [{"name": name, "value": value, "url": visits.url} for name, value in visits.cookies.items()]
    )
    context.add_init_script(_WATCH.replace("WAITING", f'"{visits.notices.waiting}"'))
    return context


def _opened(context: "BrowserContext", url: str) -> Opening:
    """Load the page, click on the switch to dark as soon as there is one, and wait until it is dark."""
    page = context.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    page.goto(f"{url}/zh", wait_until="commit")
    page.locator(_SWITCH).first.click()
    page.wait_for_function(
        "() => window.opening.filled !== undefined && window.opening.answered !== undefined"
    )
    seen: dict[str, float] = page.evaluate("() => window.opening")
    page.evaluate("() => localStorage.clear()")
    page.close()
    return Opening(seen["filled"] / 1e3, max(seen.values()) / 1e3)


def _program() -> str | None:
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
