"""A browser as far as the log-in needs one: cookies and forms."""

import http.client
import re
from collections.abc import Mapping
from http.client import HTTPResponse
from urllib.parse import urlencode

from tests.integration.web.console import Console
from tests.integration.web.visitors import PASSWORD

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SOCKET: Mapping[str, str] = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


class Browser:
    """Keeps cookies and sends forms, as browsers do."""

    def __init__(self, console: Console, host: str = "") -> None:
        self._console = console
        self._host = host or f"127.0.0.1:{console.port}"
        self.cookies: dict[str, str] = {}
        self.set: list[str] = []

    def ask(
        self,
        method: str,
        path: str,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._console.port, timeout=30)
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        sent = {"Host": self._host, **(headers or {})}
        sent |= (cookies if self.cookies else {}) | (FORM if form else {})
        try:
            connection.request(method, path, urlencode(form) if form else None, sent)
            response = connection.getresponse()
            self.set = response.headers.get_all("set-cookie") or []
            for cookie in self.set:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return response, response.read().decode()
        finally:
            connection.close()

    def mark(self, path: str = "/login") -> str:
        _, page = self.ask("GET", path)
        found = re.search(r'name="mark" value="(\w+)"', page)
        assert found is not None
        return found[1]

    def log_in(self, name: str = "boss", password: str = PASSWORD, to: str = "") -> tuple[HTTPResponse, str]:
        form = {"name": name, "password": password, "to": to, "mark": self.mark()}
        return self.ask("POST", "/login", form)

    @property
    def session(self) -> str:
        (value,) = [value for name, value in self.cookies.items() if "session" in name]
        return value
