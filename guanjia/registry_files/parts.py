"""The parts of a virtual meter in one cell: `w1 -w2 0.4*w3`, codes with spaces or commas between them."""

import re
from collections.abc import Iterable

from models.registry import VirtualPart

_BETWEEN = re.compile(r"[\s,;，、；]+")
_PART = re.compile(r"(?P<sign>[+-]?)(?:(?P<share>[^*]+)[*])?(?P<meter>.*)")


def written_parts(text: str) -> list[dict[str, str]]:
    """Return the parts as a YAML file would have them; what is no share or code is told by the field."""
    # people write "a + b - c" as well as "a +b -c"
    joined = re.sub(r"(^|\s)([+-])\s+", r"\1\2", text.strip())
    return [_part(each) for each in _BETWEEN.split(joined) if each]


def parts_text(parts: Iterable[VirtualPart]) -> str:
    """Return the parts as one cell holds them."""
    return " ".join(_text(part) for part in parts)


def _part(text: str) -> dict[str, str]:
    found = _PART.fullmatch(text)
    if found is None:
        return {"meter": text}
    share = found["share"] or "1"
    sign = "-" if found["sign"] == "-" else ""
    return {"meter": found["meter"], "share": f"{sign}{share}"}


def _text(part: VirtualPart) -> str:
    sign = "-" if part.share < 0 else ""
    size = abs(part.share)
    return f"{sign}{part.meter}" if size == 1 else f"{sign}{size!r}*{part.meter}"
