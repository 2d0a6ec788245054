"""Write one site of the registry as a file that an apply of it leaves unchanged."""

from dataclasses import replace
from pathlib import Path

from guanjia.registry_files.sheet_writing import write_workbook
from guanjia.registry_files.yaml_writing import write_yaml
from models.errors import ConfigError
from models.registry import Institution
from models.registry_state import Registry


def export(registry: Registry, file: Path, site: str | None) -> None:
    """Write one site to `file`; the only one where none is named. A file that is there is not overwritten."""
    writers = {".yaml": write_yaml, ".yml": write_yaml, ".xlsx": write_workbook}
    write = writers.get(file.suffix.lower())
    if write is None:
        raise ConfigError(f"{file}: name a .yaml or an .xlsx file")
    chosen = part_of_site(registry, _chosen(registry, site))
    try:
        with file.open("xb") as stream:
            write(chosen, stream)
    except FileExistsError as error:
        raise ConfigError(f"{file} is there already: delete it, or give another name") from error
    except OSError as error:
        raise ConfigError(f"{file} cannot be written: {error.strerror}") from error


def part_of_site(registry: Registry, site: str) -> Registry:
    """Return what belongs to one site: its institutions up to the root, its devices, meters and vehicles."""
    places = {c: place for c, place in registry.places.items() if registry.site_of(c) == site}
    devices = {c: d for c, d in registry.devices.items() if registry.device_sites[c] == site}
    vehicles = {p: v for p, v in registry.vehicles.items() if v[-1].device in devices}
    used = {
        registry.sites[site].institution,
        *(place.institution for place in places.values() if place.institution is not None),
        *(spans[-1].institution for spans in vehicles.values()),
    }
    return replace(
        registry,
        factor_sets={},
        grid_factors={},
        quotas={},
        institutions=_with_parents(registry, used),
        sites={site: registry.sites[site]},
        places=places,
        occupancy={c: o for c, o in registry.occupancy.items() if registry.site_of(c) == site},
        devices=devices,
        meters={c: m for c, m in registry.meters.items() if registry.site_of(m.place) == site},
        virtual_meters={
            c: v for c, v in registry.virtual_meters.items() if registry.site_of(v.place) == site
        },
        metering_requirements={
            c: each for c, each in registry.metering_requirements.items() if each[0].institution in used
        },
        vehicles=vehicles,
        drivers={c: driver for c, driver in registry.drivers.items() if driver.institution in used},
    )


def _with_parents(registry: Registry, codes: set[str]) -> dict[str, Institution]:
    wanted: set[str] = set()
    for code in codes:
        above: str | None = code
        while above is not None and above not in wanted:
            wanted.add(above)
            above = registry.institutions[above].parent
    return {code: each for code, each in registry.institutions.items() if code in wanted}


def _chosen(registry: Registry, site: str | None) -> str:
    known = ", ".join(registry.sites) or "none: apply a site file first"
    if site is not None and site not in registry.sites:
        raise ConfigError(f"there is no site {site}; the sites are {known}")
    if site is None and len(registry.sites) != 1:
        raise ConfigError(f"name the site with --site; the sites are {known}")
    return site or next(iter(registry.sites))
