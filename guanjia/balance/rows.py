"""A balance as rows of a CSV file: one for each meter, in the order of the tree."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from analytics.balance.tree import Node, walk
from guanjia.balance.account import Account
from guanjia.whole_files import whole_file
from models.formulas import harmless

HEADER = (
    "site",
    "medium",
    "period_start",
    "period_end",
    "meter",
    "meter_name",
    "level",
    "parent",
    "item",
    "unit",
    "amount",
    "estimated",
    "coverage",
    "children",
    "children_estimated",
    "children_coverage",
    "unaccounted",
    "unaccounted_share",
    "judgement",
)
"""Columns; an empty cell: nobody knows (docs/reference/balance.md)."""


def write(accounts: Iterable[Account], file: Path) -> int:
    """Write accounts, with the mark by which Excel knows UTF-8; return how many rows."""
    written = 0
    with whole_file(file) as partial, partial.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for account in accounts:
            for row in rows(account):
                writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
                written += 1
    return written


def rows(account: Account) -> Iterator[tuple[object, ...]]:
    """Yield the row of each meter."""
    above: dict[int, str] = {}
    for node in walk(account.trees):
        above |= {child.point.id: node.point.code for child in node.children}
        yield (*_who(account, node, above.get(node.point.id)), *_figures(node))


def _who(account: Account, node: Node, parent: str | None) -> tuple[object, ...]:
    point, period = node.point, account.period
    return (
        account.site.code,
        point.medium,
        period.start,
        period.end,
        point.code,
        point.name,
        point.level,
        parent,
        point.item,
        point.unit,
    )


def _figures(node: Node) -> tuple[object, ...]:
    use, below = node.use, node.below
    return (
        *((use.amount, use.estimated, use.coverage) if use else (None, None, None)),
        *((below.amount, below.estimated, below.coverage) if below else (None, None, None)),
        node.unaccounted,
        node.unaccounted_share,
        node.judgement.value,
    )
