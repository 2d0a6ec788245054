"""The sheets and columns of a workbook: the field each one is, and the Chinese headers it may have."""

from collections.abc import Mapping

from models.registry import Medium, PersonKind
from models.registry_state import Section

SHEETS: Mapping[str, Section] = {
    "site": Section.SITE,
    "站点": Section.SITE,
    "institutions": Section.INSTITUTIONS,
    "机构": Section.INSTITUTIONS,
    "places": Section.PLACES,
    "场所": Section.PLACES,
    "occupancy": Section.OCCUPANCY,
    "面积与人数": Section.OCCUPANCY,
    "devices": Section.DEVICES,
    "设备": Section.DEVICES,
    "meters": Section.METERS,
    "表计": Section.METERS,
    "virtual_meters": Section.VIRTUAL_METERS,
    "虚拟表计": Section.VIRTUAL_METERS,
    "metering_requirements": Section.METERING_REQUIREMENTS,
    "计量配备": Section.METERING_REQUIREMENTS,
    "vehicles": Section.VEHICLES,
    "车辆": Section.VEHICLES,
    "drivers": Section.DRIVERS,
    "驾驶员": Section.DRIVERS,
}

NOTES = frozenset({"notes", "说明", "readme"})
"""Sheets for people; nothing is read from them."""

PEOPLE: Mapping[PersonKind, str] = {
    PersonKind.STAFF: "在编人员",
    PersonKind.NON_STAFF: "编外人员",
    PersonKind.SECONDEE: "借调人员",
    PersonKind.PROPERTY_STAFF: "物业人员",
    PersonKind.VISITOR: "来访人员",
    PersonKind.STUDENT: "学生",
    PersonKind.BOARDER: "寄宿生",
    PersonKind.BED: "床位",
    PersonKind.DINER: "就餐人数",
    PersonKind.INTERN: "实习进修人员",
    PersonKind.OUTPATIENT: "年门诊人次",
    PersonKind.MEAL: "年就餐人次",
}

INSTALLATION: Mapping[str, tuple[str, ...]] = {
    "serial": ("表号", "出厂编号"),
    "valid_from": ("安装时间", "启用时间"),
    "valid_to": ("拆除时间", "停用时间"),
    "start_register": ("起码", "起数", "底数"),
    "end_register": ("止码", "止数"),
    "modulus": ("翻转值", "量程"),
    "multiplier": ("倍率",),
    "max_rate_per_hour": ("每小时最大量",),
    "two_way": ("双向",),
    "previous_end_register": ("旧表止码", "旧表止数"),
}
"""Columns of a row of meters that tell of the physical meter in place."""

_NAMES: Mapping[str, tuple[str, ...]] = {
    "code": ("编码", "代码"),
    "name": ("名称",),
    "name_en": ("英文名称",),
}
_DATES: Mapping[str, tuple[str, ...]] = {
    "valid_from": ("起始时间", "起始日期", "启用时间"),
    "valid_to": ("截止时间", "截止日期", "停用时间"),
}

COLUMNS: Mapping[Section, Mapping[str, tuple[str, ...]]] = {
    Section.SITE: _NAMES | {"timezone": ("时区",), "institution": ("机构", "单位"), "heating": ("供热区",)},
    Section.INSTITUTIONS: _NAMES | {"type": ("类型",), "parent": ("上级",)},
    Section.PLACES: _NAMES | {"kind": ("类型",), "parent": ("上级",), "institution": ("机构", "单位")},
    Section.OCCUPANCY: {"place": ("场所",)}
    | _DATES
    | {"area_m2": ("面积", "建筑面积"), "heated_area_m2": ("供热面积", "采暖面积")}
    | {kind.value: (name,) for kind, name in PEOPLE.items()},
    Section.DEVICES: _NAMES
    | {
        "kind": ("类型",),
        "protocol": ("协议",),
        "place": ("场所", "安装位置"),
        "gateway": ("网关",),
        "interval_minutes": ("上报间隔", "上报周期"),
        "installed_at": ("安装时间",),
        "tags": ("标签",),
    },
    Section.METERS: {
        "code": ("meter", "表计", "表计编码"),
        "name": ("名称", "表计名称"),
        "device": ("设备", "设备编码"),
        "quantity": ("计量量", "物理量"),
        "medium": ("介质", "能源种类"),
        "level": ("级别", "计量级别"),
        "parent": ("上级表计", "上级"),
        "item": ("分项",),
        "place": ("场所", "安装位置"),
        "serves": ("服务场所", "供应场所"),
        "tags": ("标签",),
        "interval_minutes": ("上报间隔", "上报周期"),
    }
    | INSTALLATION,
    Section.VIRTUAL_METERS: _NAMES
    | {
        "quantity": ("计量量", "物理量"),
        "medium": ("介质", "能源种类"),
        "level": ("级别", "计量级别"),
        "parent": ("上级表计", "上级"),
        "item": ("分项",),
        "place": ("场所", "安装位置"),
        "parts": ("组成", "计算式"),
    },
    Section.METERING_REQUIREMENTS: {
        "institution": ("机构", "单位"),
        "medium": ("介质", "能源种类"),
        "level": ("级别", "计量级别"),
        "required": ("应装数量", "应配备数"),
        "source": ("依据", "来源"),
    }
    | _DATES,
    Section.VEHICLES: {
        "plate": ("车牌", "车牌号"),
        "type": ("车型", "类型"),
        "fuel": ("燃料",),
        "duty": ("用途",),
        "institution": ("机构", "单位"),
        "device": ("终端", "设备"),
        "services": ("保养记录", "保养"),
        "homes": ("停放地点", "车库围栏"),
        "exempt": ("豁免",),
        "tank_litres": ("油箱容积", "油箱"),
        "tags": ("标签",),
    }
    | _DATES,
    Section.DRIVERS: {
        "code": ("编码", "工号"),
        "name": ("姓名", "名称"),
        "institution": ("机构", "单位"),
        "phone": ("电话", "手机"),
        "licence_class": ("准驾车型",),
        "licence_until": ("驾驶证有效期",),
    }
    | _DATES,
}

MEDIA: Mapping[str, Medium] = {
    "水": Medium.WATER,
    "自来水": Medium.WATER,
    "中水": Medium.RECLAIMED_WATER,
    "再生水": Medium.RECLAIMED_WATER,
    "电": Medium.ELECTRICITY,
    "电力": Medium.ELECTRICITY,
    "燃气": Medium.GAS,
    "天然气": Medium.GAS,
    "热": Medium.HEAT,
    "热力": Medium.HEAT,
}
"""How people write the medium of a meter in Chinese."""


def field_of(section: Section, header: str) -> str | None:
    """Return the field a column is for; units in brackets, as in 起码(m3), are left aside."""
    plain = header.partition("(")[0].partition("（")[0].strip()
    for field, names in COLUMNS[section].items():
        if plain.lower() in {field, *names} or (field == "code" and plain in _NAMES["code"]):
            return field
    return None
