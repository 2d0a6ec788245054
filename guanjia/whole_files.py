"""Files that appear whole or not at all: a failure leaves what was there before."""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from models.errors import ConfigError


@contextmanager
def whole_file(file: Path) -> Generator[Path]:
    """Yield a path to write to; it becomes `file` at the end, unless something is raised.

    Raises
    ------
    ConfigError
        Where it cannot be written.
    """
    # a pipe or /dev/stdout cannot be replaced
    is_stream = file.exists() and not file.is_file()
    partial = file if is_stream else file.resolve().with_name(f".{file.name}.partial")
    try:
        yield partial
        if not is_stream:
            partial.replace(file.resolve())
    except OSError as error:
        raise ConfigError(f"{file} cannot be written: {error.strerror}; name another file") from error
    finally:
        if not is_stream:
            with suppress(OSError):
                partial.unlink()
