"""The alert rules of a folder, all files of it together."""

from collections.abc import Iterable
from pathlib import Path

from guanjia.yaml_model import read_model
from models.errors import ConfigError, FileMistakesError, Mistake
from models.rules import Rule, RuleFile


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


def _refuse_doubles(written: Iterable[tuple[Path, Rule]]) -> None:
    first: dict[str, Path] = {}
    for path, rule in written:
        if rule.code in first:
            message = f"the code {rule.code!r} is taken by a rule of {first[rule.code]}; give it another"
            raise FileMistakesError([Mistake(str(path), None, "code", message)])
        first[rule.code] = path
