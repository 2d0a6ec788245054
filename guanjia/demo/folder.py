"""Where everything of a demo stands: one folder, which can be deleted."""

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """The parts of the folder below `root`."""

    root: Path

    @property
    def postgres(self) -> Path:
        """The database cluster."""
        return self.root / "postgres"

    @property
    def broker(self) -> Path:
        """The broker's files and the passwords of devices."""
        return self.root / "broker"

    @property
    def logins(self) -> Path:
        """The database passwords of the processes."""
        return self.root / "logins"

    @property
    def link_secret(self) -> Path:
        """What the links in mails are sealed with."""
        return self.root / "link.secret"

    @property
    def mail(self) -> Path:
        """The mails caught, one .eml each."""
        return self.root / "mail"

    @property
    def simulated(self) -> Path:
        """The site files applied, and the truth of the simulation."""
        return self.root / "simulated"

    @property
    def allowances(self) -> Path:
        """The file of allowances, where the scenario has some."""
        return self.root / "simulated" / "allowances.yaml"

    @property
    def logs(self) -> Path:
        """What each process said."""
        return self.root / "logs"

    @property
    def environment(self) -> Path:
        """How commands reach the running demo; there only while it runs."""
        return self.root / "env"

    @property
    def simulation_summary(self) -> Path:
        """What the simulator says it published."""
        return self.root / "simulated" / "summary.json"

    def begin_anew(self) -> None:
        """Forget the last demo but for the cluster and the passwords: a demo begins with an empty system."""
        for gone in (self.mail, self.simulated, self.logs, self.broker / "run" / "data"):
            shutil.rmtree(gone, ignore_errors=True)
        for made in (self.mail, self.simulated, self.logs):
            made.mkdir(parents=True)
        # alerts are numbered from 1 again: a link of the last demo must not acknowledge one of this
        self.link_secret.unlink(missing_ok=True)
        descriptor = os.open(self.link_secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(secrets.token_hex(32))
