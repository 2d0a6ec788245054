"""What `guanjia rules check` and `guanjia rules list` say of a real registry, as people type them."""

from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from guanjia.__main__ import guanjia
from storage.embedded import EmbeddedPostgres
from tests.integration.alerts.office.desk import RULE
from tests.integration.database import Database

_OF = {
    "meters": ("threshold", "quantity: volume_m3", "of: day", "fires_above: 20", "select: {tags: [trial]}"),
    "devices": ("absence", "fires_above: 24", "select: {device_kinds: [water_meter], codes: [w2-a, w2-b]}"),
    "vehicles": ("speeding", "limit_kmh: 80", "fires_above: 0", "select: {plates: [A-none]}"),
    "places": ("allowance", "fires_above: 1", "select: {codes: [nowhere]}"),
    "quotas": (
        "over_quota",
        "indicator: water_per_person",
        "min_observed_days: 7",
        "fires_above: 1",
        "select: {codes: [none]}",
    ),
}
_IDLE = {
    "meters": "meter of the registry",
    "vehicles": "vehicle with a tracker of the registry",
    "places": "place of the registry",
    "quotas": "institution of the registry with a figure of water_per_person against a quota",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five rules, of which only `devices` watches anything of the office compound."""
    written = tmp_path / "rules"
    written.mkdir()
    for code, (kind, *more) in _OF.items():
        text = RULE.format(kind=kind, more="\n".join(f"    {line}" for line in more))
        (written / f"{code}.yaml").write_text(text.replace("code: tried", f"code: {code}"), "utf-8")
    return written


def type_(url: str, *words: object) -> Result:
    environment = {"GUANJIA_DATABASE_URL": url, "COLUMNS": "200"}
    return CliRunner().invoke(guanjia, [str(word) for word in words], env=environment, catch_exceptions=False)


def watches(listed: Result) -> dict[str, str]:
    rows = [line.strip("│ ").split("│") for line in listed.stdout.splitlines() if line.startswith("│")]
    return {row[0].strip(): row[8].strip() if len(row) > 8 else "" for row in rows}


def test_check_warns_of_every_rule_that_watches_nothing(
    connection: psycopg.Connection, database: Database, folder: Path
) -> None:
    done = type_(database.url, "rules", "check", "--rules", folder)
    assert done.exit_code == 0
    assert done.stdout.startswith("5 rules in ")
    assert sorted(done.stderr.splitlines()) == [
        f"warning: rule {code} watches nothing: its selector matches no {meant}"
        for code, meant in sorted(_IDLE.items())
    ]
    connection.execute("UPDATE device SET tags = '{trial}' WHERE code = 'w2-a'")
    connection.commit()
    assert "rule meters " not in type_(database.url, "rules", "check", "--rules", folder).stderr


@pytest.mark.usefixtures("connection")
def test_list_counts_what_each_rule_watches(database: Database, folder: Path) -> None:
    listed = watches(type_(database.url, "rules", "list", "--rules", folder))
    assert listed == {"meters": "0", "devices": "2", "vehicles": "0", "places": "0", "quotas": "0"}


def test_list_leaves_the_count_empty_where_no_database_can_say(
    postgres: EmbeddedPostgres, folder: Path
) -> None:
    for url in ("", "postgresql://nobody@127.0.0.1:1/none", postgres.url()):
        listed = type_(url, "rules", "list", "--rules", folder)
        assert listed.exit_code == 0
        assert listed.stderr == ""
        assert watches(listed) == dict.fromkeys(_OF, "")
