"""Errors as application/problem+json (RFC 9457), each with what to do about it."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from models.errors import GuanjiaError, UnreachableError

MEDIA_TYPE = "application/problem+json"
_RETRY_SECONDS = 5

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WrongPart:
    """A parameter of the address or a field of the body that is wrong: which, why, and what to write."""

    name: str
    detail: str
    remedy: str


class ProblemError(Exception):
    """An answer that is an error."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        errors: Sequence[WrongPart] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


def wrong_parts(errors: Sequence[WrongPart]) -> ProblemError:
    """Return the answer to a request some parts of which are wrong: all of them are named at once."""
    named = ", ".join(error.name for error in errors)
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, f"wrong: {named}", errors=errors)


def response(problem: ProblemError) -> Response:
    """Return an error as it is sent."""
    content: dict[str, object] = {
        "type": f"/api/v1/docs#{problem.status.value}",
        "title": problem.status.phrase,
        "status": problem.status.value,
        "detail": problem.detail,
    }
    if problem.errors:
        content["errors"] = [asdict(error) for error in problem.errors]
    headers = {"cache-control": "no-store", **problem.headers}
    return Response(orjson.dumps(content), problem.status, headers, MEDIA_TYPE)


def add_problems(app: FastAPI) -> None:
    """Answer every error of an application as a problem."""
    app.add_exception_handler(ProblemError, _told)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(GuanjiaError, _unable)
    app.add_exception_handler(Exception, _failed)


def _told(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)  # noqa: S101 (the handler's signature is wider than its use)
    return response(error)


def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    status = HTTPStatus(error.status_code)
    detail = {
        HTTPStatus.NOT_FOUND: "nothing is at this address: /api/v1/docs lists what there is",
        HTTPStatus.METHOD_NOT_ALLOWED: "not by this method: Allow says by which",
    }.get(status, error.detail)
    return response(ProblemError(status, detail, headers=error.headers))


def _misread(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    found = [
        WrongPart(
            ".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0]),
            str(each["msg"]),
            "write it as /api/v1/docs says",
        )
        for each in error.errors()
    ]
    return response(wrong_parts(found))


def _unable(_request: Request, error: Exception) -> Response:
    """Say that the database is away, or lacks something: whoever runs the system is told why in the log."""
    _log.error("the api cannot answer error=%s", error)
    detail = (
        "the database does not answer in time: try again, with a shorter span"
        if isinstance(error, UnreachableError)
        else "this installation cannot answer: the log of `guanjia web` says why"
    )
    headers = {"retry-after": str(_RETRY_SECONDS)}
    return response(ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers=headers))


def _failed(_request: Request, _error: Exception) -> Response:
    detail = "a mistake of ours: the log of `guanjia web` has it"
    return response(ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, detail))
