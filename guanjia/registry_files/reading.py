"""Read registry files of either kind, or say everything that keeps them from being read."""

from collections.abc import Iterable
from pathlib import Path

from guanjia.registry_files.workbook import read_workbook
from guanjia.registry_files.yaml_file import read_yaml
from models.errors import FileMistakesError, Mistake
from models.registry_draft.written import WrittenEntry


def read_files(paths: Iterable[Path]) -> list[WrittenEntry]:
    """Return the entries of all files in their order.

    Raises
    ------
    FileMistakesError
        With all that is no YAML, no Excel sheet, or no section of the registry.
    """
    entries: list[WrittenEntry] = []
    mistakes: list[Mistake] = []
    for path in paths:
        read, wrong = _read(path)
        entries += read
        mistakes += wrong
    if mistakes:
        raise FileMistakesError(mistakes)
    return entries


def _read(path: Path) -> tuple[list[WrittenEntry], list[Mistake]]:
    try:
        match path.suffix.lower():
            case ".yaml" | ".yml":
                return read_yaml(str(path), path.read_bytes())
            case ".xlsx" | ".xlsm":
                return read_workbook(str(path), path.read_bytes())
            case _:
                return [], [Mistake(str(path), None, "", "give a .yaml or an .xlsx file")]
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        return [], [Mistake(str(path), None, "", message)]
