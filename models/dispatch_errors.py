"""Why the dispatcher's desk does not do what somebody asks: each is said in the words of its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from models.dispatch import Order, OrderRefusal, OrderState, preceding
from models.dispatch_words import Say
from models.errors import GuanjiaError
from models.identity import Right


class Flaw(StrEnum):
    """What is wrong with a field that somebody filled in."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_TIME = "no_time"
    """It is no date and time, or none of this century."""
    NOT_AFTER = "not_after"
    """The end does not lie after the beginning."""
    TOO_WIDE = "too_wide"
    """From beginning to end it is more than a vehicle is away."""
    OVER = "over"
    """It lies in the past, and is to be said beforehand."""
    AHEAD = "ahead"
    """It lies in the future, and cannot be known yet."""
    UNKNOWN = "unknown"
    """There is none of that name or code, or not for who asks."""
    TWO_PLACES = "two_places"
    """A fence is given, and a point beside it."""
    HALF_A_POINT = "half_a_point"
    """Of longitude and latitude one is missing."""
    NO_DEGREES = "no_degrees"
    """It is no longitude, or no latitude."""
    TAKEN = "taken"
    """There is another with that number."""
    NO_NUMBER = "no_number"
    """It is no number, or one below what may stand there."""
    ABOVE_MODULUS = "above_modulus"
    """No register that wraps there shows it."""
    BELOW_START = "below_start"
    """A register ended below what it began with, and never wraps."""
    SAME_SERIAL = "same_serial"
    """The meter of that serial stood there before: what is swapped has another one."""
    OTHER_SWAP = "other_swap"
    """Another swap is recorded at that instant."""
    NO_METER_BEFORE = "no_meter_before"
    """No meter stood there then that could be swapped."""


@dataclass(frozen=True, slots=True)
class FieldFlaw:
    """A flaw of the field `name`; `values` are what its sentence says of it."""

    name: str
    flaw: Flaw
    values: Mapping[str, object] = field(default_factory=dict[str, object])

    def sentence(self, say: Say) -> str:
        """Return what to do about it, in the words of a catalogue."""
        return say(f"entry flaw, {self.flaw}", **self.values)


class EntryError(GuanjiaError):
    """What was entered is not complete, or cannot be."""

    def __init__(self, flaws: Sequence[FieldFlaw], message: str | None = None) -> None:
        self.flaws = tuple(flaws)
        super().__init__(message or "; ".join(f"{each.name}: {each.flaw}" for each in flaws))


class RefusedError(GuanjiaError):
    """An order stays as it is."""

    def __init__(
        self, refusal: OrderRefusal, order: Order, to: OrderState, other: str, message: str | None = None
    ) -> None:
        self.refusal = refusal
        self.order = order
        self.to = to
        self.other = other
        super().__init__(message)

    def sentence(self, say: Say) -> str:
        """Return why, and what to do, in the words of a catalogue."""
        order, before = self.order, preceding(self.to)
        return say(
            f"order refusal, {self.refusal}",
            state=say(f"order state: {order.state}"),
            to=say(f"order state: {self.to}"),
            step=say(f"order step, {self.to}"),
            before=say(f"order state: {before}"),
            step_before=say(f"order step, {before}"),
            plate=order.plate,
            driver=order.driver,
            destination=order.destination,
            institution=order.institution,
            other=self.other,
        )


class ForbiddenError(GuanjiaError):
    """Who asks has not the right to."""

    def __init__(self, right: Right) -> None:
        self.right = right
        super().__init__(f"this needs the right {right}: ask whoever manages the users")


class NoSuchOrderError(GuanjiaError):
    """There is no such order, or not for who asks."""
