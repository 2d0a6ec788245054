"""Which column of a file becomes which quantity of which device."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.errors import ConfigError
from models.topics import is_code
from simulators.replay.map import Rule


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """One column of the file and what it becomes."""

    column: str
    device: str
    rule: Rule


def bind(rules: Sequence[Rule], columns: Sequence[str], file: str) -> list[BoundColumn]:
    """Return the columns that the rules name, in the file's order within each rule."""
    bound: list[BoundColumn] = []
    for rule in rules:
        matched = [found for column in columns if (found := _bound(rule, column)) is not None]
        if not matched:
            raise ConfigError(
                f"{file}: no column matches {rule.column!r} of the map; the file has {', '.join(columns)}"
            )
        bound += matched
    _refuse_twice(bound, file)
    return bound


def _bound(rule: Rule, column: str) -> BoundColumn | None:
    pattern = re.escape(rule.column).replace(r"\*", "(.+)")
    match = re.fullmatch(pattern, column)
    if match is None:
        return None
    star = match.group(1) if match.groups() else ""
    device = rule.device.replace("*", star)
    if not is_code(device):
        raise ConfigError(
            f"column {column!r} makes the device code {device!r}, which is none: change the map"
        )
    return BoundColumn(column, device, rule)


def _refuse_twice(bound: Sequence[BoundColumn], file: str) -> None:
    seen: dict[tuple[str, str], str] = {}
    for one in bound:
        key = (one.device, one.rule.quantity)
        if key in seen:
            raise ConfigError(
                f"{file}: columns {seen[key]!r} and {one.column!r} both become {key[1]} of device {key[0]}"
            )
        seen[key] = one.column
