"""Bring dashboards into Grafana; what people edited there stays, unless told otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboards.grafana.comparison import changes
from dashboards.grafana.dashboard import Folder, Json, fingerprint
from dashboards.grafana.server import EditedMeanwhileError, Server
from dashboards.grafana.standing import Standing, Stored, standing


@dataclass(frozen=True, slots=True)
class Report:
    """How one dashboard stands, what pushing it changes, and whether it was pushed."""

    uid: str
    title: str
    standing: Standing
    changes: Sequence[str] = ()
    editor: str = ""
    is_pushed: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether a push leaves it as it is although it differs."""
        return not self.is_pushed and self.standing not in {Standing.SAME, Standing.NEW, Standing.OLDER}


def compared(server: Server, folders: Sequence[Folder]) -> Iterator[Report]:
    """Tell of each dashboard what a push would do; nothing is changed."""
    for folder in folders:
        for dashboard in folder.dashboards:
            stored = server.stored(dashboard["uid"])
            yield _report(dashboard, stored, standing(fingerprint(dashboard), stored))


def pushed(server: Server, folders: Sequence[Folder], *, overwrite: bool) -> Iterator[Report]:
    """Save what is new or changed, in its folder, and tell of each dashboard.

    One that was edited by hand is left, unless `overwrite`; a provisioned one is always left.
    """
    for folder in folders:
        server.make_folder(folder)
        for dashboard in folder.dashboards:
            yield _push(server, folder, dashboard, overwrite=overwrite)


def _push(server: Server, folder: Folder, dashboard: Json, *, overwrite: bool) -> Report:
    stored = server.stored(dashboard["uid"])
    found = standing(fingerprint(dashboard), stored)
    wanted = {Standing.NEW, Standing.OLDER} | ({Standing.EDITED} if overwrite else set())
    if found not in wanted:
        return _report(dashboard, stored, found)
    version = None if stored is None else int(stored.dashboard.get("version", 0))
    try:
        server.save(dashboard, folder.uid, version, overwrite=overwrite)
    except EditedMeanwhileError:
        return _report(dashboard, server.stored(dashboard["uid"]), Standing.EDITED)
    return _report(dashboard, stored, found, is_pushed=True)


def _report(dashboard: Json, stored: Stored | None, found: Standing, *, is_pushed: bool = False) -> Report:
    last = None if stored is None else stored.last
    differs = found not in {Standing.SAME, Standing.NEW} and stored is not None
    return Report(
        dashboard["uid"],
        dashboard["title"],
        found,
        changes(dashboard, stored.dashboard) if differs and stored is not None else (),
        f"{last.author}, {last.at}" if last is not None and found is Standing.EDITED else "",
        is_pushed,
    )
