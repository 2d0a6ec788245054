"""A balance as tables for a terminal."""

from collections.abc import Callable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from analytics.balance.items import Breakdown
from analytics.balance.levels import fitting_rate, metered_volume_rate
from analytics.balance.tree import Judgement, Node, walk
from analytics.balance.use import Use
from analytics.balance.water_saving import LIMITS, Criterion
from guanjia.balance.account import Account
from guanjia.balance.words import doubt
from guanjia.words import UNKNOWN, Words, number, percent
from models.balance import Fitting, Point

_LOSS = "Leakage (L1 - sum of L2) / L1: %(rate)s"
_DIFFERENCE = "Difference of levels (L1 - sum of L2) / L1: %(rate)s"
_NAMED = 3
_HIGH = LIMITS[Criterion.PIPE_LEAKAGE]


def report(account: Account, words: Words) -> Iterator[RenderableType]:
    """Yield the heading, the tree, the levels, the limits, the nights and the items of one medium."""
    yield _heading(account, words)
    yield _tree(account, words)
    yield _levels(account, words)
    yield Text("\n").join(_sentences(account, words))
    if account.zones:
        yield _nights(account, words)
    for institution, parts in account.breakdowns.items():
        if parts.items:
            yield _items(institution, parts, words)


def _heading(account: Account, words: Words) -> Text:
    period = account.period
    medium = words.name("medium", account.medium)
    days = words.say(
        "%(start)s to %(end)s, %(days)s whole days",
        start=period.start,
        end=period.end,
        days=period.days,
    )
    return Text(f"\n{account.site.name} {account.site.code} · {medium} [{account.unit}] · {days}", "bold")


def _table(title: str, names: list[str], numbers: list[str]) -> Table:
    """Return a table whose columns of text come first."""
    table = Table(title=title, title_justify="left", title_style="", pad_edge=False, box=None)
    for name in names:
        table.add_column(name, overflow="fold")
    for name in numbers:
        table.add_column(name, justify="right", overflow="fold")
    return table


def _tree(account: Account, words: Words) -> Table:
    numbers = ["amount", "children", "unaccounted", "unaccounted share", "coverage", "estimated"]
    table = _table(
        words.say("Balance of the tree of meters"),
        [words.say("meter")],
        [words.say(name) for name in numbers],
    )
    table.add_column(words.say("remark"), overflow="fold")
    for node in walk(account.trees):
        table.add_row(*_node_cells(node, words), style=_style(node))
    return table


def _node_cells(node: Node, words: Words) -> list[Text | str]:
    return [
        Text(f"{'  ' * node.depth}{node.point.name} {node.point.code}"),
        number(None if node.use is None else node.use.amount),
        number(node.below.amount) if node.below else "",
        number(node.unaccounted) if node.children else "",
        percent(node.unaccounted_share) if node.children else "",
        _pair(node, lambda use: percent(use.coverage, 0)),
        _pair(node, lambda use: percent(use.estimated_share, 0)),
        Text(_remark(node, words)),
    ]


def _remark(node: Node, words: Words) -> str:
    if node.judgement is Judgement.PART_MISSING:
        return _lacking(node.absent, words)
    if _is_high(node):
        return words.say("more than %(limit)s unaccounted", limit=percent(_HIGH, 0))
    return doubt(node.judgement, words)


def _is_high(node: Node) -> bool:
    """Tell whether more is surely unaccounted for than pipes of a water-saving unit may lose."""
    is_sure = node.judgement is Judgement.SURE
    return is_sure and node.unaccounted_share is not None and node.unaccounted_share > _HIGH


def _lacking(absent: Sequence[Point], words: Words) -> str:
    """Name the first meters without an amount, and how many more there are."""
    more = f" +{len(absent) - _NAMED}" if len(absent) > _NAMED else ""
    named = ", ".join(point.code for point in absent[:_NAMED])
    return f"{doubt(Judgement.PART_MISSING, words)}: {named}{more}"


def _style(node: Node) -> str:
    if _is_high(node):
        return "bold"
    return "" if node.judgement in {Judgement.SURE, Judgement.LEAF} else "dim"


