"""The ledger and its figures, as tables for a terminal."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.table import Table

from analytics.vehicles.cost_figures import Costs, Rank
from dashboards.vehicle_costs import By, Group, Pool
from guanjia.printable import printable
from guanjia.words import UNKNOWN, Words, number, percent
from models.vehicle_costs import BookedCost

_FIGURES = (
    "cost yuan",
    "yuan per vehicle and year",
    "distance km",
    "days with trips",
    "L/100 km",
    "fuel yuan/100 km",
    "yuan/km",
)
_HEADS = {
    By.VEHICLE: "Plate",
    By.DUTY: "duty",
    By.TYPE: "vehicle type",
    By.FUEL: "vehicle fuel",
    By.INSTITUTION: "institution",
}


def ledger(rows: Sequence[BookedCost], words: Words) -> Table:
    """Return rows of the ledger, and their sum."""
    table = _table(words, "Cost ledger", "number", "Plate", "day", "cost kind")
    _numbers(table, words, "amount yuan", "litres", "charged kWh", "Odometer km")
    for name in ("supplier", "voucher", "approval"):
        table.add_column(words.say(name), overflow="fold")
    for row in rows:
        table.add_row(
            str(row.cost_id),
            row.plate,
            str(row.day),
            words.name("cost kind", row.kind),
            _yuan(row.amount_yuan),
            _exact(row.litres),
            _exact(row.energy_kwh),
            _exact(row.odometer_km),
            printable(row.supplier) or UNKNOWN,
            printable(row.voucher) or UNKNOWN,
            _approval(row, words),
        )
    table.add_section()
    total = sum((row.amount_yuan for row in rows), Decimal(0))
    table.add_row(words.say("together"), *[""] * 3, _yuan(total), *[""] * 6)
    return table


def figures(pool: Pool, words: Words) -> Table:
    """Return what each group costs, and all together."""
    table = _table(words, "Costs of vehicles", _HEADS[pool.by])
    if pool.by is By.VEHICLE:
        table.add_column(words.say("vehicle type"))
    _numbers(table, words, *([] if pool.by is By.VEHICLE else ["vehicles"]), *_FIGURES)
    table.add_column(words.say("distance by"))
    if pool.by is By.VEHICLE:
        _numbers(table, words, "against the median", "rank")
    for group in pool.groups:
        table.add_row(*_names(group, pool.by, words), *_figures(group.costs, words), *_ranks(group, pool.by))
    if pool.whole is not None and len(pool.groups) > 1:
        table.add_section()
        beside = "" if pool.by is By.VEHICLE else str(pool.whole.vehicles)
        ranks = ("", "") if pool.by is By.VEHICLE else ()
        table.add_row(words.say("together"), beside, *_figures(pool.whole, words), *ranks)
    return table


def kinds(pool: Pool, words: Words) -> Table:
    """Return what was paid for, all vehicles together."""
    table = _table(words, "Costs by kind", "cost kind")
    _numbers(table, words, "amount yuan", "share")
    if pool.whole is not None:
        for kind, amount in pool.whole.by_kind.items():
            share = float(amount / pool.whole.amount_yuan) if pool.whole.amount_yuan else None
            table.add_row(words.name("cost kind", kind), _yuan(amount), percent(share))
    return table


def _names(group: Group, by: By, words: Words) -> Iterable[str]:
    match by:
        case By.VEHICLE:
            return (group.code, group.name)
        case By.DUTY | By.FUEL:
            return (words.name(by, group.code), str(group.costs.vehicles))
        case By.TYPE:
            return (group.code, str(group.costs.vehicles))
        case By.INSTITUTION:
            return (f"{group.name} {group.code}", str(group.costs.vehicles))


def _figures(costs: Costs, words: Words) -> Iterable[str]:
    bases = list(dict.fromkeys(each.basis for each in costs.counted))
    said = "、".join(words.name("distance basis", basis) for basis in bases)
    return (
        _yuan(costs.amount_yuan),
        _yuan(costs.yuan_per_year),
        number(costs.distance_km, 0),
        percent(costs.trip_share, 0),
        _rounded(costs.litres_per_100km, 1),
        _rounded(costs.yuan_per_100km, 1),
        _rounded(costs.yuan_per_km, 2),
        f"{said} {percent(costs.known_share, 0)}" if said else UNKNOWN,
    )


def _ranks(group: Group, by: By) -> Iterable[str]:
    if by is not By.VEHICLE:
        return ()
    rank = group.by_100km
    return (UNKNOWN, UNKNOWN) if rank is None else (_against(rank), f"{rank.place} / {rank.of}")


def _against(rank: Rank) -> str:
    return f"{100 * (rank.ratio - 1) + 0.0:+.0f} %"


def _approval(row: BookedCost, words: Words) -> str:
    if row.is_unapproved:
        return words.say("not approved")
    return printable(row.approval) or UNKNOWN


def _yuan(amount: Decimal | None) -> str:
    return UNKNOWN if amount is None else f"{amount:,.2f}"


def _exact(amount: Decimal | None) -> str:
    return UNKNOWN if amount is None else f"{amount.normalize():,f}"


def _rounded(amount: Decimal | None, digits: int) -> str:
    return UNKNOWN if amount is None else f"{amount:,.{digits}f}"


def _table(words: Words, title: str, *columns: str) -> Table:
    table = Table(title=words.say(title), title_justify="left", pad_edge=False, box=None)
    for name in columns:
        table.add_column(words.say(name), overflow="fold")
    return table


def _numbers(table: Table, words: Words, *columns: str) -> None:
    for name in columns:
        table.add_column(words.say(name), justify="right", overflow="fold")
