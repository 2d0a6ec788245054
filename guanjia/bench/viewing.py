"""People who look at the console: each logs in, loads a page, listens to its socket, and loads the next."""

import asyncio
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from guanjia.bench.drawn_page import BrokenError, DrawnPage, Notices
from models.errors import GuanjiaError

_MARK = re.compile(r'name="mark" value="(\w+)"')
_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody with an account, and the pages they look at in turn: what it is, and its address."""

    name: str
    password: str
    pages: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody at `url`; each loads a page every `every_seconds`, until `seconds` have passed."""

    url: str
    viewers: Sequence[Viewer]
    notices: Notices
    every_seconds: float
    seconds: float


@dataclass(slots=True)
class Seen:
    """What became of all pages, in seconds by what they are.

    `answered`: from asking until the page was there; `filled`: from its turn until its panels had answered.
    """

    answered: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    filled: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    packets: int = 0
    faults: list[str] = field(default_factory=list[str])


async def logged_in(audience: Audience) -> list[httpx.AsyncClient]:
    """Return a client for each viewer that holds the cookies of a log-in of its own; close them."""
    return [await _logged_in(audience.url, viewer) for viewer in audience.viewers]


async def _logged_in(url: str, viewer: Viewer) -> httpx.AsyncClient:
    client = httpx.AsyncClient(base_url=url, timeout=_PATIENCE_SECONDS)
    found = _MARK.search((await client.get("/login")).text)
    form = {"name": viewer.name, "password": viewer.password, "mark": found[1] if found else ""}
    answer = await client.post("/login", data=form)
    if not answer.is_redirect:
        raise GuanjiaError(f"the console does not let {viewer.name} in: {answer.status_code}")
    return client


async def watched(audience: Audience, clients: Sequence[httpx.AsyncClient]) -> Seen:
    """Let all look, begun one after the other within the first `every_seconds`."""
    seen, begun = Seen(), time.monotonic()
    apart = audience.every_seconds / max(len(clients), 1)
    async with asyncio.TaskGroup() as together:
        for number, (viewer, client) in enumerate(zip(audience.viewers, clients, strict=True)):
            desk = _Desk(audience, viewer, client, seen)
            together.create_task(desk.looks(begun + number * apart))
    return seen


@dataclass(frozen=True, slots=True)
class _Desk:
    """One viewer at their browser."""

    audience: Audience
    viewer: Viewer
    client: httpx.AsyncClient
    seen: Seen

    async def looks(self, first: float) -> None:
        """Load one page after the other, each when its turn is."""
        every = self.audience.every_seconds
        for turn in range(int(self.audience.seconds / every)):
            begins = first + turn * every
            await asyncio.sleep(begins - time.monotonic())
            kind, path = self.viewer.pages[turn % len(self.viewer.pages)]
            try:
                page = await self._load(kind, path)
                await self._listen(page, kind, begins, begins + every)
            except (BrokenError, httpx.HTTPError, WebSocketException, OSError) as error:
                self.seen.faults.append(f"{path}: {type(error).__name__}: {error}")

    async def _load(self, kind: str, path: str) -> DrawnPage:
        begun = time.monotonic()
        answer = await self.client.get(path)
        if not answer.is_success:
            raise BrokenError(f"answered {answer.status_code}")
        self.seen.answered.setdefault(kind, []).append(time.monotonic() - begun)
        return DrawnPage.read(answer.text, self.audience.notices)

    async def _listen(self, page: DrawnPage, kind: str, begun: float, until: float) -> None:
        """Hold the socket of a page until the next turn, as a browser that shows it."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        async with connect(
            self.audience.url.replace("http", "ws", 1) + page.socket_path(),
            additional_headers={"Cookie": cookies, "Origin": self.audience.url},
            max_size=None,
        ) as socket:
            is_filled = False
            with suppress(TimeoutError):
                async with asyncio.timeout(until - time.monotonic()):
                    async for packet in socket:
                        self.seen.packets += 1
                        if answer := page.hear(str(packet)):
                            await socket.send(answer)
                        if page.is_joined and not page.waiting and not is_filled:
                            is_filled = True
                            self.seen.filled.setdefault(kind, []).append(time.monotonic() - begun)
                            await socket.send(page.acknowledged())
                    raise BrokenError("the console closed the socket")
        if not is_filled:
            raise BrokenError(f"{len(page.waiting)} panels without an answer when the next page was due")
