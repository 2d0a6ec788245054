"""Read registry files of either kind, or say everything that keeps them from being read."""

from collections.abc import Callable, Iterable
from pathlib import Path

from guanjia.registry_files.workbook import read_workbook
from guanjia.registry_files.yaml_file import read_yaml
from models.errors import FileMistakesError, Mistake
from models.registry_draft.written import WrittenEntry

Found = tuple[list[WrittenEntry], list[Mistake]]
"""What files say, and what is wrong with them."""


def read_files(paths: Iterable[Path]) -> list[WrittenEntry]:
    """Return the entries of all files in their order.

    Raises
    ------
    FileMistakesError
        With all that is no YAML, no Excel sheet, or no section of the registry.
    """
    entries, mistakes = gathered(paths, _read)
    if mistakes:
        raise FileMistakesError(mistakes)
    return entries


def gathered(paths: Iterable[Path], read: Callable[[Path], Found]) -> Found:
    """Return what `read` finds in all files in their order, and the mistakes; a file that is away is one."""
    entries: list[WrittenEntry] = []
    mistakes: list[Mistake] = []
    for path in paths:
        try:
            found, wrong = read(path)
        except OSError as error:
            found, wrong = [], [Mistake(str(path), None, "", f"cannot be read: {error.strerror}")]
        entries += found
        mistakes += wrong
    return entries, mistakes


def _read(path: Path) -> Found:
    match path.suffix.lower():
        case ".yaml" | ".yml":
            return read_yaml(str(path), path.read_bytes())
        case ".xlsx" | ".xlsm":
            return read_workbook(str(path), path.read_bytes())
        case _:
            return [], [Mistake(str(path), None, "", "give a .yaml or an .xlsx file")]
