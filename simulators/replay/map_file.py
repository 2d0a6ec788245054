"""Reads a map from YAML; a mistake is named with its line and field."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from models.errors import ConfigError, FileMistakesError, Mistake
from simulators.replay.map import ReplayMap


def read_map(path: Path) -> ReplayMap:
    """Return the map in `path`."""
    document = _document(path)
    try:
        return ReplayMap.model_validate(document)
    except ValidationError as error:
        mistakes = [
            Mistake(str(path), _line(document, e["loc"]), ".".join(map(str, e["loc"])), e["msg"])
            for e in error.errors()
        ]
        raise FileMistakesError(mistakes) from error


def _document(path: Path) -> object:
    try:
        return YAML(typ="rt").load(path)
    except OSError as error:
        raise ConfigError(f"{path}: the map cannot be read: {error.strerror}") from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise FileMistakesError([Mistake(str(path), line, "", str(error.problem))]) from error
    except YAMLError as error:
        raise ConfigError(f"{path}: this is no YAML: {error}") from error


def _line(document: object, location: Sequence[str | int]) -> int | None:
    """Return the line of the deepest part of `location` that stands in the file."""
    line: int | None = None
    node = document
    for part in location:
        if not isinstance(node, CommentedMap | CommentedSeq):
            break
        try:
            line = node.lc.data[part][0] + 1
            node = node[part]
        except (KeyError, IndexError, TypeError):
            break
    return line
