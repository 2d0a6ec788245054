"""Which terminals may come: those that the registry puts behind this gateway."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from models.errors import ConfigError
from models.registry import Device, DeviceKind, SiteFile, Vehicle

_MOST_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal: the code of its device is its number, its topics lie under its site."""

    device: str
    site: str
    vehicles: tuple[Vehicle, ...] = ()

    def bears(self, plate: str, at: datetime) -> bool:
        """Tell whether the vehicle it is on at an instant has this plate; true where it is on none."""
        plates = [vehicle.plate for vehicle in self.vehicles if _covers(vehicle, at)]
        return not plates or plate.replace(" ", "") in plates


def _covers(vehicle: Vehicle, at: datetime) -> bool:
    return vehicle.valid_from <= at and (vehicle.valid_to is None or at < vehicle.valid_to)


class Terminals:
    """Terminals by number; a number is compared without its leading zeros, which fill the header's field."""

    def __init__(self, terminals: Iterable[Terminal] = ()) -> None:
        self._by_number: dict[str, Terminal] = {}
        for terminal in terminals:
            other = self._by_number.setdefault(number_of(terminal.device), terminal)
            if other is not terminal:
                raise ConfigError(
                    f"devices {other.device} and {terminal.device} are the same terminal: "
                    "leading zeros do not count; remove one"
                )

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._by_number)

    def __iter__(self) -> Iterator[Terminal]:
        """Yield every terminal."""
        return iter(self._by_number.values())

    def find(self, phone: str) -> Terminal | None:
        """Return the terminal with the phone of a header, or None."""
        return self._by_number.get(number_of(phone))


def number_of(phone: str) -> str:
    """Return a phone without the zeros before it."""
    return phone.lstrip("0")


def terminals_behind(gateway: str, sites: Iterable[SiteFile]) -> Terminals:
    """Return the terminals behind a gateway, from all site files.

    Raises
    ------
    ConfigError
        Where there is no such gateway, or a device behind it has a code that is no terminal's number.
    """
    files = list(sites)
    kinds = {device.code: device.kind for file in files for device in file.devices}
    if kinds.get(gateway) is not DeviceKind.GATEWAY:
        raise ConfigError(
            f"GUANJIA_MQTT_USER: the site files have no gateway {gateway!r}: "
            "add a device of kind gateway, and name it as the user"
        )
    vehicles, places = _vehicles(files), _parents(files)
    return Terminals(
        Terminal(_checked(device.code, gateway), _site(device, file, places), vehicles.get(device.code, ()))
        for file in files
        for device in file.devices
        if device.gateway == gateway
    )


def site_of(code: str, sites: Iterable[SiteFile]) -> str:
    """Return the code of the site that a device of these files belongs to."""
    files = list(sites)
    device, file = next((device, file) for file in files for device in file.devices if device.code == code)
    return _site(device, file, _parents(files))


def _parents(files: Iterable[SiteFile]) -> Mapping[str, str]:
    return {place.code: place.parent for file in files for place in file.places}


def _site(device: Device, file: SiteFile, parents: Mapping[str, str]) -> str:
    """Return the code at the top of the device's places, or the site of its file, as the registry does."""
    if device.place is None and file.site is None:
        raise ConfigError(
            f"device {device.code!r}: say where it is: it has no place, and its file names no site"
        )
    place = device.place or (file.site.code if file.site else "")
    seen: set[str] = set()
    while place in parents and place not in seen:
        seen.add(place)
        place = parents[place]
    return place


def _checked(code: str, gateway: str) -> str:
    if not code.isdecimal() or len(code) > _MOST_DIGITS or not number_of(code):
        raise ConfigError(
            f"device {code!r} stands behind the JT/T 808 gateway {gateway!r}, "
            f"and its code is no terminal's number: "
            f"give it the number that is set in the terminal, 1 to {_MOST_DIGITS} digits"
        )
    return code


def _vehicles(files: Iterable[SiteFile]) -> Mapping[str, tuple[Vehicle, ...]]:
    found: dict[str, tuple[Vehicle, ...]] = {}
    for file in files:
        for vehicle in file.vehicles:
            found[vehicle.device] = (*found.get(vehicle.device, ()), vehicle)
    return found
