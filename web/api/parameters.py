"""The parameters of a request, read and checked: all that is wrong is said at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from web.api.columns import Kind
from web.api.keys import first_page, read_key
from web.api.problems import WrongPart, wrong_parts
from web.api.resource import DEFAULT_LIMIT, MOST_ROWS, Parameter, Resource
from web.api.values import REMEDIES, read_value

COMMON = (
    Parameter(
        "limit", Kind.INTEGER, f"rows of the answer at most, 1 to {MOST_ROWS}; {DEFAULT_LIMIT} if not said"
    ),
    Parameter("after", Kind.TEXT, "the `next` of the page before"),
)
"""What every resource takes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for: the parameters of the query but `rows`, and how many rows."""

    values: Mapping[str, object]
    limit: int


def asked(resource: Resource, given: Sequence[tuple[str, str]]) -> Asked:
    """Return what the parameters of an address ask for.

    Raises
    ------
    ProblemError
        422, with every parameter that is wrong, unknown, missing or there twice.
    """
    reading = _Reading(resource, given)
    result = Asked(reading.values(), reading.limit())
    if reading.wrong:
        raise wrong_parts(reading.wrong)
    return result


class _Reading:
    def __init__(self, resource: Resource, given: Sequence[tuple[str, str]]) -> None:
        self._resource = resource
        self._texts = dict(given)
        self.wrong = list(_oddities(resource, [name for name, _ in given]))

    def values(self) -> dict[str, object]:
        resource = self._resource
        values = {each.sql_name: self._value(each) for each in resource.parameters}
        if resource.one_of and not any(self._texts.get(name) for name in resource.one_of):
            names = " or ".join(resource.one_of)
            self._refuse(resource.one_of[0], "is missing", f"give {names}")
        since, until = values.get("since"), values.get("until")
        if since is not None and until is not None and not self.wrong and until <= since:  # pyright: ignore[reportOperatorIssue]
            self._refuse("to", "is not after from", "write a later one: it is left out itself")
        return values | self._after()

    def limit(self) -> int:
        text = self._texts.get("limit", str(DEFAULT_LIMIT))
        if text.isascii() and text.isdecimal() and len(text) <= 9 and 1 <= int(text) <= MOST_ROWS:
            return int(text)
        self._refuse("limit", f"is {text[:20]!r}", f"write a whole number from 1 to {MOST_ROWS}")
        return DEFAULT_LIMIT

    def _after(self) -> dict[str, object]:
        key = self._texts.get("after")
        if not key:
            return first_page(self._resource)
        try:
            return read_key(self._resource, key)
        except ValueError:
            remedy = "take the `next` of an answer as it is, with the same address otherwise"
            self._refuse("after", "is no key of this resource", remedy)
            return {}

    def _value(self, parameter: Parameter) -> object:
        text = self._texts.get(parameter.name, "")
        if not text:
            if parameter.is_required:
                self._refuse(parameter.name, "is missing", REMEDIES[parameter.kind])
            return None
        if parameter.choices and text not in parameter.choices:
            self._refuse(parameter.name, f"is {text[:40]!r}", f"write one of {', '.join(parameter.choices)}")
            return None
        try:
            return read_value(text, parameter.kind)
        except ValueError as error:
            self._refuse(parameter.name, f"{text[:40]!r}: {error}", REMEDIES[parameter.kind])
            return None

    def _refuse(self, name: str, detail: str, remedy: str) -> None:
        self.wrong.append(WrongPart(name, detail, remedy))


def _oddities(resource: Resource, names: Sequence[str]) -> Iterator[WrongPart]:
    known = [parameter.name for parameter in (*resource.parameters, *COMMON)]
    for name in dict.fromkeys(names):
        if name not in known:
            near = get_close_matches(name, known, n=1)
            remedy = f"is it {near[0]}?" if near else f"there are {', '.join(known)}"
            yield WrongPart(name[:40], "is no parameter of this resource", remedy)
        elif names.count(name) > 1:
            yield WrongPart(name, "is there more than once", "give it once, and ask again for another value")
