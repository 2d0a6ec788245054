"""`guanjia web` on another day than today: `python -m tests.integration.web.dated INSTANT ARGUMENTS`."""

import sys
from datetime import datetime
from unittest.mock import patch

from guanjia.__main__ import main


def run() -> None:
    """Serve as the command does, at an instant of ISO 8601 that does not pass."""
    _, instant, *arguments = sys.argv
    sys.argv = ["guanjia", "web", *arguments]
    at = datetime.fromisoformat(instant)
    with patch("guanjia.commands.web._now", lambda: at):
        main()


if __name__ == "__main__":
    run()
