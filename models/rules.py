"""Alert rules as people write them in config/rules/*.yaml."""

import re
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from models.alerts import Severity
from models.quotas import Indicator
from models.registry import Code, Entry, Language, NonNegative, Positive

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


class OverQuotaRule(Entry):
    """Fires where more of a quota is used than its share of the period allows.

    Its value is `used_share / due_share`: 1 is exactly on schedule. It fires above `fires_above`, and once
    it fires it clears below `clears_below` only: between the two nothing changes (hysteresis). With fewer
    than `min_observed_days`, or a coverage below `min_coverage`, it says "not enough data".
    """

    kind: Literal["over_quota"]
    code: Code
    title: Words
    indicator: Indicator
    fires_above: Positive
    clears_below: Positive
    lasting: Duration = Field(alias="for")
    repeat: Duration
    min_observed_days: NonNegative
    min_coverage: Share
    severity: Severity
    runbook: Runbook

    @model_validator(mode="after")
    def _thresholds_make_sense(self) -> "OverQuotaRule":
        if self.clears_below > self.fires_above:
            raise ValueError("clears_below must not be above fires_above: it would clear while it fires")
        if not self.repeat:
            raise ValueError("repeat must be longer than 0s: every round would send a mail")
        return self


Rule = OverQuotaRule
"""Every kind of rule; further kinds join it, told apart by `kind`."""


class RuleFile(Entry):
    """One file of config/rules/."""

    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
