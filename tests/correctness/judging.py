"""Runs a case through `guanjia hours` and says what is wrong with what comes out."""

from collections import Counter
from collections.abc import Iterator
from csv import DictWriter
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from analytics.accounts import ASIDE_REASONS, Account
from analytics.aggregates import daily
from guanjia.hours_files import installations_file, readings_file
from guanjia.hours_files.admission import Admitted, admitted
from guanjia.hours_files.computing import account_of
from models.amounts import Amounts
from tests.correctness.scenes import Case, instant

_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a case came to: its total, and every sentence that says what is wrong."""

    case: Case
    total: float
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Outcome:
    counted: Admitted
    account: Account
    hours: dict[int, float]
    estimated: dict[int, float]


def judged(case: Case, folder: Path) -> Verdict:
    """Write the files of a case into a folder, turn them into hours, and compare those with the truth."""
    outcome = _outcome(case, *_written(case, folder))
    wrong = [*_wrong_hours(case, outcome), *_wrong_exceptions(case, outcome), *_wrong_days(case, outcome)]
    return Verdict(case, sum(outcome.hours.values()), tuple(wrong))


def _written(case: Case, folder: Path) -> tuple[Path, Path]:
    readings, installations = folder / "readings.csv", folder / "installations.csv"
    rows = [(instant(case.scene.at(minutes)), repr(float(value))) for minutes, value in case.rows]
    lines = [f"m,{at},{value}\n" for at, value in (*rows, *case.raw)]
    readings.write_text("meter,at,value\n" + "".join(lines), "utf-8")
    with installations.open("w", encoding="utf-8", newline="") as file:
        writer: DictWriter[str] = DictWriter(file, installations_file.COLUMNS)
        writer.writeheader()
        writer.writerows({"meter": "m", **row} for row in case.installations)
    return readings, installations


def _outcome(case: Case, readings: Path, installations: Path) -> _Outcome:
    installed = installations_file.read_installations(installations, readings_file.COLUMNS)
    assert not installed.mistakes, installed.mistakes
    rows = readings_file.read_readings(readings, installations_file.COLUMNS)
    last = max(minutes for minutes, _ in case.rows)
    counted = admitted(rows, installed, str(installations), case.scene.at(last) + timedelta(minutes=1))
    account = account_of(counted, installed)
    begin = np.datetime64(case.scene.begin.astimezone(UTC).replace(tzinfo=None), "us")
    places = ((account.hours.hour - begin) // np.timedelta64(1, "h")).tolist()
    amounts, estimated = account.hours.amount.tolist(), account.hours.estimated.tolist()
    return _Outcome(
        counted, account, dict(zip(places, amounts, strict=True)), dict(zip(places, estimated, strict=True))
    )


def _wrong_hours(case: Case, outcome: _Outcome) -> Iterator[str]:
    size = max(abs(amount) for amount in case.hours.values()) or 1.0
    if set(outcome.hours) != set(case.hours):
        yield f"hours {sorted(set(outcome.hours) ^ set(case.hours))} are there, or are not"
    for hour, amount in outcome.hours.items():
        must = case.hours.get(hour, 0.0)
        loose = case.interpolation_error or np.inf
        if abs(amount - must) > (loose if hour in case.loose else _CLOSE * max(size, case.scene.register)):
            yield f"hour {hour} is {amount:.6g}, not {must:.6g}"
        if amount < 0 and must >= 0:
            yield f"hour {hour} is negative: {amount:.6g}"
        part = outcome.estimated[hour]
        if part != 0 and hour not in case.estimated | case.may_be_estimated:
            yield f"hour {hour} is estimated"
        if part == 0 and hour in case.estimated and amount != 0:
            yield f"hour {hour} is not estimated"
    total, must = sum(outcome.hours.values()), sum(case.hours.values())
    if abs(total - must) > _CLOSE * max(abs(must), case.scene.register):
        yield f"the total is {total:.6g}, not {must:.6g}"


def _wrong_exceptions(case: Case, outcome: _Outcome) -> Iterator[str]:
    begin = np.datetime64(case.scene.begin.astimezone(UTC).replace(tzinfo=None), "us")
    minute = np.timedelta64(1, "m")
    flagged = tuple(((outcome.account.flagged.at - begin) / minute).tolist())
    if flagged != case.flagged:
        yield f"flagged at {flagged}, not {case.flagged}"
    aside = outcome.account.aside
    listed = [
        (at, value, str(ASIDE_REASONS[reason]))
        for at, value, reason in zip(
            ((aside.at - begin) / minute).tolist(), aside.value.tolist(), aside.reason.tolist(), strict=True
        )
    ]
    conflicts = outcome.counted.conflicts[:, 1].view("datetime64[us]")
    listed += [(at, 0.0, "conflict") for at in ((conflicts - begin) / minute).tolist()]
    same = len(listed) == len(case.aside) and all(
        one[0] == must[0] and abs(one[1] - must[1]) <= 1e-6 and one[2] == must[2]
        for one, must in zip(listed, case.aside, strict=True)
    )
    if not same:
        yield f"set aside {listed}, not {list(case.aside)}"
    refused = Counter(reason.value for reason in outcome.counted.refused.reasons())
    if refused != case.refused:
        yield f"refused {dict(refused)}, not {case.refused}"


def _wrong_days(case: Case, outcome: _Outcome) -> Iterator[str]:
    if case.days is None:
        return
    zone, totals = case.days
    hours = outcome.account.hours
    hourly = Amounts(hours.meter, hours.hour, hours.amount, hours.estimated, hours.coverage)
    days = daily(hourly, ZoneInfo(zone)).amount
    if len(days) != len(totals) or np.abs(days - totals).max() > _CLOSE * case.scene.register:
        yield f"days of {days.tolist()}, not {list(totals)}"
