"""What the registry must know before a file is replayed, made from its map: a site file to apply."""

from collections.abc import Sequence
from io import StringIO

from ruamel.yaml import YAML

from models.errors import ConfigError
from models.quantities import BY_NAME, Kind
from models.registry import Device, Installation, Meter, Place, PlaceKind, SiteFile, Vehicle
from simulators.replay.columns import BoundColumn
from simulators.replay.map import ReplayMap


def table_site(replay_map: ReplayMap, columns: Sequence[BoundColumn]) -> SiteFile:
    """Return the site of a table's map: its devices, and a meter for each register they report."""
    place = _place(replay_map)
    registers = [c for c in columns if BY_NAME[c.rule.quantity].kind is Kind.CUMULATIVE]
    return SiteFile(
        site=replay_map.site,
        institutions=(replay_map.institution,),
        places=(place,),
        devices=tuple(_device(replay_map, code, place) for code in dict.fromkeys(c.device for c in columns)),
        meters=tuple(_meter(replay_map, column, place, registers) for column in registers),
    )


def track_site(replay_map: ReplayMap, device: str) -> SiteFile:
    """Return the site of a track's map: one tracker and its vehicle."""
    equipment = replay_map.equipment
    vehicle = Vehicle(
        plate=equipment.plate,
        type=equipment.vehicle_type or "轿车",
        institution=replay_map.institution.code,
        device=device,
        valid_from=equipment.installed_at,
    )
    place = _place(replay_map)
    return SiteFile(
        site=replay_map.site,
        institutions=(replay_map.institution,),
        places=(place,),
        devices=(_device(replay_map, device, place),),
        vehicles=(vehicle,),
    )


def as_yaml(site: SiteFile) -> str:
    """Return the site as people write it, without what is left at its default."""
    out = StringIO()
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(site.model_dump(mode="json", exclude_defaults=True, exclude_none=True), out)
    return out.getvalue()


def _place(replay_map: ReplayMap) -> Place:
    site = replay_map.site
    return Place(
        code=f"{site.code}-building",
        name=site.name,
        name_en=site.name_en,
        kind=PlaceKind.BUILDING,
        parent=site.code,
    )


def _device(replay_map: ReplayMap, code: str, place: Place) -> Device:
    equipment = replay_map.equipment
    return Device(
        code=code,
        kind=equipment.kind,
        place=place.code,
        interval_minutes=equipment.interval_minutes,
        installed_at=equipment.installed_at,
    )


def _meter(
    replay_map: ReplayMap, column: BoundColumn, place: Place, registers: Sequence[BoundColumn]
) -> Meter:
    medium = replay_map.equipment.medium
    if medium is None:
        raise ConfigError("the map's equipment.medium is missing: what do its registers measure the use of?")
    alone = sum(other.device == column.device for other in registers) == 1
    return Meter(
        code=column.device if alone else f"{column.device}.{column.rule.quantity}",
        name=column.column,
        device=None if alone else column.device,
        quantity=column.rule.quantity,
        medium=medium,
        place=place.code,
        installations=(Installation(serial=column.device, valid_from=replay_map.equipment.installed_at),),
    )
