"""A site as YAML: what people would write, without what goes without saying."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import IO, cast
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from models.registry import Entry
from models.registry_state import Registry, Section

_NOT_OF_A_SITE = frozenset({Section.FACTOR_SETS, Section.GRID_FACTORS, Section.QUOTAS})


def write_yaml(registry: Registry, stream: IO[bytes]) -> None:
    """Write a registry of one site, instants in its time zone."""
    site = next(iter(registry.sites.values()))
    zone = ZoneInfo(site.timezone)
    parts: dict[str, object] = {Section.SITE.value: _plain(_given(site), zone)}
    for section in Section:
        if section not in _NOT_OF_A_SITE | {Section.SITE}:
            entries = _entries(registry.section(section).values())
            parts[section.value] = [_plain(_given(entry), zone) for entry in entries]
    yaml = YAML(typ="rt", pure=True)
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump({name: part for name, part in parts.items() if part}, stream)


def _entries(values: Iterable[Entry | tuple[Entry, ...]]) -> list[Entry]:
    nested = [value if isinstance(value, tuple) else (value,) for value in values]
    return [entry for group in nested for entry in group]


def _given(entry: Entry) -> dict[str, object]:
    return entry.model_dump(exclude_defaults=True)


def _plain(value: object, zone: ZoneInfo) -> object:
    match value:
        case datetime():
            return value.astimezone(zone).isoformat()
        case date() | time():
            return value.isoformat()
        case Enum():
            return value.value
        case dict():
            items = cast("Mapping[object, object]", value).items()
            return {str(_plain(key, zone)): _plain(each, zone) for key, each in items}
        case list() | tuple():
            return [_plain(each, zone) for each in cast("Iterable[object]", value)]
        case _:
            return value
