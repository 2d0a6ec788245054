"""Meters: what their trees, registers and devices must be for a balance and an hour to make sense."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from models.errors import Mistake
from models.quantities import BY_NAME
from models.registry import DeviceKind, Installation, Medium, Meter
from models.registry_draft.draft import Draft
from models.registry_draft.written import Where
from models.registry_state import Key, Section

UNITS: Mapping[Medium, frozenset[str]] = {
    Medium.WATER: frozenset({"m3"}),
    Medium.RECLAIMED_WATER: frozenset({"m3"}),
    Medium.ELECTRICITY: frozenset({"kWh", "kvarh"}),
    Medium.GAS: frozenset({"m3", "kWh"}),
    Medium.HEAT: frozenset({"GJ", "kWh"}),
}
"""In which units a medium is counted."""


def tree_mistakes(draft: Draft) -> Iterator[Mistake]:
    """Yield meters that do not measure a part of what their parent measures."""
    for code, meter in draft.after.meters.items():
        where = draft.where(Key(Section.METERS, code))
        if where is not None and BY_NAME[meter.quantity].unit not in UNITS[meter.medium]:
            units = ", ".join(sorted(UNITS[meter.medium]))
            message = f"{meter.medium} is counted in {units}, and {meter.quantity} is not"
            yield where.mistake(("quantity",), f"{message}: correct the quantity or the medium")
        parent = draft.after.meters.get(meter.parent or "")
        if parent is not None:
            yield from _against_parent(draft, meter, parent)


def bare_meters(draft: Draft) -> Iterator[Mistake]:
    """Yield meters in whose place no physical meter ever stood: none of their readings can become an hour."""
    for key, where in draft.written_in(Section.METERS):
        meter = draft.after.meters.get(key.code)
        if meter is not None and key.since is None and not meter.installations and key not in draft.failed:
            message = (
                f"{key.code} has no installation, so no hour of it is computed: write the meter that stands "
                "there, as in `installations: [{serial: A1, valid_from: 2026-01-01T00:00:00+08:00}]`"
            )
            yield where.mistake(("installations",), message)


def shared_registers(draft: Draft) -> Iterator[Mistake]:
    """Yield registers that two meters would count: every unit would be counted twice."""
    users: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for code, meter in draft.after.meters.items():
        users[meter.device_code, meter.quantity].append(code)
    for (device, quantity), codes in users.items():
        where = draft.where(*(Key(Section.METERS, code) for code in reversed(codes)))
        if len(codes) > 1 and where is not None:
            yield where.mistake(
                ("device",),
                f"{quantity} of device {device} is counted by {' and '.join(codes)}: "
                "one register has one meter; give the others their own device or quantity",
            )


def register_mistakes(draft: Draft) -> Iterator[Mistake]:
    """Yield written installations whose registers do not fit their modulus."""
    for key, where in draft.written_in(Section.METERS):
        meter = draft.after.meters.get(key.code)
        for installation in meter.installations if meter is not None else ():
            if installation.valid_from == key.since:
                yield from _registers(installation, where)


def gateways_and_trackers(draft: Draft) -> Iterator[Mistake]:
    """Yield devices that are named for what they are not."""
    devices = draft.after.devices
    for key, where in draft.written_in(Section.DEVICES):
        device = devices.get(key.code)
        gateway = devices.get(device.gateway or "") if device is not None else None
        if gateway is not None and gateway.kind is not DeviceKind.GATEWAY:
            message = f"{gateway.code} is a {gateway.kind}: name a device of kind gateway"
            yield where.mistake(("gateway",), message)
    for key, where in draft.written_in(Section.VEHICLES):
        for vehicle in draft.after.vehicles.get(key.code, ()):
            tracker = devices.get(vehicle.device)
            if vehicle.valid_from != key.since or tracker is None:
                continue
            if tracker.kind is not DeviceKind.VEHICLE_TRACKER:
                message = f"{tracker.code} is a {tracker.kind}: name a device of kind vehicle_tracker"
                yield where.mistake(("device",), message)


def _against_parent(draft: Draft, meter: Meter, parent: Meter) -> Iterator[Mistake]:
    own, above = Key(Section.METERS, meter.code), Key(Section.METERS, parent.code)
    where = draft.where(own, above)
    if where is None:
        return
    pair = f"{meter.code} under {parent.code}"
    if meter.level <= parent.level:
        yield where.mistake(
            ("level",),
            f"{pair}: level {meter.level} is not deeper than level {parent.level}; "
            "correct a level, or the parent",
        )
    unit, unit_above = BY_NAME[meter.quantity].unit, BY_NAME[parent.quantity].unit
    if meter.medium is not parent.medium or unit != unit_above:
        yield where.mistake(
            ("parent",),
            f"{pair}: it measures {meter.medium} in {unit}, its parent {parent.medium} in {unit_above}; "
            "a balance needs both the same: name another parent, or none",
        )


def _registers(installation: Installation, where: Where) -> Iterator[Mistake]:
    start, end, modulus = (
        installation.start_register,
        installation.end_register,
        installation.modulus,
    )
    for name, value in (("start_register", start), ("end_register", end)):
        if modulus is not None and value is not None and value >= modulus:
            message = f"{name} {value:g} cannot be shown by a register that wraps at {modulus:g}"
            yield where.mistake(("modulus",), f"{message}: correct one of them")
    wraps = modulus is not None or installation.two_way
    if start is not None and end is not None and end < start and not wraps:
        yield where.mistake(
            ("end_register",),
            f"end_register {end:g} is below start_register {start:g}: correct it, "
            "or give the modulus at which the register wrapped",
        )
