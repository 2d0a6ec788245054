"""What the gateway says and does about each message of one connection. Pure: time and registry come in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ingest.gateways.jt808.codes import Codes
from ingest.gateways.jt808.faults import Cut, FrameError
from ingest.gateways.jt808.header import Frame
from ingest.gateways.jt808.location import Location, batch, location
from ingest.gateways.jt808.messages import (
    MessageId,
    RegisterResult,
    Result,
    authentication_code,
    platform_reply,
    register_reply,
    registration,
)
from ingest.gateways.jt808.parts import Parts, Whole
from ingest.gateways.jt808.reports import payloads, report, unreadable
from ingest.gateways.jt808.terminals import Terminal, Terminals, number_of


@dataclass(frozen=True, slots=True)
class Reply:
    """A message of the platform: its id and body."""

    message_id: MessageId
    body: bytes


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message leads to: `payloads` are published, and `replies` go out once the broker has them.

    `wrong` says what was wrong with it; `cut` ends the connection after the replies; `joined` is the
    terminal that has just authenticated; `alarms` are those of its newest location, None where it said
    nothing of them.
    """

    replies: tuple[Reply, ...] = ()
    payloads: tuple[bytes, ...] = ()
    wrong: str = ""
    cut: Cut | None = None
    joined: Terminal | None = None
    alarms: tuple[str, ...] | None = None


_GATHERED = frozenset({MessageId.LOCATION, MessageId.LOCATION_BATCH})
"""The messages whose parts are worth holding; parts of others are refused one by one."""


class Session:
    """The dialogue on one connection; `terminal` is who has authenticated."""

    def __init__(self, codes: Codes, parts: Parts) -> None:
        self._codes = codes
        self.parts = parts
        self.terminal: Terminal | None = None

    def take(self, frame: Frame, terminals: Terminals, now: datetime, clock: float) -> Turn:
        """Return what a frame leads to; `clock` is in seconds and only goes forward."""
        header = frame.header
        if self.terminal is not None and number_of(header.phone) != number_of(self.terminal.device):
            return Turn(wrong=f"a frame of {header.phone}", cut=Cut.OTHER_TERMINAL)
        whole = Whole(frame, (header.serial,))
        if header.part and self.terminal and header.message_id in _GATHERED:
            gathered = self.parts.add(frame, clock)
            if gathered is None:
                return Turn()
            whole = gathered
        try:
            return self._taken(whole, terminals, now)
        except FrameError as error:
            cut = None if self.terminal else Cut.BAD_FRAMES
            return Turn(_answers(whole, Result.WRONG), wrong=str(error), cut=cut)

    def _taken(self, whole: Whole, terminals: Terminals, now: datetime) -> Turn:
        message_id = whole.frame.header.message_id
        if message_id == MessageId.REGISTER:
            return self._registered(whole.frame, terminals, now)
        if message_id == MessageId.AUTHENTICATE:
            return self._authenticated(whole, terminals)
        if self.terminal is None:
            return Turn(
                _answers(whole, Result.FAILED), wrong=f"message {message_id:#06x}", cut=Cut.NOT_AUTHENTICATED
            )
        return _signed_on(whole, message_id)

    def _registered(self, frame: Frame, terminals: Terminals, now: datetime) -> Turn:
        said, serial = registration(frame), frame.header.serial
        terminal = terminals.find(frame.header.phone)
        if terminal is None:
            body = register_reply(serial, RegisterResult.NO_SUCH_TERMINAL)
            return Turn((Reply(MessageId.REGISTER_REPLY, body),), cut=Cut.UNKNOWN_TERMINAL)
        if not terminal.bears(said.plate, now):
            body = register_reply(serial, RegisterResult.NO_SUCH_VEHICLE)
            return Turn(
                (Reply(MessageId.REGISTER_REPLY, body),),
                wrong=f"it says its plate is {said.plate!r}",
                cut=Cut.OTHER_VEHICLE,
            )
        code = self._codes.of(number_of(frame.header.phone))
        return Turn((Reply(MessageId.REGISTER_REPLY, register_reply(serial, RegisterResult.DONE, code)),))

    def _authenticated(self, whole: Whole, terminals: Terminals) -> Turn:
        phone = whole.frame.header.phone
        terminal, code = terminals.find(phone), authentication_code(whole.frame)
        # the code is compared for strangers too: how long it takes must not tell who is registered
        fits = self._codes.fits(number_of(phone), code)
        if terminal is None or not fits:
            cut = Cut.UNKNOWN_TERMINAL if terminal is None else Cut.WRONG_CODE
            return Turn(_answers(whole, Result.FAILED), cut=cut)
        joined = None if self.terminal else terminal
        self.terminal = terminal
        return Turn(_answers(whole, Result.DONE), joined=joined)


def _signed_on(whole: Whole, message_id: int) -> Turn:
    if message_id == MessageId.LOCATION:
        return _located(whole, [_location_or_bytes(whole.frame.body)])
    if message_id == MessageId.LOCATION_BATCH:
        return _batched(whole)
    if message_id == MessageId.LOGOUT:
        return Turn(_answers(whole, Result.DONE), cut=Cut.LOGOUT)
    if message_id == MessageId.TERMINAL_REPLY:
        return Turn()
    known = message_id == MessageId.HEARTBEAT
    return Turn(_answers(whole, Result.DONE if known else Result.NOT_SUPPORTED))


def _batched(whole: Whole) -> Turn:
    try:
        found = list(batch(whole.frame.body))
    except FrameError:
        found = [whole.frame.body]
    return _located(whole, found)


def _location_or_bytes(body: bytes) -> Location | bytes:
    try:
        return location(body)
    except FrameError:
        return body


def _located(whole: Whole, found: Sequence[Location | bytes]) -> Turn:
    """Publish what was found; what is no location goes along, for ingest to keep with its reason."""
    serial = whole.frame.header.serial
    good = [each for each in found if isinstance(each, Location)]
    told = [report(each, serial) if isinstance(each, Location) else unreadable(each) for each in found]
    wrong = len(found) - len(good)
    newest = max(good, key=lambda each: each.at, default=None)
    return Turn(
        # what ingest keeps need not be sent again, unless nothing of it could be read
        _answers(whole, Result.DONE if good or not found else Result.WRONG),
        tuple(payloads(told)),
        wrong=f"{wrong} of {len(found)} locations cannot be read" if wrong else "",
        alarms=None if newest is None else newest.alarms,
    )


def _answers(whole: Whole, result: Result) -> tuple[Reply, ...]:
    message_id = whole.frame.header.message_id
    return tuple(
        Reply(MessageId.PLATFORM_REPLY, platform_reply(serial, message_id, result))
        for serial in whole.serials
    )
