"""`make correctness`: prints the table beside the totals of other systems, and fails where it is wrong."""

import sys
import tempfile
from collections import Counter
from csv import DictReader
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from tests.correctness.cases import cases, seeded
from tests.correctness.judging import Verdict, judged
from tests.correctness.scenes import scene, shown_scene

_PEERS = Path(__file__).parents[1] / "cases" / "correctness" / "peers.csv"
_SHOWN_PROBLEMS = 20


@click.command()
@click.option("--seed", default=1, show_default=True, help="Which other loads, instants and registers.")
@click.option("--rounds", default=10, show_default=True, help="How many other scenes to try.")
def main(seed: int, rounds: int) -> None:
    """Run every row of the correctness table as it was published, and again in other scenes."""
    console = Console(width=max(Console().width, 170))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shown = [judged(case, folder) for case in cases(shown_scene(), seeded(seed))]
        others = [
            judged(case, folder)
            for number in range(seed, seed + rounds)
            for case in cases(scene(seeded(number)), seeded(number))
        ]
    console.print(_table(shown, others, rounds))
    wrong = [verdict for verdict in (*shown, *others) if verdict.wrong]
    for verdict in wrong[:_SHOWN_PROBLEMS]:
        console.print(
            f"{verdict.case.name}, {verdict.case.scene.begin}: {'; '.join(verdict.wrong)}", markup=False
        )
    console.print(f"{len(shown) + len(others)} runs, {len(wrong)} wrong")
    sys.exit(1 if wrong else 0)


def _table(shown: list[Verdict], others: list[Verdict], rounds: int) -> Table:
    with _PEERS.open(encoding="utf-8", newline="") as file:
        peers = {row["case"]: row for row in DictReader(file)}
    names = [name for name in next(iter(peers.values())) if name != "case"]
    table = Table(
        title="Registers to hours: total use of a meter",
        caption="Totals of the others: replicas of their algorithms, measured in November 2026.",
    )
    table.add_column("case")
    for name in names:
        table.add_column(name, justify="right")
    for heading in ("guanjia", "must be", "", f"{rounds} other scenes"):
        table.add_column(heading, justify="right")
    right = Counter(verdict.case.name for verdict in others if not verdict.wrong)
    for verdict in shown:
        told = peers.get(verdict.case.name, {})
        must = sum(verdict.case.hours.values())
        ours = f"{verdict.total:.2f}", f"{must:.2f}"
        mark = "[red]wrong[/]" if verdict.wrong else "[green]right[/]"
        others_right = f"{right[verdict.case.name]} right"
        table.add_row(verdict.case.name, *(told.get(name, "") for name in names), *ours, mark, others_right)
    return table


if __name__ == "__main__":
    main()
