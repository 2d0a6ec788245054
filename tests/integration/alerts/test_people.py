"""What people do about alerts and rules, as they type it."""

from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from guanjia.__main__ import guanjia
from guanjia.mail_catcher import MailCatcher
from models.errors import GuanjiaError
from tests.integration.database import Database


class Terminal:
    """Types commands beside one database; mail goes to a folder."""

    def __init__(self, database: Database, catcher: MailCatcher) -> None:
        self._environment = {
            "GUANJIA_DATABASE_URL": database.url,
            "GUANJIA_SMTP_URL": catcher.url,
            "COLUMNS": "200",
        }

    def type(self, *words: str) -> Result:
        return CliRunner().invoke(guanjia, words, env=self._environment, catch_exceptions=False)

    def round(self) -> str:
        return self.type("alerts", "run", "--once").output


@pytest.mark.usefixtures("connection")
def test_an_alert_is_taken_on_and_its_history_says_by_whom(database: Database, tmp_path: Path) -> None:
    with MailCatcher(tmp_path) as catcher:
        terminal = Terminal(database, catcher)
        terminal.round()
        said = terminal.type("alerts", "ack", "jgj", "--by", "李工", "--note", "正在查漏")
        assert said.output == "acknowledged 1: water-per-person of institution:jgj, by 李工\n"
        assert "changes 1, sent 0" in terminal.round()
        assert "acknowledged" in terminal.type("alerts", "list").output
        told = terminal.type("alerts", "history", "jgj").output
    for text in ("inactive > firing", "breached", "李工: 正在查漏", "firing > acknowledged", "mail sent"):
        assert text in told


@pytest.mark.usefixtures("connection")
def test_a_silence_keeps_everybody_quiet_until_it_is_ended(database: Database, tmp_path: Path) -> None:
    with MailCatcher(tmp_path) as catcher:
        terminal = Terminal(database, catcher)
        silence = (
            "alerts",
            "silence",
            "--institution",
            "jgj",
            "--for",
            "6h",
            "--reason",
            "管网检修",
            "--by",
            "王工",
        )
        assert terminal.type(*silence).output.startswith("silence 1 until ")
        assert "changes 1, sent 0" in terminal.round()
        listed = terminal.type("alerts", "silences").output
        assert "institution jgj" in listed
        assert "管网检修" in listed
        assert terminal.type("alerts", "unsilence", "1", "--by", "王工").output == "silence 1 ended by 王工\n"
        assert "changes 1, sent 1" in terminal.round()
        assert terminal.type("alerts", "silences").output == "no silences\n"


@pytest.mark.usefixtures("connection")
def test_a_silence_that_recurs_is_listed_and_holds_at_its_times(database: Database, tmp_path: Path) -> None:
    with MailCatcher(tmp_path) as catcher:
        terminal = Terminal(database, catcher)
        every = ("--every", "0 * * * *", "--for", "59min")
        said = terminal.type(
            "alerts", "silence", "--rule", "water-per-person", *every, "--reason", "试", "--by", "王工"
        )
        assert said.output == "silence 1 by '0 * * * *', 59min each time (Asia/Shanghai)\n"
        assert "0 * * * *, 0:59:00" in terminal.type("alerts", "silences").output


@pytest.mark.usefixtures("connection")
def test_what_recurs_in_no_way_is_refused_with_the_remedy(database: Database, tmp_path: Path) -> None:
    every = ("--every", "every night", "--for", "8h", "--reason", "x")
    with MailCatcher(tmp_path) as catcher, pytest.raises(GuanjiaError, match="has not five fields"):
        Terminal(database, catcher).type("alerts", "silence", "--rule", "x", *every)


@pytest.mark.usefixtures("connection")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ack", "nobody"), "no alert 'nobody' fires"),
        (("unsilence", "7"), "there is no silence 7"),
        (("silence", "--institution", "nowhere", "--for", "1h", "--reason", "x"), "no institution 'nowhere'"),
    ],
)
def test_what_is_not_there_is_named_with_what_shows_it(
    database: Database, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    with MailCatcher(tmp_path) as catcher, pytest.raises(GuanjiaError, match=said):
        Terminal(database, catcher).type("alerts", *words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--for", "1h"), "what is to be silent"),
        (("--rule", "x"), "how long"),
        (("--rule", "x", "--every", "0 22 * * *"), "how long it lasts each time"),
        (("--rule", "x", "--for", "soon"), "no duration"),
        (("--rule", "x", "--until", "2020-01-01"), "is over already"),
        (("--rule", "x", "--until", "2030-01-01", "--timezone", "Nowhere/None"), "no IANA time zone"),
    ],
)
def test_a_silence_that_cannot_be_says_why(
    database: Database, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    with MailCatcher(tmp_path) as catcher:
        done = Terminal(database, catcher).type("alerts", "silence", *words, "--reason", "x")
    assert done.exit_code == 2
    assert said in done.output


RULES = """
rules:
  - code: low-battery
    kind: threshold
    quantity: battery_v
    title: {zh_CN: 电池电压低, en: Low battery}
    fires_below: 3.2
    clears_above: 3.4
    newest_within: 2d
    repeat: 7d
    severity: info
    runbook: {causes: [{zh_CN: 因, en: cause}], actions: [{zh_CN: 做, en: do}]}
"""


def test_a_rule_is_tried_over_history(
    connection: psycopg.Connection, database: Database, tmp_path: Path
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.yaml").write_text(RULES, "utf-8")
    connection.execute(
        "INSERT INTO place (code, name, kind, institution_id, timezone)"
        " SELECT 'yard', '院子', 'site', id, 'Asia/Shanghai' FROM institution"
    )
    connection.execute(
        "INSERT INTO device (code, name, kind, protocol, site_id)"
        " SELECT 'w1', '总表', 'water_meter', 'json_v1', id FROM place"
    )
    connection.execute(
        "INSERT INTO reading (device_id, quantity_id, at, value, received_at)"
        " SELECT device.id, quantity.id, day, CASE WHEN day < '2026-11-10' THEN 3.6"
        " WHEN day < '2026-11-12' THEN 3.1 ELSE 3.5 END, now()"
        " FROM device, quantity, generate_series(timestamptz '2026-11-08Z', '2026-11-15Z', '1 day') AS day"
        " WHERE quantity.name = 'battery_v'"
    )
    connection.commit()
    folder = ("--rules", str(tmp_path / "rules"))
    with MailCatcher(tmp_path / "mail") as catcher:
        terminal = Terminal(database, catcher)
        assert "1 rules in" in terminal.type("rules", "check", *folder).output
        assert "low-battery" in terminal.type("rules", "list", *folder).output
        span = ("--from", "2026-11-08", "--to", "2026-11-15")
        told = terminal.type("rules", "test", "low-battery", *span, *folder).output.splitlines()
    assert told == [
        "low-battery watches 1 subjects",
        "2026-11-10 00:00  firing    device:w1  总表 w1：3.1 V，低于 3.2 V（2026-11-10 08:00）",
        "2026-11-12 00:00  resolved  device:w1",
        "low-battery fired 1 times from 2026-11-08 to 2026-11-15",
    ]
    assert connection.execute("SELECT count(*) FROM alert").fetchone() == (0,), "nobody is told"


def test_a_rule_over_quotas_has_no_history_and_says_so(database: Database, tmp_path: Path) -> None:
    span = ("--from", "2026-11-08", "--to", "2026-11-15")
    with MailCatcher(tmp_path) as catcher, pytest.raises(GuanjiaError, match="figures keep no history"):
        Terminal(database, catcher).type("rules", "test", "water-per-person", *span)
