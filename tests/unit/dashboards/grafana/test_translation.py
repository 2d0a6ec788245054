"""Parameters of a query file become what Grafana fills in, and nothing else changes."""

import pytest

from dashboards.grafana.translation import grafana_sql
from models.errors import ConfigError
from models.registry import Language


def translated(text: str, **fixed: str) -> str:
    return grafana_sql(text, "panels/p", Language.EN, fixed)


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ("now", "$__timeTo()"),
        ("since", "$__timeFrom()"),
        ("language", "'en'"),
        ("institution", "nullif(${institution:sqlstring}, '*')"),
        ("place", "nullif(${place:sqlstring}, '*')"),
        ("indicator", "'it''s'"),
    ],
)
def test_each_parameter_has_its_macro_variable_or_literal(parameter: str, expected: str) -> None:
    assert translated(f"SELECT %({parameter})s::text", indicator="it's") == f"SELECT {expected}::text"


def test_text_that_is_no_parameter_stays() -> None:
    text = "-- 100 % of %s, %(x), (%)\nSELECT 5 % 3"
    assert translated(text) == text


def test_a_parameter_that_grafana_cannot_fill_in_is_named() -> None:
    with pytest.raises(ConfigError, match=r"panels/p\.sql has the parameter 'who'.*use institution"):
        translated("SELECT %(who)s")


@pytest.mark.parametrize(
    "text", ["SELECT $1", "SELECT $__timeFilter(at)", "SELECT '${a}'", "SELECT '[[a]]'", "SELECT 1 %% 2"]
)
def test_text_that_grafana_would_replace_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="Grafana would replace"):
        translated(text)
