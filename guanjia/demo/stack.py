"""Brings the embedded stack up, empty but for the registry, and tells every process where the others are."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from guanjia.broker.access import Service, clients_of
from guanjia.broker.embedded import EmbeddedBroker
from guanjia.broker.folder import BrokerFolder, grant
from guanjia.broker.secrets_source import SecretsSource
from guanjia.broker.site_files import read_sites
from guanjia.demo.folder import DemoFolder
from guanjia.demo.processes import Processes
from guanjia.local_stack import DEMO_PID
from guanjia.loopback import LOOPBACK, free_port
from guanjia.registry_files.reading import read_files
from storage import schema
from storage.database import connect
from storage.embedded import SUPERUSER, EmbeddedPostgres
from storage.logins import LOGINS, make_logins
from storage.registry import apply

DATABASE = "guanjia"


class Stack:
    """A database and a broker with everything in them that processes need to start."""

    def __init__(self, folder: DemoFolder) -> None:
        self.folder = folder
        self.postgres = EmbeddedPostgres(folder.postgres)
        self._broker_folder = BrokerFolder(folder.broker)
        self.broker = EmbeddedBroker(self._broker_folder)
        self.metrics_port = free_port()
        self.mail_port = free_port()
        self._broker_pid: int | None = None

    def connect(self) -> psycopg.Connection:
        """Open a connection as the owner."""
        return connect(self.postgres.url(DATABASE), application="guanjia-demo")

    def start_database(self, processes: Processes) -> None:
        """Start PostgreSQL with a new, migrated database and a login for each process."""
        self.postgres.start()
        processes.guard(self.postgres.pid or 0)
        # only now: the lock of the cluster says that no other demo is at work in the folder
        self.folder.begin_anew()
        name = sql.Identifier(DATABASE)
        with connect(self.postgres.url(), application="guanjia-demo", autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            admin.execute(sql.SQL("CREATE DATABASE {}").format(name))
        schema.migrate(self.connect)
        with self.connect() as connection:
            make_logins(connection, self.folder.logins)

    def start_broker(self, processes: Processes, sites: Sequence[Path]) -> None:
        """Start Mosquitto with a credential for every device of the site files."""
        grant(self._broker_folder, clients_of(read_sites(tuple(sites))), SecretsSource())
        self.broker.start()
        self._broker_pid = self.broker.process.pid
        if self._broker_pid is not None:
            processes.guard(self._broker_pid)

    def apply_registry(self, files: Sequence[Path]) -> None:
        """Load the site and quota files."""
        with self.connect() as connection:
            apply(connection, read_files(tuple(files)), dry_run=False)

    def stop(self, processes: Processes) -> None:
        """Stop broker and database."""
        if self._broker_pid is not None:
            self.folder.environment.unlink(missing_ok=True)
        pids = (self._broker_pid, self.postgres.pid)
        self.broker.stop()
        self.postgres.stop()
        for pid in pids:
            if pid is not None:
                processes.release(pid)

    def environment(self, role: str | None = None) -> dict[str, str]:
        """Return the settings of a process with the database rights of `role`; without one, the owner's."""
        user = LOGINS[role] if role else SUPERUSER
        password = self.folder.logins / f"{role}.password" if role else self.folder.postgres / "password"
        allowances = self.folder.allowances
        return {
            **({"GUANJIA_ALLOWANCES": str(allowances.resolve())} if allowances.exists() else {}),
            "GUANJIA_DATABASE_URL": f"postgresql://{user}@{LOOPBACK}:{self.postgres.port}/{DATABASE}",
            "GUANJIA_DATABASE_PASSWORD_FILE": str(password.resolve()),
            "GUANJIA_MQTT_URL": self.broker.url,
            "GUANJIA_MQTT_USER": Service.INGEST.value,
            "GUANJIA_MQTT_PASSWORD_FILE": str(self._broker_folder.service_password(Service.INGEST).resolve()),
            "GUANJIA_CREDENTIALS": str(self._broker_folder.credentials.resolve()),
            "GUANJIA_SMTP_URL": f"smtp://{LOOPBACK}:{self.mail_port}",
            "GUANJIA_MAIL_FOLDER": str(self.folder.mail.resolve()),
        }

    def publish_environment(self, links: Mapping[str, str]) -> None:
        """Write how other commands reach this demo, and where mails lead; they read it while it runs."""
        settings = {DEMO_PID: str(os.getpid())} | self.environment() | dict(links)
        lines = [f"{name}={value}\n" for name, value in settings.items()]
        file = self.folder.environment
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.writelines(lines)
