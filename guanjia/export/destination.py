"""Where an export goes: it appears there whole, or not at all."""

import fcntl
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from models.errors import GuanjiaError


@contextmanager
def whole(out: Path, *, overwrite: bool) -> Generator[Path]:
    """Yield a path to write a file or folder to; it becomes `out` at the end, unless something is raised.

    What a killed export leaves is the folder `.NAME.partial` beside it, which the next one clears away.

    Raises
    ------
    GuanjiaError
        Where `out` exists and may not, or should not, be overwritten, where its folder is missing, and where
        another export is writing it.
    """
    out = out if out.name not in {"", ".."} else out.resolve()
    _refuse_existing(out, overwrite)
    partial = out.parent / f".{out.name}.partial"
    with _held(partial):
        _clear(partial)
        content = partial / out.name
        try:
            yield content
            _replace(content, out, partial / "old")
        except OSError as error:
            raise GuanjiaError(f"cannot write {out}: {error}; what was there is as it was") from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def _refuse_existing(out: Path, overwrite: bool) -> None:
    if not out.parent.is_dir():
        raise GuanjiaError(f"{out.parent} is no folder: make it first")
    if not out.exists():
        return
    if not overwrite:
        raise GuanjiaError(f"{out} exists: name another place, or give --overwrite to replace it as a whole")
    strangers = [] if out.is_file() else [e.name for e in out.iterdir() if not e.name.startswith("month=")]
    if strangers:
        raise GuanjiaError(
            f"{out} holds {min(strangers)!r}, which no export wrote: it is not replaced; name another place"
        )


@contextmanager
def _held(partial: Path) -> Generator[None]:
    try:
        partial.mkdir(exist_ok=True)
        handle = os.open(partial, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise GuanjiaError(f"cannot write beside {partial.parent}: {error.strerror}") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise GuanjiaError(f"another export is writing there ({partial}): wait for it to end") from error
    try:
        yield
    finally:
        os.close(handle)


def _clear(partial: Path) -> None:
    for entry in partial.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _replace(content: Path, out: Path, old: Path) -> None:
    if content.is_file() and not out.is_dir():
        content.replace(out)
        return
    # a folder that is not empty cannot be renamed over: the old one steps aside for a moment
    with suppress(FileNotFoundError):
        out.rename(old)
    content.rename(out)
