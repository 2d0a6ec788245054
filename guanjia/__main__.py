"""The one command: `guanjia COMMAND`. Each command is imported when it is called, so that --help is quick."""

import sys
from collections.abc import Mapping
from importlib import import_module

import click
from typing_extensions import override

from guanjia.commands.lazy import LazyGroup, Place
from guanjia.local_stack import join_local_stack
from models.errors import GuanjiaError

COMMANDS: Mapping[str, Place] = {
    "demo": Place("guanjia.commands.demo", "Start everything on this machine and open the books"),
    "init": Place("guanjia.commands.init", "Write .env and secrets for the server stack"),
    "db": Place("guanjia.commands.db", "Migrate the database, make its logins"),
    "access": Place("guanjia.commands.access", "Say which SQL logins see which institutions"),
    "broker": Place("guanjia.commands.broker", "Make the broker's passwords, rights and listener"),
    "registry": Place("guanjia.commands.registry", "Load sites, meters, vehicles and quotas from files"),
    "meters": Place("guanjia.commands.meters", "Write meters to an Excel sheet, and take them in again"),
    "quotas": Place("guanjia.commands.quotas", "Show and check quotas and factors with their sources"),
    "ingest": Place("guanjia.commands.ingest", "Receive over MQTT, store, acknowledge"),
    "gateway": Place("guanjia.commands.gateway", "Receive from devices that do not speak MQTT"),
    "rejected": Place("guanjia.commands.rejected", "List, show and replay what could not be stored"),
    "calendar": Place("guanjia.commands.calendar", "Show workdays, holidays and heating seasons"),
    "hours": Place("guanjia.commands.hours", "Turn register files into hours, without a database"),
    "tracks": Place("guanjia.commands.tracks", "Turn the track of a file into trips and stops"),
    "analytics": Place("guanjia.commands.analytics", "Turn registers into hours, days, indicators"),
    "figures": Place("guanjia.commands.figures", "Show figures per person and area against their quotas"),
    "report": Place("guanjia.commands.report", "Write the report of a month, quarter or year"),
    "orders": Place("guanjia.commands.orders", "Take dispatch orders in, decide, compare with trips"),
    "allowance": Place("guanjia.commands.allowance", "Propose, approve and settle monthly allowances"),
    "vehicles": Place("guanjia.commands.vehicles", "Account for vehicles: costs, fuel, one file per vehicle"),
    "balance": Place(
        "guanjia.commands.balance", "Balance the meters of a site: losses, rates, nights, items"
    ),
    "aside": Place("guanjia.commands.aside", "List register steps that are not counted, and why"),
    "prove": Place("guanjia.commands.prove", "Prove that hours come to what the registers turned"),
    "export": Place("guanjia.commands.export", "Write consumption to Parquet, CSV or Excel"),
    "mailcatcher": Place("guanjia.commands.mailcatcher", ""),
    "alerts": Place("guanjia.commands.alerts", "Judge the rules and send the mail"),
    "rules": Place("guanjia.commands.rules", "Check alert rules, and try one over history"),
    "dashboards": Place("guanjia.commands.dashboards", "Build Grafana dashboards and publish them"),
    "users": Place("guanjia.commands.users", "Say who may log in to the console"),
    "web": Place("guanjia.commands.web", "Serve the console and the API"),
    "tokens": Place("guanjia.commands.tokens", "Make and revoke tokens of the API"),
    "simulate": Place("guanjia.commands.simulate", "Publish a simulated site"),
    "replay": Place("guanjia.commands.replay", "Publish a CSV or GPX file as devices"),
    "bench": Place("guanjia.commands.bench", "Measure against ceilings of the same run"),
}


class Commands(LazyGroup):
    """All commands; what a database refuses, and a person can mend, is said in a sentence."""

    @override
    def invoke(self, ctx: click.Context) -> object:
        """Run a command, and tell of a database's refusals."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            told = import_module("storage.faults").told(error)
            if told is None:
                raise
            raise told from error


@click.group(cls=Commands, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="guanjia")
def guanjia() -> None:
    """管家 guanjia: water, energy and vehicle telemetry for public institutions.

    Begin with `guanjia demo`: it starts a database, a broker, simulated meters and vehicles, and
    prints the address of the console. Every piece of it is one of the commands below.
    """


def main() -> None:
    """Run the command line; an error of ours is one sentence on stderr and exit code 1."""
    join_local_stack()
    try:
        guanjia.main(standalone_mode=True)
    except GuanjiaError as error:
        click.echo(f"guanjia: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
