"""`guanjia rules`: check them, list them, try one over history."""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from alerts.formats import Formats
from alerts.judge import Judge
from alerts.replaying import Told, replayed
from alerts.speaking import Speaker
from alerts.wording import Wording
from config.settings import read_settings
from guanjia.calendar_files import calendar_folder, read_calendar
from guanjia.rule_files import read_rules
from guanjia.translations import translations
from guanjia.watched_rules import idle_rules, known_counts
from models.alerts import ChangeReason
from models.errors import GuanjiaError, UnreachableError
from models.registry import Language
from models.rules import Rule
from models.sightings import Sighting
from storage.database import connect
from storage.people import people

_folder = click.option(
    "--rules",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(str(files("config"))) / "rules",
    help="The folder of rules; config/rules/ unless given.",
)
_SHOWN = {"firing", "resolved"}


@click.group()
def command() -> None:
    """Check rules, list them, and try one over history."""


@command.command()
@_folder
def check(folder: Path) -> None:
    """Read every rule; name each mistake with its file and line."""
    rules = read_rules(folder)
    click.echo(f"{len(rules)} rules in {folder}: all can be read")
    _check_against_registry(rules)


@command.command("list")
@_folder
def list_(folder: Path) -> None:
    """List the rules: when they fire, and of how many subjects where there is a database."""
    table = Table("rule", "kind", "title", "fires", "clears", "for", "group", "severity", "watches")
    rules = read_rules(folder)
    watches = known_counts(read_settings(), rules)
    for rule in rules:
        limits, sign = rule.limits, ">" if rule.limits.is_above else "<"
        clears = "" if limits.clears is None else f"{'<' if limits.is_above else '>'} {limits.clears:g}"
        table.add_row(
            rule.code,
            rule.kind,
            rule.title.zh_CN,
            f"{sign} {limits.fires:g}",
            clears,
            str(rule.lasting),
            rule.group or rule.kind,
            rule.severity,
            str(watches.get(rule.code, "")),
        )
    Console().print(table)


@command.command()
@click.argument("code", metavar="RULE")
@click.option("--from", "begin", type=click.DateTime(["%Y-%m-%d"]), required=True, help="First day, UTC.")
@click.option("--to", "end", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Last instant, UTC.")
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of what it says."
)
@_folder
def test(code: str, begin: datetime, end: datetime, lang: str, folder: Path) -> None:
    """Replay RULE over history and print when it would have fired, and why. Nobody is told."""
    rule = _named(code, folder)
    settings = read_settings()
    calendar = read_calendar(calendar_folder(settings))
    wording = _wording(Language.ZH_CN if lang == "zh" else Language.EN)
    since, until = (at.replace(tzinfo=UTC) for at in (begin, end))
    fired = 0
    with connect(settings.database, application="guanjia-rules-test") as connection:
        watched = Judge(lambda: [rule], calendar).watches(connection, rule)
        click.echo(f"{code} watches {watched} subjects")
        for told in replayed(connection, rule, calendar, since, until):
            fired += told.change.after == "firing" and told.change.reason is not ChangeReason.REPEATED
            if told.change.after in _SHOWN and told.change.reason is not ChangeReason.REPEATED:
                click.echo(_line(told, wording))
    click.echo(f"{code} fired {fired} times from {begin:%Y-%m-%d} to {end:%Y-%m-%d}")


def _check_against_registry(rules: Sequence[Rule]) -> None:
    """Say which rules watch nothing, and which groups contacts ask for that no rule has.

    Only where there is a database to ask.
    """
    settings = read_settings()
    if not settings.database_url:
        return
    groups = {rule.group or rule.kind for rule in rules}
    try:
        with connect(settings.database, application="guanjia-rules-check") as connection:
            unknown = people(connection).asked_for_unknown(groups)
            idle = list(idle_rules(connection, rules))
    except UnreachableError as error:
        click.echo(
            f"what rules watch and the groups that contacts ask for were not checked: {error}", err=True
        )
        return
    for sentence in idle:
        click.echo(f"warning: {sentence}", err=True)
    for office, person, group in unknown:
        click.echo(
            f"warning: {person.email} of {office.code} asks for the group {group!r}, which no rule has;"
            f" there are {', '.join(sorted(groups))}",
            err=True,
        )


def _named(code: str, folder: Path) -> Rule:
    rules = read_rules(folder)
    found = next((rule for rule in rules if rule.code == code), None)
    if found is None:
        raise GuanjiaError(f"there is no rule {code!r}; there are {', '.join(rule.code for rule in rules)}")
    return found


def _wording(language: Language) -> Wording:
    catalogue = translations()[language]
    return Wording(Speaker(catalogue), Formats(language.value, catalogue), language is Language.ZH_CN)


def _line(told: Told, wording: Wording) -> str:
    why = wording.seen(Sighting.model_validate(told.figures)) if told.figures else ""
    change = told.change
    return f"{change.at:%Y-%m-%d %H:%M}  {change.after:<9} {told.subject}  {why}".rstrip()
