"""Codes in one cell: `main canteen`, with spaces, commas or semicolons between them."""

import re
from collections.abc import Iterable

_BETWEEN = re.compile(r"[\s,;，、；]+")


def written_codes(text: str) -> list[str]:
    """Return the codes as a YAML file would have them."""
    return [each for each in _BETWEEN.split(text) if each]


def codes_text(codes: Iterable[str]) -> str:
    """Return the codes as one cell holds them."""
    return " ".join(codes)
