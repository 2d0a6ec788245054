"""`guanjia hours` shapes long gaps by the days of the zone it is told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guanjia.__main__ import guanjia

HOUR = timedelta(hours=1)
LOST = datetime(2026, 3, 22, 16, tzinfo=UTC)
"""Monday 23 March 2026, 00:00 in Shanghai."""

INSTALLATIONS = (
    "meter,serial,valid_from,valid_to,start_register,end_register,modulus,multiplier,max_rate_per_hour,"
    "interval_minutes,two_way\nw1,A,2020-01-01T00:00:00Z,,,,,,,60,\n"
)


def written(folder: Path, begin: datetime, days: int) -> None:
    """Write hourly registers: 5 from 8 to 18 on workdays in Shanghai, 1 else; half of Monday is lost."""
    rows, register = ["meter,at,value"], 0.0
    for k in range(24 * days):
        at = begin + k * HOUR
        if not LOST < at < LOST + 12 * HOUR:
            rows.append(f"w1,{at:%Y-%m-%dT%H:%M:%SZ},{register}")
        local = at + 8 * HOUR
        register += 5 if 8 <= local.hour < 18 and local.weekday() < 5 else 1
    (folder / "r.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (folder / "i.csv").write_text(INSTALLATIONS, "utf-8")


def run(folder: Path, *options: str) -> Result:
    files = {"--readings": "r.csv", "--installations": "i.csv", "--out": "h.csv", "--set-aside": "s.csv"}
    paths = [word for option, name in files.items() for word in (option, str(folder / name))]
    return CliRunner().invoke(guanjia, ["hours", *paths, *options], catch_exceptions=False)


def lost_hours(folder: Path) -> list[float]:
    rows = [line.split(",") for line in (folder / "h.csv").read_text("utf-8").splitlines()[1:]]
    wanted = {f"{LOST + k * HOUR:%Y-%m-%dT%H:%M:%SZ}" for k in range(12)}
    return [float(row[2]) for row in rows if row[1] in wanted]


def test_a_lost_morning_is_a_workdays_where_it_is_monday(tmp_path: Path) -> None:
    written(tmp_path, LOST - timedelta(days=21), 30)
    assert run(tmp_path, "--zone", "Asia/Shanghai").exit_code == 0
    assert lost_hours(tmp_path) == pytest.approx([1.0] * 8 + [5.0] * 4)
    assert run(tmp_path, "--zone", "America/New_York").exit_code == 0
    # there all of it lies on a Sunday, and Saturdays there are Sundays in Shanghai, when nobody works
    assert lost_hours(tmp_path) != pytest.approx([1.0] * 8 + [5.0] * 4, rel=0.01)


def test_a_zone_that_does_not_exist_is_named(tmp_path: Path) -> None:
    written(tmp_path, LOST - timedelta(days=1), 2)
    result = run(tmp_path, "--zone", "Asia/Yinchuan")
    assert result.exit_code == 2
    assert "Asia/Yinchuan" in result.output
    assert "Asia/Shanghai" in result.output


def test_a_calendar_of_ones_own_is_read(tmp_path: Path) -> None:
    written(tmp_path, LOST - timedelta(days=21), 30)
    folder = tmp_path / "calendar"
    folder.mkdir()
    (folder / "heating.yaml").write_text("regions: []\n", "utf-8")
    days = "".join(f"  - {{day: 2026-03-{day:02d}, kind: rest, name: 停课}}\n" for day in range(16, 24))
    (folder / "workdays.yaml").write_text(f"days:\n{days}", "utf-8")
    assert run(tmp_path, "--zone", "Asia/Shanghai", "--calendar", str(folder)).exit_code == 0
    # a rest day by that calendar: of such days before it, five were worked and six were not
    mean = (5 * 5 + 6 * 1) / 11
    assert lost_hours(tmp_path) == pytest.approx([v * 28 / (8 + 4 * mean) for v in [1.0] * 8 + [mean] * 4])
