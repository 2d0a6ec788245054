"""Which database role answers whom."""

import pytest

from models.identity import EVERYTHING, Identity, Right, role_name


@pytest.mark.parametrize(
    ("institution", "places", "role"),
    [
        (None, False, "guanjia_reader"),
        (None, True, "guanjia_reader_places"),
        ("jgj", False, "guanjia_at_jgj"),
        ("jgj", True, "guanjia_at_jgj_places"),
    ],
)
def test_a_role_is_named_after_the_institution(institution: str | None, places: bool, role: str) -> None:
    assert role_name(institution, places=places) == role


def test_long_codes_give_names_that_postgresql_takes_and_that_differ() -> None:
    codes = ["x" * 63 + last for last in "ab"]
    names = {role_name(code, places=True) for code in codes}
    assert len(names) == 2
    assert all(len(name) <= 63 for name in names)


def test_who_may_see_places_is_answered_in_another_role() -> None:
    assert Identity("zhang", frozenset({Right.READ})).database_role == EVERYTHING
    assert Identity("zhang", frozenset({Right.READ, Right.PLACES})).database_role != EVERYTHING
