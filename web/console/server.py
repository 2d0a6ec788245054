"""The console as a server in a thread of its own."""

import gc
import socket
import threading
from typing import Self

import uvicorn
from starlette.types import ASGIApp

from models.errors import ConfigError
from web.console.guard import Guard
from web.console.site import Site

_START_SECONDS = 30.0
_STOP_SECONDS = 10.0
_LOOK_SECONDS = 0.02


def settle() -> None:
    """Leave out of the search for garbage what the process is made of; an answer in its midst waits 0.1 s."""
    gc.collect()
    gc.freeze()


class Server:
    """Serves an application while the context lasts, on an address `guard.address` allows; port 0 is any."""

    def __init__(self, app: ASGIApp, site: Site, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._guarded: ASGIApp = Guard(app, site)
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where people find it, once it serves."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}/"

    def __enter__(self) -> Self:
        """Listen; on return pages are served."""
        listening = self._listen()
        self._port = int(listening.getsockname()[1])
        config = uvicorn.Config(
            self._guarded,
            log_level="error",
            access_log=False,
            lifespan="on",
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=[[listening]], name="console")
        self._thread.start()
        self._wait_until_it_serves(self._server, self._thread)
        return self

    def __exit__(self, *_: object) -> None:
        """End the connections and the thread."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(_STOP_SECONDS)

    @property
    def is_serving(self) -> bool:
        """Whether the thread lives."""
        return self._thread is not None and self._thread.is_alive()

    def _listen(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            return socket.create_server((self._host, self._port), family=family)
        except OSError as error:
            raise ConfigError(
                f"cannot listen on {self._host} port {self._port} ({error.strerror}):"
                " stop what holds it, or choose another with --port (0 takes a free one)"
            ) from error

    def _wait_until_it_serves(self, server: uvicorn.Server, thread: threading.Thread) -> None:
        waited = 0.0
        while not server.started:
            thread.join(_LOOK_SECONDS)
            waited += _LOOK_SECONDS
            if not thread.is_alive() or waited > _START_SECONDS:
                raise ConfigError("the console did not start: its log says why")
