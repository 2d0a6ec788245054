"""The command line as a tree, and command lines of pages read as click would read them."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import click
from ruamel.yaml import YAML

from guanjia.__main__ import guanjia
from tests.unit.pages import page


@cache
def tree() -> Mapping[str, click.Command]:
    """Return every command by what people type for it."""
    return dict(_walk(guanjia, "guanjia"))


def options(command: click.Command) -> list[click.Option]:
    """Return the options of a command that people are told of."""
    return [param for param in command.params if isinstance(param, click.Option) and not param.hidden]


def arguments(words: list[str]) -> list[str] | None:
    """Return what a command line hands to guanjia; None where it calls something else."""
    if words[:1] in (["guanjia"], [".venv/bin/guanjia"]):
        return words[1:]
    if words[:3] != ["docker", "compose", "run"]:
        return None
    service, *rest = [word for word in words[3:] if word != "--rm"]
    services = YAML(typ="safe").load(page("docker-compose.yml"))["services"]
    return [*services[service].get("entrypoint", [])[3:], *rest]


def parse(words: list[str]) -> None:
    """Read a command line as click does, without looking at files; raise UsageError where it would."""
    command, left = tree()["guanjia"], words
    while True:
        context = click.Context(command)
        values, left, _ = command.make_parser(context).parse_args(list(left))
        _check(command, context, values)
        if not isinstance(command, click.Group) or not left:
            assert not left, f"{words}: {left} too many"
            return
        child = command.get_command(context, left[0])
        assert child is not None, f"{words}: no command {left[0]}"
        command, left = child, left[1:]


def _check(command: click.Command, context: click.Context, values: Mapping[str, Any]) -> None:
    for parameter in command.params:
        value = values.get(str(parameter.name))
        is_given = isinstance(value, str | bool | int | list | tuple) and value not in ([], ())
        assert is_given or not parameter.required, f"{command.name} without {parameter.name}"
        if is_given and isinstance(parameter.type, click.Choice):
            for each in value if isinstance(value, list | tuple) else (value,):
                parameter.type.convert(each, parameter, context)


def _walk(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if (child := command.get_command(context, name)) is not None:
                yield from _walk(child, f"{path} {name}")
