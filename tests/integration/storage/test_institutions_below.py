"""An institution and all below it, for who may see them."""

import pytest
from psycopg import sql

from models.identity import role_name
from storage.access import ensure_role
from tests.integration.database import Database

_TREE = """
INSERT INTO institution (code, name, type, parent_id) VALUES
('city', 'c', 'region', NULL), ('east', 'e', 'region', 1), ('bureau', 'b', 'government', 2),
('school', 's', 'school', 2), ('west', 'w', 'region', 1), ('other', 'o', 'unit', NULL);
"""


@pytest.mark.parametrize(
    ("sees", "code", "found"),
    [
        (None, "city", ["bureau", "city", "east", "school", "west"]),
        (None, "east", ["bureau", "east", "school"]),
        (None, "other", ["other"]),
        (None, "nobody", []),
        (None, None, []),
        # who sees the east sees nothing above it, nor beside it
        ("east", "city", []),
        ("east", "east", ["bureau", "east", "school"]),
        ("east", "school", ["school"]),
        ("east", "west", []),
    ],
)
def test_an_institution_has_below_it_what_may_be_seen(
    sees: str | None, code: str | None, found: list[str], database: Database
) -> None:
    with database.connect() as connection:
        connection.execute(_TREE)
        if sees is not None:
            ensure_role(connection, sees, places=False)
        role = sql.Identifier(role_name(sees, places=False))
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(role))
        asked = "SELECT * FROM analytics.institutions_below(%s) AS institution ORDER BY institution"
        assert [row for (row,) in connection.execute(asked, [code]).fetchall()] == found
