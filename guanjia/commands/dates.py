"""Days and months as people type them, between years that a meter can be from."""

from datetime import datetime

import click
from typing_extensions import override

_FIRST, _LAST = 1949, 2999


class _Date(click.DateTime):
    @override
    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read a date; refuse years at whose ends days and months before or after cannot be counted."""
        at = super().convert(value, param, ctx)
        if not _FIRST <= at.year <= _LAST:
            self.fail(f"{value!r}: the year must be from {_FIRST} to {_LAST}", param, ctx)
        return at


DAY = _Date(["%Y-%m-%d"])
"""A day, as in 2026-11-21."""

MONTH = _Date(["%Y-%m"])
"""A month, as in 2026-11."""
