"""An answer by column gives the rows it is made of."""

from models.table import Table

_TABLE = Table({"meter": ("a", "b", "c"), "amount": (1.0, 2.0, None)})


def test_a_table_gives_its_rows() -> None:
    assert list(_TABLE.rows())[1:] == [{"meter": "b", "amount": 2.0}, _TABLE.row(-1)]
    assert _TABLE.row(-1) == {"meter": "c", "amount": None}


def test_the_first_rows_are_a_table_too() -> None:
    assert list(_TABLE.first(1).rows()) == [{"meter": "a", "amount": 1.0}]
    assert _TABLE.first(9) == _TABLE


def test_an_empty_table_has_columns_and_no_rows() -> None:
    empty = Table({"meter": (), "amount": ()})
    assert (len(empty), list(empty.rows()), list(empty.columns)) == (0, [], ["meter", "amount"])


def test_arrays_become_rows_with_the_other_columns_repeated() -> None:
    packed = Table({"meter": ("a", "b"), "hour": ([1, 2], [3]), "amount": ([0.5, None], [0.25])})
    assert list(packed.unpacked(("hour", "amount")).rows()) == [
        {"meter": "a", "hour": 1, "amount": 0.5},
        {"meter": "a", "hour": 2, "amount": None},
        {"meter": "b", "hour": 3, "amount": 0.25},
    ]
    assert packed.unpacked(()) is packed


def test_no_arrays_become_no_rows() -> None:
    assert len(Table({"meter": (), "hour": ()}).unpacked(("hour",))) == 0
