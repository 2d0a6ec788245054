"""What the API answers at a path: a query, its columns, the key it is paged by, the parameters it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from web.api.columns import Column, Kind

DEFAULT_LIMIT = 1_000
MOST_ROWS = 10_000
"""What one answer holds at most."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the address; `asked` is its name in the query's SQL, where that is another."""

    name: str
    kind: Kind
    meaning: str
    is_required: bool = False
    choices: tuple[str, ...] = ()
    asked: str = ""

    @property
    def sql_name(self) -> str:
        """How the query calls it."""
        return self.asked or self.name


@dataclass(frozen=True)
class Resource:
    """Rows at /api/v1/`path`, ordered by the columns of `key`, of which no two rows have the same values.

    `queries/api/<query>.sql` takes every parameter, `after_<column>` for each column of the key, and `rows`.
    """

    path: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    one_of: tuple[str, ...] = ()
    """Parameters of which at least one is needed."""
    packed: tuple[str, ...] = ()
    """Columns that the query gives as arrays, in one row for all rows that agree in the others: half of the
    values of many such rows. Several texts of one row are one text there, with spaces in between."""

    @property
    def query(self) -> str:
        """Name of the query file."""
        return f"api/{self.path.replace('-', '_').replace('/', '_')}"

    @cached_property
    def key_columns(self) -> Sequence[Column]:
        """The columns of the key, in its order."""
        by_name = {column.name: column for column in self.columns}
        return [by_name[name] for name in self.key]


def text(name: str, meaning: str, choices: Sequence[str] = (), *, is_required: bool = False) -> Parameter:
    """Return a parameter that selects rows by a text."""
    return Parameter(name, Kind.TEXT, meaning, is_required=is_required, choices=tuple(choices))


def span(kind: Kind, meaning: str, *, is_required: bool = False) -> tuple[Parameter, Parameter]:
    """Return `from` and `to`: a span of instants, days or months, its end left out."""
    return (
        Parameter("from", kind, f"{meaning}: from here", is_required, asked="since"),
        Parameter("to", kind, f"{meaning}: up to here, itself left out", is_required, asked="until"),
    )
