"""A YAML file as one pydantic model; every mistake is named with file, line and field."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from models.errors import ConfigError, FileMistakesError, Mistake

_DAY = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")

Model = TypeVar("Model", bound=BaseModel)


def read_model(path: Path, model: type[Model]) -> Model:
    """Return what `path` says; raise FileMistakesError with all mistakes of the file, or ConfigError."""
    document = _document(path)
    try:
        return model.model_validate(document)
    except ValidationError as error:
        mistakes = [
            Mistake(str(path), _line(document, place), ".".join(map(str, place)), each["msg"])
            for each in error.errors()
            for place in [_written(document, each["loc"])]
        ]
        raise FileMistakesError(mistakes) from error


def _document(path: Path) -> object:
    try:
        return YAML(typ="rt").load(path)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise FileMistakesError([Mistake(str(path), line, "", f"no YAML: {error.problem}")]) from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is no YAML: {error}") from error
    except ValueError as error:
        # a day that no month has: YAML's reader takes it for a date, and does not say where it stands
        raise FileMistakesError([Mistake(str(path), _impossible_day(path), "", str(error))]) from error


def _impossible_day(path: Path) -> int | None:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        for written in _DAY.findall(line):
            try:
                date(*map(int, written))
            except ValueError:
                return number
    return None


def _written(document: object, location: Sequence[str | int]) -> list[str | int]:
    """Return the location as it is written: pydantic puts the `kind` that chose a model between."""
    found: list[str | int] = []
    node = document
    for part in location:
        if isinstance(node, CommentedMap) and part not in node and node.get("kind") == part:
            continue
        found.append(part)
        try:
            node = node[part] if isinstance(node, CommentedMap | CommentedSeq) else None
        except (KeyError, IndexError, TypeError):
            node = None
    return found


def _line(document: object, location: Sequence[str | int]) -> int | None:
    """Return the line of the deepest part of `location` that is written down; a missing field is nowhere."""
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
