"""The answer of a query, column by column: what many rows of few columns are kept in."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of equal length by name, in the order in which the query names them."""

    columns: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(next(iter(self.columns.values()), ()))

    def first(self, count: int) -> "Table":
        """Return the first `count` rows; all of them where there are fewer."""
        if len(self) <= count:
            return self
        return Table({name: values[:count] for name, values in self.columns.items()})

    def row(self, number: int) -> dict[str, Any]:
        """Return one row; negative numbers count from the end."""
        return {name: values[number] for name, values in self.columns.items()}

    def rows(self) -> Iterator[dict[str, Any]]:
        """Return row after row."""
        names = tuple(self.columns)
        return (dict(zip(names, row, strict=True)) for row in zip(*self.columns.values(), strict=True))

    def unpacked(self, arrays: Collection[str]) -> "Table":
        """Return a row for each element of the arrays in some columns, the values of the others repeated."""
        if not arrays:
            return self
        lengths = [len(array) for array in self.columns[next(iter(arrays))]]
        return Table(
            {
                name: list(chain.from_iterable(values if name in arrays else map(repeat, values, lengths)))
                for name, values in self.columns.items()
            }
        )
