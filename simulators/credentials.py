"""The passwords of devices, from the file that `guanjia broker init` writes: CSV of user and password."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from models.errors import ConfigError

COLUMNS = ["user", "password"]


def read_passwords(path: Path) -> dict[str, str]:
    """Return each user's password."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _passwords(csv.reader(file), path)
    except OSError as error:
        raise ConfigError(
            f"{path}: the credentials cannot be read ({error.strerror}): "
            "make them with `guanjia broker init`, or name the file with --credentials"
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"{path}: this is no CSV file in UTF-8: {error}") from error


def password_lookup(path: Path) -> Callable[[str], str]:
    """Return a function from a device to its password; a missing one is an error with its remedy."""
    passwords = read_passwords(path)

    def password_of(device: str) -> str:
        try:
            return passwords[device]
        except KeyError:
            raise ConfigError(
                f"{path}: no password for device {device!r}: "
                "apply its site with `guanjia registry apply`, then run `guanjia broker init`"
            ) from None

    return password_of


def _passwords(rows: Iterator[list[str]], path: Path) -> dict[str, str]:
    if next(rows, None) != COLUMNS:
        raise ConfigError(f"{path}:1: the first line must be {','.join(COLUMNS)}")
    passwords: dict[str, str] = {}
    for line, row in enumerate(rows, start=2):
        if len(row) != len(COLUMNS) or not all(row):
            # the row itself may hold a password: it is not shown
            raise ConfigError(f"{path}:{line}: a line is a user and a password")
        passwords[row[0]] = row[1]
    return passwords
