"""A terminal that connects, registers, authenticates, and keeps each report until it is answered."""

import asyncio
import contextlib
from collections.abc import Iterable

from models.errors import UnreachableError
from simulators.jt808.wire import (
    AUTHENTICATE,
    PLATFORM_REPLY,
    REGISTER,
    REGISTER_REPLY,
    Answer,
    Identity,
    Reader,
    authentication,
    frame,
    registration,
)

_READ_BYTES = 65_536
_RETRY_SECONDS = 0.1


class TerminalRefusedError(UnreachableError):
    """The platform does not let this terminal in."""


class Terminal:
    """One terminal; `code` is what it was given when it registered, `kept` what nobody has answered yet."""

    def __init__(self, who: Identity, host: str, port: int) -> None:
        self.who = who
        self.code = ""
        self.kept: dict[int, tuple[int, bytes]] = {}
        self.connections = 0
        self._place = (host, port)
        self._serial = 0
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._frames = Reader(who.year)
        self._answers: list[Answer] = []

    @property
    def port(self) -> int:
        """The port it connects to."""
        return self._place[1]

    async def sign_on(self) -> None:
        """Connect, register where there is no code yet, and authenticate.

        Raises
        ------
        TerminalRefusedError
            Where the platform says no.
        ConnectionError
            Where the connection ends.
        """
        self._reader, self._writer = await asyncio.open_connection(*self._place)
        self._frames, self._answers = Reader(self.who.year), []
        self.connections += 1
        if not self.code:
            answer = await self.ask(REGISTER, registration(self.who))
            if answer.message_id != REGISTER_REPLY or answer.body[2]:
                raise TerminalRefusedError(f"registration of {self.who.phone}: {answer.body.hex()}")
            self.code = answer.body[3:].decode("ascii")
        answer = await self.ask(AUTHENTICATE, authentication(self.who, self.code))
        if answer.message_id != PLATFORM_REPLY or answer.body[4]:
            raise TerminalRefusedError(f"authentication of {self.who.phone}: {answer.body.hex()}")

    async def ask(self, message_id: int, body: bytes) -> Answer:
        """Send a message and return what is answered next."""
        await self.send(frame(self.who, message_id, self.next_serial(), body))
        return await self.answer()

    async def send(self, data: bytes) -> None:
        """Send bytes as they are; raise ConnectionError where there is no connection."""
        if self._writer is None:
            raise ConnectionResetError(f"{self.who.phone} is not connected")
        self._writer.write(data)
        await self._writer.drain()

    async def answer(self) -> Answer:
        """Return the platform's next message; raise ConnectionError where none will come."""
        while not self._answers:
            data = await self._reader.read(_READ_BYTES) if self._reader else b""
            if not data:
                raise ConnectionResetError(f"the platform hung up on {self.who.phone}")
            self._answers += self._frames.feed(data)
        return self._answers.pop(0)

    def next_serial(self) -> int:
        """Return the serial number of the next message."""
        self._serial = (self._serial + 1) & 0xFFFF
        return self._serial

    async def deliver(self, messages: Iterable[tuple[int, bytes]], patience: float = 5.0) -> None:
        """Send messages, each an id and a body, again on new connections until all are answered.

        `patience` is how many seconds it waits for an answer before it connects anew.
        """
        for message in messages:
            self.kept[self.next_serial()] = message
        while self.kept:
            with contextlib.suppress(ConnectionError, TimeoutError):
                await self._try(patience)
            if self.kept:
                await self.close()
                await asyncio.sleep(_RETRY_SECONDS)

    async def _try(self, patience: float) -> None:
        if self._writer is None:
            await asyncio.wait_for(self.sign_on(), patience)
        for serial, (message_id, body) in self.kept.items():
            await self.send(frame(self.who, message_id, serial, body))
        while self.kept:
            answer = await asyncio.wait_for(self.answer(), patience)
            if answer.message_id == PLATFORM_REPLY:
                self.kept.pop(int.from_bytes(answer.body[:2]), None)

    async def close(self) -> None:
        """Hang up."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
