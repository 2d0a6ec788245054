"""Names, passwords and kinds of accounts."""

import pytest

from models.accounts import RIGHTS, Kind, NameFault, PasswordFault, name_fault, password_fault
from models.identity import Right


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("elevenchars", PasswordFault.SHORT),
        ("twelve chars", None),
        ("口令要有十二个字才可以用", None),
        ("abcde" * 40, None),
        ("abcde" * 40 + "f", PasswordFault.LONG),
        ("the LI.SI of us", PasswordFault.NAMED),
        ("abcdabcdabcd", PasswordFault.PLAIN),
    ],
)
def test_passwords_that_are_easily_found_are_not_taken(password: str, fault: PasswordFault | None) -> None:
    assert password_fault(password, "li.si") is fault


@pytest.mark.parametrize("name", ["li.si", "李四", "a", "2@office-1", "x" * 40])
def test_names_that_are_taken(name: str) -> None:
    assert name_fault(name, "李四") is None


@pytest.mark.parametrize("name", ["", " li", "li si", "_li", ".li", "-li", "<b>", "li\n", "x" * 41, "a/b"])
def test_names_that_are_not_taken(name: str) -> None:
    assert name_fault(name, "李四") is NameFault.NAME


@pytest.mark.parametrize("shown", ["", "  ", "x" * 61, "li\nsi", "li\x1b[31m", "li\u202esi"])
def test_shown_names_that_are_not_taken(shown: str) -> None:
    assert name_fault("li", shown) is NameFault.SHOWN


def test_markup_in_a_shown_name_is_only_text() -> None:
    assert name_fault("li", "<b>李四</b>") is None


def test_every_kind_reads_and_only_administrators_manage_users() -> None:
    assert all(Right.READ in RIGHTS[kind] for kind in Kind)
    assert [kind for kind in Kind if Right.USERS in RIGHTS[kind]] == [Kind.ADMINISTRATOR]
    assert {kind for kind in Kind if Right.PLACES in RIGHTS[kind]} == {Kind.ADMINISTRATOR, Kind.DISPATCHER}
    assert RIGHTS[Kind.VIEWER] == {Right.READ}
