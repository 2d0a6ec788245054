"""The panel of alerts says what somebody has to know of, and no more."""

from datetime import UTC, datetime

from storage.database import query
from tests.integration.dashboards.test_days import asked
from tests.integration.database import Database

_ALERTS = """
INSERT INTO institution (code, name, type) VALUES ('i', 'i', 'government');
INSERT INTO alert (rule, subject, institution_id, state, since, severity) VALUES
('leak', 'meter:w1', 1, 'firing', '2026-06-01', 'warning'),
('learnt', 'meter:w2', 1, 'no_data', '2026-06-02', 'info'),
('quota', 'institution:i', 1, 'no_data', '2026-06-02', 'warning'),
('over', 'institution:i', 1, 'resolved', '2026-06-02', 'warning');
"""


def test_a_meter_that_is_not_judged_yet_is_counted_by_its_rule_alone(database: Database) -> None:
    with database.connect() as connection:
        connection.execute(_ALERTS)
        connection.execute("SET LOCAL ROLE guanjia_reader")
        parameters = asked(datetime(2026, 6, 15, tzinfo=UTC))
        shown = connection.execute(query("panels/alerts"), parameters).fetchall()
        counted = connection.execute(query("panels/alerts_by_rule"), parameters).fetchall()
    assert [(row[0], row[3]) for row in shown] == [("firing", "leak"), ("no_data", "quota")]
    assert [row[:3] for row in counted] == [
        ("leak", "firing", 1), ("learnt", "no_data", 1), ("quota", "no_data", 1),
    ]  # fmt: skip
