"""`guanjia orders` as a dispatcher types it: from a CSV file to an order that is closed."""

import json
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from models.dispatch import OrderState
from storage.audit import entries
from tests.integration.database import Database
from tests.integration.dispatch.conftest import NORTH, Run
from tests.unit.analytics.vehicles.roads import HOME

_HEAD = (
    "派车单号,申请人,用车事由,目的地,经度,纬度,计划出车时间,计划返回时间,"
    "车牌号,驾驶员,乘车人,状态,审批人,审批时间"
)
_BY = ("--by", "王主任")


_SENT = "已派车,王主任,2026-11-20 17:00"


def line(number: str, lat: float = NORTH, plate: str = "宁A00001", state: str = ",,") -> str:
    times = "2026-11-21 08:30,2026-11-21 09:30"
    return f"{number},李四,调研,青铜峡,{HOME[0]},{lat},{times},{plate},马师傅,王五,{state}"


def write(*lines: str, encoding: str = "utf-8", name: str = "orders.csv") -> Path:
    path = Path(name)
    path.write_text("\n".join([_HEAD, *lines]) + "\n", encoding)
    return path


def state(run: Run, number: str) -> str:
    shown = run("show", number, "--json")
    assert shown.exit_code == 0, shown.output
    return json.loads(shown.stdout)["state"]


