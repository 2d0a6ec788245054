"""How many meters a standard wants to see: what the fitting rate (配备率) divides by."""

from datetime import date
from typing import Annotated

from pydantic import Field, field_validator

from models.registry.codes import Code, Entry
from models.registry.kinds import Medium
from models.registry.spans import after_it_begins


class MeteringRequirement(Entry):
    """The number of meters of a medium and level that an institution must have, from a day on."""

    institution: Code
    medium: Medium
    level: Annotated[int, Field(ge=1, le=3)]
    required: Annotated[int, Field(ge=0)]
    valid_from: date
    valid_to: date | None = None
    source: str = ""

    _order = field_validator("valid_to")(after_it_begins)

    @property
    def subject(self) -> str:
        """What one history of requirements is about, as in `jgj/water/2`."""
        return f"{self.institution}/{self.medium}/{self.level}"
