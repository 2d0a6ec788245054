"""What OpenAPI says of resources and problems."""

from collections.abc import Mapping
from typing import Any

from web.api.columns import Column, Kind
from web.api.formats import WRITERS
from web.api.parameters import COMMON
from web.api.problems import MEDIA_TYPE
from web.api.resource import DEFAULT_LIMIT, MOST_ROWS, Parameter, Resource
from web.api.values import LONGEST_TEXT

_SCHEMAS: Mapping[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.TEXTS: {"type": "array", "items": {"type": "string"}},
    Kind.NUMBER: {"type": "number"},
    Kind.MONEY: {"type": "number"},
    Kind.INTEGER: {"type": "integer"},
    Kind.FLAG: {"type": "boolean"},
    Kind.INSTANT: {"type": "string", "format": "date-time"},
    Kind.DAY: {"type": "string", "format": "date"},
    Kind.MONTH: {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
    Kind.DOCUMENT: {"type": ["object", "array"]},
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "detail", "remedy"],
                "properties": {name: {"type": "string"} for name in ("name", "detail", "remedy")},
            },
        },
    },
}
_MEANINGS = {
    401: "no token, or one that opens nothing",
    403: "the token lacks a right",
    404: "there is nothing, or nothing that this token sees",
    406: "no such format",
    409: "not in the state it is in",
    422: "wrong parameters or fields: which, and what to write",
    429: "too many requests: Retry-After says when to come again",
    503: "the database does not answer in time",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what is said of answers that are errors, of those that every route may give too."""
    return {
        status: {"description": _MEANINGS[status], "content": {MEDIA_TYPE: {"schema": _PROBLEM}}}
        for status in sorted({401, 403, 422, 429, 503, *statuses})
    }


def responses(resource: Resource) -> dict[int | str, dict[str, Any]]:
    """Return what is said of the answers of a resource."""
    page = {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": _item(resource), "maxItems": MOST_ROWS},
            "next": {"type": ["string", "null"]},
        },
    }
    files = {"schema": {"type": "string", "format": "binary"}}
    content = dict.fromkeys(WRITERS, files) | {"application/json": {"schema": page}}
    return {
        200: {"description": resource.meaning, "content": content},
        304: {"description": "what If-None-Match names still holds"},
        **problems(406),
    }


def entered(resource: Resource) -> dict[int | str, dict[str, Any]]:
    """Return what is said of the answers to who enters a row of a resource: it comes back as it stands."""
    content = {"application/json": {"schema": _item(resource)}}
    return {
        200: {"description": "nothing changed: the row as it was", "content": content},
        201: {"description": "the row as it stands now", "content": content},
        **problems(),
    }


def _item(resource: Resource) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [column.name for column in resource.columns],
        "properties": {column.name: _schema(column) for column in resource.columns},
        "additionalProperties": False,
    }


def extra(resource: Resource) -> dict[str, Any]:
    """Return what OpenAPI says of a resource beside its answers."""
    return {"parameters": [_parameter(each) for each in (*resource.parameters, *COMMON)]}


def _schema(column: Column) -> dict[str, Any]:
    known = _SCHEMAS[column.kind]
    types = known["type"] if isinstance(known["type"], list) else [known["type"]]
    schema = {**known, "type": [*types, "null"]}
    return schema | ({"x-unit": column.unit} if column.unit else {})


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = dict(_SCHEMAS[parameter.kind])
    if parameter.name == "limit":
        schema |= {"minimum": 1, "maximum": MOST_ROWS, "default": DEFAULT_LIMIT}
    elif parameter.choices:
        schema["enum"] = list(parameter.choices)
    elif parameter.kind is Kind.TEXT and parameter.name != "after":
        schema["maxLength"] = LONGEST_TEXT
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.is_required,
        "description": parameter.meaning,
        "schema": schema,
    }
