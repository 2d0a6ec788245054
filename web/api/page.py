"""The API's page: what OpenAPI says, as plain HTML."""

from collections.abc import Mapping
from typing import Any

import jinja2

_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("web.api", "templates"), autoescape=True, undefined=jinja2.StrictUndefined
)


def page(description: Mapping[str, Any]) -> str:
    """Return the page of an OpenAPI description."""
    operations = [
        {
            "method": method.upper(),
            "path": path,
            "operation": operation,
            "columns": _columns(operation),
            "fields": _fields(operation, description),
        }
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    problems = {
        status: told["description"]
        for each in operations
        for status, told in each["operation"]["responses"].items()
        if int(status) >= 400
    }
    return _TEMPLATES.get_template("docs.html").render(
        about=description["info"]["description"],
        prefix=description["servers"][0]["url"],
        operations=operations,
        problems=dict(sorted(problems.items())),
    )


def _columns(operation: Mapping[str, Any]) -> Mapping[str, Any]:
    content = operation["responses"].get("200", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    return schema.get("properties", {}).get("items", {}).get("items", {}).get("properties", {})


def _fields(operation: Mapping[str, Any], description: Mapping[str, Any]) -> Mapping[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    schemas = description.get("components", {}).get("schemas", {})
    return schemas.get(reference.rpartition("/")[2], {}).get("properties", {})
