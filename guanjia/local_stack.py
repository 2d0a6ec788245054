"""Lets commands typed beside a running demo find it: `.demo/env` is there only while the demo runs."""

import os
from collections.abc import MutableMapping
from pathlib import Path

ENVIRONMENT = Path(".demo") / "env"


def join_local_stack(environment: MutableMapping[str, str] = os.environ, file: Path = ENVIRONMENT) -> None:
    """Add the running demo's settings to those that are not set; what is set already wins."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        name, _, value = line.partition("=")
        environment.setdefault(name, value)
