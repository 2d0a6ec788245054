"""The geofences of a folder: GeoJSON files, all of them together."""

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from analytics.vehicles.areas import flaw
from config.settings import Settings
from models.errors import ConfigError, FileMistakesError, Mistake
from models.geofences import FenceFile, Geofence


def read_fences(folder: Path) -> dict[str, Geofence]:
    """Return the geofences of every *.geojson in `folder` by code; none where there is no such folder.

    Raises
    ------
    ConfigError
        When a file cannot be read, has mistakes, or gives a code that is taken.
    """
    found: dict[str, Geofence] = {}
    first: dict[str, Path] = {}
    for path in sorted(folder.glob("*.geojson")):
        for fence in _read(path):
            if fence.code in found:
                message = f"the code is taken by a fence of {first[fence.code]}; give it another"
                raise FileMistakesError([Mistake(str(path), None, f"fence {fence.code}", message)])
            found[fence.code], first[fence.code] = fence, path
    return found


def fence_folder(settings: Settings) -> Path:
    """Return the folder that GUANJIA_GEOFENCES names; the one that comes with guanjia unless it does."""
    return settings.geofences or Path(str(files("config"))) / "geofences"


def _read(path: Path) -> Sequence[Geofence]:
    document = _document(path)
    try:
        fences = FenceFile.model_validate(document).features
    except ValidationError as error:
        mistakes = [
            Mistake(str(path), None, _place(document, each["loc"]), each["msg"]) for each in error.errors()
        ]
        raise FileMistakesError(mistakes) from error
    flaws = list(_flaws(path, fences))
    if flaws:
        raise FileMistakesError(flaws)
    return fences


def _document(path: Path) -> object:
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is no UTF-8: save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise FileMistakesError([Mistake(str(path), error.lineno, "", f"no JSON: {error.msg}")]) from error


def _flaws(path: Path, fences: Sequence[Geofence]) -> Iterator[Mistake]:
    for fence in fences:
        found = flaw(fence)
        if found is not None:
            message = f"this outline bounds no area ({found}): draw it without crossing itself"
            yield Mistake(str(path), None, f"fence {fence.code}", message)


def _place(document: object, location: Sequence[str | int]) -> str:
    """Return where a mistake is: the feature by its code, or by its number from 1, then the field."""
    match location:
        case ("features", int() as number, *rest):
            return ": ".join([_feature(document, number), ".".join(map(str, rest))]).removesuffix(": ")
        case _:
            return ".".join(map(str, location))


def _feature(document: object, number: int) -> str:
    features = document.get("features") if isinstance(document, Mapping) else None
    feature = features[number] if isinstance(features, list) and number < len(features) else None
    said = feature.get("properties") if isinstance(feature, Mapping) else None
    code = said.get("code") if isinstance(said, Mapping) else None
    return f"feature {number + 1}" if code is None else f"feature {number + 1} ({code})"
