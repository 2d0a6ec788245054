"""Quotas and factors: each on its own, and quotas against the factor sets they name."""

from collections.abc import Iterator

from models.errors import Mistake
from models.quota_checks import factor_set_problems, grid_factor_problems, quota_problems
from models.registry_draft.draft import Draft
from models.registry_state import Key, Section


def quota_mistakes(draft: Draft) -> Iterator[Mistake]:
    """Yield what is wrong with written quotas; a factor set that is itself wrong is told of once."""
    for key, where in draft.written_in(Section.QUOTAS):
        quota = draft.after.quotas.get(key.code)
        if quota is None or key in draft.failed:
            continue
        has_failed_set = Key(Section.FACTOR_SETS, quota.factor_set or "") in draft.failed
        for path, message in quota_problems(quota, draft.after.factor_sets):
            if not (has_failed_set and path == ("factor_set",)):
                yield where.mistake(path, message)


def factor_mistakes(draft: Draft) -> Iterator[Mistake]:
    """Yield what is wrong with written factor sets and grid factors."""
    for key, where in draft.written_in(Section.FACTOR_SETS):
        factor_set = draft.after.factor_sets.get(key.code)
        if factor_set is not None and key not in draft.failed:
            yield from (where.mistake(*problem) for problem in factor_set_problems(factor_set))
            yield from _left_without(draft, key.code)
    for key, where in draft.written_in(Section.GRID_FACTORS):
        factor = draft.after.grid_factors.get(key.code)
        if factor is not None and key not in draft.failed:
            yield from (where.mistake(*problem) for problem in grid_factor_problems(factor))
    yield from _doubled_grid_factors(draft)


def _left_without(draft: Draft, code: str) -> Iterator[Mistake]:
    """Yield quotas that nobody writes now and that the set as written no longer serves."""
    where = draft.written[Key(Section.FACTOR_SETS, code)]
    for quota in draft.after.quotas.values():
        if quota.factor_set == code and Key(Section.QUOTAS, quota.code) not in draft.written:
            for path, message in quota_problems(quota, draft.after.factor_sets):
                if path == ("factor_set",):
                    yield where.mistake(("factors",), f"quota {quota.code}: {message}")


def _doubled_grid_factors(draft: Draft) -> Iterator[Mistake]:
    first: dict[tuple[str, int], str] = {}
    for code, factor in draft.after.grid_factors.items():
        other = first.setdefault((factor.region, factor.data_year), code)
        where = draft.where(Key(Section.GRID_FACTORS, code), Key(Section.GRID_FACTORS, other))
        if other != code and where is not None:
            message = f"{other} is the factor of {factor.region} for {factor.data_year} already: keep one"
            yield where.mistake(("data_year",), message)
