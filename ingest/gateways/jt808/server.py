"""The server: listens, judges connections once a second, reads the registry again when it has changed."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from ingest.gateways.jt808.connection import Connection
from ingest.gateways.jt808.gateway import Gateway
from ingest.gateways.jt808.terminals import Terminals
from models.errors import ConfigError

_BACKLOG = 4_096
_SWEEP_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; port 0 is the system's choice."""

    host: str
    port: int


async def serve(
    gateway: Gateway,
    address: Address,
    newer: Callable[[], Terminals | None],
    stop: asyncio.Event,
    listening: Callable[[int], None],
) -> None:
    """Serve until `stop`; `listening` hears the port, `newer` gives the registry when it has changed.

    Raises
    ------
    ConfigError
        Where the address cannot be had.
    """
    loop = asyncio.get_running_loop()
    try:
        server = await loop.create_server(
            lambda: Connection(gateway), address.host, address.port, backlog=_BACKLOG
        )
    except OSError as error:
        raise ConfigError(
            "GUANJIA_JT808_HOST, GUANJIA_JT808_PORT: "
            f"cannot listen on {address.host}:{address.port}: {error.strerror}"
        ) from error
    gateway.begin()
    stopped = asyncio.Event()
    sending = asyncio.create_task(gateway.outlet.run(stopped))
    try:
        listening(int(server.sockets[0].getsockname()[1]))
        await _attend(gateway, newer, stop, sending)
    finally:
        server.close()
        gateway.close()
        # what terminals sent last is answered, and that they are offline is said, before the broker is left
        await asyncio.sleep(0)
        stopped.set()
        await sending


async def _attend(
    gateway: Gateway,
    newer: Callable[[], Terminals | None],
    stop: asyncio.Event,
    sending: "asyncio.Task[None]",
) -> None:
    while not stop.is_set() and not sending.done():
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _SWEEP_SECONDS)
        gateway.sweep()
        # ten thousand terminals take seconds to read
        terminals = await asyncio.to_thread(newer)
        if terminals is not None:
            gateway.renew(terminals)
            gateway.log("registry_read", terminals=len(terminals))
