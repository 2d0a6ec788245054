"""Reading site files far enough to know which devices connect; the registry's own checks are elsewhere."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from models.errors import ConfigError, FileMistakesError, Mistake
from models.registry import SiteFile


def read_sites(paths: Iterable[Path]) -> list[SiteFile]:
    """Return the site files in the order given.

    Raises
    ------
    ConfigError
        With the file and the field that are wrong, for all mistakes of the first file that has any.
    """
    return [_read(path) for path in paths]


def _read(path: Path) -> SiteFile:
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        return SiteFile.model_validate(data)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is no YAML: {error}") from error
    except ValidationError as error:
        mistakes = [
            Mistake(str(path), None, ".".join(str(part) for part in each["loc"]), each["msg"])
            for each in error.errors()
        ]
        raise FileMistakesError(mistakes) from error
