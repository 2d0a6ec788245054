"""Writes the site files of a simulation as the registry should know them: with the recorded meter swaps."""

from collections.abc import Mapping
from pathlib import Path

from ruamel.yaml import YAML

from models.errors import ConfigError
from models.registry import SiteFile


def write_sites(folder: Path, files: Mapping[str, SiteFile], swaps: SiteFile) -> None:
    """Write each of `files` to `folder` under its name, its meters exchanged as `swaps` says."""
    swapped = {meter.code: meter for meter in swaps.meters}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, file in files.items():
            meters = tuple(swapped.get(meter.code, meter) for meter in file.meters)
            _write(folder / f"{name}.yaml", file.model_copy(update={"meters": meters}))
    except OSError as error:
        raise ConfigError(f"{folder}: cannot be written ({error.strerror}): choose another --out") from error


def _write(path: Path, file: SiteFile) -> None:
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    with path.open("w", encoding="utf-8") as out:
        yaml.dump(file.model_dump(mode="json", exclude_defaults=True), out)
