"""The kinds of chart as panels of Grafana, core ones only: nothing is fetched from outside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from grafana_foundation_sdk.models import barchart, common, geomap, stat, table, timeseries
from grafana_foundation_sdk.models.dashboard import (
    DataTransformerConfig,
    FieldColor,
    FieldColorModeId,
    FieldConfig,
)

from dashboards.grafana.fields import Override, column, hidden, override, steps, unit
from dashboards.grafana.speech import Speech
from dashboards.palettes import PALETTES
from dashboards.panel import Chart, Column, Format, Panel
from dashboards.vocabularies import VOCABULARIES

_MATRIX_LABEL: Final = "label\\series"
"""What groupingToMatrix calls the field that its rows are named by."""
_PROGRESS = (
    Column("institution", "Institution"),
    Column("value", "Used so far", Format.AMOUNT),
    Column("used_share", "Used of the year's quota", Format.SHARE),
    Column("due_share", "Due by now", Format.SHARE),
    Column("ratio", "Against schedule", Format.SHARE),
    Column("projected", "Projected for the whole year", Format.AMOUNT),
    Column("quota_value", "Quota", Format.AMOUNT),
    Column("quota_status", "Status", Format.WORD, words="quota status"),
    Column("coverage", "Data", Format.SHARE),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What differs between kinds of panel."""

    type: str
    options: object
    height: int
    custom: object = None
    overrides: Sequence[Override] = ()
    transformations: Sequence[DataTransformerConfig] = ()


def drawn(panel: Panel, speech: Speech, uids: Mapping[str, str]) -> Drawn:
    """Return how Grafana draws a panel; `uids` are those of the dashboards by page."""
    return _KINDS[panel.chart](panel, speech, uids)


def _columns(columns: Sequence[Column], speech: Speech, uids: Mapping[str, str]) -> list[Override]:
    shown = {declared.name for declared in columns}
    linked = {declared.link.of for declared in columns if declared.link} - shown
    return [*(column(each, speech, uids) for each in columns), *(hidden(name) for name in sorted(linked))]


def _only(columns: Sequence[Column]) -> list[DataTransformerConfig]:
    """Keep the fields of these columns, in their order, and those that their links need."""
    names = [declared.name for declared in columns]
    names += sorted({declared.link.of for declared in columns if declared.link} - set(names))
    order = {name: index for index, name in enumerate(names)}
    return [
        DataTransformerConfig("filterFieldsByName", options={"include": {"names": names}}),
        DataTransformerConfig(
            "organize", options={"excludeByName": {}, "indexByName": order, "renameByName": {}}
        ),
    ]


def _table(panel: Panel, speech: Speech, uids: Mapping[str, str]) -> Drawn:
    return Drawn(
        "table",
        table.Options(show_header=panel.chart is not Chart.HEADLINE),
        3 if panel.chart is Chart.HEADLINE else 9,
        _cells(),
        _columns(panel.columns, speech, uids),
        _only(panel.columns),
    )


def _numbers(panel: Panel, speech: Speech, uids: Mapping[str, str]) -> Drawn:
    # one row has no rate: Grafana sees no earlier one
    columns = [each for each in panel.columns if each.format is not Format.PER_MINUTE]
    options = stat.Options(
        graph_mode=common.BigValueGraphMode.NONE,
        text_mode=common.BigValueTextMode.VALUE_AND_NAME,
        reduce_options=common.ReduceDataOptions(values=False, calcs=["lastNotNull"], fields="/.*/"),
    )
    return Drawn("stat", options, 5, None, _columns(columns, speech, uids), _only(columns))


def _progress(panel: Panel, speech: Speech, uids: Mapping[str, str]) -> Drawn:
    columns = [*panel.columns, *_PROGRESS] if panel.columns else list(_PROGRESS)
    gauge = override(
        "used_share", [("custom.cellOptions", {"type": "gauge", "mode": "basic"}), ("min", 0), ("max", 1)]
    )
    judged = override(
        "ratio",
        [
            ("thresholds", steps(panel.thresholds)),
            ("custom.cellOptions", {"type": "color-text"}),
            ("color", {"mode": "thresholds"}),
        ],
    )
    overrides = [*_columns(columns, speech, uids), gauge, judged]
    return Drawn("table", table.Options(), 9, _cells(), overrides, _only(columns))


def _matrix(*, is_of_days: bool) -> list[DataTransformerConfig]:
    """Give each series a field of its own, named by its code."""
    turned = DataTransformerConfig(
        "groupingToMatrix",
        options={"rowField": "label", "columnField": "series", "valueField": "value", "emptyValue": "null"},
    )
    if not is_of_days:
        return [turned]
    # the matrix takes its rows for text: days are written out before, and read again after it
    return [_converted("label", "string"), turned, _converted(_MATRIX_LABEL, "time")]


