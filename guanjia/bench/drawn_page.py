"""A page of the console as a browser has it: what it was sent, and what its socket sends after."""

import html
import re
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import orjson

from models.errors import GuanjiaError

_ELEMENTS = re.compile(r"parseElements\(String\.raw`(.*?)`\)", re.DOTALL)
_CLIENT = re.compile(r"""query: \{.*?["']client_id["']: ["']([\w-]+)["']""")
_NEXT = re.compile(r"""query: \{.*?["']next_message_id["']: (\d+)""")
_SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket&"
_EVENT = "42"
PING, PONG, JOIN = "2", "3", "40"


@dataclass(frozen=True, slots=True)
class Notices:
    """What pages say while a panel waits for its answer, and how what they say begins where none came."""

    waiting: str
    failures: tuple[str, ...]


class BrokenError(GuanjiaError):
    """A viewer did not get what they came for; the message says what."""


@dataclass(slots=True)
class DrawnPage:
    """`waiting` are the elements that still wait, `next_message` is the number of the next packet."""

    client: str
    next_message: int
    notices: Notices
    waiting: set[str] = field(default_factory=set[str])
    is_joined: bool = False

    @classmethod
    def read(cls, sent: str, notices: Notices) -> "DrawnPage":
        """Read what the address of a page answered.

        Raises
        ------
        BrokenError
            When it is no page, or says that there is no data.
        """
        elements, client, number = (each.search(sent) for each in (_ELEMENTS, _CLIENT, _NEXT))
        if elements is None or client is None or number is None:
            raise BrokenError("what came is no page of the console")
        page = cls(client[1], int(number[1]), notices)
        page._see(orjson.loads(html.unescape(elements[1])))
        return page

    def socket_path(self) -> str:
        """Return where a browser that shows the page opens its socket."""
        query = {
            "implicit_handshake": "true",
            "client_id": self.client,
            "next_message_id": str(self.next_message),
            "tab_id": str(uuid.uuid4()),
            "document_id": str(uuid.uuid4()),
        }
        return f"{_SOCKET}{urlencode(query)}"

    def hear(self, packet: str) -> str | None:
        """Take a packet of the socket, and return what a browser answers at once; None: nothing.

        Raises
        ------
        BrokenError
            When a panel says that there is no data, or the page is told to go elsewhere.
        """
        if packet.startswith(PING):
            return PONG
        if packet.startswith("0"):
            return JOIN
        if packet.startswith(("44", "41")):
            raise BrokenError("the socket was refused")
        self.is_joined = self.is_joined or packet.startswith(JOIN)
        if packet.startswith(_EVENT):
            name, data = orjson.loads(packet.removeprefix(_EVENT))
            self.next_message = int(data.pop("_id", self.next_message - 1)) + 1
            if name == "update":
                self._see(data)
        return None

    def acknowledged(self) -> str:
        """Return what a browser sends from time to time: up to where it has what the socket sent."""
        body = {"client_id": self.client, "next_message_id": self.next_message}
        return _EVENT + orjson.dumps(["ack", body]).decode()

    def _see(self, elements: dict[str, Any]) -> None:
        for number, element in elements.items():
            said = (element or {}).get("text") or ""
            if said.startswith(self.notices.failures):
                raise BrokenError(said)
            if said == self.notices.waiting:
                self.waiting.add(number)
            else:
                self.waiting.discard(number)
