"""How many meters, devices, vehicles, places or institutions each rule watches, where a database can say."""

from collections.abc import Iterator, Mapping, Sequence

import psycopg

from alerts.judge import Judge
from alerts.seeing.observing import subject_kind
from config.settings import Settings
from models.calendar import Calendar
from models.errors import GuanjiaError
from models.rules import OverQuotaRule, Rule
from storage.database import connect
from storage.faults import told


def counts(connection: psycopg.Connection, rules: Sequence[Rule]) -> dict[str, int]:
    """Return how many subjects of the registry each rule watches, by its code."""
    # what a rule watches does not depend on which days people work
    judge = Judge(lambda: rules, Calendar())
    return {rule.code: judge.watches(connection, rule) for rule in rules}


def known_counts(settings: Settings, rules: Sequence[Rule]) -> Mapping[str, int]:
    """Return the same; nothing where no database is named, or it cannot be asked."""
    if not settings.database_url:
        return {}
    try:
        with connect(settings.database, application="guanjia-rules-list") as connection:
            return counts(connection, rules)
    except GuanjiaError:
        return {}
    except psycopg.Error as error:
        # no schema yet, no right to read it, gone meanwhile; what is our own mistake is not hidden
        if told(error) is None:
            raise
        return {}


def idle_rules(connection: psycopg.Connection, rules: Sequence[Rule]) -> Iterator[str]:
    """Yield a sentence for each rule that watches nothing."""
    found = counts(connection, rules)
    for rule in rules:
        if not found[rule.code]:
            yield f"rule {rule.code} watches nothing: its selector matches no {_meant(rule)}"


def _meant(rule: Rule) -> str:
    if isinstance(rule, OverQuotaRule):
        return f"institution of the registry with a figure of {rule.indicator} against a quota"
    kind = subject_kind(rule)
    return "vehicle with a tracker of the registry" if kind == "vehicle" else f"{kind} of the registry"
