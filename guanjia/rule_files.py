"""The alert rules of a folder, all files of it together."""

import logging
import threading
from collections.abc import Iterable
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from guanjia.yaml_model import read_model
from models.errors import ConfigError, FileMistakesError, GuanjiaError, Mistake
from models.rules import Rule, RuleFile

RULES = Path(str(files("config"))) / "rules"
"""The rules that come with guanjia."""

_log = logging.getLogger(__name__)


def read_rules(folder: Path) -> list[Rule]:
    """Return the rules of every *.yaml in `folder`.

    Raises
    ------
    ConfigError
        When there is no such folder or no rule in it, a file has mistakes, or two rules have one code.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise ConfigError(f"{folder} holds no rules: give a folder with *.yaml files, as config/rules/")
    written = [(path, rule) for path in paths for rule in read_model(path, RuleFile).rules]
    _refuse_doubles(written)
    return [rule for _, rule in written]


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


def _stamp(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what tells one state of the folder from another: names, times and sizes."""
    found: dict[str, tuple[int, int]] = {}
    for path in sorted(folder.glob("*.yaml")):
        with suppress(OSError):
            stat = path.stat()
            found[path.name] = (stat.st_mtime_ns, stat.st_size)
    return found


def _refuse_doubles(written: Iterable[tuple[Path, Rule]]) -> None:
    first: dict[str, Path] = {}
    for path, rule in written:
        if rule.code in first:
            message = f"the code {rule.code!r} is taken by a rule of {first[rule.code]}; give it another"
            raise FileMistakesError([Mistake(str(path), None, "code", message)])
        first[rule.code] = path
