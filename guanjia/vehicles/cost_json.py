"""The ledger and its figures as JSON; money is written as it is, to the cent, and never passes a float."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

import orjson

from analytics.vehicles.cost_figures import Costs, Rank
from dashboards.vehicle_costs import Pool
from models.vehicle_costs import BookedCost

_FOUR = Decimal("0.0001")


def ledger_json(rows: Sequence[BookedCost]) -> str:
    """Return rows of the ledger, every field by its name."""
    return _written([asdict(row) for row in rows])


def pool_json(pool: Pool) -> str:
    """Return the figures of a pool."""
    return _written(
        {
            "from": pool.span.start,
            "to": pool.span.end,
            "by": pool.by,
            "groups": [
                {"code": group.code, "name": group.name}
                | _figures(group.costs)
                | {
                    "rank_by_yuan_per_100km": _rank(group.by_100km),
                    "rank_by_yuan_per_km": _rank(group.by_km),
                }
                for group in pool.groups
            ],
            "pool": None if pool.whole is None else _figures(pool.whole),
            "without_entries": pool.idle,
        }
    )


def _figures(costs: Costs) -> dict[str, object]:
    bases = sorted({each.basis.value for each in costs.counted})
    return {
        "vehicles": costs.vehicles,
        "entries": costs.entries,
        "years": costs.years,
        "amount_yuan": costs.amount_yuan,
        "by_kind_yuan": {kind.value: amount for kind, amount in costs.by_kind.items()},
        "litres": costs.litres,
        "energy_kwh": costs.energy_kwh,
        "unapproved": costs.unapproved,
        "yuan_per_vehicle_year": _to_four(costs.yuan_per_year),
        "distance_km": costs.distance_km,
        "distance_by": bases,
        "trip_days_share": costs.trip_share,
        "known_days_share": costs.known_share,
        "litres_per_100km": _to_four(costs.litres_per_100km),
        "kwh_per_100km": _to_four(costs.kwh_per_100km),
        "fuel_yuan_per_100km": _to_four(costs.yuan_per_100km),
        "yuan_per_km": _to_four(costs.yuan_per_km),
        "odd_odometers": [asdict(reading) for reading in costs.odd_readings],
    }


def _rank(rank: Rank | None) -> dict[str, object] | None:
    return None if rank is None else {"place": rank.place, "of": rank.of, "ratio_to_median": rank.ratio}


def _to_four(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(_FOUR)


def _written(document: object) -> str:
    options = orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z
    return orjson.dumps(document, default=_as_digits, option=options).decode()


def _as_digits(value: object) -> object:
    if isinstance(value, Decimal):
        return orjson.Fragment(f"{value:f}")
    raise TypeError(f"no JSON for {type(value)}")