def _converted(name: str, to: str) -> DataTransformerConfig:
    conversion = {"targetField": name, "destinationType": to, "dateFormat": "YYYY-MM-DD"}
    if to == "string":
        conversion["timezone"] = "utc"
    return DataTransformerConfig("convertFieldType", options={"conversions": [conversion], "fields": {}})


def _series(panel: Panel, speech: Speech) -> list[Override]:
    colours = PALETTES[panel.palette]
    return [
        override(
            code,
            [
                ("displayName", speech.word(panel.series_words, code)),
                ("color", {"mode": "fixed", "fixedColor": colours[index % len(colours)]}),
            ],
        )
        for index, code in enumerate(VOCABULARIES.get(panel.series_words, ()))
    ]


def _over_days(panel: Panel, speech: Speech, _uids: Mapping[str, str]) -> Drawn:
    is_stacked = panel.chart is Chart.STACKED
    custom = timeseries.FieldConfig(
        draw_style=common.GraphDrawStyle.BARS if is_stacked else common.GraphDrawStyle.LINE,
        fill_opacity=80 if is_stacked else 0,
        line_width=1 if is_stacked else 2,
        stacking=common.StackingConfig(
            mode=common.StackingMode.NORMAL if is_stacked else common.StackingMode.NONE, group="A"
        ),
    )
    options = timeseries.Options(legend=_legend(), tooltip=_tooltip())
    return Drawn("timeseries", options, 9, custom, _series(panel, speech), _matrix(is_of_days=True))


def _paired(panel: Panel, speech: Speech, _uids: Mapping[str, str]) -> Drawn:
    options = barchart.Options(
        x_field=_MATRIX_LABEL,
        orientation=common.VizOrientation.HORIZONTAL,
        legend=_legend(),
        tooltip=_tooltip(),
        show_value=common.VisibilityMode.AUTO,
    )
    overrides = _series(panel, speech)
    if panel.label_words:
        overrides.append(override(_MATRIX_LABEL, [("mappings", [speech.mapping(panel.label_words)])]))
    return Drawn("barchart", options, 9, barchart.FieldConfig(), overrides, _matrix(is_of_days=False))


def _places(panel: Panel, speech: Speech, uids: Mapping[str, str]) -> Drawn:
    # borders of countries come with Grafana; map tiles would come from outside
    ground = common.MapLayerOptions(
        type_val="geojson", name="ground", config={"src": "public/maps/countries.geojson", "rules": []}
    )
    where = common.FrameGeometrySource(
        mode=common.FrameGeometrySourceMode.COORDS, latitude="lat", longitude="lon"
    )
    shown = common.MapLayerOptions(
        type_val="markers",
        name=speech.text(panel.title),
        location=where,
        tooltip=True,
        config={
            "showLegend": False,
            "style": {"size": {"fixed": 8}, "color": {"field": "state", "fixed": "blue"}, "opacity": 0.9},
        },
    )
    options = geomap.Options(
        view=geomap.MapViewConfig(id_val="fit", all_layers=False, layer=speech.text(panel.title), padding=20),
        basemap=ground,
        layers=[shown],
        tooltip=geomap.TooltipOptions(mode=geomap.TooltipMode.DETAILS),
    )
    return Drawn("geomap", options, 12, None, _columns(panel.columns, speech, uids))


def _cells() -> common.TableFieldOptions:
    return common.TableFieldOptions(cell_options=common.TableAutoCellOptions())


def _legend() -> common.VizLegendOptions:
    return common.VizLegendOptions(
        display_mode=common.LegendDisplayMode.LIST, placement=common.LegendPlacement.BOTTOM, show_legend=True
    )


def _tooltip() -> common.VizTooltipOptions:
    return common.VizTooltipOptions(mode=common.TooltipDisplayMode.MULTI)


def defaults(panel: Panel, speech: Speech, custom: object) -> FieldConfig:
    """Return what holds for every field of a panel; a number that is not known is a dash, never a zero."""
    if panel.chart is Chart.NUMBERS:
        return FieldConfig(
            no_value="–", color=FieldColor(FieldColorModeId.THRESHOLDS), thresholds=steps(()), custom=custom
        )
    return FieldConfig(
        unit=unit(panel.unit, speech),
        no_value=speech.text(panel.empty),
        color=FieldColor(FieldColorModeId.PALETTE_CLASSIC),
        custom=custom,
    )


_KINDS: Mapping[Chart, Callable[[Panel, Speech, Mapping[str, str]], Drawn]] = {
    Chart.HEADLINE: _table,
    Chart.NUMBERS: _numbers,
    Chart.STACKED: _over_days,
    Chart.LINES: _over_days,
    Chart.PAIRED: _paired,
    Chart.PROGRESS: _progress,
    Chart.TABLE: _table,
    Chart.PLACES: _places,
}
