"""The scene of the panels' bench: a time says something only of a panel that has something to show."""

from pathlib import Path

from guanjia.bench.panels import bench_panels

_INSTITUTIONS = 2
"""Twenty meters: the first of those that fell silent is among them."""


def test_every_panel_has_something_to_show_in_the_scene_of_the_bench(tmp_path: Path) -> None:
    said: list[str] = []
    figures = bench_panels(tmp_path, _INSTITUTIONS, said.append).figures
    assert figures["panels_without_rows"] == 0, [each for each in said if each.endswith(": no rows")]
    assert figures["meters"] == 10 * _INSTITUTIONS
    assert figures["vehicles"] == 3 * _INSTITUTIONS
