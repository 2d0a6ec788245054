"""The correctness table through files: as it was published, and in other scenes."""

from pathlib import Path

import pytest

from tests.correctness.cases import cases, seeded
from tests.correctness.judging import judged
from tests.correctness.scenes import Case, scene, shown_scene

_SEEDS = range(100, 104)
_CASES = [("as published", case) for case in cases(shown_scene(), seeded(1))] + [
    (f"seed {seed}", case) for seed in _SEEDS for case in cases(scene(seeded(seed)), seeded(seed))
]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{name}: {case.name}") for name, case in _CASES])
def test_a_row_is_right(case: Case, tmp_path: Path) -> None:
    assert judged(case, tmp_path).wrong == ()


def test_a_wrong_row_is_noticed(tmp_path: Path) -> None:
    clean = next(case for case in cases(shown_scene(), seeded(1)) if case.name == "clean")
    minutes, value = clean.rows[20]
    clean.rows[20] = (minutes, value + 0.125)
    wrong = judged(clean, tmp_path).wrong
    assert wrong == ("hour 4 is 1.125, not 1", "hour 5 is 0.875, not 1")
