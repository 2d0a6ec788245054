"""Measuring points and uses that tests build trees of."""

from collections.abc import Sequence

from analytics.balance.tree import Node, walk
from analytics.balance.use import Use
from models.balance import Point


def point(number: int, level: int = 1, parent: int | None = None, item: str = "", **more: bool) -> Point:
    return Point(number, f"m{number}", f"表{number}", "water", "m3", level, parent, item, "i", **more)


def use(amount: float, coverage: float = 1.0, estimated: float = 0.0) -> Use:
    return Use(amount, estimated, abs(amount), coverage)


def node(nodes: Sequence[Node], number: int) -> Node:
    return next(each for each in walk(nodes) if each.point.id == number)
