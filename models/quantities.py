"""The closed list of quantities a device may report: name with unit, kind, plausible range.

The ids stand in the database and never change; a quantity is added at the end of its block.
Ranges bound what an instrument can show at all. Whether a step of a register is plausible is judged
per meter and per hour by analytics, not here.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How values of a quantity combine over time."""

    CUMULATIVE = "cumulative"
    """A register: it counts up, and consumption is the difference of two readings."""
    GAUGE = "gauge"
    """A momentary value: hours average it."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity: `low` and `high` are inclusive and in `unit`; `zh` is its Chinese name."""

    id: int
    name: str
    unit: str
    kind: Kind
    low: float
    high: float
    zh: str


_C, _G = Kind.CUMULATIVE, Kind.GAUGE

QUANTITIES: tuple[Quantity, ...] = (
    Quantity(1, "volume_m3", "m3", _C, 0.0, 1e8, "累计体积"),
    Quantity(2, "volume_reverse_m3", "m3", _C, 0.0, 1e8, "反向累计体积"),
    Quantity(3, "energy_kwh", "kWh", _C, 0.0, 1e9, "正向有功电量"),
    Quantity(4, "energy_export_kwh", "kWh", _C, 0.0, 1e9, "反向有功电量"),
    Quantity(5, "reactive_kvarh", "kvarh", _C, 0.0, 1e9, "无功电量"),
    Quantity(6, "heat_gj", "GJ", _C, 0.0, 1e8, "累计热量"),
    Quantity(7, "odometer_km", "km", _C, 0.0, 2e6, "里程表读数"),
    Quantity(8, "reactive_leading_kvarh", "kvarh", _C, 0.0, 1e9, "容性无功电量"),
    Quantity(101, "flow_m3h", "m3/h", _G, -10_000.0, 10_000.0, "瞬时流量"),
    Quantity(102, "pressure_mpa", "MPa", _G, -0.1, 10.0, "压力"),
    Quantity(103, "temperature_c", "°C", _G, -60.0, 150.0, "温度"),
    Quantity(104, "temperature_supply_c", "°C", _G, -60.0, 200.0, "供水温度"),
    Quantity(105, "temperature_return_c", "°C", _G, -60.0, 200.0, "回水温度"),
    Quantity(106, "power_kw", "kW", _G, -100_000.0, 100_000.0, "有功功率"),
    Quantity(107, "voltage_v", "V", _G, 0.0, 500_000.0, "电压"),
    Quantity(108, "current_a", "A", _G, -100_000.0, 100_000.0, "电流"),
    Quantity(109, "power_factor", "1", _G, -1.0, 1.0, "功率因数"),
    Quantity(110, "frequency_hz", "Hz", _G, 40.0, 70.0, "频率"),
    Quantity(111, "battery_v", "V", _G, 0.0, 60.0, "电池电压"),
    Quantity(112, "signal_dbm", "dBm", _G, -150.0, 0.0, "信号强度"),
    Quantity(113, "humidity_pct", "%", _G, 0.0, 100.0, "相对湿度"),
    Quantity(114, "soil_moisture_pct", "%", _G, 0.0, 100.0, "土壤含水率"),
    Quantity(115, "level_m", "m", _G, -10.0, 100.0, "液位"),
    Quantity(116, "fuel_l", "L", _G, 0.0, 2_000.0, "油量"),
    Quantity(117, "ignition", "1", _G, 0.0, 1.0, "点火状态"),
    Quantity(118, "power_factor_pct", "%", _G, -100.0, 100.0, "功率因数(百分数)"),
    Quantity(119, "alarm_bits", "1", _G, 0.0, 4_294_967_295.0, "终端报警标志"),
)

BY_NAME: dict[str, Quantity] = {quantity.name: quantity for quantity in QUANTITIES}

POSITION = "position"
"""The name under which a vehicle's fix is counted as one reading (it is stored as a row of `position`)."""
