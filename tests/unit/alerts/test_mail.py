"""The mail: what it says, in both languages, and what it refuses to say."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from alerts.letter import Letter
from alerts.mail import Composer
from alerts.transport import PermanentError
from guanjia.translations import translations
from models.alerts import ChangeReason
from models.errors import ConfigError
from models.quotas import SourceStatus
from models.registry import Language
from tests.unit.alerts.samples import NOW, PROGRESS, letter


def composed(about: Letter) -> EmailMessage:
    """Return the mail as a reader's program gets it: written and read again."""
    mail = Composer("guanjia@example.org", translations()).compose(about, NOW)
    read = message_from_bytes(mail.as_bytes(), policy=default)
    assert isinstance(read, EmailMessage)
    return read


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_the_subject_says_who_what_and_how_much_over() -> None:
    assert composed(letter())["Subject"] == "【超定额预警】机关事务管理局：人均用水超出同期进度 63 %"


def test_the_subject_of_a_reminder_says_so() -> None:
    assert "提醒" in composed(letter(reason=ChangeReason.REPEATED))["Subject"]


def test_an_english_reader_gets_english_words_and_the_english_name() -> None:
    mail = composed(letter(language=Language.EN))
    assert mail["Subject"] == (
        "[Over quota] Government Offices Administration: Water per person is 63 % ahead of its quota"
    )
    assert "WHAT TO DO" in part(mail, "plain")


@pytest.mark.parametrize("kind", ["plain", "html"])
@pytest.mark.parametrize(
    "said",
    [
        "张工，您好",
        "人均用水超出同期进度 63 %",
        "3.91 m³/人",
        "2,345 m³",
        "600 人",
        "25 m³/(人·年)",
        "通用值",
        "DB37/T 4452-2021",
        "单一来源，未核对官方文本",
        "可能是外省示例",
        "已计量 35 天",
        "15.6 %",
        "9.6 %",
        "40.8 m³/人",
        "覆盖率 98 %",
        "1.2 %",
        "漏水",
        "比较；相差超过 5 %",
        "2026-11-21 16:15",
    ],
)
def test_both_parts_say_what_the_reader_needs_to_act(kind: str, said: str) -> None:
    assert said in part(composed(letter()), kind)


def test_the_days_are_a_picture_in_html_and_bars_in_text() -> None:
    mail = composed(letter())
    assert "11-20 周五" in part(mail, "plain")
    assert "当天计量不完整" in part(mail, "plain")
    html = part(mail, "html")
    assert 'src="cid:trend-3"' in html
    assert 'alt="近 14 天每日用水（m³）"' in html
    (picture,) = [each for each in mail.walk() if each.get_content_type() == "image/png"]
    assert picture["Content-ID"] == "<trend-3>"
    png = picture.get_content()
    assert isinstance(png, bytes)
    assert png.startswith(b"\x89PNG")
    assert len(png) < 60_000, "a mail is read on phones too"


def test_without_enough_days_there_is_no_picture() -> None:
    few = letter()
    few = replace(few, items=(replace(few.items[0], days=few.items[0].days[:2]),))
    mail = composed(few)
    assert not [each for each in mail.walk() if each.get_content_type() == "image/png"]
    assert "cid:" not in part(mail, "html")
    assert "11-09 周一" in part(mail, "html")


def test_the_text_says_how_much_too_much_so_far_a_day_and_a_year() -> None:
    text = part(composed(letter()), "plain")
    for line in ("至今多用: 907 m³", "平均每天多用: 25.9 m³", "照此下去全年多用: 9,455 m³"):
        assert line in text


def test_a_confirmed_quota_carries_no_warning_of_its_own() -> None:
    progress = PROGRESS.model_copy(update={"quota_status": SourceStatus.CONFIRMED})
    text = part(composed(letter(progress=progress)), "plain")
    assert "已核实（原文或两处来源）" in text
    assert "外省示例" not in text


def test_the_headers_mark_the_mail_as_automatic_and_name_the_alert() -> None:
    mail = composed(letter())
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["To"] == "张工 <energy@example.org>"
    assert mail["X-Guanjia-Alert"].split("; ") == [
        "rule=water-per-person",
        "institution=jgj",
        "severity=warning",
        "reason=breached",
        "change=3",
        "alerts=1",
    ]


def test_a_notification_has_the_same_message_id_each_time_it_is_sent() -> None:
    composer = Composer("guanjia@example.org", translations())
    first, second = (composer.compose(letter(), NOW)["Message-ID"] for _ in range(2))
    assert first == second
    assert first.endswith(".7@example.org>")


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n", "\x00", "\x85", "\u2028"])
def test_a_line_break_in_a_name_or_address_is_refused_for_good(line_break: str) -> None:
    evil = f"a{line_break}Bcc: someone@example.org"
    with pytest.raises(PermanentError):
        composed(letter(name=evil))
    with pytest.raises(PermanentError):
        composed(letter(address=f"energy@example.org{line_break}"))


@pytest.mark.parametrize("name", ["institution_name", "institution"])
def test_a_line_break_in_what_the_registry_calls_an_institution_begins_no_header(name: str) -> None:
    progress = PROGRESS.model_copy(update={name: "x\r\nBcc: someone@example.org"})
    try:
        mail = composed(letter(progress=progress))
    except PermanentError:
        return
    assert mail["Bcc"] is None
    assert "Bcc: someone" in mail["Subject"]


@pytest.mark.parametrize(
    "address", ["", "nobody", "@example.org", "a@b@c", "a b@example.org", "人@例子.中国"]
)
def test_what_is_no_address_is_refused_for_good(address: str) -> None:
    with pytest.raises(PermanentError, match="no mail address"):
        composed(letter(address=address))


def test_a_sender_that_is_no_address_is_named_with_its_setting() -> None:
    with pytest.raises(ConfigError, match="GUANJIA_MAIL_FROM"):
        Composer("guanjia", translations())


def test_html_in_a_name_is_shown_and_not_run() -> None:
    progress = PROGRESS.model_copy(update={"institution_name": "<script>alert(1)</script>"})
    html = part(composed(letter(progress=progress, name="<b>张</b>")), "html")
    assert "<script>" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;alert(1)" in html
