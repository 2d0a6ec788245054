"""Lets commands typed beside a running demo find it: `.demo/env` is there only while the demo runs."""

import os
from collections.abc import MutableMapping
from pathlib import Path

ENVIRONMENT = Path(".demo") / "env"
DEMO_PID = "GUANJIA_DEMO_PID"


def join_local_stack(environment: MutableMapping[str, str] = os.environ, file: Path = ENVIRONMENT) -> None:
    """Add the running demo's settings to those that are not set; what is set already wins."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError:
        return
    settings = dict(line.split("=", 1) for line in lines)
    # a demo that was killed leaves the file behind: its addresses lead nowhere
    if _runs(int(settings.get(DEMO_PID, "0"))):
        for name, value in settings.items():
            environment.setdefault(name, value)


def _runs(pid: int) -> bool:
    return pid > 0 and Path(f"/proc/{pid}").exists()
