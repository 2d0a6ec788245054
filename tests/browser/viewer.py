"""Somebody who looks at the console, and keeps what the browser complains about."""

from typing import Literal, Self

from playwright.sync_api import Browser, BrowserContext, Page

Ground = Literal["light", "dark"]


class Viewer:
    """A browser window, logged in with `session`, or not.

    `complaints` are errors in its console, `elsewhere` requests to other machines.
    """

    def __init__(
        self,
        browser: Browser,
        url: str,
        session: str = "",
        *,
        width: int = 1440,
        height: int = 900,
        ground: Ground = "light",
    ) -> None:
        self._browser = browser
        self._url = url
        self._session = session
        self._size = (width, height)
        self._ground: Ground = ground
        self._context: BrowserContext | None = None
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []

    def __enter__(self) -> Self:
        width, height = self._size
        self._context = self._browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=self._ground
        )
        if self._session:
            name = f"guanjia-session-{self._url.rpartition(':')[2]}"
            self._context.add_cookies([{"name": name, "value": self._session, "url": self._url}])
        return self

    def __exit__(self, *_: object) -> None:
        if self._context is not None:
            self._context.close()

    @property
    def url(self) -> str:
        """Where the console is, without a slash at its end."""
        return self._url

    def open(self, path: str) -> Page:
        """Open a page of panels and wait until each has answered."""
        page = self.look(path)
        for waiting in ("Loading …", "正在读取……"):
            page.wait_for_function(
                "text => ![...document.querySelectorAll('.notice')].some(notice => notice.innerText === text)"
                " && document.querySelectorAll('.notice').length > 5",
                arg=waiting,
            )
        return page

    def look(self, path: str) -> Page:
        """Open a page."""
        assert self._context is not None
        page = self._context.new_page()
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._watch(request.url))
        page.on("websocket", lambda socket: self._watch(socket.url.replace("ws://", "http://", 1)))
        page.goto(f"{self._url}{path}")
        return page

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)

    def _watch(self, url: str) -> None:
        if not url.startswith((self._url, "data:", "blob:")):
            self.elsewhere.append(url)
