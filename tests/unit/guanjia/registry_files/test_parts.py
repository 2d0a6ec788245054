"""The parts of a virtual meter in one cell of a sheet."""

import pytest

from guanjia.registry_files.parts import parts_text, written_parts
from models.registry import VirtualPart


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("w1", [("w1", 1.0)]),
        ("w1 -w2-a", [("w1", 1.0), ("w2-a", -1.0)]),
        ("w1 + w2 - 0.4*w3", [("w1", 1.0), ("w2", 1.0), ("w3", -0.4)]),
        ("w1，-0.25*w2", [("w1", 1.0), ("w2", -0.25)]),
        ("- w1", [("w1", -1.0)]),
    ],
)
def test_people_write_sums_and_shares(text: str, parts: list[tuple[str, float]]) -> None:
    read = [VirtualPart.model_validate(each) for each in written_parts(text)]
    assert [(part.meter, part.share) for part in read] == parts
    assert [VirtualPart.model_validate(each) for each in written_parts(parts_text(read))] == read


def test_a_share_that_is_no_number_is_left_for_its_field_to_tell() -> None:
    assert written_parts("half*w1") == [{"meter": "w1", "share": "half"}]
