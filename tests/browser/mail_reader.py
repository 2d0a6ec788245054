"""A mail program: shows the HTML of a mail with the pictures that came with it, and loads nothing else."""

import re
from email.message import EmailMessage
from typing import Literal, Self

from playwright.sync_api import Browser, BrowserContext, Page, Route

from alerts.letter import Letter
from tests.browser.letters import composed

_ADDRESS = "http://mail.invalid/"


class MailReader:
    """A window of a mail program; `elsewhere` are the addresses that a mail tried to load."""

    def __init__(
        self, browser: Browser, *, width: int = 800, ground: Literal["light", "dark"] = "light"
    ) -> None:
        self._browser = browser
        self._width = width
        self._ground: Literal["light", "dark"] = ground
        self._context: BrowserContext | None = None
        self.elsewhere: list[str] = []

    def __enter__(self) -> Self:
        self._context = self._browser.new_context(
            viewport={"width": self._width, "height": 800},
            color_scheme=self._ground,
            java_script_enabled=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        if self._context is not None:
            self._context.close()

    def open(self, about: Letter) -> Page:
        """Show a letter."""
        return self.show(composed(about))

    def show(self, mail: EmailMessage) -> Page:
        """Show a mail."""
        assert self._context is not None
        body = mail.get_body(("html",))
        assert body is not None
        parts = {
            str(part["Content-ID"]).strip("<>"): part.get_content()
            for part in mail.walk()
            if part["Content-ID"]
        }
        html = re.sub(r"cid:([\w.-]+)", rf"{_ADDRESS}\1", str(body.get_content()))

        def answer(route: Route) -> None:
            name = route.request.url.removeprefix(_ADDRESS)
            if name == "":
                route.fulfill(body=html, content_type="text/html; charset=utf-8")
            elif name in parts:
                route.fulfill(body=parts[name], content_type="image/png")
            else:
                self.elsewhere.append(route.request.url)
                route.abort()

        page = self._context.new_page()
        page.route("**/*", answer)
        page.goto(_ADDRESS)
        page.evaluate("document.fonts.ready")
        return page
