"""What a YAML file says, and where; and what is no YAML or no registry."""

import pytest

from guanjia.registry_files.yaml_file import read_yaml
from models.registry_state import Section


def test_scalars_stay_as_written_so_that_a_serial_keeps_its_zeros() -> None:
    text = b"meters:\n  - code: 0012\n    parent:\n    installations:\n      - {serial: 000_1e3}\n"
    (entry,), mistakes = read_yaml("a.yaml", text)
    assert mistakes == []
    assert entry.section is Section.METERS
    assert entry.values == {"code": "0012", "parent": None, "installations": [{"serial": "000_1e3"}]}
    mistake = entry.where.mistake(("installations", 0, "serial"), "wrong")
    assert str(mistake) == "a.yaml:5: meters[0012].installations[0].serial: wrong"


def test_a_folded_text_is_one_line() -> None:
    (entry,), _ = read_yaml("a.yaml", b"quotas:\n  - code: a\n    note: >-\n      one\n      two\n")
    assert entry.values["note"] == "one two"


def test_an_empty_file_and_an_empty_section_say_nothing() -> None:
    assert read_yaml("a.yaml", b"# nothing yet\n") == ([], [])
    assert read_yaml("a.yaml", b"meters:\n") == ([], [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"places:\n  - {code: a\n  - {code: b}\n", "a.yaml:3: no YAML: "),
        (b"places:\n\t- code: a\n", "a.yaml:2: no YAML: "),
        (b"\xff\xfe\x00", "a.yaml: no YAML: "),
        (b"- code: a\n", "a.yaml:1: the file has no sections; write one of factor_sets, "),
        (b"meters: []\nmetres:\n  - {code: a}\n", "a.yaml:2: metres: there is no such section; "),
        (b"places:\n  code: a\n", "a.yaml:2: places: expected fields and their values, as in `- code: a`"),
        (b"places:\n  - a\n", "a.yaml:2: places: expected fields and their values, "),
        (b"site: yard\n", "a.yaml:1: site: expected fields and their values, as in `code: a`"),
        (b"site:\n  code: a\n  name: b\n  code: c\n",
         "a.yaml:4: site.code: stands twice in one place, first on line 2"),
        (b"places: []\nplaces: []\n", "a.yaml:2: places: stands twice in one place, first on line 1"),
        (b"meters:\n  - code: a\n    installations:\n      - {serial: x, serial: y}\n",
         "a.yaml:4: meters.installations.serial: stands twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_line(text: bytes, told: str) -> None:
    _, mistakes = read_yaml("a.yaml", text)
    assert len(mistakes) == 1
    assert str(mistakes[0]).startswith(told)
