"""Thousands of meters fall silent at once: one mail an institution, soon, and its counts are right."""

import ssl
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from ruamel.yaml import YAML

from alerts.judge import Judge
from alerts.mail import Composer
from alerts.outbox import Outbox
from alerts.smtp import SmtpTransport, smtp_server
from alerts.worker import one_round
from guanjia.mail_catcher import SmtpListener
from guanjia.registry_files.reading import read_files
from guanjia.rule_files import read_rules
from guanjia.translations import translations
from models.calendar import Calendar
from storage.registry import apply
from tests.integration.alerts.records import Hands, Inbox
from tests.integration.database import Database
from tests.unit.alerts.samples import NOW, RULES

INSTITUTIONS = 3
SITES = 2
DEVICES = 1667
"""Devices of a site: more than 10,000 in all."""
SILENT_FOR = timedelta(hours=24)
LASTING = timedelta(minutes=30)
TOLD_WITHIN = timedelta(minutes=2)
ROUNDS = (*(LASTING * share for share in (0, 0.5, 1)), *(LASTING + TOLD_WITHIN * share for share in (0.5, 1)))


def write_site(folder: Path, institution: int, site: int) -> Path:
    code = f"i{institution}s{site}"
    contact = {"name": "节能专管员", "email": f"c{institution}@example.org", "language": "zh_CN"}
    document = {
        "site": {"code": code, "name": code, "institution": f"i{institution}"},
        "institutions": [
            {"code": f"i{institution}", "name": "机关", "type": "government", "contacts": [contact]}
        ]
        if site == 0
        else [],
        "devices": [{"code": f"{code}d0", "kind": "water_meter"}],
    }
    file = folder / f"{code}.yaml"
    with file.open("w", encoding="utf-8") as out:
        YAML(typ="safe").dump(document, out)
    return file


@pytest.fixture
def connection(database: Database, tmp_path: Path) -> Generator[psycopg.Connection]:
    """Three institutions of two sites; every device was heard at NOW, and never again."""
    files = [write_site(tmp_path, i, s) for i in range(INSTITUTIONS) for s in range(SITES)]
    with database.connect() as opened:
        apply(opened, read_files(files))
        opened.execute(
            "INSERT INTO device (site_id, code, kind, protocol, report_interval)"
            " SELECT site_id, left(code, -1) || number, kind, protocol, report_interval"
            " FROM device, generate_series(1, %s) AS number",
            [DEVICES - 1],
        )
        hear(opened, "%")
        yield opened


def hear(connection: psycopg.Connection, devices: str, after: timedelta = timedelta()) -> None:
    connection.execute(
        "INSERT INTO reading (device_id, quantity_id, at, value, received_at)"
        " SELECT id, 1, %(at)s, 100, %(at)s FROM device WHERE code LIKE %(devices)s",
        {"at": NOW + after, "devices": devices},
    )
    connection.commit()


def test_one_mail_an_institution_within_two_minutes(connection: psycopg.Connection, clock: Hands) -> None:
    # each site of the last institution has one device that still reports: the others are alerts of their own
    hear(connection, "i2s_d0", SILENT_FOR)
    rules = [rule for rule in read_rules(RULES) if rule.code == "silent-device"]
    inbox, judge = Inbox(), Judge(lambda: rules, Calendar())
    with SmtpListener(inbox, "127.0.0.1", 0) as server:
        transport = SmtpTransport(smtp_server(server.url), ssl.create_default_context())
        outbox = Outbox(lambda: rules, Composer("guanjia@example.org", translations()), transport)
        # from the round in which the silence is seen until two minutes after its mail is due
        begun = NOW + SILENT_FOR + timedelta(seconds=1)
        for after in ROUNDS:
            clock.at = begun + after
            one_round(connection, judge, outbox, clock)
    assert inbox.recipients() == {f"c{number}@example.org": 1 for number in range(INSTITUTIONS)}
    said = {str(mail["To"].addresses[0].addr_spec): mail for mail in inbox.mails}
    for number in range(INSTITUTIONS - 1):
        assert f"{SITES} 处" in str(said[f"c{number}@example.org"]["Subject"])
    alone = SITES * (DEVICES - 1)
    assert f"{alone} 处" in str(said["c2@example.org"]["Subject"])
    body = said["c2@example.org"].get_body(("plain",))
    assert body is not None
    assert f"另有 {alone - 20} 处" in body.get_content()
