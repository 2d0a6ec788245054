"""What a push would change in a dashboard that is in Grafana, in words."""

from collections.abc import Mapping
from typing import Any, Final

from dashboards.grafana.dashboard import Json

_PARTS: Final[Mapping[str, str]] = {
    "title": "the title",
    "tags": "tags",
    "timezone": "the time zone",
    "time": "the period shown at first",
    "refresh": "how often it refreshes",
    "templating": "variables",
    "annotations": "marks of alerts",
    "links": "links to other dashboards",
}
_PANEL_PARTS: Final[Mapping[str, str]] = {
    "type": "kind of chart",
    "targets": "query",
    "gridPos": "place and size",
    "options": "options",
    "fieldConfig": "fields",
    "transformations": "transformations",
    "description": "hint",
}


def changes(built: Json, stored: Json) -> list[str]:
    """Return a phrase for each thing that `built` would change in `stored`.

    What Grafana added when it stored the dashboard is no change: `stored` may hold more than was sent.
    """
    ours, theirs = _by_title(built), _by_title(stored)
    found = [
        f"changes {word}" for part, word in _PARTS.items() if not _holds(stored.get(part), built.get(part))
    ]
    found += [f'adds panel "{title}"' for title in ours if title not in theirs]
    found += [f'removes panel "{title}"' for title in theirs if title not in ours]
    for title in ours:
        differing = _panel(ours[title], theirs[title]) if title in theirs else ""
        if differing:
            found.append(f'changes panel "{title}": {differing}')
    return found


def _panel(ours: Json, theirs: Json) -> str:
    differing = (word for part, word in _PANEL_PARTS.items() if not _holds(theirs.get(part), ours.get(part)))
    return ", ".join(differing)


def _by_title(dashboard: Json) -> dict[str, Json]:
    return {panel.get("title", ""): panel for panel in dashboard.get("panels", [])}


def _holds(stored: Any, sent: Any) -> bool:
    """Tell whether `stored` has all of `sent`."""
    if sent is None:
        return True
    if isinstance(sent, dict):
        return isinstance(stored, dict) and all(_holds(stored.get(key), sent[key]) for key in sent)
    if isinstance(sent, list):
        return (
            isinstance(stored, list)
            and len(stored) == len(sent)
            and all(_holds(theirs, ours) for theirs, ours in zip(stored, sent, strict=True))
        )
    return bool(stored == sent)