def _pair(node: Node, write: Callable[[Use], str]) -> str:
    """Write a figure of the meter itself, and the one of its children behind a stroke."""
    own = UNKNOWN if node.use is None else write(node.use)
    return f"{own} / {write(node.below)}" if node.below else own


def _levels(account: Account, words: Words) -> Table:
    numbers = ["meters", "silent", "amount", "coverage", "metered-volume rate", "fitted / required"]
    table = _table(
        words.say("Levels"),
        [words.say("level")],
        [*(words.say(name) for name in numbers), words.say("fitting rate")],
    )
    for level in account.levels:
        of_level = [each for each in account.fittings if each.level == level.number]
        table.add_row(
            str(level.number),
            str(len(level.points)),
            str(len(level.absent)),
            number(None if level.use is None else level.use.amount),
            percent(level.coverage),
            percent(metered_volume_rate(level, account.levels)),
            "\n".join(_fitted(each) for each in of_level),
            "\n".join(percent(fitting_rate(each)) for each in of_level),
        )
    return table


def _fitted(fitting: Fitting) -> str:
    required = UNKNOWN if fitting.required is None else fitting.required
    return f"{fitting.institution} {fitting.fitted} / {required}"


def _sentences(account: Account, words: Words) -> Iterator[Text]:
    lost = account.leakage
    if lost.judgement is not Judgement.LEAF:
        told = words.say(_LOSS if account.unit == "m3" else _DIFFERENCE, rate=_loss(account))
        yield Text(f"{told} {doubt(lost.judgement, words)}".rstrip())
    for score in account.scores:
        told = words.name("criterion", score.criterion)
        verdict = {True: "met", False: "not met", None: "cannot be judged"}[score.is_met]
        yield Text(
            f"{told}: {percent(score.value, 2)} ({percent(score.limit, 0)}) {words.say(verdict)}",
            "" if score.is_met is not False else "bold",
        )
    unsaid = sorted({each.level for each in account.fittings if each.required is None})
    if unsaid:
        levels = ", ".join(str(number_) for number_ in unsaid)
        yield Text(
            words.say(
                "No fitting rate for levels %(levels)s: no metering requirement is recorded", levels=levels
            )
        )


def _loss(account: Account) -> str:
    lost = account.leakage
    return UNKNOWN if lost.rate is None else f"{percent(lost.rate, 2)} ({number(lost.amount)} {account.unit})"


def _nights(account: Account, words: Words) -> Table:
    numbers = ["typical m3/h", "lowest m3/h", "latest m3/h", "share of the day's mean", "nights known"]
    table = _table(
        words.say("Night minimum flow, 01:00 to 05:00"),
        [words.say("zone")],
        [words.say(name) for name in numbers],
    )
    for zone in account.zones:
        table.add_row(
            Text(words.say("whole site") if zone.meter is None else f"{zone.name} {zone.meter}"),
            number(zone.typical, 3),
            number(zone.lowest, 3),
            number(zone.latest, 3),
            percent(zone.share),
            f"{zone.known} / {zone.nights}",
        )
    return table


def _items(institution: str, parts: Breakdown, words: Words) -> Table:
    table = _table(
        f"{words.say('Sub-items')} {institution}",
        [words.say("item")],
        [words.say(name) for name in ("amount", "share", "coverage", "estimated")],
    )
    table.add_column(words.say("remark"), overflow="fold")
    for item in parts.items:
        remark = _lacking(item.absent, words) if item.absent else ""
        table.add_row(words.name("item", item.code), *_use_cells(item.use, percent(item.share)), Text(remark))
    table.add_row(words.say("not metered by item"), number(parts.rest), percent(parts.rest_share))
    table.add_row(words.say("total"), *_use_cells(parts.total, percent(None if parts.total is None else 1.0)))
    return table


def _use_cells(use: Use | None, share: str) -> tuple[str, str, str, str]:
    if use is None:
        return UNKNOWN, share, UNKNOWN, UNKNOWN
    return number(use.amount), share, percent(use.coverage, 0), percent(use.estimated_share, 0)
