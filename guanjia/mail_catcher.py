"""A mail server for the demo and the tests: whatever it is handed becomes an .eml file in a folder."""

import asyncio
import itertools
import os
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

_STORED = "250 OK stored"
_NOT_STORED = "451 the mail could not be stored"


class MailFolder:
    """Where the mails lie; a file appears under its name only when it is whole."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._clock = clock
        self._numbers = itertools.count(1)
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        """Write one mail, as aiosmtpd asks; the sender keeps it where that is not possible."""
        content = envelope.original_content
        if content is None:
            return _NOT_STORED
        try:
            self._write(content)
        except OSError:
            return _NOT_STORED
        return _STORED

    def _write(self, content: bytes) -> None:
        name = f"{self._clock():%Y%m%dT%H%M%S.%fZ}-{next(self._numbers):06d}"
        part = self._folder / f".{name}.part"
        file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
        part.rename(self._folder / f"{name}.eml")


class SmtpListener:
    """An SMTP server with any aiosmtpd handler, in a thread, while the context lasts.

    Port 0 takes a free one; `port` says which once it is entered.
    """

    def __init__(self, handler: object, host: str, port: int) -> None:
        self._handler = handler
        self.host = host
        self.port = port
        self._is_up = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_done: asyncio.Event | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        """Listen; on return mail is taken."""
        listening = socket.create_server((self.host, self.port))
        self.port = int(listening.getsockname()[1])
        self._is_up.clear()
        self._thread = threading.Thread(
            target=asyncio.run, args=[self._serve(listening)], name="smtp-listener"
        )
        self._thread.start()
        self._is_up.wait()
        return self

    def __exit__(self, *_: object) -> None:
        """Close the port and every connection."""
        if self._loop is not None and self._is_done is not None:
            self._loop.call_soon_threadsafe(self._is_done.set)
        if self._thread is not None:
            self._thread.join()

    @property
    def url(self) -> str:
        """What GUANJIA_SMTP_URL must be for mail to come here."""
        return f"smtp://{self.host}:{self.port}"

    async def _serve(self, listening: socket.socket) -> None:
        self._loop, self._is_done = asyncio.get_running_loop(), asyncio.Event()
        server = await self._loop.create_server(self._conversation, sock=listening)
        self._is_up.set()
        await self._is_done.wait()
        server.close()

    def _conversation(self) -> SMTP:
        return SMTP(self._handler, hostname="localhost", enable_SMTPUTF8=True, loop=self._loop)


class MailCatcher(SmtpListener):
    """A server that writes each mail as .eml into `folder`, named by instant and counter."""

    def __init__(
        self,
        folder: Path,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(MailFolder(folder, clock), host, port)
