"""An institution with meters, days and alerts, as registry, analytics and alerts would write them."""

import ssl
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from io import BytesIO

import psycopg
from openpyxl import Workbook, load_workbook

from alerts.mail import Composer
from alerts.reports.delivery import Reports
from alerts.smtp import SmtpTransport, smtp_server
from guanjia.translations import translations
from tests.integration.alerts.records import Inbox
from tests.unit.alerts.samples import shipped_rule

Cells = list[tuple[object, ...]]


def reports_to(url: str) -> Reports:
    """Return reports that are sent to the server at `url`."""
    transport = SmtpTransport(smtp_server(url), ssl.create_default_context())
    composer = Composer("guanjia@example.org", translations())
    return Reports(lambda: [shipped_rule()], composer, transport, translations())


def ask(
    connection: psycopg.Connection,
    institution: str,
    *kinds: str,
    at: str = "07:30",
    only_when_something: bool = False,
    language: str = "zh_CN",
) -> None:
    """Let the contacts of an institution ask for reports."""
    connection.execute(
        "UPDATE contact SET reports = %s, reports_at = %s, only_when_something = %s, language = %s"
        " WHERE institution_id = (SELECT id FROM institution WHERE code = %s)",
        [list(kinds), at, only_when_something, language, institution],
    )
    connection.commit()


def add_site(
    connection: psycopg.Connection,
    institution: str,
    *,
    zone: str = "Asia/Shanghai",
    meters: tuple[str, ...] = ("main",),
    name: str = "总表",
) -> None:
    """Add a site with a building and water meters: the first of level 1, the others of level 2 below it."""
    connection.execute(
        "INSERT INTO place (code, name, kind, institution_id, timezone)"
        " SELECT code || '-site', '大院', 'site', id, %s FROM institution WHERE code = %s",
        [zone, institution],
    )
    connection.execute(
        "INSERT INTO place (code, name, kind, parent_id)"
        " SELECT %s || '-house', '主楼', 'building', id FROM place WHERE code = %s || '-site'",
        [institution, institution],
    )
    for number, meter in enumerate(meters):
        connection.execute(
            "INSERT INTO device (code, kind, protocol, site_id, place_id)"
            " SELECT %(device)s, 'water_meter', 'json_v1', site.id, site.id FROM place AS site"
            " WHERE site.code = %(institution)s || '-site'",
            {"device": f"{institution}-{meter}", "institution": institution},
        )
        connection.execute(
            "INSERT INTO meter (code, name, device_id, quantity_id, medium, level, parent_id, place_id)"
            " SELECT device.code, %(name)s, device.id, 1, 'water', %(level)s,"
            " (SELECT id FROM meter WHERE code = %(above)s), place.id FROM device, place"
            " WHERE device.code = %(device)s AND place.code = %(place)s",
            {
                "device": f"{institution}-{meter}",
                "name": name,
                "level": 1 if number == 0 else 2,
                "above": f"{institution}-{meters[0]}" if number else None,
                "place": f"{institution}-site" if number == 0 else f"{institution}-house",
            },
        )
    connection.execute(
        "INSERT INTO installation (meter_id, serial, valid)"
        " SELECT id, code, tstzrange('2025-01-01 00:00Z', NULL) FROM meter"
        " WHERE id NOT IN (SELECT meter_id FROM installation)"
    )
    connection.commit()


def set_days(
    connection: psycopg.Connection, meter: str, amounts: Mapping[date, float], coverage: float = 1.0
) -> None:
    """Write what a meter counted on some days."""
    for day, amount in amounts.items():
        connection.execute(
            "INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, computed_at)"
            " SELECT id, %s, %s, 0, %s, now() FROM meter WHERE code = %s",
            [day, amount, coverage, meter],
        )
    connection.commit()


def hear(connection: psycopg.Connection, at: datetime) -> None:
    """Let every device have reported at an instant."""
    connection.execute(
        "INSERT INTO reading (device_id, quantity_id, at, value, received_at)"
        " SELECT id, 1, %(at)s, 1, %(at)s FROM device",
        {"at": at},
    )
    connection.commit()


def fire(
    connection: psycopg.Connection,
    institution: str,
    at: datetime,
    *,
    subject: str = "meter:x",
    lasting: timedelta | None = None,
    severity: str = "warning",
) -> int:
    """Write an alert that fired at an instant and, unless `lasting` is None, ended so long after."""
    row = connection.execute(
        "INSERT INTO alert (rule, subject, institution_id, state, since, severity)"
        " SELECT 'a-rule', %s, id, %s, %s, %s FROM institution WHERE code = %s RETURNING id",
        [subject, "firing" if lasting is None else "resolved", at, severity, institution],
    ).fetchone()
    assert row is not None
    _change(connection, row[0], at, "inactive", "firing", "breached")
    if lasting is not None:
        _change(connection, row[0], at + lasting, "firing", "resolved", "cleared")
    connection.commit()
    return int(row[0])


def _change(
    connection: psycopg.Connection, alert: int, at: datetime, before: str, after: str, reason: str
) -> None:
    connection.execute(
        "INSERT INTO alert_change (alert_id, at, from_state, to_state, reason) VALUES (%s, %s, %s, %s, %s)",
        [alert, at, before, after, reason],
    )


def report_rows(connection: psycopg.Connection) -> list[tuple[str, str, bool, bool, bool, int]]:
    """Return kind, period, sent, failed, skipped and attempts of every report."""
    return connection.execute(
        "SELECT kind, period::text, sent_at IS NOT NULL, failed_at IS NOT NULL, skipped_at IS NOT NULL,"
        " attempts FROM mailed_report ORDER BY kind, period, recipient"
    ).fetchall()


def attached(inbox: Inbox) -> Workbook:
    """Return the workbook of the last mail."""
    (file,) = inbox.mails[-1].iter_attachments()
    content = file.get_content()
    assert isinstance(content, bytes)
    return load_workbook(BytesIO(content))


def cells(book: Workbook, sheet: str) -> Cells:
    """Return the values of a sheet below its header."""
    return [tuple(row) for row in book[sheet].iter_rows(min_row=2, values_only=True)]
