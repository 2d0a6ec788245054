"""The part of the registry that is simulated: several site files as one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from models.registry import Device, DeviceKind, Meter, Place, Site, SiteFile, Vehicle
from simulators.scenario import ScenarioError


@dataclass(frozen=True, slots=True)
class SimulatedSite:
    """One site with its devices by code; meters stand before their children."""

    site: Site
    zone: ZoneInfo
    devices: dict[str, Device]
    meters: tuple[Meter, ...]
    vehicles: tuple[Vehicle, ...]

    def of_kind(self, kind: DeviceKind) -> tuple[Device, ...]:
        """Return the devices of a kind in the order of the files."""
        return tuple(device for device in self.devices.values() if device.kind is kind)

    def installed_at(self, device: str) -> datetime | None:
        """Return when the device itself was put up, if its entry says so."""
        entry = self.devices.get(device)
        return entry.installed_at if entry else None


def merge(files: Iterable[SiteFile]) -> SimulatedSite:
    """Return the site that `files` describe together; exactly one of them has the `site` entry."""
    files = tuple(files)
    sites = [file.site for file in files if file.site]
    if len(sites) != 1:
        raise ScenarioError(
            f"a scenario plays one site, these files have {len(sites)} `site` entries: "
            "name the file with the site and the files that belong to it in `sites`"
        )
    site = sites[0]
    devices = {device.code: device for file in files for device in file.devices}
    _check_places(devices, tuple(place for file in files for place in file.places), site)
    meters = _parents_first([meter for file in files for meter in file.meters])
    vehicles = tuple(vehicle for file in files for vehicle in file.vehicles)
    for meter in meters:
        _check_meter(meter, devices)
    return SimulatedSite(site, ZoneInfo(site.timezone), devices, meters, vehicles)


def _check_places(devices: dict[str, Device], places: tuple[Place, ...], site: Site) -> None:
    known = {site.code, *(place.code for place in places)}
    for device in devices.values():
        if device.place is not None and device.place not in known:
            raise ScenarioError(
                f"device {device.code}: place {device.place} is in none of the scenario's site files: "
                "add the file that has it to `sites`"
            )


def _check_meter(meter: Meter, devices: dict[str, Device]) -> None:
    if meter.device_code not in devices:
        raise ScenarioError(f"meter {meter.code}: no device {meter.device_code} in the scenario's site files")
    if not meter.installations:
        raise ScenarioError(
            f"meter {meter.code}: no installation, so nothing to simulate: give serial and valid_from"
        )
    if devices[meter.device_code].interval_minutes % 15:
        raise ScenarioError(
            f"device {meter.device_code}: meters are simulated in quarter hours: "
            "make interval_minutes a multiple of 15"
        )


def _parents_first(meters: list[Meter]) -> tuple[Meter, ...]:
    done: dict[str | None, Meter | None] = {None: None}
    waiting = meters
    while waiting:
        ready = [meter for meter in waiting if meter.parent in done]
        if not ready:
            meter = waiting[0]
            raise ScenarioError(f"meter {meter.code}: parent {meter.parent} is no meter of these site files")
        done.update({meter.code: meter for meter in ready})
        waiting = [meter for meter in waiting if meter.code not in done]
    return tuple(meter for meter in done.values() if meter)
