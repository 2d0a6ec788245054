"""The columns of a cost file, and the words for kinds of cost: English codes and what offices write."""

import re
from collections.abc import Mapping, Sequence

from guanjia.written_cells import plain
from models.vehicle_costs import CostKind

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "plate": ("车牌号", "车牌", "车牌号码", "号牌号码", "车号", "vehicle"),
    "day": ("日期", "发生日期", "费用日期", "开票日期", "date"),
    "kind": ("费用类别", "费用类型", "费用种类", "费用项目", "类别", "项目"),
    "amount_yuan": ("金额", "费用", "费用金额", "金额合计", "amount"),
    "litres": ("加油量", "加油升数", "升数", "油量", "liters"),
    "energy_kwh": ("充电量", "充电电量", "电量", "kwh"),
    "odometer_km": ("里程表读数", "里程表", "里程数", "里程", "行驶里程", "odometer"),
    "supplier": ("供应商", "定点单位", "加油站", "维修厂", "维修单位", "保险公司", "单位名称"),
    "voucher": ("票据号", "票据号码", "发票号", "发票号码", "凭证号", "单据号", "invoice"),
    "approval": ("审批号", "审批单号", "审批文号", "批准文号", "会议纪要"),
    "note": ("备注", "说明", "摘要"),
    "correction": ("冲正", "更正"),
}
"""Fields by the column that holds them; case, and a unit in brackets, make no difference."""

NEEDED = ("plate", "day", "kind", "amount_yuan")

_KINDS: Mapping[CostKind, tuple[str, ...]] = {
    CostKind.FUEL: ("加油", "加油费", "燃油", "燃油费", "油费", "汽油", "柴油"),
    CostKind.CHARGING: ("充电", "充电费"),
    CostKind.REPAIR: ("维修", "维修费", "修理", "修理费"),
    CostKind.MAINTENANCE: ("保养", "保养费", "维护", "维护保养"),
    CostKind.TYRES: ("轮胎", "更换轮胎", "轮胎费", "tires"),
    CostKind.INSURANCE: ("保险", "保险费", "车辆保险", "交强险", "商业险"),
    CostKind.INSPECTION: ("年检", "年检费", "年审", "检测", "检测费", "车辆年检"),
    CostKind.TOLLS: ("通行费", "过路费", "过桥费", "过路过桥费", "高速费", "etc"),
    CostKind.PARKING: ("停车", "停车费"),
    CostKind.WASHING: ("洗车", "洗车费"),
    CostKind.OTHER: ("其他", "其它", "其他费用"),
}
_BY_WORD = {word: kind for kind, words in _KINDS.items() for word in (kind.value, *words)}
_BY_HEAD = {head: field for field, heads in COLUMNS.items() for head in (field, *heads)}
_IN_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|【.*?】")


def field_of(head: str) -> str | None:
    """Return the field that a column holds; None: no column of a cost file is called so.

    >>> field_of("金额（元）"), field_of("Litres (L)")
    ('amount_yuan', 'litres')
    """
    bare = _IN_BRACKETS.sub("", plain(head)).strip().lower().replace(" ", "_")
    return _BY_HEAD.get(bare)


def kind_of(word: str) -> CostKind:
    """Return the kind of cost that a word means.

    Raises
    ------
    ValueError
        Where it means none; the message names all.
    """
    kind = _BY_WORD.get(plain(word).lower())
    if kind is None:
        raise ValueError(f"is no kind of cost: write one of {_listed()}")
    return kind


def _listed() -> str:
    return ", ".join(f"{words[0]} {kind}" for kind, words in _KINDS.items())


def heads_of(field: str) -> Sequence[str]:
    """Return what a column that holds a field may be called."""
    return (field, *COLUMNS[field])
