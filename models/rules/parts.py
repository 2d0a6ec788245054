"""What rules are written with: durations, shares, texts in every language, the runbook."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

from models.registry import Entry, Language

_DURATION = re.compile(r"(\d+)\s*(s|min|h|d)", re.ASCII)
_UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days"}


def _a_duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"{value!r} is no duration; write 0s, 90s, 15min, 6h or 7d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _in_seconds(value: timedelta) -> str:
    return f"{value.total_seconds():.0f}s"


Duration = Annotated[timedelta, BeforeValidator(_a_duration), PlainSerializer(_in_seconds)]
Share = Annotated[float, Field(ge=0, le=1)]


class Words(Entry):
    """A text in every language that users read."""

    zh_CN: str = Field(min_length=1)  # noqa: N815  (the language's own code)
    en: str = Field(min_length=1)

    def read_in(self, language: Language) -> str:
        """Return the text for a reader of `language`."""
        return self.zh_CN if language is Language.ZH_CN else self.en


class Runbook(Entry):
    """What a mail tells its reader to think of and to do, the likeliest and the first step first."""

    causes: Annotated[tuple[Words, ...], Field(min_length=1)]
    actions: Annotated[tuple[Words, ...], Field(min_length=1)]
