"""What Grafana makes of a query before PostgreSQL sees it, as its documentation says."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime


def filled(sql: str, variables: Mapping[str, str], since: datetime, now: datetime) -> str:
    """Replace `${name:sqlstring}` and the macros of the PostgreSQL data source.

    `sqlstring` quotes a value and doubles the quotes within; `$__timeFrom()` and `$__timeTo()` are quoted
    instants of RFC 3339 in UTC.
    """

    def quoted(match: re.Match[str]) -> str:
        return "'" + variables[match[1]].replace("'", "''") + "'"

    text = re.sub(r"\$\{(\w+):sqlstring\}", quoted, sql)
    text = text.replace("$__timeFrom()", _instant(since)).replace("$__timeTo()", _instant(now))
    assert "$" not in text, f"Grafana knows nothing to put in: {text}"
    return text


def _instant(at: datetime) -> str:
    return f"'{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}'"
