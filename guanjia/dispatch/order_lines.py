"""Orders in CSV files: heads, and what a line says."""

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from guanjia.dispatch.local_times import local_instant
from guanjia.dispatch.table import Heads, Line
from models.dispatch import Order, OrderState
from models.errors import Mistake

HEADS: Final[Heads] = {
    "institution": ("机构", "单位"),
    "number": ("单号", "派车单号", "编号"),
    "applicant": ("申请人", "用车人"),
    "purpose": ("事由", "用车事由"),
    "destination": ("目的地",),
    "fence": ("目的地围栏", "围栏"),
    "lon": ("经度",),
    "lat": ("纬度",),
    "planned_from": ("计划出车时间", "出车时间", "开始时间"),
    "planned_to": ("计划返回时间", "返回时间", "结束时间"),
    "plate": ("车牌号", "车牌", "车号"),
    "driver": ("驾驶员", "司机"),
    "passengers": ("乘车人", "同行人"),
    "state": ("状态",),
    "approved_by": ("审批人",),
    "approved_at": ("审批时间",),
}
NEEDED: Final = ("number", "applicant", "purpose", "destination", "planned_from", "planned_to")
STATES: Final = {
    "": OrderState.APPLIED,
    "applied": OrderState.APPLIED,
    "已申请": OrderState.APPLIED,
    "待审批": OrderState.APPLIED,
    "approved": OrderState.APPROVED,
    "已批准": OrderState.APPROVED,
    "已审批": OrderState.APPROVED,
    "dispatched": OrderState.DISPATCHED,
    "已派车": OrderState.DISPATCHED,
}
"""The states in which an order may come in: what follows is seen, or decided here."""


@dataclass(frozen=True, slots=True)
class Written:
    """An order as a line has it, and who approved it when; None: nobody, or at the time of the import."""

    order: Order
    approved_by: str
    approved_at: datetime | None


def same(one: Order, other: Order) -> bool:
    """Tell whether two orders say the same, wherever each has come to since."""
    return _content(one) == _content(other)


def _content(order: Order) -> Order:
    return replace(order, id=0, state=OrderState.APPLIED, approved_at=None, plate=None, driver="")


def written(line: Line, institution: str, zone: ZoneInfo) -> Written | list[Mistake]:
    """Return the order of a line, its local times in `zone`; or everything that is wrong with the line."""
    wrong = [line.mistake(field, "this cell is empty: fill it") for field in NEEDED if not line.cells[field]]
    times: dict[str, datetime] = {}
    for field in ("planned_from", "planned_to", "approved_at"):
        if line.cells.get(field):
            try:
                times[field] = local_instant(line.cells[field], zone).astimezone(UTC)
            except ValueError as error:
                wrong.append(line.mistake(field, str(error)))
    place = _place(line, wrong)
    state = STATES.get(line.cells.get("state", "").lower())
    if state is None:
        wrong.append(line.mistake("state", f"write one of {'、'.join(filter(None, STATES))}"))
    wrong += _contradictions(line, times, state)
    if wrong or state is None:
        return wrong
    cells = {each.name: line.cells.get(each.name, "") for each in fields(Order)}
    order = Order(
        id=0,
        institution=institution,
        number=cells["number"],
        applicant=cells["applicant"],
        purpose=cells["purpose"],
        destination=cells["destination"],
        fence=cells["fence"],
        lon=place[0],
        lat=place[1],
        planned_from=times["planned_from"],
        planned_to=times["planned_to"],
        plate=cells["plate"] or None,
        driver=cells["driver"],
        passengers=cells["passengers"],
        state=state,
    )
    return Written(order, line.cells.get("approved_by", ""), times.get("approved_at"))


def _place(line: Line, wrong: list[Mistake]) -> tuple[float | None, float | None]:
    """Return longitude and latitude, and note what is wrong with them."""
    texts = [line.cells.get(name, "") for name in ("lon", "lat")]
    if not any(texts):
        return None, None
    if not all(texts):
        wrong.append(line.mistake("lon", "give longitude and latitude, or neither"))
        return None, None
    found: list[float | None] = []
    for name, text, most in zip(("lon", "lat"), texts, (180, 90), strict=True):
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not -most <= value <= most:
            wrong.append(line.mistake(name, f"{text!r} is none: write degrees of WGS-84, as in 106.2321"))
        found.append(value)
    return found[0], found[1]


def _contradictions(line: Line, times: dict[str, datetime], state: OrderState | None) -> list[Mistake]:
    cells = line.cells
    wrong: list[Mistake] = []
    begin, end = times.get("planned_from"), times.get("planned_to")
    if begin is not None and end is not None and end <= begin:
        wrong.append(line.mistake("planned_to", "it lies before the beginning: swap them, or mend the day"))
    if cells.get("fence") and cells.get("lon"):
        wrong.append(line.mistake("fence", "give a fence or a longitude and latitude, not both"))
    if state not in {None, OrderState.APPLIED} and not cells.get("approved_by"):
        wrong.append(line.mistake("approved_by", "name who approved it, or leave the state empty"))
    if state is OrderState.DISPATCHED and not (cells.get("plate") and cells.get("driver")):
        wrong.append(line.mistake("plate", "an order that is dispatched names its vehicle and driver"))
    return wrong
