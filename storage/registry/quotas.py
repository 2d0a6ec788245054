"""Write quotas, the factor sets they name, and the carbon of grid electricity."""

from collections.abc import Sequence

import psycopg
from psycopg.types.json import Jsonb

from models.factors import FactorSet
from models.quotas import Quota
from models.registry_state import Registry
from storage.database import query


def write_factor_sets(connection: psycopg.Connection, after: Registry, codes: Sequence[str]) -> None:
    """Write each set with its factors, which are those of `after` and no others."""
    for code in codes:
        _write_set(connection, after.factor_sets[code])


def write_grid_factors(connection: psycopg.Connection, after: Registry, codes: Sequence[str]) -> None:
    """Write grid factors; each is known by its code."""
    for code in codes:
        connection.execute(query("registry/upsert_grid_factor"), after.grid_factors[code].model_dump())


def write_quotas(connection: psycopg.Connection, after: Registry, codes: Sequence[str]) -> None:
    """Write each quota with its tiers; its factor set is there already."""
    for code in codes:
        _write_quota(connection, after.quotas[code])


def _write_set(connection: psycopg.Connection, factor_set: FactorSet) -> None:
    code = {"code": factor_set.code}
    connection.execute(query("registry/upsert_factor_set"), factor_set.model_dump(exclude={"factors"}))
    connection.execute(query("registry/delete_factors"), code)
    rows = [
        factor.model_dump() | code | {"position": position, "source_table": factor.table}
        for position, factor in enumerate(factor_set.factors)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(query("registry/insert_factor"), rows)


def _write_quota(connection: psycopg.Connection, quota: Quota) -> None:
    values = quota.model_dump() | {
        "counts": list(quota.counts),
        "weights": Jsonb(quota.weights),
        "excludes": list(quota.excludes),
        "limit_tier": quota.limit,
        "source_table": quota.table,
    }
    connection.execute(query("registry/upsert_quota"), values)
    connection.execute(query("registry/delete_tiers"), {"code": quota.code})
    tiers = [
        tier.model_dump() | {"code": quota.code, "position": position}
        for position, tier in enumerate(quota.tiers)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(query("registry/insert_tier"), tiers)
