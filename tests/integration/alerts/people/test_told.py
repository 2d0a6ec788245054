"""`guanjia alerts who` and `duty`, and the warning of `guanjia rules check`, as people type them."""

import pytest
from click.testing import CliRunner, Result

from guanjia.__main__ import guanjia
from models.errors import GuanjiaError
from tests.integration.alerts.people.desk import Desk
from tests.integration.database import Database

CONTACTS = (
    "[{name: 张工, email: zhang@x.cn, quiet_hours: {from: '22:00', to: '07:00'}},"
    " {name: 李工, email: li@x.cn, only_on_duty: true, channels: [ops]},"
    " {name: 王工, email: wang@x.cn, only_on_duty: true, groups: [power]},"
    " {name: 赵处, email: zhao@x.cn, from_severity: critical}]"
)
DUTY = (
    "[{who: li@x.cn, first_day: 2026-11-23, last_day: 2026-11-24},"
    " {who: zhang@x.cn, first_day: 2026-11-26, every: FREQ=WEEKLY, days: 2}]"
)


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A bureau with a rota, in a city whose head takes everything critical below."""
    desk.write("[{name: 市局, email: city@x.cn, subtree: true, from_severity: critical}]", code="city")
    desk.write(CONTACTS, DUTY)
    return desk


def type_(database: Database, *words: str) -> Result:
    environment = {"GUANJIA_DATABASE_URL": database.url, "COLUMNS": "200"}
    return CliRunner().invoke(guanjia, words, env=environment, catch_exceptions=False)


@pytest.mark.usefixtures("office")
def test_who_is_told_says_when_how_and_why(database: Database) -> None:
    done = type_(database, "alerts", "who", "jgj", "--at", "2026-11-23T23:00", "--group", "water")
    assert done.output.splitlines() == [
        "机关jgj（jgj） 发生告警时通知谁（11-23 周一 23:00，Asia/Shanghai）",
        "",
        "【严重】",
        "  张工 <zhang@x.cn>  邮件，立即发送（本单位联系人）",
        "  李工 <li@x.cn>  通道 ops，立即发送（当日值班）",
        "  赵处 <zhao@x.cn>  邮件，立即发送（本单位联系人）",
        "  市局 <city@x.cn>  邮件，立即发送（接收 机关city（city） 所辖各单位的告警）",
        "  规则设有升级且逾时无人确认时，另通知：机关city（city） 市局 <city@x.cn>",
        "  不通知：王工 <wang@x.cn>，只接收 power 组的告警",
        "",
        "【警告】",
        "  张工 <zhang@x.cn>  邮件，免打扰时段，11-24 周二 07:00 发送（本单位联系人）",
        "  李工 <li@x.cn>  通道 ops，立即发送（当日值班）",
        "  规则设有升级且逾时无人确认时，另通知：张工 <zhang@x.cn>、李工 <li@x.cn>",
        "  不通知：王工 <wang@x.cn>，只接收 power 组的告警",
        "  不通知：赵处 <zhao@x.cn>，只接收“严重”及以上级别",
        "  不通知：机关city（city） 市局 <city@x.cn>，只接收“严重”及以上级别",
        "",
        "【提示】",
        *[
            "  张工 <zhang@x.cn>  邮件，免打扰时段，11-24 周二 07:00 发送（本单位联系人）",
            "  李工 <li@x.cn>  通道 ops，立即发送（当日值班）",
            "  规则设有升级且逾时无人确认时，另通知：张工 <zhang@x.cn>、李工 <li@x.cn>",
            "  不通知：王工 <wang@x.cn>，只接收 power 组的告警",
            "  不通知：赵处 <zhao@x.cn>，只接收“严重”及以上级别",
            "  不通知：机关city（city） 市局 <city@x.cn>，只接收“严重”及以上级别",
        ],
    ]


@pytest.mark.usefixtures("office")
def test_who_is_told_is_said_in_english_too(database: Database) -> None:
    words = ("--at", "2026-11-25T06:00", "--severity", "warning", "--lang", "en")
    assert type_(database, "alerts", "who", "jgj", *words).output.splitlines() == [
        "Who is told of an alert of An office (jgj) (11-25 Wed 06:00, Asia/Shanghai)",
        "",
        "[warning]",
        "  张工 <zhang@x.cn>  mail, held until 11-25 Wed 07:00 (contact of the institution)",
        "  where the rule escalates and nobody acknowledges: 张工 <zhang@x.cn>",
        "  not told: 李工 <li@x.cn>: is told on duty only, and is not on duty",
        "  not told: 王工 <wang@x.cn>: is told on duty only, and is not on duty",
        "  not told: 赵处 <zhao@x.cn>: takes critical and up",
        "  not told: 市局 <city@x.cn> of An office (city): takes critical and up",
    ]


def test_that_nobody_is_told_is_said_with_the_remedy(desk: Desk, database: Database) -> None:
    desk.write("[]")
    told = type_(database, "alerts", "who", "jgj", "--severity", "info").output
    assert "无人接收。请在登记中" in told


@pytest.mark.usefixtures("desk")
def test_an_institution_that_is_not_there_is_named_with_those_that_are(database: Database) -> None:
    with pytest.raises(GuanjiaError, match="no institution 'jjg'; there are city 机关city, jgj 机关jgj"):
        type_(database, "alerts", "who", "jjg")


@pytest.mark.usefixtures("office")
def test_the_rota_lists_every_day_and_those_without_anybody(database: Database) -> None:
    done = type_(database, "alerts", "duty", "--from", "2026-11-23", "--to", "2026-11-28")
    assert done.output.splitlines() == [
        "机关jgj（jgj） 值班表",
        "  2026-11-23 周一  李工 li@x.cn",
        "  2026-11-24 周二  李工 li@x.cn",
        "  2026-11-25 周三  无人值班：告警照常发给联系人",
        "  2026-11-26 周四  张工 zhang@x.cn",
        "  2026-11-27 周五  张工 zhang@x.cn",
        "  2026-11-28 周六  无人值班：告警照常发给联系人",
        "  共 2 天无人值班：11-25、11-28",
    ]
    one = type_(database, "alerts", "duty", "--from", "2026-11-23", "--to", "2026-11-23", "--lang", "en")
    assert one.output.splitlines()[-1] == "  every day has somebody on duty"


@pytest.mark.usefixtures("desk")
def test_that_nobody_has_a_rota_is_said(database: Database) -> None:
    assert "各单位均未排值班表" in type_(database, "alerts", "duty").output


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("end", "said"), [("2026-11-22", "lies before"), ("2028-11-22", "more than 400 days")]
)
def test_days_that_make_no_rota_say_why(database: Database, end: str, said: str) -> None:
    done = type_(database, "alerts", "duty", "--from", "2026-11-23", "--to", end)
    assert done.exit_code == 2
    assert said in done.output


@pytest.mark.usefixtures("office")
def test_a_group_that_no_rule_has_is_a_warning(database: Database) -> None:
    done = type_(database, "rules", "check")
    assert done.exit_code == 0
    assert "warning: wang@x.cn of jgj asks for the group 'power', which no rule has" in done.output
    away = Database(database.name, "postgresql://nobody@127.0.0.1:1/none")
    assert "were not checked: no database at 127.0.0.1:1" in type_(away, "rules", "check").output
