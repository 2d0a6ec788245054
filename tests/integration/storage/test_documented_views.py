"""docs/reference/sql.md says what the views have, and its queries run as a reader."""

import pytest

from tests.integration.database import Database
from tests.unit.pages import blocks, page, rows, sections, spans

_PAGE = page("docs/reference/sql.md")
_VIEWS = {title: body for title, body in sections(_PAGE).items() if title.startswith("analytics.")}
_COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'analytics'
"""

_VIEW_COMMENTS = """
SELECT relname, obj_description(oid, 'pg_class')
FROM pg_class WHERE relnamespace = 'analytics'::regnamespace AND relkind IN ('v', 'm')
"""
_UNCOMMENTED = """
SELECT relation.relname, attribute.attname
FROM pg_class AS relation
INNER JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid AND attribute.attnum > 0
WHERE relation.relnamespace = 'analytics'::regnamespace
AND relation.relkind IN ('v', 'm')
AND coalesce(col_description(relation.oid, attribute.attnum), '') = ''
ORDER BY 1, 2
"""


def _documented(view: str) -> set[str]:
    named = set(spans(_VIEWS[view]))
    return named | (set(spans(_VIEWS["analytics.meter"])) if "analytics.meter" in named else set())


def test_every_column_of_every_view_is_documented(database: Database) -> None:
    with database.connect() as connection:
        columns = connection.execute(_COLUMNS).fetchall()
    assert columns
    missing = [(view, name) for view, name in columns if name not in _documented(f"analytics.{view}")]
    assert not missing


def test_no_documented_column_is_gone(database: Database) -> None:
    with database.connect() as connection:
        columns = set(connection.execute(_COLUMNS).fetchall())
    tables = {view: rows(body) for view, body in _VIEWS.items()}
    named = [(view, name) for view, table in tables.items() for row in table for name in spans(row[0])]
    assert named
    assert not [pair for pair in named if (pair[0].removeprefix("analytics."), pair[1]) not in columns]


def test_every_column_of_every_view_has_a_comment_in_the_database(database: Database) -> None:
    with database.connect() as connection:
        assert connection.execute(_UNCOMMENTED).fetchall() == []


def test_every_view_has_a_comment_in_the_database(database: Database) -> None:
    with database.connect() as connection:
        views = connection.execute(_VIEW_COMMENTS).fetchall()
    assert views
    assert [view for view, comment in views if not comment] == []


@pytest.mark.parametrize("number", range(3))
def test_a_worked_query_runs_as_a_reader(number: int, database: Database) -> None:
    queries = blocks(_PAGE, "sql")
    assert len(queries) == 3
    with database.connect() as connection:
        connection.execute("SET ROLE guanjia_reader")
        cursor = connection.execute(queries[number].encode())
        assert cursor.description
