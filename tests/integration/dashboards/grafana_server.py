"""An HTTP server that answers as the documentation of Grafana's API says: folders with who may look into
them, dashboards with versions, data sources, teams.

It is no Grafana: what a real one does beyond its documentation is not tried here.
"""

import json
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from typing_extensions import override

Json = dict[str, Any]
Answer = tuple[int, Any]
ACCEPTED = "glsa_of_a_test"


@dataclass
class Grafana:
    """What is in it, and every request that changed something."""

    url: str = ""
    folders: dict[str, Json] = field(default_factory=dict[str, Json])
    dashboards: dict[str, Json] = field(default_factory=dict[str, Json])
    versions: dict[str, list[Json]] = field(default_factory=dict[str, list[Json]])
    sources: set[str] = field(default_factory=lambda: {"guanjia"})
    kept_sources: dict[str, Json] = field(default_factory=dict[str, Json])
    teams: dict[str, int] = field(default_factory=dict[str, int])
    permissions: dict[str, list[Json]] = field(default_factory=dict[str, list[Json]])
    writes: list[str] = field(default_factory=list[str])
    provisioned: set[str] = field(default_factory=set[str])
    may_see_sources: bool = True
    may_edit: bool = True
    wraps_versions: bool = True

    def edit(self, uid: str, **changes: object) -> None:
        """Save as a person does in the browser."""
        stored = self.dashboards[uid]
        body = {"dashboard": stored["dashboard"] | changes, "folderUid": stored["folderUid"], "message": ""}
        assert self.save(body, "admin")[0] == 200

    def save(self, body: Json, author: str) -> Answer:
        """Answer POST /api/dashboards/db."""
        sent = body["dashboard"]
        uid = sent["uid"]
        stored = self.dashboards.get(uid)
        if body["folderUid"] not in self.folders:
            return 404, {"message": "folder not found"}
        if uid in self.provisioned:
            return 400, {"message": "Cannot save provisioned dashboard"}
        version = stored["dashboard"]["version"] if stored else 0
        if stored and sent.get("version") != version and not body.get("overwrite"):
            return 412, {"status": "version-mismatch", "message": "changed by someone else"}
        # a server writes what it keeps in its own way
        kept = {**sent, "id": 7, "version": version + 1, "schemaVersion": 99}
        self.dashboards[uid] = {"dashboard": kept, "folderUid": body["folderUid"]}
        self.versions.setdefault(uid, []).insert(
            0,
            {
                "version": version + 1,
                "message": body.get("message", ""),
                "createdBy": author,
                "created": "2026-11-28T08:00:00Z",
            },
        )
        return 200, {"status": "success", "uid": uid, "version": version + 1}

    def keep(self, body: Json) -> Answer:
        """Answer POST /api/datasources and PUT /api/datasources/uid/UID; passwords are never told again."""
        self.sources.add(body["uid"])
        self.kept_sources[body["uid"]] = body
        told = {name: part for name, part in body.items() if name != "secureJsonData"}
        return 200, {"datasource": told, "message": "Datasource saved"}

    def get(self, path: list[str], query: Mapping[str, list[str]]) -> Answer:
        """Answer GET /api/PATH?QUERY."""
        missing: Answer = (404, {"message": "not found"})
        match path:
            case ["datasources", "uid", uid]:
                found: Answer = (200, {"uid": uid}) if uid in self.sources else missing
                return found if self.may_see_sources else (403, {"message": "Access denied"})
            case ["teams", "search"]:
                (name,) = query["name"]
                found_teams = [{"id": self.teams[name], "name": name}] if name in self.teams else []
                return 200, {"totalCount": len(found_teams), "teams": found_teams}
            case ["folders", uid] if uid in self.folders:
                return 200, self.folders[uid]
            case ["dashboards", "uid", uid] if uid in self.dashboards:
                meta = {"provisioned": uid in self.provisioned}
                return 200, {"dashboard": self.dashboards[uid]["dashboard"], "meta": meta}
            case ["dashboards", "uid", uid, "versions"] if uid in self.versions:
                listed = self.versions[uid]
                return 200, {"versions": listed} if self.wraps_versions else listed
            case _:
                return missing

    def post(self, path: list[str], body: Json) -> Answer:
        """Answer POST /api/PATH."""
        if not self.may_edit:
            return 403, {"message": "Access denied"}
        if path == ["folders"]:
            self.writes.append(f"folder {body['uid']}")
            self.folders[body["uid"]] = body
            return 200, body
        if path == ["datasources"]:
            if body["uid"] in self.sources:
                return 409, {"message": "data source with the same uid already exists"}
            self.writes.append(f"source {body['uid']}")
            return self.keep(body)
        if path[0] == "folders" and path[2:] == ["permissions"]:
            self.writes.append(f"permissions {path[1]}")
            self.permissions[path[1]] = body["items"]
            return 200, {"message": "Folder permissions updated"}
        assert path == ["dashboards", "db"]
        self.writes.append(body["dashboard"]["uid"])
        return self.save(body, "sa-guanjia")

    def put(self, path: list[str], body: Json) -> Answer:
        """Answer PUT /api/PATH."""
        assert path[:2] == ["datasources", "uid"]
        self.writes.append(f"source {path[2]}")
        return self.keep(body)


@contextmanager
def grafana() -> Generator[Grafana]:
    """Serve on a free port of this machine."""
    state = Grafana()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._do("GET")

        def do_POST(self) -> None:
            self._do("POST")

        def do_PUT(self) -> None:
            self._do("PUT")

        @override
        def log_message(self, format: str, *args: object) -> None:
            pass

        def _do(self, method: str) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            sent = self.rfile.read(length)
            if self.headers.get("Authorization") != f"Bearer {ACCEPTED}":
                status, found = 401, {"message": "Invalid API key"}
            else:
                address = urlsplit(self.path)
                path = address.path.removeprefix("/api/").split("/")
                if method == "GET":
                    status, found = state.get(path, parse_qs(address.query))
                else:
                    change = state.post if method == "POST" else state.put
                    status, found = change(path, json.loads(sent))
            written = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
