"""Rules over what detection found and over allowances, from rows in a real database to words in a mail."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from alerts.replaying import replayed
from guanjia.calendar_files import read_calendar
from models.errors import ConfigError, GuanjiaError
from tests.integration.alerts.office.desk import CONFIG, NOW, Desk, days, states, text_of
from tests.integration.alerts.records import Inbox


def watch(
    connection: psycopg.Connection, meter: str, state: str = "ready", flowing: int | None = None
) -> None:
    connection.execute(
        "INSERT INTO meter_watch (meter_id, state, nights_missing, flowing_hours, computed_at)"
        " SELECT id, %(state)s, CASE %(state)s WHEN 'learning' THEN 4 ELSE 0 END, %(flowing)s, now()"
        " FROM meter WHERE code = %(meter)s ON CONFLICT (meter_id) DO UPDATE SET"
        " state = excluded.state, flowing_hours = excluded.flowing_hours",
        {"state": state, "flowing": flowing, "meter": meter},
    )
    connection.commit()


def leak(
    connection: psycopg.Connection,
    meter: str,
    since: str,
    latest: str,
    flow: tuple[float, float],
    **more: object,
) -> None:
    watch(connection, meter)
    connection.execute(
        "INSERT INTO leak_finding (meter_id, reason, since, decided, latest, ended, flow_m3h, expected_m3h,"
        " spread_m3h, share, computed_at) SELECT id, %(reason)s, %(since)s, %(since)s, %(latest)s, %(ended)s,"
        " %(flow)s, %(usual)s, 0.01, %(share)s, now() FROM meter WHERE code = %(meter)s",
        {
            "reason": "night_step",
            "ended": None,
            "share": 0.2,
            "meter": meter,
            "since": since,
            "latest": latest,
            "flow": flow[0],
            "usual": flow[1],
        }
        | more,
    )
    connection.commit()


def score(connection: psycopg.Connection, meter: str, day: str, seen: float, unusual: float) -> None:
    connection.execute(
        "INSERT INTO day_score SELECT id, %s, 1, 24, %s, 10, %s, 14, 3, 0.5, now() FROM meter"
        " WHERE code = %s",
        [day, seen, unusual, meter],
    )
    connection.commit()


def baseline(connection: psycopg.Connection, meter: str, *, ready: bool = True) -> None:
    connection.execute(
        "INSERT INTO meter_baseline (meter_id, version, state, days_missing, trained_days, spread,"
        " parameters, trained_at) SELECT id, %(version)s, %(state)s, %(missing)s, 50, %(spread)s,"
        " %(parameters)s, now() FROM meter WHERE code = %(meter)s",
        {
            "version": int(ready),
            "state": "ready" if ready else "learning",
            "missing": 0 if ready else 20,
            "spread": 0.1 if ready else None,
            "parameters": "{}" if ready else None,
            "meter": meter,
        },
    )
    connection.commit()


def test_a_leak_says_what_runs_since_when_and_what_it_comes_to(
    desk: Desk, inbox: Inbox, tmp_path: Path
) -> None:
    desk.rule(tmp_path, "leak", "fires_above: 0.5", "nights: 2", "min_share: 0.05")
    leak(desk.connection, "w2-a", "2026-11-18", "2026-11-21", (0.3, 0.05))
    leak(desk.connection, "w2-b", "2026-11-21", "2026-11-21", (0.9, 0.05))
    leak(desk.connection, "w2-c", "2026-11-10", "2026-11-21", (0.9, 0.05), share=0.01)
    leak(desk.connection, "w2-h", "2026-11-10", "2026-11-19", (0.9, 0.05), ended="2026-11-20")
    watch(desk.connection, "w2-l", "learning")
    watch(desk.connection, "w2-k", "excluded")
    desk.round()
    assert states(desk.connection) == {"meter:w2-a": "firing", "meter:w2-l": "no_data"}
    text = text_of(inbox)
    assert "自 2026-11-18 起夜间走水 0.3 m³/h，平常 0.05 m³/h，约每天流失 6 m³" in text
    assert "至今约流失: 24 m³" in text
    assert "2,190 m³" in text, "a year at this rate"


def test_a_leak_that_was_mended_ends_its_alert_and_the_picture_shows_the_nights(
    desk: Desk, inbox: Inbox, tmp_path: Path
) -> None:
    desk.rule(tmp_path, "leak", "fires_above: 0.5")
    leak(desk.connection, "w2-a", "2026-11-18", "2026-11-21", (0.3, 0.05))
    for night in range(10, 22):
        desk.connection.execute(
            "INSERT INTO meter_night SELECT id, %s, %s, NULL, NULL, NULL, now() FROM meter"
            " WHERE code = 'w2-a'",
            [f"2026-11-{night}", 0.3 if night >= 18 else 0.05],
        )
    desk.connection.commit()
    desk.round()
    (mail,) = inbox.mails
    assert [part.get_content_type() for part in mail.walk() if part.get_content_maintype() == "image"] == [
        "image/png"
    ]
    html = mail.get_body(("html",))
    assert html is not None
    assert "近 12 夜静流量，m³/h" in html.get_content()
    desk.connection.execute("UPDATE leak_finding SET ended = '2026-11-22'")
    desk.connection.commit()
    desk.round(timedelta(days=1))
    assert states(desk.connection) == {"meter:w2-a": "resolved"}


def test_a_balance_step_is_a_rule_of_its_own(desk: Desk, inbox: Inbox, tmp_path: Path) -> None:
    desk.rule(tmp_path, "leak", "fires_above: 0.5", "sign: balance")
    leak(desk.connection, "w2-a", "2026-11-18", "2026-11-21", (0.3, 0.05))
    leak(desk.connection, "w1-east", "2026-11-18", "2026-11-21", (0.7, -0.1), reason="balance_step")
    desk.round()
    assert states(desk.connection) == {"meter:w1-east": "firing"}
    assert "夜间比下级表合计多走 0.7 m³/h（平常 -0.1 m³/h），约每天流失 19.2 m³" in text_of(inbox)


def test_a_register_that_never_stands_still_is_found_without_history(
    desk: Desk, inbox: Inbox, tmp_path: Path
) -> None:
    desk.rule(tmp_path, "leak", "sign: standstill", "fires_above: 72", "clears_below: 24")
    watch(desk.connection, "w2-a", flowing=100)
    watch(desk.connection, "w2-b", flowing=50)
    watch(desk.connection, "w2-c", flowing=None)
    watch(desk.connection, "w2-k", "excluded", flowing=168)
    desk.round()
    assert states(desk.connection) == {"meter:w2-a": "firing", "meter:w2-c": "no_data"}
    assert "表读数已连续 4 天 没有停过" in text_of(inbox)
    watch(desk.connection, "w2-a", flowing=50)
    desk.round(timedelta(hours=1))
    assert states(desk.connection)["meter:w2-a"] == "firing"
    watch(desk.connection, "w2-a", flowing=3)
    desk.round(timedelta(hours=1))
    assert states(desk.connection)["meter:w2-a"] == "resolved"


def test_an_unusual_day_is_explained_by_its_hour(desk: Desk, inbox: Inbox, tmp_path: Path) -> None:
    desk.rule(tmp_path, "anomaly", "medium: water", "fires_above: 5", "min_share: 0.2")
    for meter in ("w2-a", "w2-b", "w2-c", "w2-h"):
        baseline(desk.connection, meter)
    baseline(desk.connection, "w2-l", ready=False)
    score(desk.connection, "w2-a", "2026-11-20", 18, 8.5)
    score(desk.connection, "w2-b", "2026-11-20", 3, -7)
    score(desk.connection, "w2-c", "2026-11-20", 11, 9)
    score(desk.connection, "w2-h", "2026-11-10", 18, 8.5)
    desk.round()
    assert states(desk.connection) == {
        "meter:w2-a": "firing",
        "meter:w2-h": "no_data",
        "meter:w2-l": "no_data",
    }
    text = text_of(inbox)
    assert "2026-11-20 用量 18 m³，按自身历史应为 10 m³；相差最大的是 14 时，3 m³，应为 0.5 m³" in text
    assert "偏离平常日 8.5 倍标准差" in text


@pytest.mark.parametrize(
    ("more", "fired"),
    [
        (["direction: below"], ["w2-b"]),
        (["direction: both"], ["w2-a", "w2-b"]),
        (["direction: above", "days: 2"], ["w2-c"]),
    ],
)
def test_an_anomaly_has_a_direction_and_may_have_to_last(
    desk: Desk, tmp_path: Path, more: list[str], fired: list[str]
) -> None:
    desk.rule(tmp_path, "anomaly", "fires_above: 5", *more)
    for meter in ("w2-a", "w2-b", "w2-c"):
        baseline(desk.connection, meter)
    score(desk.connection, "w2-a", "2026-11-19", 11, 1)
    score(desk.connection, "w2-a", "2026-11-20", 18, 8.5)
    score(desk.connection, "w2-b", "2026-11-19", 3, -6)
    score(desk.connection, "w2-b", "2026-11-20", 3, -7)
    score(desk.connection, "w2-c", "2026-11-19", 20, 9)
    score(desk.connection, "w2-c", "2026-11-20", 12, 5.5 if "days: 2" in more else 2)
    desk.round()
    assert [name for name, state in states(desk.connection).items() if state == "firing"] == [
        f"meter:{meter}" for meter in fired
    ]


def approve(connection: psycopg.Connection, volume: float) -> None:
    connection.execute(
        "INSERT INTO allowance (place_id, medium, month, period, unit) SELECT id, 'water', '2026-11-01',"
        " '[2026-11-01,2026-12-01)', 'm3' FROM place WHERE code = 'canteen'"
    )
    connection.execute(
        "INSERT INTO allowance_approval (allowance_id, volume, author, at) SELECT id, %s, '王主任', %s"
        " FROM allowance",
        [volume, NOW],
    )
    connection.commit()


def kitchen(connection: psycopg.Connection, until: int) -> None:
    """Let the canteen use 10 m3 on each day of November."""
    days(connection, "w2-k", {f"2026-11-{day:02}": 10.0 for day in range(1, until)})


def test_a_broken_allowance_says_what_was_approved_and_used(desk: Desk, inbox: Inbox, tmp_path: Path) -> None:
    desk.rule(tmp_path, "allowance", "fires_above: 1")
    desk.round()
    assert states(desk.connection) == {}, "nobody approved a volume"
    approve(desk.connection, 180.0)
    kitchen(desk.connection, 19)
    desk.round(timedelta(minutes=1))
    assert states(desk.connection) == {}, "180 of 180 m3 is no more than was approved"
    days(desk.connection, "w2-k", {"2026-11-19": 10.0, "2026-11-20": 16.0})
    desk.round(timedelta(minutes=1))
    assert states(desk.connection) == {"place:canteen": "firing"}
    text = text_of(inbox)
    assert "已用 206 m³，2026-11-01 至 2026-11-30 核定 180 m³，为核定量的 114 %" in text
    assert "照此预计期末" in text
    (mail,) = inbox.mails
    assert [part.get_content_type() for part in mail.walk() if part.get_content_maintype() == "image"] == [
        "image/png"
    ]


@pytest.mark.parametrize("measure", ["projected", "progress"])
def test_an_allowance_that_will_be_broken_is_told_before(
    desk: Desk, inbox: Inbox, tmp_path: Path, measure: str
) -> None:
    desk.rule(tmp_path, "allowance", f"measure: {measure}", "fires_above: 1.05", "min_open_days: 5")
    approve(desk.connection, 250.0)
    kitchen(desk.connection, 21)
    desk.clock.at = datetime(2026, 11, 5, 8, tzinfo=UTC)
    desk.round()
    assert states(desk.connection) == {"place:canteen": "no_data"}, "the fifth is the third workday"
    desk.clock.at = NOW
    desk.round()
    assert states(desk.connection) == {"place:canteen": "firing"}
    # 15 of the 21 workdays are over: 200 m3 become 280 at the end, and 178.6 of 250 were due by now
    assert ("预计期末用到 280 m³" if measure == "projected" else "按进度可用 179 m³") in text_of(inbox)


def test_an_allowance_that_is_not_known_well_enough_is_not_judged(desk: Desk, tmp_path: Path) -> None:
    desk.rule(tmp_path, "allowance", "measure: projected", "fires_above: 1.05", "min_coverage: 0.8")
    approve(desk.connection, 250.0)
    days(desk.connection, "w2-k", {f"2026-11-{day:02}": 20.0 for day in range(1, 9)})
    desk.round()
    assert states(desk.connection) == {"place:canteen": "no_data"}


@pytest.mark.parametrize(
    ("kind", "lines", "said"),
    [
        ("leak", ["fires_below: 1"], "give fires_above"),
        ("leak", ["fires_above: 1", "sign: standstill", "nights: 3"], "nights and min_share"),
        ("anomaly", ["fires_below: 1"], "give fires_above"),
        ("allowance", ["fires_below: 1"], "give fires_above"),
        ("allowance", ["fires_above: 1", "medium: wine"], "medium"),
    ],
)
def test_a_rule_that_cannot_mean_anything_is_refused_with_its_place(
    desk: Desk, tmp_path: Path, kind: str, lines: list[str], said: str
) -> None:
    with pytest.raises(ConfigError, match=said) as error:
        desk.rule(tmp_path, kind, *lines)
    assert "rules.yaml" in str(error.value)


def test_leaks_are_replayed_and_what_keeps_no_history_says_so(desk: Desk, tmp_path: Path) -> None:
    leak(desk.connection, "w2-a", "2026-11-11", "2026-11-14", (0.3, 0.05), ended="2026-11-15")
    desk.rule(tmp_path, "leak", "fires_above: 0.5", "nights: 2")
    calendar = read_calendar(CONFIG / "calendar")
    told = list(replayed(desk.connection, desk.rules[0], calendar, NOW - timedelta(days=14), NOW))
    assert [(each.change.at.day, each.change.after) for each in told] == [(12, "firing"), (15, "resolved")]
    for lines in (["allowance", "fires_above: 1"], ["leak", "sign: standstill", "fires_above: 72"]):
        desk.rule(tmp_path, *lines)
        with pytest.raises(GuanjiaError, match=r"history|period|today"):
            list(replayed(desk.connection, desk.rules[0], calendar, NOW - timedelta(days=1), NOW))
