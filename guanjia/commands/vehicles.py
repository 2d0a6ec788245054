"""`guanjia vehicles`: what vehicles cost, whether fuel is missing, and one file per vehicle."""

import click

from guanjia.commands.lazy import LazyGroup, Place

_PLACES = {
    "cost": Place("guanjia.commands.vehicles_cost", "Enter receipts from a file, list the ledger"),
    "costs": Place("guanjia.commands.vehicles_costs", "Show costs by kilometre and year, and who stands out"),
    "board": Place("guanjia.commands.vehicles_board", "Show the dispatcher's board"),
    "fuel": Place("guanjia.commands.vehicles_fuel", "Show where fuel is missing, or a filling is doubtful"),
    "export": Place("guanjia.commands.vehicles_export", "Write trips, stops, outings or days to a file"),
    "file": Place("guanjia.commands.vehicles_file", "Write the file of one vehicle as a workbook"),
}


@click.group("vehicles", cls=LazyGroup, places=_PLACES)
def command() -> None:
    """Account for vehicles one by one (单车核算)."""
