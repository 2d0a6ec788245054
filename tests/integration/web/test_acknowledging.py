"""The link of a mail, from the outbox to the next round: shown by GET, acknowledged by POST, and once."""

import html
import http.client
import re
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import psycopg
import pytest

from alerts.links import Links
from alerts.worker import one_round
from guanjia.mail_catcher import SmtpListener
from models.links import ACKNOWLEDGE_PATH, AckLink, Seal
from models.registry import Language
from tests.integration.alerts.records import Inbox, add_institution, judge, outbox_to, set_progress
from tests.integration.database import Database
from tests.integration.prepared import Prepared
from tests.integration.web.conftest import url_of
from tests.integration.web.console import PUBLISHED, SECRET, Console

HOST = urlsplit(PUBLISHED).netloc
READER = "energy@example.org"


def now() -> datetime:
    return datetime.now(UTC)


def ask(
    console: Console, method: str, target: str, body: str | None = None, **headers: str
) -> tuple[HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", console.port, timeout=30)
    form = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
    try:
        connection.request(method, target, body, {"Host": HOST, **form, **headers})
        response = connection.getresponse()
        return response, html.unescape(response.read().decode())
    finally:
        connection.close()


def get(console: Console, token: str, **headers: str) -> tuple[HTTPResponse, str]:
    return ask(console, "GET", f"{ACKNOWLEDGE_PATH}?t={token}", **headers)


def press(console: Console, token: str, remark: str = "", **headers: str) -> tuple[HTTPResponse, str]:
    """Send the form as a browser does that got the page from where it is published."""
    body = urlencode({"t": token, "remark": remark})
    return ask(console, "POST", ACKNOWLEDGE_PATH, body, **({"Origin": PUBLISHED} | headers))


def sealed(*alerts: int, secret: str = SECRET, lasting: timedelta = timedelta(hours=1)) -> str:
    return Seal(secret).issue(AckLink(alerts, READER, Language.ZH_CN, now() + lasting))


def mailed(connection: psycopg.Connection) -> EmailMessage:
    """Let an institution use too much and return the mail that tells of it."""
    add_institution(connection, "jgj", [READER])
    set_progress(connection, "jgj", 1.63)
    inbox = Inbox()
    with SmtpListener(inbox, "127.0.0.1", 0) as server:
        links = Links("", PUBLISHED, Seal(SECRET))
        one_round(connection, judge(), outbox_to(server.url, links=links), now, everything=True)
    (mail,) = inbox.mails
    return mail


def text(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def judged(connection: psycopg.Connection) -> str:
    """Judge once more and return the alert's state."""
    one_round(connection, judge(), outbox_to("smtp://127.0.0.1:1"), now, everything=True)
    return str((connection.execute("SELECT state FROM alert").fetchone() or [""])[0])


def acknowledgements(connection: psycopg.Connection) -> list[tuple[str, str]]:
    found = connection.execute("SELECT author, note FROM acknowledgement ORDER BY id").fetchall()
    connection.rollback()
    return found


@pytest.fixture(scope="module")
def kept(prepared: Prepared) -> Generator[Database]:
    """One database for the module."""
    with prepared.copy() as database:
        yield database


@pytest.fixture(scope="module")
def kept_console(
    kept: Database, logins: Path, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Console]:
    """One console for the module: to start one takes longer than any of the tests."""
    url = url_of("guanjia_console", kept, logins)
    with Console(url, tmp_path_factory.mktemp("kept")) as console:
        yield console


@pytest.fixture
def database(kept: Database) -> Database:
    """The module's database, with nothing in it; alerts count from 1 again."""
    with kept.connect() as connection:
        # past the triggers that keep history from being emptied
        connection.execute("SET session_replication_role = replica")
        # who sees everything goes on to: `access` names institutions, and is emptied with them
        connection.execute(
            "CREATE TEMPORARY TABLE sights AS SELECT * FROM access WHERE institution_id IS NULL"
        )
        connection.execute("TRUNCATE institution, alert RESTART IDENTITY CASCADE")
        connection.execute("INSERT INTO access SELECT * FROM sights")
    return kept


@pytest.fixture
def console(kept_console: Console, database: Database) -> Console:  # noqa: ARG001 emptied before it is asked
    return kept_console


@pytest.fixture
def token(database: Database) -> str:
    """The link of a mail about an alert that fires."""
    with database.connect() as connection:
        return sealed_in(mailed(connection))


def sealed_in(mail: EmailMessage) -> str:
    (link,) = set(re.findall(rf"{re.escape(PUBLISHED)}\S+", text(mail, "plain")))
    assert f'href="{link}"' in text(mail, "html")
    parts = urlsplit(link)
    assert parts.path == ACKNOWLEDGE_PATH
    return parse_qs(parts.query)["t"][0]


def test_the_link_of_a_mail_acknowledges_and_the_next_round_sees_it(
    console: Console, database: Database
) -> None:
    with database.connect() as connection:
        token = sealed_in(mailed(connection))
        shown, page = get(console, token)
        assert shown.status == 200
        for said in ("确认由您处理此告警？", "机关jgj", "人均用水超出同期进度 63 %", "正在告警", "由我处理"):
            assert said in page
        assert acknowledgements(connection) == [], "whoever only looks changes nothing"
        assert judged(connection) == "firing"
        pressed, page = press(console, token, "正在查漏\x1b[2J\n明天有结果")
        assert pressed.status == 200
        assert "已登记由您处理" in page
        assert acknowledgements(connection) == [(READER, "by the link of a mail: 正在查漏 [2J 明天有结果")]
        assert judged(connection) == "acknowledged"
    assert SECRET not in console.log
    assert token not in console.log


def test_a_second_press_changes_nothing_and_says_so(console: Console, database: Database, token: str) -> None:
    press(console, token)
    again, page = press(console, token)
    assert again.status == 200
    assert "没有需要确认的告警" in page
    assert "<form" not in page
    assert "<form" not in get(console, token)[1]
    with database.connect() as connection:
        assert len(acknowledgements(connection)) == 1


def test_what_is_over_is_not_acknowledged_and_says_so(
    console: Console, database: Database, token: str
) -> None:
    with database.connect() as connection:
        set_progress(connection, "jgj", 0.5)
        assert judged(connection) == "resolved"
        for _, page in (get(console, token), press(console, token)):
            assert "没有需要确认的告警" in page
            assert "已解除" in page
        assert acknowledgements(connection) == []


def test_a_link_of_several_alerts_acknowledges_those_that_wait(console: Console, database: Database) -> None:
    with database.connect() as connection:
        mailed(connection)
        add_institution(connection, "school", [READER])
        set_progress(connection, "school", 1.4)
        judged(connection)
        first, second = [row[0] for row in connection.execute("SELECT id FROM alert ORDER BY id")]
        press(console, sealed(first))
        _, page = press(console, sealed(first, second, 999))
        assert "已登记由您处理 1 项（共 2 项）" in page
        found = connection.execute("SELECT alert_id FROM acknowledgement ORDER BY id").fetchall()
        assert found == [(first,), (second,)]


@pytest.mark.usefixtures("token")
def test_a_link_that_is_none_reveals_nothing_and_changes_nothing(
    console: Console, database: Database
) -> None:
    other = "another secret, which is long enough too"
    bad = {
        sealed(1, lasting=timedelta(seconds=-1)): (410, "链接已过期"),
        sealed(1, secret=other): (403, "链接无效"),
        sealed(1)[:-3]: (403, "链接无效"),
        f"x{sealed(1)}": (403, "链接无效"),
        "": (403, "链接无效"),
        "é" * 4000: (403, "链接无效"),
    }
    for token, (status, said) in bad.items():
        shown = ask(console, "GET", f"{ACKNOWLEDGE_PATH}?{urlencode({'t': token})}")
        for response, page in (shown, press(console, token)):
            assert (response.status, said in page) == (status, True)
            assert "管理员" in page, "it says what to do"
            assert "jgj" not in page
            assert "人均用水" not in page
    with database.connect() as connection:
        assert acknowledgements(connection) == []


def test_a_link_that_is_none_is_answered_in_the_browser_s_language(standing_console: Console) -> None:
    _, page = get(standing_console, "x", **{"Accept-Language": "fr, en-GB;q=0.8, zh;q=0.5"})
    assert "This link does not work" in page


def test_the_page_is_kept_nowhere_and_leads_nowhere_else(console: Console, token: str) -> None:
    for response, _ in (get(console, token), press(console, token), get(console, "x")):
        policy = response.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "form-action 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["referrer-policy"] == "same-origin"
        assert response.headers["x-frame-options"] == "DENY"


def test_a_form_of_another_site_is_refused(console: Console, database: Database, token: str) -> None:
    for origin in ("https://evil.example", "null", "http://energy.example.org"):
        assert press(console, token, Origin=origin)[0].status == 403
    with database.connect() as connection:
        assert acknowledgements(connection) == []


def test_a_proxy_may_ask_under_the_console_s_own_name(console: Console, token: str) -> None:
    assert press(console, token, Host=f"127.0.0.1:{console.port}")[0].status == 200


def test_under_the_published_name_nothing_else_is_answered(standing_console: Console) -> None:
    for path in (
        "/",
        "/zh",
        "/en",
        "/health",
        "/mails/x.eml",
        "/alerts/ack/",
        "/alerts/ack/x",
        "/static/standing_console.css",
    ):
        response, page = ask(standing_console, "GET", path)
        assert (response.status, page) == (403, "this console does not answer to that name")


def test_a_form_that_is_too_large_is_no_form(console: Console, token: str) -> None:
    assert press(console, token, "x" * 20_000)[0].status == 403


def test_a_remark_is_cut_and_markup_in_names_is_text(console: Console, database: Database) -> None:
    with database.connect() as connection:
        mailed(connection)
        connection.execute("UPDATE institution SET name = '<b onclick=x>'")
        connection.commit()
        token = sealed(1)
        response, page = ask(console, "GET", f"{ACKNOWLEDGE_PATH}?t={token}")
        assert response.status == 200
        assert "<b onclick=x>" in page, "unescaped by `ask`"
        press(console, token, "长" * 600)
        ((_, note),) = acknowledgements(connection)
        assert note == "by the link of a mail: " + "长" * 500


def test_while_it_cannot_be_recorded_the_page_says_so_and_the_log_says_why(
    console: Console, database: Database, token: str
) -> None:
    with database.connect() as connection:
        connection.execute(
            "REVOKE INSERT (alert_id, at, author, note) ON acknowledgement FROM guanjia_console"
        )
        connection.commit()
        try:
            response, page = press(console, token)
        finally:
            connection.execute(
                "GRANT INSERT (alert_id, at, author, note) ON acknowledgement TO guanjia_console"
            )
            connection.commit()
    assert response.status == 503
    assert "暂时无法登记" in page
    assert "guanjia db logins" in console.log
    assert token not in console.log


def test_without_a_secret_there_is_no_such_page(kept: Database, logins: Path, tmp_path: Path) -> None:
    console = Console(url_of("guanjia_console", kept, logins), tmp_path / "console")
    console.without_secret()
    try:
        status = get(console, sealed(1), Host=f"127.0.0.1:{console.port}")[0].status
        assert status == 404, console.log
    finally:
        console.stop()
