"""What the dispatcher's desk answers, as HTTP: its refusals as problems."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import TypeVar

import orjson
from starlette.responses import Response

from models.dispatch_errors import EntryError, ForbiddenError
from models.dispatch_words import Say
from web.api.problems import ProblemError, WrongPart, wrong_parts

_Found = TypeVar("_Found")


def told(say: Say, work: Callable[[], _Found]) -> _Found:
    """Return what the desk answers.

    Raises
    ------
    ProblemError
        403 where a right is missing, 422 with every field that is wrong.
    """
    try:
        return work()
    except ForbiddenError as error:
        raise ProblemError(HTTPStatus.FORBIDDEN, str(error)) from error
    except EntryError as error:
        flaws = [(each.name, each.flaw, each.sentence(say)) for each in error.flaws]
        raise wrong_fields(flaws) from error


def wrong_fields(flaws: Sequence[tuple[str, str, str]]) -> ProblemError:
    """Return the answer to fields that are wrong: of each its name, the reason, and what to do."""
    return wrong_parts(
        [WrongPart(name, reason.replace("_", " "), sentence) for name, reason, sentence in flaws]
    )


def json_answer(
    content: object, status: HTTPStatus = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> Response:
    """Return something as JSON, its instants in UTC."""
    return Response(orjson.dumps(content, option=orjson.OPT_UTC_Z), status, headers, "application/json")
