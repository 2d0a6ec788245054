"""`guanjia web` as a process: forked from one that imported it, or as the command line starts it."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from models.accounts import Kind
from tests.integration.web.forked import Forked
from tests.integration.web.visitors import let_in, make_account

ROOT = Path(__file__).parents[3]
SECRET = "a secret of the tests, long enough to be one"  # noqa: S105
PUBLISHED = "https://energy.example.org"
"""Where a proxy would publish the page for links."""


class _Command:
    """`python -m guanjia web`, or another program that is it; `line` is the first that it writes."""

    def __init__(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        log: Path,
        program: Sequence[str] = ("guanjia", "web"),
    ) -> None:
        with log.open("w") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *program, *arguments],
                cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=stderr, text=True,
            )  # fmt: skip
        assert self._process.stdout is not None
        self.line: str = self._process.stdout.readline()

    def stop(self) -> int:
        """End it as a supervisor does and return its exit code."""
        self._process.send_signal(signal.SIGTERM)
        code = self._process.wait(30)
        if self._process.stdout is not None:
            self._process.stdout.close()
        return code


class Console:
    """One process on a free port, in an empty folder of its own; `url` ends without a slash.

    `as_command`: started as people start it, which takes seconds longer; so does one that serves at an
    instant `at` that does not pass.
    """

    def __init__(
        self,
        database_url: str,
        folder: Path,
        *,
        published: bool = False,
        as_command: bool = False,
        settings: Mapping[str, str] | None = None,
        at: datetime | None = None,
    ) -> None:
        self._as_command = as_command
        self._at = at
        self._database_url = database_url
        self._administrator = ""
        self.folder = folder / "work"
        self.mail_folder = folder / "mail"
        self.folder.mkdir(parents=True)
        self.mail_folder.mkdir()
        self.url = ""
        self._log = folder / "stderr"
        self._environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {
            "PYTHONPATH": str(ROOT),
            "GUANJIA_DATABASE_URL": database_url,
            "GUANJIA_MAIL_FOLDER": str(self.mail_folder),
            "GUANJIA_ACK_URL": PUBLISHED,
            "GUANJIA_LINK_SECRET_FILE": str(folder / "link.secret"),
            **({"GUANJIA_WEB_URL": PUBLISHED} if published else {}),
            **(settings or {}),
        }
        (folder / "link.secret").write_text(SECRET + "\n", "utf-8")
        self._process: Forked | _Command | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def administrator(self) -> str:
        """The session of somebody who may do and see everything, without the way through the door."""
        if not self._administrator:
            self._administrator = let_in(self._database_url, make_account(self._database_url))
        return self._administrator

    def session_at(self, institution: str, kind: Kind = Kind.VIEWER) -> str:
        """The session of somebody of an institution."""
        account = make_account(self._database_url, f"{kind}-{institution}", kind, institution)
        return let_in(self._database_url, account)

    def cookie(self, session: str) -> dict[str, str]:
        """What a browser sends with a session."""
        return {"Cookie": f"guanjia-session-{self.port}={session}"}

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def start(self) -> None:
        """Start and wait for the line with its address."""
        started = (("--port", "0"), self.folder, self._environment, self._log)
        if self._at is not None:
            program = ("tests.integration.web.dated", self._at.isoformat())
            self._process = _Command(*started, program=program)
        else:
            self._process = (_Command if self._as_command else Forked)(*started)
        self.url = self._process.line.strip().removesuffix("/")
        assert self.url, self.log

    def without_secret(self) -> None:
        """Start it where links are sealed with nothing."""
        del self._environment["GUANJIA_LINK_SECRET_FILE"]
        self.start()

    def stop(self) -> int:
        """End it as a supervisor does and return its exit code."""
        if self._process is None:
            return 0
        process, self._process = self._process, None
        return process.stop()

    def refused(self, *arguments: str) -> str:
        """Start it where it must not start, and return what it says."""
        done = subprocess.run(
            [sys.executable, "-m", "guanjia", "web", *arguments],
            cwd=self.folder, env=self._environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 1
        return done.stderr

    @property
    def log(self) -> str:
        """What it wrote on stderr."""
        return self._log.read_text("utf-8")