def findings(run: Run, *options: str) -> list[tuple[str, str, float]]:
    result = run("compare", "--from", "2026-11-21", *options, "--json")
    assert result.exit_code == 0, result.output
    return [
        (one["kind"], one["number"], round(one["value"], 1))
        for one in json.loads(result.stdout)
        if one["kind"] != "check_missing"
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_same_file_twice_changes_nothing(run: Run, encoding: str) -> None:
    path = write(line("1"), line("2"), encoding=encoding)
    assert "新录入派车单 2 张，已有 0 张" in run("import", path, *_BY).output
    assert run("approve", "1", *_BY).exit_code == 0
    assert "新录入派车单 0 张，已有 2 张" in run("import", path, *_BY).output
    assert state(run, "1") == OrderState.APPROVED


def test_bad_lines_are_named_and_the_rest_goes_in(run: Run) -> None:
    path = write(
        line("1"),
        line("2").replace("2026-11-21 09:30", "2026-11-20 09:30"),
        line("3", plate="宁A99999"),
        line("4").replace("李四", ""),
        line("5").replace("08:30", "八点半"),
        line("1").replace("青铜峡", "中卫"),
    )
    result = run("import", path, *_BY)
    assert result.exit_code == 1
    assert "新录入派车单 1 张" in result.output
    named = [error.split(":")[1:4] for error in result.stderr.splitlines()]
    assert [(int(place), field.strip()) for _, place, field in named] == [
        (3, "planned_to"),
        (4, "plate"),
        (5, "applicant"),
        (6, "planned_from"),
        (7, "number"),
    ]
    assert "another destination" in result.stderr


def test_from_application_to_the_check_after_returning(
    run: Run, driven: psycopg.Connection, compute: Callable[[], None]
) -> None:
    run("import", write(line("1")), *_BY)
    early = run("dispatch", "1", *_BY)
    assert early.exit_code == 1
    assert "it must be approved before it can be dispatched" in str(early.exception)
    assert run("approve", "1", *_BY).exit_code == 0
    assert run("dispatch", "1", *_BY).exit_code == 0
    compute()
    shown = json.loads(run("show", "1", "--json").stdout)
    assert [(change["state"], change["author"]) for change in shown["changes"]] == [
        ("applied", "王主任"),
        ("approved", "王主任"),
        ("dispatched", "王主任"),
        ("under_way", "guanjia"),
        ("returned", "guanjia"),
    ]
    assert shown["changes"][3]["at"] == "2026-11-21T00:30:00+00:00"
    assert run("check", "1", *_BY).exit_code == 0
    assert state(run, "1") == OrderState.CHECKED
    assert driven.execute("SELECT orders FROM analytics.outing ORDER BY started_at").fetchall() == [
        (["1"],),
        ([],),
    ]
    steps = [(entry.action, (entry.became or {})["state"]) for entry in entries(driven, "order 1")]
    assert steps == [("move", "checked"), ("move", "dispatched"), ("move", "approved"), ("add", "applied")]


def test_the_registrars_rights_are_enough(run: Run, driven: psycopg.Connection, database: Database) -> None:
    role = sql.SQL("ALTER DATABASE {} SET role = guanjia_registrar").format(sql.Identifier(database.name))
    driven.execute(role)
    run("import", write(line("1")), *_BY)
    for words in (
        ("approve", "1", *_BY),
        ("dispatch", "1", *_BY),
        ("show", "1"),
        ("list",),
        ("now",),
        ("compare", "--from", "2026-11-21"),
        ("daily", "宁A00001", "before", "--driver", "马师傅", *_BY),
        (
            "duty",
            "宁A00001",
            "--from",
            "2099-01-01 08:00",
            "--to",
            "2099-01-02 08:00",
            "--reason",
            "值班",
            *_BY,
        ),
    ):
        result = run(*words)
        assert result.exit_code == 0, (words, result.output, result.exception)


@pytest.mark.usefixtures("driven")
def test_an_order_over_several_days_is_judged_as_a_whole(run: Run) -> None:
    # both days belong to it, though only the first is asked for
    order = line("1", state=_SENT).replace("2026-11-21 09:30", "2026-11-22 09:30")
    run("import", write(order), *_BY)
    assert findings(run) == []


def test_what_is_no_table_is_said(run: Run) -> None:
    path = Path("orders.csv")
    for text, said in (
        ("", "is empty"),
        (f"{_HEAD}\n1,\0", ":2: this is no text"),
        ("派车单号,备注\n", ":1: 备注: there is no such column"),
        (f"{_HEAD},申请人\n", ":1: applicant: this column stands there twice"),
    ):
        path.write_text(text, "utf-8")
        result = run("import", path, *_BY)
        assert result.exit_code == 1
        assert said in str(result.exception)


@pytest.mark.usefixtures("driven")
def test_an_approval_after_the_vehicle_left_is_told(run: Run) -> None:
    run("import", write(line("1")), *_BY)
    run("approve", "1", *_BY)
    assert [(kind, number) for kind, number, _ in findings(run)] == [("approved_afterwards", "1")]


def test_an_order_into_the_town_needs_a_reason(run: Run) -> None:
    run("import", write(line("1", lat=HOME[1] + 0.02)), *_BY)
    refused = run("approve", "1", *_BY)
    assert refused.exit_code == 1
    assert "zone without dispatch (四至范围)" in str(refused.exception)
    assert run("approve", "1", *_BY, "--note", "运送档案").exit_code == 0
    decided = run("import", write(line("2", lat=HOME[1] + 0.02, state=_SENT)), *_BY)
    assert "orders.csv:2: state: 青铜峡 lies in the zone without dispatch" in decided.stderr


@pytest.mark.usefixtures("driven")
def test_what_fits_is_not_found_and_kilometres_without_an_order_are(run: Run) -> None:
    run("import", write(line("1", state=_SENT)), *_BY)
    assert findings(run) == []
    assert findings(run, "--to", "2026-11-22") == [("no_order", "", 20.0)]


def test_a_registered_duty_covers_what_lies_behind_its_registration(
    run: Run, driven: psycopg.Connection
) -> None:
    assert findings(run) == [("no_order", "", 20.0)]
    late = run(
        "duty", "宁A00001", "--from", "2026-11-21 00:00", "--to", "2099-01-01 00:00", "--reason", "值班", *_BY
    )
    assert late.exit_code == 0, late.output
    assert findings(run) == [("no_order", "", 20.0)]
    driven.execute(
        "INSERT INTO vehicle_duty (vehicle_id, starts_at, ends_at, reason, registered_at, registered_by)"
        " VALUES (1, '2026-11-20', '2026-11-22', '值班', '2026-11-19', '王主任')"
    )
    assert findings(run) == []


def test_an_exempt_vehicle_is_named_and_not_judged(run: Run, driven: psycopg.Connection) -> None:
    driven.execute("UPDATE vehicle SET exempt = true WHERE id = 1")
    assert findings(run) == [("exempt", "", 20.0)]


@pytest.mark.usefixtures("driven")
def test_another_vehicle_than_ordered_is_found_by_where_it_went(run: Run) -> None:
    run("import", write(line("1", plate="宁A00002", state=_SENT)), *_BY)
    assert sorted(findings(run)) == [("no_order", "", 20.0), ("other_vehicle", "1", 1.0)]


@pytest.mark.usefixtures("driven")
def test_an_order_elsewhere_is_a_deviation(run: Run) -> None:
    run("import", write(line("1", lat=NORTH + 0.2, state=_SENT)), *_BY)
    kind, number, km = findings(run)[0]
    assert (kind, number) == ("deviation", "1")
    assert km == pytest.approx(22.2, abs=0.2)


@pytest.mark.usefixtures("driven")
def test_days_with_an_outing_lack_their_checks_until_they_are_written(
    run: Run, driven: psycopg.Connection
) -> None:
    def missing() -> list[str]:
        result = run("compare", "--from", "2026-11-21", "--json")
        return [one["other"] for one in json.loads(result.stdout) if one["kind"] == "check_missing"]

    assert missing() == ["before during after"]
    run("daily", "宁A00001", "before", "--driver", "马师傅", "--day", "2026-11-21", *_BY)
    assert missing() == ["during after"]
    path = Path("checks.csv")
    path.write_text(
        "车牌号,日期,检查类别,驾驶员,是否合格,问题\n"
        "宁A00001,2026-11-21,行车中,马师傅,合格,\n"
        "宁A00001,2026-11-21,收车后,马师傅,不合格,左后灯不亮\n"
        "宁A00001,2026-11-21,收车后,马师傅,不合格,\n",
        "gb18030",
    )
    result = run("daily-import", path, *_BY)
    assert result.exit_code == 1
    assert "checks.csv:4: defects: say what did not pass" in result.stderr
    assert missing() == []
    assert "新录入检查 0 条，已有 2 条" in run("daily-import", path, *_BY).output
    written = [(entry.subject, entry.became) for entry in reversed(entries(driven))]
    assert written == [
        ("vehicle 宁A00001", {"day": "2026-11-21", "kind": "before", "defects": ""}),
        ("checks checks.csv", {"added": 2}),
    ]


@pytest.mark.usefixtures("driven")
def test_tables_are_in_the_language_that_is_asked_for(run: Run) -> None:
    run("import", write(line("1")), *_BY)
    assert "已申请" in run("list", "--day", "2026-11-21", "--vehicle", "宁A00001").output
    assert "已申请" not in run("list", "--day", "2026-11-22").output
    assert "无派车单行驶" in run("compare", "--from", "2026-11-21").output
    assert "在库" in run("now").output
    assert "applied" in run("--lang", "en", "list").output
