"""Where root must hand the embedded PostgreSQL to another account, that account has to reach its folder."""

import tempfile
from pathlib import Path

from storage.embedded import closed_folder


def test_the_outermost_closed_folder_is_named() -> None:
    with tempfile.TemporaryDirectory() as root:
        closed = Path(root).resolve()
        (closed / "inner").mkdir(mode=0o700)
        assert closed_folder(closed / "inner") == closed
        closed.chmod(0o711)
        assert closed_folder(closed / "inner") == closed / "inner"
        (closed / "inner").chmod(0o711)
        assert closed_folder(closed / "inner") is None
