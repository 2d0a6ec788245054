"""Quotas and factors read from their files: what is right is kept, and every mistake is named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from guanjia.registry_files.reading import Found, gathered
from guanjia.registry_files.yaml_file import read_yaml
from models.errors import Mistake
from models.factors import FactorSet, GridFactor
from models.quota_checks import factor_set_problems, grid_factor_problems, quota_problems
from models.quotas import Quota
from models.registry_checks.standards import factor_mistakes, quota_mistakes
from models.registry_draft.draft import Draft, draft
from models.registry_draft.written import WrittenEntry
from models.registry_state import Registry, Section

_SECTIONS = frozenset({Section.FACTOR_SETS, Section.GRID_FACTORS, Section.QUOTAS})


@dataclass(frozen=True, slots=True)
class QuotaBook:
    """What files say of quotas and factors: the entries without a mistake by code, and the mistakes."""

    quotas: Mapping[str, Quota]
    factor_sets: Mapping[str, FactorSet]
    grid_factors: Mapping[str, GridFactor]
    mistakes: Sequence[Mistake]


def shipped_files() -> list[Path]:
    """Return the files of config/factors/ and config/quotas/ that come with guanjia."""
    config = Path(str(files("config")))
    return [path for folder in ("factors", "quotas") for path in sorted((config / folder).glob("*.yaml"))]


def read_book(paths: Iterable[Path]) -> QuotaBook:
    """Return what `paths` say; shipped factor sets that no file writes anew stand beside them."""
    entries, mistakes = gathered(paths, _read)
    drafted = draft(Registry(factor_sets=_shipped_sets(entries)), entries)
    found = [*mistakes, *drafted.mistakes, *factor_mistakes(drafted), *quota_mistakes(drafted)]
    return _book(drafted, found)


def _read(path: Path) -> Found:
    entries, mistakes = read_yaml(str(path), path.read_bytes())
    strange = [
        entry.where.mistake((), f"{entry.section} are no quotas or factors: move them to config/sites/")
        for entry in entries
        if entry.section not in _SECTIONS
    ]
    return [entry for entry in entries if entry.section in _SECTIONS], [*mistakes, *strange]


def _shipped_sets(entries: Iterable[WrittenEntry]) -> dict[str, FactorSet]:
    written = {str(entry.values.get("code")) for entry in entries if entry.section is Section.FACTOR_SETS}
    paths = [path for path in shipped_files() if path.parent.name == "factors"]
    sets = draft(Registry(), [entry for path in paths for entry in _read(path)[0]]).after.factor_sets
    return {code: factor_set for code, factor_set in sets.items() if code not in written}


def _book(drafted: Draft, mistakes: Sequence[Mistake]) -> QuotaBook:
    sets, written = drafted.after.factor_sets, {key.code for key in drafted.written}
    return QuotaBook(
        quotas={
            code: quota
            for code, quota in drafted.after.quotas.items()
            if not any(quota_problems(quota, sets))
        },
        factor_sets={
            code: each
            for code, each in sets.items()
            if code in written and not any(factor_set_problems(each))
        },
        grid_factors={
            code: each
            for code, each in drafted.after.grid_factors.items()
            if not any(grid_factor_problems(each))
        },
        mistakes=mistakes,
    )
