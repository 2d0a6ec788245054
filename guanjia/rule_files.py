"""The alert rules of a folder with the geofences beside it, all files together."""

import logging
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from guanjia.fence_files import read_fences
from guanjia.yaml_model import read_model
from models.errors import ConfigError, FileMistakesError, GuanjiaError, Mistake
from models.geofences import Geofence
from models.rules import FencedRule, Rule, RuleFile

RULES = Path(str(files("config"))) / "rules"
"""The rules that come with guanjia."""

_log = logging.getLogger(__name__)


def read_rules(folder: Path) -> list[Rule]:
    """Return the rules of every *.yaml in `folder`, with the fences they name from `geofences/` beside it.

    Raises
    ------
    ConfigError
        When there is no such folder or no rule in it, a file has mistakes, two rules have one code, or a rule
        names a fence that there is not.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise ConfigError(f"{folder} holds no rules: give a folder with *.yaml files, as config/rules/")
    written = [(path, rule) for path in paths for rule in read_model(path, RuleFile).rules]
    _refuse_doubles(written)
    fences = read_fences(_fence_folder(folder))
    return [_fenced(path, rule, fences) for path, rule in written]


class RuleBook:
    """The rules of a folder as they are now: read again when a file changes.

    A change that cannot be read is logged, once, and the rules before it stay in force. Any thread may ask.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp = _stamp(folder)
        self._rules = read_rules(folder)
        self._reading = threading.Lock()

    def rules(self) -> list[Rule]:
        """Return the rules in force."""
        with self._reading:
            stamp = _stamp(self._folder)
            if stamp != self._stamp:
                self._stamp = stamp
                self._read()
            return self._rules

    def _read(self) -> None:
        try:
            self._rules = read_rules(self._folder)
        except GuanjiaError as error:
            _log.error("rules not reloaded, those before stay in force error=%s", error)
        else:
            _log.info("rules reloaded folder=%s rules=%d", self._folder, len(self._rules))


def _fence_folder(folder: Path) -> Path:
    return folder.parent / "geofences"


def _fenced(path: Path, rule: Rule, fences: Mapping[str, Geofence]) -> Rule:
    if not isinstance(rule, FencedRule):
        return rule
    missing = [code for code in rule.fences if code not in fences]
    if missing:
        known = ", ".join(fences) or f"none: draw one in {_fence_folder(path.parent)}"
        message = f"there is no geofence {', '.join(missing)}; there are {known}"
        raise FileMistakesError([Mistake(str(path), None, f"{rule.code}.fences", message)])
    return rule.with_fences(fences)


def _stamp(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what tells one state of the folder from another: names, times and sizes."""
    found: dict[str, tuple[int, int]] = {}
    for path in sorted([*folder.glob("*.yaml"), *_fence_folder(folder).glob("*.geojson")]):
        with suppress(OSError):
            stat = path.stat()
            found[str(path)] = (stat.st_mtime_ns, stat.st_size)
    return found


def _refuse_doubles(written: Iterable[tuple[Path, Rule]]) -> None:
    first: dict[str, Path] = {}
    for path, rule in written:
        if rule.code in first:
            message = f"the code {rule.code!r} is taken by a rule of {first[rule.code]}; give it another"
            raise FileMistakesError([Mistake(str(path), None, "code", message)])
        first[rule.code] = path
