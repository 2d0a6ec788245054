"""What the desk's errors say where nobody has chosen a language: English, from the catalogue."""

from collections.abc import Sequence
from functools import cache

from guanjia.translations import translations
from guanjia.words import Words
from models.dispatch import Order, OrderRefusal, OrderState
from models.dispatch_errors import EntryError, FieldFlaw, RefusedError
from models.registry import Language


def refused(refusal: OrderRefusal, order: Order, to: OrderState, other: str = "") -> RefusedError:
    """Return why an order does not come into a state; `other` is the order that is in the way."""
    sentence = RefusedError(refusal, order, to, other).sentence(_english().say)
    return RefusedError(refusal, order, to, other, f"order {order.number}: {sentence}")


def mistaken(flaws: Sequence[FieldFlaw]) -> EntryError:
    """Return what is wrong with an entry."""
    return EntryError(flaws, "; ".join(f"{each.name}: {each.sentence(_english().say)}" for each in flaws))


@cache
def _english() -> Words:
    return Words(translations()[Language.EN])
