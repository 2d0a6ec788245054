"""Daily checks (三检) come in from CSV files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from guanjia.dispatch.book import OrderBook, among
from guanjia.dispatch.local_times import local_day
from guanjia.dispatch.table import Heads, Line, lines
from models.dispatch import CheckKind
from models.errors import Mistake
from storage import dispatch as stored
from storage.audit import record
from storage.dispatch import DailyCheck

HEADS: Final[Heads] = {
    "plate": ("车牌号", "车牌", "车号"),
    "day": ("日期",),
    "kind": ("检查类别", "类别"),
    "driver": ("驾驶员", "司机", "检查人"),
    "passed": ("是否合格", "结果"),
    "defects": ("问题", "存在问题"),
}
NEEDED: Final = ("plate", "day", "kind", "driver", "passed")
_KINDS: Final[Mapping[str, CheckKind]] = {
    **{kind.value: kind for kind in CheckKind},
    "出车前": CheckKind.BEFORE,
    "行车中": CheckKind.DURING,
    "收车后": CheckKind.AFTER,
}
_PASSED: Final[Mapping[str, bool]] = {
    "合格": True,
    "是": True,
    "yes": True,
    "true": True,
    "1": True,
    "不合格": False,
    "否": False,
    "no": False,
    "false": False,
    "0": False,
}


def import_checks(book: OrderBook, path: Path, author: str) -> tuple[int, int, list[Mistake]]:
    """Write the checks of a file down; return how many say something new, how many do not, and mistakes."""
    new = known = 0
    mistakes: list[Mistake] = []
    found_lines = lines(path, HEADS, NEEDED)
    stored.lock_imports(book.connection)
    for line in found_lines:
        check = _check(book, line, author)
        if not isinstance(check, DailyCheck):
            mistakes += check
        elif stored.write_check(book.connection, check):
            new += 1
        else:
            known += 1
    if new:
        record(book.connection, author, "enter", f"checks {path.name}", None, {"added": new})
    return new, known, mistakes


def _check(book: OrderBook, line: Line, author: str) -> DailyCheck | list[Mistake]:
    cells = line.cells
    wrong = [line.mistake(field, "this cell is empty: fill it") for field in NEEDED if not cells[field]]
    kind, passed = _KINDS.get(cells["kind"].lower()), _PASSED.get(cells["passed"].lower())
    defects = cells.get("defects", "")
    if cells["plate"] not in book.vehicles:
        message = f"no vehicle {cells['plate']} in the registry{among(book.vehicles)}"
        wrong.append(line.mistake("plate", message))
    if kind is None:
        wrong.append(line.mistake("kind", f"write one of {'、'.join(_KINDS)}"))
    if passed is None:
        wrong.append(line.mistake("passed", f"write one of {'、'.join(_PASSED)}"))
    if passed is False and not defects:
        wrong.append(line.mistake("defects", "say what did not pass"))
    try:
        day = local_day(cells["day"])
    except ValueError as error:
        return [*wrong, line.mistake("day", str(error))]
    if wrong or kind is None or passed is None:
        return wrong
    return DailyCheck(cells["plate"], day, kind, cells["driver"], passed, defects, book.now, author)
