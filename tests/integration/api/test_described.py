"""Requests of all kinds, made from our own description: every answer is one that it tells of."""

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import BaseSchema, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from models.identity import Right
from tests.integration.api.conftest import Served

_CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
_SETTINGS = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def schema(standing: Served) -> BaseSchema:
    return schemathesis.openapi.from_url(f"{standing.url}/openapi.json")


def sent(case: Case[Any], headers: dict[str, str]) -> httpx.Response | None:
    """Send a request; None where it is none that a client can send."""
    asked = case.as_transport_kwargs()
    body = {name: asked[name] for name in ("json", "content") if asked.get(name) is not None}
    if isinstance(asked.get("data"), bytes):
        body["content"] = asked["data"]
    try:
        return httpx.request(
            asked["method"], asked["url"], params=asked.get("params"), headers=headers, timeout=30, **body
        )
    except (httpx.InvalidURL, TypeError, ValueError):
        return None


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_one_that_is_described(
    standing: Served, schema: BaseSchema, mode: GenerationMode
) -> None:
    headers = {"authorization": f"Bearer {standing.token(*Right)}"}
    tried = 0
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()

        @_SETTINGS
        @given(case=operation.as_strategy(generation_mode=mode))
        def answer(case: Case[Any]) -> None:
            response = sent(case, headers)
            if response is not None:
                case.validate_response(response, checks=_CHECKS)

        answer()
        tried += 1
    assert tried == len(list(schema.get_all_operations()))
    assert tried > 20
