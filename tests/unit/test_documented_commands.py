"""Every command and option stands in the documentation, and every command line there can be typed."""

import re

import click
import pytest

from tests.unit.command_tree import arguments, options, parse, tree
from tests.unit.pages import ROOT, command_lines, first_cells, page, pages, rows, sections, spans

_PAGES = [path.relative_to(ROOT).as_posix() for path in pages()]
_COMMANDS = sections(page("docs/reference/commands.md"))


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    documented = {title for title in _COMMANDS if title.startswith("guanjia ")}
    assert documented == set(tree()) - {"guanjia"}


def test_the_options_of_each_command_are_those_of_its_table() -> None:
    for path, command in tree().items():
        names = {name for option in options(command) for name in (*option.opts, *option.secondary_opts)}
        if path != "guanjia":
            assert first_cells(_COMMANDS[path]) == names, path


def test_defaults_of_options_are_documented() -> None:
    for path, command in tree().items():
        cells = {row[0]: row[1] for row in rows(_COMMANDS.get(path, ""))}
        for option in options(command):
            if isinstance(option.default, str | int | float) and not option.is_flag and option.default != 0:
                assert str(option.default) in cells[f"`{option.opts[0]}`"], f"{path} {option.opts[0]}"


def test_every_argument_of_a_command_is_named() -> None:
    for path, command in tree().items():
        for argument in command.params:
            if isinstance(argument, click.Argument):
                name = (argument.metavar or str(argument.name)).strip("[].").upper()
                assert name in _COMMANDS[path], f"{path} {name}"


@pytest.mark.parametrize("name", _PAGES)
def test_commands_in_blocks_can_be_typed(name: str) -> None:
    for words in command_lines(page(name)):
        handed = arguments(words)
        if handed is not None:
            parse(handed)
        if words[:1] == ["make"]:
            assert re.search(rf"^{words[1]}:", page("Makefile"), re.MULTILINE), words
        for word in words:
            assert not word.startswith("config/") or any(ROOT.glob(word)), f"{name}: {word}"


@pytest.mark.parametrize("name", _PAGES)
def test_commands_in_sentences_exist(name: str) -> None:
    for span in spans(page(name)):
        words = span.split()
        if words[0] == "guanjia" and len(words) > 1 and words[1].islower() and words[1].isalpha():
            path = "guanjia"
            for word in words[1:]:
                if f"{path} {word}" not in tree():
                    break
                path = f"{path} {word}"
            assert path != "guanjia", f"{name}: {span}"
