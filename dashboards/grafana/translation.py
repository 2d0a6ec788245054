"""A query file as Grafana runs it: psycopg's parameters become Grafana's macros and variables."""

import re
from collections.abc import Mapping
from typing import Final

from models.errors import ConfigError
from models.registry import Language

ALL: Final = "*"
"""The value of a variable that chooses everything; no code of the registry holds a star."""

_PARAMETER = re.compile(r"%\((\w+)\)s")
_GRAFANA = re.compile(r"\$\w|\$\{|\[\[|%%")
_CHOSEN: Mapping[str, str] = {
    "now": "$__timeTo()",
    "since": "$__timeFrom()",
    "institution": f"nullif(${{institution:sqlstring}}, '{ALL}')",
    "place": f"nullif(${{place:sqlstring}}, '{ALL}')",
    "region": f"nullif(${{region:sqlstring}}, '{ALL}')",
}
"""Macros give quoted instants in UTC; `sqlstring` quotes a value and doubles the quotes within."""


def grafana_sql(text: str, name: str, language: Language, fixed: Mapping[str, str]) -> str:
    """Return the SQL of query `name` for Grafana, the same but for its parameters.

    `now` and `since` become the period of the dashboard, `institution`, `place` and `region` its variables
    (NULL where all are chosen), `language` and the `fixed` ones literals.

    Raises
    ------
    ConfigError
        When it has a parameter that Grafana could not fill in, or text that Grafana would replace.
    """
    if found := _GRAFANA.search(text):
        raise ConfigError(f"{name}.sql holds {found[0]!r}, which Grafana would replace: write it otherwise")
    literals = {key: _literal(value) for key, value in {"language": language.value, **fixed}.items()}

    def translated(match: re.Match[str]) -> str:
        parameter = match[1]
        try:
            return literals.get(parameter) or _CHOSEN[parameter]
        except KeyError:
            known = ", ".join(sorted({*_CHOSEN, *literals}))
            raise ConfigError(
                f"{name}.sql has the parameter {parameter!r}, which Grafana cannot fill in: use {known}"
            ) from None

    return _PARAMETER.sub(translated, text).strip()


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
