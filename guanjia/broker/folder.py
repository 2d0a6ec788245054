"""The folder of a broker: `run/`, which is all that the broker sees, and the secrets beside it."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from guanjia.broker.access import Clients, Service, acl_text
from guanjia.broker.files import make_private_folder, write_if_changed
from guanjia.broker.passwords import is_hash_of, password_hash
from guanjia.broker.secrets_source import SecretsSource
from models.errors import ConfigError

_PRIVATE = 0o600
# Compose hands a secret's file to containers that run under users of their own: anybody in the container
# may read it, and on this machine the 0700 of the folder above keeps everybody else out.
_SHARED_SECRET = 0o444
_COLUMNS = ["user", "password"]


@dataclass(frozen=True, slots=True)
class BrokerFolder:
    """Where each file of a broker stands below `root`."""

    root: Path

    @property
    def run(self) -> Path:
        """The broker's working directory; mosquitto.conf's relative paths begin here."""
        return self.root / "run"

    @property
    def credentials(self) -> Path:
        """The passwords as devices and workers need them: CSV with the columns user and password."""
        return self.root / "credentials.csv"

    @property
    def authority(self) -> Path:
        """The certificate of the private authority that devices must trust."""
        return self.root / "ca" / "ca.crt"

    def service_password(self, service: Service) -> Path:
        """Return the file with one service's password and nothing else, for `..._PASSWORD_FILE`."""
        return self.root / "services" / f"{service}.password"

    def make(self) -> None:
        """Make the folders that are not there yet."""
        inside = ("certs", "conf.d", "data", "health")
        for folder in (self.root, self.run, *(self.run / name for name in inside)):
            make_private_folder(folder)
        for folder in (self.authority.parent, self.root / "services"):
            make_private_folder(folder)
        # nobody commits by accident what is in here
        write_if_changed(self.root / ".gitignore", "*\n", _PRIVATE)


@dataclass(frozen=True, slots=True)
class Granted:
    """What `grant` did: users that got a password, that kept theirs, that lost it; files it changed."""

    created: tuple[str, ...]
    kept: tuple[str, ...]
    revoked: tuple[str, ...]
    written: tuple[Path, ...]


def read_credentials(folder: BrokerFolder) -> dict[str, str]:
    """Return each user's password; empty before the first `grant`."""
    try:
        text = folder.credentials.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    rows = csv.DictReader(io.StringIO(text))
    if rows.fieldnames != _COLUMNS:
        raise ConfigError(
            f"{folder.credentials}: the first line is not {','.join(_COLUMNS)}: restore the file,"
            " or delete it to give every device a new password"
        )
    return {row["user"]: row["password"] for row in rows}


def grant(folder: BrokerFolder, clients: Clients, source: SecretsSource) -> Granted:
    """Make the folder's users exactly `clients` and our services; who has a password keeps it."""
    before = read_credentials(folder)
    after = {user: before.get(user) or source.password() for user in clients.users}
    _refuse_to_revoke_all(folder, before, clients)
    folder.make()
    contents = {
        folder.credentials: (_csv(after), _PRIVATE),
        folder.run / "passwords": (_password_file(folder, after, source), _PRIVATE),
        folder.run / "acl": (acl_text(clients), _PRIVATE),
        **{folder.service_password(each): (after[each], _SHARED_SECRET) for each in Service},
    }
    return Granted(
        created=tuple(user for user in after if user not in before),
        kept=tuple(user for user in after if user in before),
        revoked=tuple(user for user in before if user not in after),
        written=tuple(p for p, (text, mode) in contents.items() if write_if_changed(p, text, mode)),
    )


def _refuse_to_revoke_all(folder: BrokerFolder, before: dict[str, str], clients: Clients) -> None:
    devices = len(set(before) - set(Service))
    if devices and not clients.codes:
        raise ConfigError(
            f"{folder.credentials} has {devices} devices and no site file was given, so all of them would"
            " lose their access: name every site file with --site"
        )


def _csv(credentials: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(credentials.items())
    return text.getvalue()


def _password_file(folder: BrokerFolder, users: dict[str, str], source: SecretsSource) -> str:
    known = _known_hashes(folder.run / "passwords")
    lines: list[str] = []
    for user, password in users.items():
        old = known.get(user, "")
        # a new salt for a password that did not change would make every run write the file
        kept = old if is_hash_of(old, password) else password_hash(password, source.salt())
        lines.append(f"{user}:{kept}\n")
    return "".join(lines)


def _known_hashes(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split(":", 1) for line in lines if ":" in line)
