"""The requests of docs/how-to/api.md, as they stand there."""

import json
import os
import subprocess
from pathlib import Path

from models.identity import Right
from tests.integration.api.conftest import Served
from tests.integration.export.test_how_to import steps


def test_the_requests_of_the_page_are_answered(served: Served, tmp_path: Path) -> None:
    token = served.token(Right.READ, Right.ALERTS, Right.DISPATCH)
    said = ""
    ran = 0
    for language, code, _ in steps("docs/how-to/api.md"):
        if language == "bash":
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", code.replace("curl -s", "curl -sS --fail-with-body")],
                cwd=tmp_path,
                env={"PATH": os.environ["PATH"], "API": served.url, "TOKEN": token},
                capture_output=True, text=True, check=False, timeout=60,
            )  # fmt: skip
            assert done.returncode == 0, code + done.stdout + done.stderr
            said += done.stdout
            ran += code.count("curl ")
    assert ran == 10
    assert (tmp_path / "trips.parquet").read_bytes().startswith(b"PAR1")
    decoder = json.JSONDecoder()
    first, _ = decoder.raw_decode(said)
    assert [each["meter"] for each in first["items"]] == ["w1", "w2"]
    assert '"silence_id"' in said
