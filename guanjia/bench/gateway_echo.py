"""The ceiling of the gateway's bench: a bare asyncio server with the same framing, which answers at once.

`python -m guanjia.bench.gateway_echo` says `ready`, and its port; it is no command of its own.
"""

import asyncio
import json
import sys
from typing import cast

from typing_extensions import override

from ingest.gateways.jt808.framing import Deframer, content
from ingest.gateways.jt808.header import Frame, Header, encoded, parse
from ingest.gateways.jt808.messages import MessageId, Result, platform_reply


class Echo(asyncio.Protocol):
    """Finds frames, checks them, replies; no session, no location, no broker."""

    def __init__(self) -> None:
        self._deframer = Deframer()
        self._transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note where to write to."""
        self._transport = cast("asyncio.Transport", transport)

    @override
    def data_received(self, data: bytes) -> None:
        """Answer each frame."""
        for piece in self._deframer.feed(data):
            if isinstance(piece, bytes) and self._transport is not None:
                header = parse(content(piece)).header
                body = platform_reply(header.serial, header.message_id, Result.DONE)
                reply = Frame(Header(MessageId.PLATFORM_REPLY, header.phone, 0), body)
                self._transport.write(encoded(reply))


async def _run() -> None:
    server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", 0, backlog=4_096)
    port = int(server.sockets[0].getsockname()[1])
    sys.stdout.write("ready\n" + json.dumps({"port": port}) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    sys.stdin.readline()
    asyncio.run(_run())
