"""Dashboards of one institution: the same panels, with addresses, folders and a data source of their own."""

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from dashboards.grafana.dashboard import SUFFIXES, Folder, Json
from dashboards.grafana.variables import SOURCE
from dashboards.pages import PAGES

_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]{1,17}")
"""Grafana takes 40 such characters as an address, and the longest of ours has 22 and a hyphen."""
_ADDRESS: Final = re.compile(
    rf"guanjia-(?:(?:{'|'.join(page.name for page in PAGES)})-)?(?:{'|'.join(SUFFIXES.values())})(?![\w-])"
)
"""Addresses of dashboards and folders, and tags."""


def source_uid(institution: str) -> str:
    """Return the address of an institution's data source in Grafana."""
    return f"guanjia-at-{_key(institution)}"


def of_institution(folders: Sequence[Folder], institution: str) -> list[Folder]:
    """Return the folders of an institution: their dashboards ask its data source, and link to each other.

    What they show is decided by the login of that data source, in the database; no query is another one.
    """
    return [
        replace(
            folder,
            uid=_renamed(folder.uid, institution),
            title=f"{folder.title} · {institution}",
            dashboards=[_of(dashboard, institution) for dashboard in folder.dashboards],
        )
        for folder in folders
    ]


def _of(value: Any, institution: str) -> Json:
    """Return a part of a dashboard with every address that stands in it renamed."""
    if isinstance(value, dict):
        if value.get("type") == SOURCE.type_val and value.get("uid") == SOURCE.uid:
            return {**value, "uid": source_uid(institution)}
        # queries stay as they are: no text of theirs is an address
        return {
            name: part if name in {"rawSql", "query"} and isinstance(part, str) else _of(part, institution)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [_of(part, institution) for part in value]  # pyright: ignore[reportReturnType]
    return _renamed(value, institution) if isinstance(value, str) else value  # pyright: ignore[reportReturnType]


def _renamed(text: str, institution: str) -> str:
    return _ADDRESS.sub(lambda found: f"{found[0]}-{_key(institution)}", text)


def _key(institution: str) -> str:
    """Return what tells an institution from others in an address: its code, or 12 digits for a long one."""
    if _PLAIN.fullmatch(institution):
        return institution
    return sha256(institution.encode()).hexdigest()[:12]
