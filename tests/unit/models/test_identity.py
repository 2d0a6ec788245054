"""Which database role answers whom."""

import pytest

from models.identity import EVERYTHING, Identity, Right, is_role_name, role_name


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


def test_no_code_names_the_role_of_another_institution_with_places() -> None:
    assert role_name("x_places", places=False) != role_name("x", places=True)


@pytest.mark.parametrize("code", ["x", "Z1.a-b", "x_places", "y" * 64])
@pytest.mark.parametrize("places", [True, False])
def test_every_role_has_the_shape_of_one(code: str, places: bool) -> None:
    assert is_role_name(role_name(code, places=places))


@pytest.mark.parametrize(
    "text", ["guanjia_at_", "guanjia_registrar", 'guanjia_at_x"', "guanjia_at_é", "postgres"]
)
def test_no_other_role_has_that_shape(text: str) -> None:
    assert not is_role_name(text)
