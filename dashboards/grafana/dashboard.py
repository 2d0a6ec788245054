"""Pages as dashboards of Grafana, a set for each language, with addresses that stay."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from gettext import GNUTranslations
from hashlib import sha256
from typing import Any

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import dashboard as sdk

from dashboards.grafana.charts import defaults, drawn
from dashboards.grafana.speech import Speech
from dashboards.grafana.translation import grafana_sql
from dashboards.grafana.variables import SOURCE, Sql, alert_marks, variables
from dashboards.pages import PAGES, Page
from dashboards.panel import Panel
from models.registry import Language
from storage.database import query

Json = dict[str, Any]
SUFFIXES: Mapping[Language, str] = {Language.ZH_CN: "zh", Language.EN: "en"}
_FOLDERS: Mapping[Language, str] = {Language.ZH_CN: "管家", Language.EN: "guanjia (English)"}
_COLUMNS = 24 // 12
"""Grafana's columns in one twelfth of a page."""
_ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of Grafana and the dashboards in it, as Grafana stores them."""

    uid: str
    title: str
    dashboards: Sequence[Json]


def uid(page: str, language: Language) -> str:
    """Return the address of a page, the same in every build."""
    return f"guanjia-{page}-{SUFFIXES[language]}"


def fingerprint(dashboard: Json) -> str:
    """Return what tells one build of a dashboard from another: 16 hexadecimal digits."""
    return sha256(text(dashboard).encode()).hexdigest()[:16]


def text(dashboard: Json) -> str:
    """Return a dashboard as text, the same for the same panels."""
    return json.dumps(dashboard, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def folders(translations: Mapping[Language, GNUTranslations]) -> list[Folder]:
    """Build every dashboard in every language.

    Raises
    ------
    ConfigError
        When the query of a panel has a parameter that Grafana could not fill in.
    """
    return [
        Folder(
            f"guanjia-{SUFFIXES[language]}",
            _FOLDERS[language],
            [build(page, Speech(language, translations[language])) for page in PAGES],
        )
        for language in Language
    ]


def build(page: Page, speech: Speech) -> Json:
    """Return one page as the JSON of a dashboard."""
    uids = {each.name: uid(each.name, speech.language) for each in PAGES}
    built = sdk.Dashboard(
        uid=uids[page.name],
        title=speech.text(page.title),
        tags=[_tag(speech)],
        timezone=_ZONE,
        time=sdk.DashboardDashboardTime(page.since, "now"),
        refresh="1m",
        panels=list(_placed(page, speech, uids)),
        templating=sdk.DashboardDashboardTemplating(variables(speech)),
        annotations=sdk.AnnotationContainer([alert_marks(speech)]),
        links=[_others(speech)],
    )
    return json.loads(json.dumps(built, cls=JSONEncoder))


def _tag(speech: Speech) -> str:
    return f"guanjia-{SUFFIXES[speech.language]}"


def _others(speech: Speech) -> sdk.DashboardLink:
    return sdk.DashboardLink(
        title=speech.text("Dashboards"),
        type_val=sdk.DashboardLinkType.DASHBOARDS,
        icon="external link",
        tags=[_tag(speech)],
        as_dropdown=True,
        include_vars=True,
        keep_time=True,
    )


def _placed(page: Page, speech: Speech, uids: Mapping[str, str]) -> list[sdk.Panel]:
    """Return the panels of a page where they stand: those of a row are as high as its highest."""
    placed: list[sdk.Panel] = []
    y = 0
    for row in page.rows:
        x, height = 0, max(drawn(panel, speech, uids).height for panel in row)
        for panel in row:
            width = panel.span * _COLUMNS
            position = sdk.GridPos(h=height, w=width, x=x, y=y)
            placed.append(_panel(panel, speech, uids, len(placed) + 1, position))
            x += width
        y += height
    return placed


def _panel(
    panel: Panel, speech: Speech, uids: Mapping[str, str], number: int, position: sdk.GridPos
) -> sdk.Panel:
    shape = drawn(panel, speech, uids)
    sql = grafana_sql(query(panel.query).decode(), panel.query, speech.language, dict(panel.fixed))
    return sdk.Panel(
        type_val=shape.type,
        id_val=number,
        title=speech.text(panel.title),
        description=speech.text(panel.hint) or None,
        datasource=SOURCE,
        targets=[Sql(sql)],
        grid_pos=position,
        transformations=list(shape.transformations) or None,
        options=shape.options,
        field_config=sdk.FieldConfigSource(defaults(panel, speech, shape.custom), list(shape.overrides)),
    )
