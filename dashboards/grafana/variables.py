"""What a viewer chooses on a dashboard, and the alerts that are marked in its charts."""

from collections.abc import Mapping, Sequence
from typing import Final

from grafana_foundation_sdk.cog.variants import Dataquery
from grafana_foundation_sdk.models.dashboard import (
    AnnotationQuery,
    DataSourceRef,
    VariableModel,
    VariableOption,
    VariableRefresh,
    VariableType,
)
from typing_extensions import override

from dashboards.grafana.speech import Speech
from dashboards.grafana.translation import ALL, grafana_sql
from storage.database import query

SOURCE: Final = DataSourceRef("grafana-postgresql-datasource", "guanjia")
"""The data source of that uid in the organisation of whoever looks: it decides what they see."""
CHOICES: Sequence[tuple[str, str, str]] = (
    ("region", "Region", "grafana/regions"),
    ("institution", "Institution", "grafana/institutions"),
    ("place", "Site", "grafana/places"),
)
"""Name, catalogue key and query of each variable; each offers what lies within the one before."""
ALERT_MARKS: Final = "grafana/alert_marks"


class AlertMarks(AnnotationQuery):
    """Alerts as marks over time, found by a query; the SDK knows annotations of Grafana's own store only."""

    def __init__(self, name: str, target: Mapping[str, object]) -> None:
        AnnotationQuery.__init__(self, name=name, datasource=SOURCE, icon_color="red")
        self._query = target

    @override
    def to_json(self) -> dict[str, object]:
        """Return the query beside what every annotation has."""
        return AnnotationQuery.to_json(self) | {"target": self._query}


class Sql(Dataquery):
    """What Grafana asks PostgreSQL; `ref` tells queries of one panel apart."""

    def __init__(self, sql: str, ref: str = "A") -> None:
        self.sql = sql
        self.ref = ref

    def to_json(self) -> dict[str, object]:
        """Return a query as text, its rows as a table."""
        return {
            "refId": self.ref,
            "datasource": SOURCE.to_json(),
            "format": "table",
            "editorMode": "code",
            "rawQuery": True,
            "rawSql": self.sql,
        }


def alert_marks(speech: Speech) -> AlertMarks:
    """Return the marks of alerts that began within the period."""
    sql = grafana_sql(query(ALERT_MARKS).decode(), ALERT_MARKS, speech.language, {})
    return AlertMarks(speech.text("Alerts"), Sql(sql, "Anno").to_json())


def variables(speech: Speech) -> list[VariableModel]:
    """Return region, institution and place, everything chosen at first."""
    word = speech.text("All")
    return [
        VariableModel(
            type_val=VariableType.QUERY,
            name=name,
            label=speech.text(title),
            query=grafana_sql(query(file).decode(), file, speech.language, {"everything": word}),
            datasource=SOURCE,
            current=VariableOption(selected=True, text=word, value=ALL),
            options=[],
            refresh=VariableRefresh.ON_DASHBOARD_LOAD,
            allow_custom_value=False,
        )
        for name, title, file in CHOICES
    ]
