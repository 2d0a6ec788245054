"""One TCP connection of one terminal: bytes in, replies out, and cut off with a reason when it must be."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from typing_extensions import override

from ingest.gateways.jt808.faults import Cut, FrameError
from ingest.gateways.jt808.framing import Deframer, content
from ingest.gateways.jt808.header import Frame, Header, encoded, parse
from ingest.gateways.jt808.limits import Allowance
from ingest.gateways.jt808.messages import MessageId, ask_for_parts
from ingest.gateways.jt808.parts import Parts
from ingest.gateways.jt808.session import Reply, Session, Turn

if TYPE_CHECKING:
    from ingest.gateways.jt808.gateway import Gateway


class Connection(asyncio.Protocol):
    """See the module; the gateway judges it once a second with `overdue`."""

    def __init__(self, gateway: "Gateway") -> None:
        self._gateway = gateway
        self._limits = gateway.limits
        self._transport: asyncio.Transport | None = None
        self._deframer = Deframer()
        self._serial = 0
        self._faults = 0
        self._unanswered = 0
        self._paused = False
        self._allowance = Allowance(self._limits.frames_a_second, self._limits.burst_frames, gateway.clock())
        self._begun = self._heard = gateway.clock()
        self._alarms: frozenset[str] = frozenset()
        self.session = Session(gateway.codes, Parts(gateway.limits, gateway.room))
        self.address = ""
        self.cut_for: Cut | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, unless there are too many already."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(high=self._limits.reply_bytes)
        self.address = str((transport.get_extra_info("peername") or ("unknown",))[0])
        if not self._gateway.admits(self):
            self.cut(Cut.FULL)
        elif self._gateway.outlet.full:
            self._pause()

    @override
    def data_received(self, data: bytes) -> None:
        """Take what came; nothing more of it once the connection is cut."""
        pieces = self._deframer.feed(data)
        self._gateway.counters.frames.inc(len(pieces))
        now = self._gateway.clock()
        if not self._allowance.takes(len(pieces), now):
            self.cut(Cut.FLOOD)
            return
        for piece in pieces:
            if self.cut_for is not None:
                return
            self._take(piece, now)
        if self._unanswered >= self._limits.unanswered or self._gateway.outlet.full:
            self._pause()

    def _take(self, piece: bytes | FrameError, now: float) -> None:
        try:
            if isinstance(piece, FrameError):
                raise piece
            frame = parse(content(piece))
        except FrameError as error:
            self._gateway.counters.faults.labels(error.fault).inc()
            self._faults += 1
            if self.session.terminal is None or self._faults >= self._limits.faults:
                self.cut(Cut.BAD_FRAMES, str(error))
            return
        self._heard, self._faults = now, 0
        turn = self.session.take(frame, self._gateway.terminals, self._gateway.now(), now)
        self._act(turn, frame.header)

    def _act(self, turn: Turn, header: Header) -> None:
        if turn.joined is not None:
            self._gateway.join(self, turn.joined)
        if turn.alarms is not None:
            self._note_alarms(frozenset(turn.alarms))
        if turn.payloads and self.session.terminal is not None:
            self._unanswered += 1
            answer = _Once(len(turn.payloads), lambda taken: self._answered(turn, header, taken))
            for payload in turn.payloads:
                self._gateway.publish(self.session.terminal, payload, answer)
        else:
            self._send(turn.replies, header)
        if turn.wrong and turn.cut is None:
            self._gateway.log("wrong", terminal=header.phone, address=self.address, wrong=turn.wrong)
        if turn.cut is not None:
            self.cut(turn.cut, turn.wrong, phone=header.phone)

    def _answered(self, turn: Turn, header: Header, taken: bool) -> None:
        """Reply now that the broker has it; what it did not take, the terminal keeps."""
        self._unanswered -= 1
        if taken:
            self._send(turn.replies, header)
        if self._unanswered < self._limits.unanswered // 2 or not self._unanswered:
            self.resume()

    def _note_alarms(self, alarms: frozenset[str]) -> None:
        for alarm in sorted(alarms - self._alarms):
            self._gateway.counters.alarms.labels(alarm).inc()
        if alarms != self._alarms and self.session.terminal is not None:
            self._gateway.log(
                "alarms", terminal=self.session.terminal.device, alarms=",".join(sorted(alarms)) or "none"
            )
        self._alarms = alarms

    def _send(self, replies: tuple[Reply, ...], to: Header) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        for reply in replies:
            header = Header(reply.message_id, to.phone, self._serial, to.version, None, to.revision)
            self._transport.write(encoded(Frame(header, reply.body)))
            self._serial = (self._serial + 1) & 0xFFFF

    @override
    def pause_writing(self) -> None:
        """End it: a terminal that leaves so many replies unread is none, or is gone."""
        self.cut(Cut.NOT_READING)

    @override
    def eof_received(self) -> bool:
        """Close when the other side has."""
        return False

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the gateway that it is over."""
        self.session.parts.close()
        self._transport = None
        self._gateway.leave(self)

    def overdue(self, now: float) -> Cut | None:
        """Return why it must be ended by now, or None; one that is not read cannot be heard."""
        self.session.parts.expire(now)
        if self._paused:
            self._heard = now
            return None
        for missing in self.session.parts.missing(now):
            body = ask_for_parts(missing.of.version, missing.first, missing.numbers)
            self._send((Reply(MessageId.ASK_FOR_PARTS, body),), missing.of)
        if self.session.terminal is None and now - self._begun > self._limits.authenticate_seconds:
            return Cut.NOT_AUTHENTICATED
        return Cut.SILENT if now - self._heard > self._limits.silent_seconds else None

    def cut(self, why: Cut, detail: str = "", *, phone: str = "") -> None:
        """End it, once; what is written is still sent, except to who does not read."""
        if self.cut_for is not None or self._transport is None:
            return
        self.cut_for = why
        self._gateway.note_cut(self, why, detail, phone)
        if why in _AT_ONCE:
            self._transport.abort()
        else:
            self._transport.close()

    def _pause(self) -> None:
        if not self._paused and self._transport is not None and not self._transport.is_closing():
            self._transport.pause_reading()
            self._paused = True

    def resume(self) -> None:
        """Read again, if it may."""
        if self._paused and not self._gateway.outlet.full and self._unanswered < self._limits.unanswered:
            self._paused = False
            # it could not be heard until now
            self._heard = self._gateway.clock()
            if self._transport is not None and not self._transport.is_closing():
                self._transport.resume_reading()


_AT_ONCE = frozenset({Cut.FULL, Cut.FLOOD, Cut.NOT_READING, Cut.SILENT, Cut.REPLACED})


class _Once:
    """Waits for all payloads of one message, and then says whether the broker took every one."""

    __slots__ = ("_left", "_taken", "_tell")

    def __init__(self, payloads: int, tell: Callable[[bool], None]) -> None:
        self._left = payloads
        self._taken = True
        self._tell = tell

    def __call__(self, taken: bool) -> None:
        self._left -= 1
        self._taken = self._taken and taken
        if not self._left:
            self._tell(self._taken)
