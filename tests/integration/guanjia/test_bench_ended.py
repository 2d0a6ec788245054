"""A measurement that is told to end leaves no server behind, and no folder of gigabytes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ingest_stack.waiting import wait_until


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda each: each.name)
def test_whoever_ends_a_measurement_ends_its_database_and_removes_its_folder(
    number: signal.Signals, tmp_path: Path
) -> None:
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip(f"whoever started the tests has them ignore {number.name}, and all that they start")

    def server() -> int | None:
        """Return the process id of the measurement's database, once it is there."""
        files = list(tmp_path.glob("guanjia-bench-*/postgres/data/postmaster.pid"))
        lines = files[0].read_text().splitlines() if files else []
        return int(lines[0]) if lines and lines[-1].strip() == "ready" else None

    command = [sys.executable, "-m", "guanjia", "bench", "panels", "--institutions", "2"]
    with subprocess.Popen(
        command, env=os.environ | {"TMPDIR": str(tmp_path)}, stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        wait_until(lambda: server() is not None, "the database of the measurement is ready")
        database = server()
        assert database is not None
        running.send_signal(number)
        _, told = running.communicate(timeout=60)
    assert running.returncode not in {0, None}
    assert "Traceback" not in told.decode()
    assert list(tmp_path.glob("guanjia-bench-*")) == []
    with pytest.raises(ProcessLookupError):
        os.kill(database, 0)
