"""How a process tells what goes on: one line an event on stderr, `instant event key=value ...`."""

import sys
from datetime import UTC, datetime


class Log:
    """The voice of one process; `name` stands in every line, so that lines of several can be mixed."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, event: str, **fields: object) -> None:
        """Write one line; values with spaces are quoted."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        words = [at, self._name, event, *(f"{key}={_word(value)}" for key, value in fields.items())]
        print(*words, file=sys.stderr, flush=True)  # noqa: T201


def _word(value: object) -> str:
    text = str(value)
    return repr(text) if " " in text or "\n" in text else text
