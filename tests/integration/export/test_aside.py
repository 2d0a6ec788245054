"""`guanjia aside list`: what is not counted, as a person reads it."""

import pytest

from models.consumption import AsideReason
from tests.integration.database import Database
from tests.integration.export.conftest import Run


def test_a_step_is_told_with_place_local_time_size_reason_and_remedy(run: Run) -> None:
    done = run("aside", "list", "--site", "yard", "--lang", "en")
    assert done.returncode == 0, done.stderr
    where, what, remedy = done.stdout.splitlines()
    assert where == "2026-11-10 10:00+08:00  yard 办公楼  w-office 办公楼水表"
    assert what.startswith("    +501.500 m3 not counted: the register rose by more than the meter can count")
    assert "max_rate_per_hour" in remedy


@pytest.mark.parametrize("reason", AsideReason)
def test_every_reason_has_words_of_its_own(run: Run, fortnight: Database, reason: AsideReason) -> None:
    with fortnight.connect() as connection:
        connection.execute("UPDATE set_aside SET reason = %s", [reason])
    english, chinese = run("aside", "list", "--lang", "en").stdout, run("aside", "list").stdout
    assert "not counted: " in english
    assert "暂不计入：" in chinese
    assert reason not in english.splitlines()[1]
    assert reason not in chinese
    assert english.splitlines()[2] != chinese.splitlines()[2]


def test_a_meter_with_nothing_set_aside_says_so_and_an_unknown_one_is_named(run: Run) -> None:
    assert run("aside", "list", "--meter", "w-main").stdout == "没有暂不计入的读数突变\n"
    done = run("aside", "list", "--meter", "w-ofice")
    assert done.returncode == 1
    assert "is it w-office" in done.stderr


def test_as_many_are_listed_as_asked_for_newest_first(run: Run, fortnight: Database) -> None:
    with fortnight.connect() as connection:
        connection.execute(
            "INSERT INTO set_aside VALUES (1, '2026-11-12 00:00Z', -3, 'drop', now()),"
            " (3, '2026-11-02 00:00Z', 1, 'jump', now())"
        )
    told = [
        line for line in run("aside", "list", "--rows", "2").stdout.splitlines() if line.startswith("2026")
    ]
    assert [line[:10] for line in told] == ["2026-11-12", "2026-11-10"]


def test_a_modulus_below_the_readings_is_told_with_its_remedy(run: Run, fortnight: Database) -> None:
    with fortnight.connect() as connection:
        connection.execute(
            "INSERT INTO flagged_reading (meter_id, at, value, reason, computed_at)"
            " SELECT meter.id, '2026-11-03T00:00Z'::timestamptz + n * interval '1 hour', 100000 + n,"
            " 'above_modulus', now() FROM meter, generate_series(1, 10) AS n WHERE meter.code = 'w-main'"
        )
    where, what, remedy = run("aside", "list", "--meter", "w-main", "--lang", "en").stdout.splitlines()
    assert where == "yard =大院  w-main 总水表"
    assert what == "    10 readings not counted: up to 100,010.000, and the register wraps at 100,000"
    assert "correct the modulus" in remedy
    assert "modulus" in run("aside", "list", "--meter", "w-main").stdout


def test_a_spike_above_the_modulus_is_no_wrong_modulus(run: Run, fortnight: Database) -> None:
    with fortnight.connect() as connection:
        connection.execute(
            "INSERT INTO flagged_reading (meter_id, at, value, reason, computed_at)"
            " SELECT id, '2026-11-03T00:00Z', 1e9, 'above_modulus', now() FROM meter WHERE code = 'w-main'"
        )
    assert "not counted" not in run("aside", "list", "--meter", "w-main", "--lang", "en").stdout
