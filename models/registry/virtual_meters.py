"""Sums, differences and shares of meters: what no register of its own counts."""

from typing import Annotated

from pydantic import Field, field_validator

from models.registry.codes import Code, Entry, Register
from models.registry.kinds import Medium


class VirtualPart(Entry):
    """One meter, or another virtual meter, with the part of it that counts.

    `share` 1 adds it, -1 takes it away, 0.4 adds two fifths of it: a shared meter divided by area.
    """

    meter: Code
    share: Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)] = 1.0

    @field_validator("share")
    @classmethod
    def _counts(cls, share: float) -> float:
        if share == 0:
            raise ValueError("a share of 0 counts nothing: leave the part out")
        return share


class VirtualMeter(Entry):
    """A consumption that is computed from meters: the sum of `share` x amount over its parts.

    With `parent` it stands in the tree of meters as a part of that meter; without, outside the tree.
    """

    code: Code
    name: str
    name_en: str = ""
    medium: Medium
    quantity: Register
    level: Annotated[int, Field(ge=1, le=3)] | None = None
    parent: Code | None = None
    item: str = ""
    place: Code
    parts: Annotated[tuple[VirtualPart, ...], Field(min_length=1)]
