"""Files that hold secrets: never readable by others for a moment, never half written."""

import os
from pathlib import Path


def make_private_folder(path: Path) -> None:
    """Make the folder and what is missing above it; only its owner may look inside."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_if_changed(path: Path, text: str, mode: int) -> bool:
    """Write the file in one step where its text or its mode differs; tell whether it did.

    The owner of a file that is replaced stays: the broker may run under another user than we do.
    """
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return _set_mode(path, mode)
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        os.fchmod(file.fileno(), mode)
        _keep_owner(path, file.fileno())
    new.replace(path)
    return True


def _set_mode(path: Path, mode: int) -> bool:
    if path.stat().st_mode & 0o777 == mode:
        return False
    path.chmod(mode)
    return True


def _keep_owner(path: Path, descriptor: int) -> None:
    if os.geteuid() == 0 and path.exists():
        before = path.stat()
        os.fchown(descriptor, before.st_uid, before.st_gid)


def hand_over(folder: Path, user: int) -> None:
    """Give a folder and all in it to the user, and to the group of the same number."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, user, follow_symlinks=False)
