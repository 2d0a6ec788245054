"""Lets commands typed beside a running demo find it: `.demo/env` is there only while the demo runs."""

import os
from collections.abc import MutableMapping
from pathlib import Path

ENVIRONMENT = Path(".demo") / "env"
DEMO_PID = "GUANJIA_DEMO_PID"

_GO_WITH = {
    "GUANJIA_DATABASE_URL": {"GUANJIA_DATABASE_PASSWORD_FILE"},
    "GUANJIA_MQTT_URL": {"GUANJIA_MQTT_USER", "GUANJIA_MQTT_PASSWORD_FILE", "GUANJIA_CREDENTIALS"},
}
"""The demo's user and secrets of a service are of no use to another one."""


def join_local_stack(environment: MutableMapping[str, str] = os.environ, file: Path = ENVIRONMENT) -> None:
    """Add the running demo's settings to those that are not set; a service that is set is left alone."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError:
        return
    settings = dict(line.split("=", 1) for line in lines)
    # a demo that was killed leaves the file behind: its addresses lead nowhere
    if _runs(int(settings.get(DEMO_PID, "0"))):
        own = {name for url, others in _GO_WITH.items() if url in environment for name in others}
        for name in settings.keys() - own:
            environment.setdefault(name, settings[name])


def _runs(pid: int) -> bool:
    return pid > 0 and Path(f"/proc/{pid}").exists()
