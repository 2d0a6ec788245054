"""The folder of caught mails: what is listed, what is shown, and what is never read."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from web.console.mails import Mailbox

FIRST, SECOND = "20261121T030000.000000Z-000001.eml", "20261121T040000.000000Z-000002.eml"


def written(folder: Path, name: str, subject: str = "用水", html: str = "<p>水</p>") -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "guanjia@localhost", "a@example.org"
    message["Date"] = "Sat, 21 Nov 2026 03:00:00 +0000"
    message.set_content("text <b>")
    if html:
        message.add_alternative(html, subtype="html")
    folder.joinpath(name).write_bytes(bytes(message))


def test_the_newest_mail_comes_first_with_its_headers_decoded(tmp_path: Path) -> None:
    written(tmp_path, FIRST, "first")
    written(tmp_path, SECOND, "【超定额预警】")
    mails = Mailbox(tmp_path).latest(10)
    assert [mail.subject for mail in mails] == ["【超定额预警】", "first"]
    assert mails[0].at is not None
    assert mails[0].at.isoformat() == "2026-11-21T03:00:00+00:00"


def test_no_more_are_listed_than_asked_for(tmp_path: Path) -> None:
    written(tmp_path, FIRST)
    written(tmp_path, SECOND)
    assert [mail.name for mail in Mailbox(tmp_path).latest(1)] == [SECOND]


def test_a_folder_that_is_not_there_yet_holds_no_mail(tmp_path: Path) -> None:
    assert Mailbox(tmp_path / "later").latest(10) == []


def test_html_is_shown_before_plain_text(tmp_path: Path) -> None:
    written(tmp_path, FIRST)
    assert (Mailbox(tmp_path).body(FIRST) or "").strip() == "<p>水</p>"


def test_plain_text_is_shown_as_text(tmp_path: Path) -> None:
    written(tmp_path, FIRST, html="")
    assert Mailbox(tmp_path).body(FIRST) == "<pre>text &lt;b&gt;\n</pre>"


def test_a_charset_nobody_knows_is_still_shown(tmp_path: Path) -> None:
    tmp_path.joinpath(FIRST).write_bytes(b'Content-Type: text/plain; charset="x-none"\r\n\r\nhello\r\n')
    assert "hello" in (Mailbox(tmp_path).body(FIRST) or "")


@pytest.mark.parametrize(
    "name",
    [
        "../secret.eml",
        "..%2fsecret.eml",
        "/etc/passwd",
        ".hidden.eml",
        "a/b.eml",
        "x.eml\n",
        "secret.txt",
        "",
        "a\0.eml",
    ],
)
def test_names_that_are_no_mail_are_not_read(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    written(tmp_path, "secret.eml")
    written(folder, ".hidden.eml")
    folder.joinpath("secret.txt").write_text("secret")
    assert Mailbox(folder).body(name) is None


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    written(tmp_path, "secret.eml")
    folder.joinpath("link.eml").symlink_to(tmp_path / "secret.eml")
    assert Mailbox(folder).body("link.eml") is None
    assert Mailbox(folder).latest(10) == []


def test_a_mail_too_large_to_be_ours_is_left_alone(tmp_path: Path) -> None:
    tmp_path.joinpath(FIRST).write_bytes(b"Subject: x\r\n\r\n" + b"x" * (5 * 1024 * 1024))
    assert Mailbox(tmp_path).body(FIRST) is None
