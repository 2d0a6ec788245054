"""Values as they stand in an address: texts, instants, days, months, whole numbers."""

import re
from datetime import UTC, date, datetime

from web.api.columns import Kind

LONGEST_TEXT = 200
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"\d{4}-\d\d")
_WHOLE = re.compile(r"-?\d{1,18}")
# a + that was not written as %2B arrives as a blank
_BLANK_OFFSET = re.compile(r" (?=\d\d:\d\d$)")

REMEDIES = {
    Kind.TEXT: f"write up to {LONGEST_TEXT} characters, none of them a control character",
    Kind.INSTANT: "write an instant with its offset, as in 2026-11-01T00:00:00+08:00 (+ in an address: %2B)",
    Kind.DAY: "write a day, as in 2026-11-01",
    Kind.MONTH: "write a month, as in 2026-11",
    Kind.INTEGER: "write a whole number",
}
"""What to write instead, by kind; other kinds are no parameters."""


def read_value(text: str, kind: Kind) -> object:
    """Return the value that a text is; a month is its first day.

    Raises
    ------
    ValueError
        Where it is none of its kind.
    """
    match kind:
        case Kind.INSTANT:
            return _instant(text)
        case Kind.DAY:
            return date.fromisoformat(_matching(_DAY, text))
        case Kind.MONTH:
            return date.fromisoformat(_matching(_MONTH, text) + "-01")
        case Kind.INTEGER:
            return int(_matching(_WHOLE, text))
        case _:
            return _text(text)


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(_matching(_INSTANT, _BLANK_OFFSET.sub("+", text))).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("is beyond the calendar") from error


def _text(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"has {len(text)} characters")
    if not text.isprintable():
        raise ValueError("has a control character")
    # half of a surrogate pair is text to Python and to nobody else
    text.encode()
    return text


def _matching(form: re.Pattern[str], text: str) -> str:
    if not form.fullmatch(text) or not text.isascii():
        raise ValueError("is not written so")
    return text
