"""A Grafana that answers over HTTP: what is in it, and saving into it."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlsplit

from grafana_client.api import GrafanaApi
from grafana_client.client import GrafanaClientError, GrafanaException
from niquests.exceptions import JSONDecodeError, RequestException

from dashboards.grafana.dashboard import Folder, Json, fingerprint
from dashboards.grafana.standing import Stored, Version, message
from dashboards.grafana.variables import SOURCE
from models.errors import ConfigError, GuanjiaError, UnreachableError

SOURCE_UID: Final = "guanjia"
_SECONDS: Final = 15.0
_VIEW: Final = 1
_EDIT: Final = 2
"""Permissions as Grafana numbers them."""


class EditedMeanwhileError(GuanjiaError):
    """Somebody saved the dashboard while it was being pushed."""


@dataclass(frozen=True, slots=True)
class DataSource:
    """A login of the database that Grafana asks with; `address` is HOST:PORT as Grafana reaches it."""

    uid: str
    name: str
    address: str
    database: str
    login: str
    password: str = field(repr=False)
    sslmode: str = "verify-full"

    def body(self) -> Json:
        """Return what Grafana's API takes; what is secure it keeps apart, and never tells again."""
        return {
            "uid": self.uid,
            "name": self.name,
            "type": SOURCE.type_val,
            "access": "proxy",
            "url": self.address,
            "user": self.login,
            "jsonData": {"database": self.database, "sslmode": self.sslmode, "postgresVersion": 1800},
            "secureJsonData": {"password": self.password},
        }


class Server:
    """One organisation of a Grafana, with the token of a service account in it.

    Raises
    ------
    ConfigError
        Of every method: the token is refused, or what answers is no Grafana.
    UnreachableError
        Of every method: nothing answers.
    """

    def __init__(self, url: str, token: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
            raise ConfigError("GUANJIA_GRAFANA_URL: write https://HOST[:PORT], without a password in it")
        if not token:
            raise ConfigError(
                "no token for Grafana: set GUANJIA_GRAFANA_TOKEN_FILE to a file with the token of a service"
                " account that may edit dashboards"
            )
        self.address = f"{parts.scheme}://{parts.netloc}"
        self._api = GrafanaApi.from_url(url, token, timeout=_SECONDS)

    def has_source(self, uid: str = SOURCE_UID) -> bool | None:
        """Tell whether the data source that dashboards ask is there; None: the token may not look."""
        try:
            with self._translated():
                return bool(self._api.datasource.get_datasource_by_uid(uid))
        except _MissingError:
            return False
        except _ForbiddenError:
            return None

    def save_source(self, source: DataSource) -> bool:
        """Make a data source, or change the one of its uid; return whether it is new."""
        is_new = self.has_source(source.uid) is False
        with self._translated():
            if is_new:
                self._api.datasource.create_datasource(source.body())
            else:
                self._api.datasource.update_datasource_by_uid(source.uid, source.body())
        return is_new

    def team(self, name: str) -> int:
        """Return the number of a team; ConfigError where there is none of the name."""
        with self._translated():
            found = self._api.teams.get_team_by_name(quote(name, safe=""))
        for team in found:
            if team["name"] == name:
                return int(team["id"])
        raise ConfigError(f"Grafana at {self.address} has no team {name!r}: make it there, with its members")

    def give(self, folder: Folder, team: int) -> None:
        """Let a team look into a folder, and editors edit in it; nobody else but administrators."""
        items = [{"teamId": team, "permission": _VIEW}, {"role": "Editor", "permission": _EDIT}]
        with self._translated():
            self._api.folder.update_folder_permissions(folder.uid, items)

    def stored(self, uid: str) -> Stored | None:
        """Return a dashboard with its versions; None: there is none."""
        try:
            with self._translated():
                found = self._api.dashboard.get_dashboard(uid)
                versions = self._api.dashboard_versions.get_dashboard_versions(dashboard_uid=uid)
        except _MissingError:
            return None
        # newer servers wrap the list
        listed = versions["versions"] if isinstance(versions, dict) else versions
        provisioned = bool(found.get("meta", {}).get("provisioned"))
        return Stored(found["dashboard"], [_version(each) for each in listed], provisioned)

    def make_folder(self, folder: Folder) -> None:
        """Make a folder unless it is there; one that people renamed keeps its name."""
        try:
            with self._translated():
                self._api.folder.get_folder(folder.uid)
        except _MissingError:
            with self._translated():
                self._api.folder.create_folder(folder.title, folder.uid)

    def save(self, dashboard: Json, folder: str, version: int | None, *, overwrite: bool) -> None:
        """Save a dashboard over the version that was seen; raise EditedMeanwhileError when it is gone."""
        body = {
            "dashboard": {**dashboard, "id": None, "version": version or 0},
            "folderUid": folder,
            "message": message(fingerprint(dashboard)),
            "overwrite": overwrite,
        }
        with self._translated():
            self._api.dashboard.update_dashboard(body)

    @contextmanager
    def _translated(self) -> Generator[None]:
        try:
            yield
        except GrafanaClientError as error:
            raise self._refusal(error) from error
        except JSONDecodeError as error:
            raise ConfigError(
                f"what answers at {self.address} is no Grafana: see GUANJIA_GRAFANA_URL"
            ) from error
        except (RequestException, GrafanaException) as error:
            raise UnreachableError(
                f"no answer from Grafana at {self.address}: {_first_line(error)}"
            ) from error

    def _refusal(self, error: GrafanaClientError) -> GuanjiaError:
        kinds: Mapping[int, Callable[[], GuanjiaError]] = {
            401: lambda: ConfigError(
                f"Grafana at {self.address} refuses the token: make one for a service account there, and put"
                " it into the file of GUANJIA_GRAFANA_TOKEN_FILE"
            ),
            403: lambda: _ForbiddenError(
                f"the token may not do this in Grafana at {self.address}: its service account needs the role"
                " Editor, and Admin for data sources and permissions"
            ),
            404: _MissingError,
            412: lambda: _conflict(error.response),
        }
        make = kinds.get(error.status_code)
        if make is None:
            return ConfigError(f"Grafana at {self.address} refuses: {_first_line(error)}")
        return make()


class _MissingError(GuanjiaError):
    """Grafana has nothing of this address."""


class _ForbiddenError(ConfigError):
    """The token may not do this."""


def _conflict(response: Any) -> GuanjiaError:
    if isinstance(response, dict) and response.get("status") == "version-mismatch":
        return EditedMeanwhileError()
    said = response.get("message", "") if isinstance(response, dict) else response
    return ConfigError(f"Grafana does not take a dashboard: {said}")


def _version(found: Mapping[str, Any]) -> Version:
    return Version(
        int(found["version"]),
        str(found.get("message") or ""),
        str(found.get("createdBy") or ""),
        str(found.get("created") or ""),
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
