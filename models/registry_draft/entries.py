"""One entry: what a file says of it laid over what is known of it, checked field by field."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from models.errors import Mistake
from models.registry import Entry
from models.registry_draft.written import Path, Where

E = TypeVar("E", bound=Entry)


def read_entry(
    model: type[E], known: Entry | None, values: Mapping[str, object], where: Where
) -> E | list[Mistake]:
    """Return the entry, or its mistakes. A field that `values` leaves out stays as it is in `known`."""
    before = {} if known is None else known.model_dump(by_alias=True)
    try:
        return model.model_validate(before | dict(values))
    except ValidationError as error:
        return [_mistake(model, each, where) for each in error.errors(include_url=False)]


def with_zone(value: object, zone: ZoneInfo) -> object:
    """Return `value` with every naive instant in it taken as local time of `zone`."""
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=zone)
    if isinstance(value, Mapping):
        return {key: with_zone(each, zone) for key, each in cast("Mapping[str, object]", value).items()}
    if isinstance(value, list | tuple):
        return [with_zone(each, zone) for each in cast("list[object]", value)]
    return value


def _mistake(model: type[Entry], error: ErrorDetails, where: Where) -> Mistake:
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    match error["type"]:
        case "missing":
            message = "this field is missing, and a new entry needs it"
        case "extra_forbidden":
            fields = ", ".join(model.model_fields) if len(path) == 1 else "see docs/how-to/registry.md"
            message = f"there is no such field; the fields are {fields}"
        case _:
            given = error["input"]
            shown = "" if isinstance(given, dict | list | tuple) else f" (here: {given})"
            message = error["msg"].removeprefix("Value error, ") + shown
    return where.mistake(path, message)
