"""Groups that know their commands by name and sentence and import none of them: they begin quickly."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click
from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command stands, and its sentence in the list of commands; one without is not listed."""

    module: str
    sentence: str
    name: str = "command"

    def command(self) -> click.Command:
        """Import the module and return the command.

        Raises
        ------
        TypeError
            When what stands there is no command.
        """
        command = getattr(import_module(self.module), self.name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.module}.{self.name} is no click command")
        return command


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called; `places` are in the order of the list."""

    def __init__(self, *words: Any, places: Mapping[str, Place], **settings: Any) -> None:
        super().__init__(*words, **settings)
        self._places = places

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which a newcomer meets them."""
        return list(self._places)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        place = self._places.get(cmd_name)
        return None if place is None else place.command()

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing one."""
        listed = [(name, place.sentence) for name, place in self._places.items() if place.sentence]
        with formatter.section("Commands"):
            formatter.write_dl(listed)
