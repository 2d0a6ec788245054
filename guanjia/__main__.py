"""The one command: `guanjia COMMAND`. Each command is imported when it is called, so that --help is quick."""

import sys
from importlib import import_module

import click
from typing_extensions import override

from guanjia.local_stack import join_local_stack
from models.errors import GuanjiaError

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("guanjia.commands.demo", "Start everything on this machine and open the books"),
    "init": ("guanjia.commands.init", "Write .env and secrets for the server stack"),
    "db": ("guanjia.commands.db", "Migrate the database, make its logins"),
    "broker": ("guanjia.commands.broker", "Make the broker's passwords, rights and listener"),
    "registry": ("guanjia.commands.registry", "Load sites, meters, vehicles and quotas from files"),
    "quotas": ("guanjia.commands.quotas", "Show and check quotas and factors with their sources"),
    "ingest": ("guanjia.commands.ingest", "Receive over MQTT, store, acknowledge"),
    "rejected": ("guanjia.commands.rejected", "List, show and replay what could not be stored"),
    "calendar": ("guanjia.commands.calendar", "Show workdays, holidays and heating seasons"),
    "hours": ("guanjia.commands.hours", "Turn register files into hours, without a database"),
    "tracks": ("guanjia.commands.tracks", "Turn the track of a file into trips and stops"),
    "analytics": ("guanjia.commands.analytics", "Turn registers into hours, days, indicators"),
    "figures": ("guanjia.commands.figures", "Show figures per person and area against their quotas"),
    "allowance": ("guanjia.commands.allowance", "Propose, approve and settle monthly allowances"),
    "balance": ("guanjia.commands.balance", "Balance the meters of a site: losses, rates, nights, items"),
    "aside": ("guanjia.commands.aside", "List register steps that are not counted, and why"),
    "prove": ("guanjia.commands.prove", "Prove that hours come to what the registers turned"),
    "export": ("guanjia.commands.export", "Write consumption to Parquet, CSV or Excel"),
    "mailcatcher": ("guanjia.commands.mailcatcher", ""),
    "alerts": ("guanjia.commands.alerts", "Judge the rules and send the mail"),
    "rules": ("guanjia.commands.rules", "Check alert rules, and try one over history"),
    "web": ("guanjia.commands.web", "Serve the console"),
    "simulate": ("guanjia.commands.simulate", "Publish a simulated site"),
    "replay": ("guanjia.commands.replay", "Publish a CSV or GPX file as devices"),
    "bench": ("guanjia.commands.bench", "Measure against ceilings of the same run"),
}


class Commands(click.Group):
    """A group that knows its commands' names and sentences without importing them."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order a newcomer meets them."""
        return list(COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name][0]).command
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name][0]}.command is no click command")
        return command

    @override
    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what a database refuses, and a person can mend, is said in a sentence."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            told = import_module("storage.faults").told(error)
            if told is None:
                raise
            raise told from error

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in COMMANDS.items() if sentence])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
