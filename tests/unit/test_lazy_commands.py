"""Commands begin quickly: each imports what it needs, and a group imports none of them."""

import subprocess
import sys

import click
import pytest

from guanjia.commands.lazy import LazyGroup, Place
from tests.unit.pages import ROOT

_HEAVY = ("alembic", "apprise", "matplotlib", "nicegui", "openpyxl", "pandas", "sklearn")
_SAY = f"""
import sys
from guanjia.__main__ import guanjia
for words in {{lines}}:
    guanjia([*words.split(), "--help"], standalone_mode=False)
print("imported", *sorted(set({_HEAVY}) & set(sys.modules)))
"""


def imported(*lines: str) -> list[str]:
    """Return which heavy libraries a process has imported that has read these command lines."""
    done = subprocess.run(
        [sys.executable, "-c", _SAY.format(lines=lines)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1].split()[1:]


def test_what_people_do_about_alerts_neither_draws_nor_mails() -> None:
    words = ("list", "ack", "silence", "unsilence", "silences", "history", "who", "duty")
    assert imported("alerts", *(f"alerts {word}" for word in words)) == []


def test_logins_are_made_without_what_migrates() -> None:
    assert imported("db", "db logins", "bench") == []
    assert imported("db migrate") == ["alembic"]


def test_what_is_no_command_is_named() -> None:
    group = LazyGroup("group", places={"root": Place("tests.unit.pages", "", "ROOT")})
    with pytest.raises(TypeError, match=r"tests\.unit\.pages\.ROOT is no click command"):
        group.get_command(click.Context(group), "root")
    assert group.get_command(click.Context(group), "other") is None
