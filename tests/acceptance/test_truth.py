"""Simulated months through the real stack: what the database says was used against what really was.

What is expected is computed here with pandas alone, from the truth the simulator writes beside a run.
"""

from datetime import timedelta

import click
import pandas as pd
import pytest

from tests.acceptance.truth.simulated import Event, Simulated, simulated

pytestmark = pytest.mark.timeout(900)

_DAYS = {"demo": 31, "bad_days": 9}
_RESOLUTION = {"volume_m3": 0.001, "energy_kwh": 0.01, "heat_gj": 0.001}
"""The last digit the simulated registers show."""


@pytest.fixture(scope="module", params=list(_DAYS))
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    """One scenario with all its faults."""
    scenario = str(request.param)
    done = simulated(scenario, _DAYS[scenario], tmp_path_factory.mktemp(scenario) / "stack")
    click.echo(_figures(done))
    return done


def _known(run: Simulated) -> pd.DataFrame:
    return run.hours.dropna(subset=["truth", "amount"])


def _flagged(hours: pd.DataFrame) -> pd.Series:
    return (hours["estimated"] > 0) | (hours["reasons"].str.len() > 0) | (hours["coverage"] < 1)


def _wrong(hours: pd.DataFrame) -> pd.Series:
    """Whether an hour differs from its truth by more than two of the register's last digits."""
    return (hours["amount"] - hours["truth"]).abs() > 2 * hours["quantity"].map(_RESOLUTION)


def _figures(run: Simulated) -> str:
    known = _known(run)
    table = known.groupby("quantity")[["truth", "amount"]].sum()
    table["error_percent"] = 100 * (table["amount"] / table["truth"] - 1)
    table["hours"] = known.groupby("quantity").size()
    flagged, wrong = _flagged(known), _wrong(known)
    table["flagged"] = flagged.groupby(known["quantity"]).sum()
    table["wrong"] = wrong.groupby(known["quantity"]).sum()
    table["wrong_unflagged"] = (wrong & ~flagged).groupby(known["quantity"]).sum()
    return (
        f"\n{run.scenario}, {run.seconds:.0f} s\n{table.to_string(float_format='{:.6g}'.format)}\n"
        f"set aside {len(run.asides)}, greatest residual {run.proof['greatest_relative_residual']:.1e}"
    )


def test_amounts_come_to_the_truth_within_a_thousandth(run: Simulated) -> None:
    whole, known = run.hours.groupby("quantity"), _known(run).groupby("quantity")
    for hours in (whole, known):
        sums = hours[["truth", "amount"]].sum()
        assert set(sums.index) == set(_RESOLUTION)
        assert (sums["truth"] > 0).all()
        assert ((sums["amount"] - sums["truth"]).abs() / sums["truth"]).max() < 0.001, sums


def test_every_hour_that_was_is_in_the_database_and_no_other(run: Simulated) -> None:
    assert not run.hours["amount"].isna().any()
    assert not run.hours["truth"].isna().any()
    assert len(run.hours) > 13_000


def test_no_hour_is_wrong_without_saying_so(run: Simulated) -> None:
    known = _known(run)
    silent = known[_wrong(known) & ~_flagged(known)]
    assert silent.empty, silent
    # the faults did reach hours, and flags are no blanket over everything
    assert _wrong(known).any()
    assert _flagged(known).mean() < 0.2


def test_every_estimated_hour_has_a_reason(run: Simulated) -> None:
    estimated = run.hours[run.hours["estimated"] > 0]
    assert not estimated.empty
    assert (estimated["reasons"].str.len() > 0).all()
    assert (estimated["estimated"] <= estimated["amount"] + 1e-9).all()


def test_no_meter_runs_backwards(run: Simulated) -> None:
    assert run.two_way == 0
    assert (run.hours["amount"] >= 0).all()


def test_the_law_holds_for_every_meter(run: Simulated) -> None:
    assert run.proved == 0, [meter["faults"] for meter in run.proof["meters"] if meter["faults"]]
    assert run.proof["greatest_relative_residual"] < 1e-9
    assert len(run.proof["meters"]) == run.hours["meter"].nunique()


def test_an_exchange_that_is_recorded_costs_nothing(run: Simulated) -> None:
    swap = _swap(run, recorded=True)
    hours = _known(run)[_known(run)["meter"] == swap.meter]
    assert swap.meter not in {aside.meter for aside in run.asides}
    assert hours["amount"].sum() == pytest.approx(hours["truth"].sum(), abs=0.002)
    of_the_swap = hours[hours["hour"] == pd.Timestamp(swap.start).floor("h")]
    (reasons,) = of_the_swap["reasons"].tolist()
    assert "installation" in reasons


def test_an_exchange_that_nobody_recorded_is_set_aside_with_its_size_and_instant(run: Simulated) -> None:
    if run.scenario == "demo":
        assert not run.asides
        return
    swap = _swap(run, recorded=False)
    (aside,) = run.asides
    assert (aside.meter, aside.reason) == (swap.meter, "drop")
    assert timedelta(0) <= aside.at - swap.start <= timedelta(hours=1)
    # the new meter stood at 7.125 and counted on until it was read
    assert aside.step == pytest.approx(7.125 - swap.amount, abs=0.1)


def test_leaks_are_inside_the_hours(run: Simulated) -> None:
    leaks = [event for event in run.events if event.kind == "leak"]
    assert len(leaks) == 2
    for leak in leaks:
        hours = _known(run)[_known(run)["meter"] == leak.meter]
        began, ended = pd.Timestamp(leak.start).ceil("h"), pd.Timestamp(leak.end).floor("h")
        during = hours[(hours["hour"] >= began) & (hours["hour"] < ended)]
        before = hours[hours["hour"] < began - timedelta(hours=1)]
        assert during["amount"].min() > leak.amount - 0.002 > before["amount"].min(), leak


def _swap(run: Simulated, *, recorded: bool) -> Event:
    """Return the one exchange of that kind; NX26W902 stands in no registry."""
    swaps = [event for event in run.events if event.kind == "swap"]
    (one,) = [swap for swap in swaps if swap.label.endswith("NX26W901") == recorded]
    return one
