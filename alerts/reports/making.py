"""A report of either kind, from what is asked to what its reader is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from gettext import GNUTranslations
from typing import assert_never

import psycopg

from alerts.reports import digest, monthly
from alerts.reports.digest_words import written_digest
from alerts.reports.monthly_words import written_monthly
from alerts.reports.speech import Speech
from alerts.reports.tables import WrittenReport
from models.registry import Language, ReportKind
from models.rules import Rule


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report: of the day or month that begins on `period`, as things were at `until`.

    A digest tells of alerts from `since` on; a monthly report of those of its month.
    """

    kind: ReportKind
    institution: str
    period: date
    since: datetime
    until: datetime
    language: Language


def make(
    connection: psycopg.Connection, asked: Asked, translations: GNUTranslations, rules: Sequence[Rule]
) -> WrittenReport:
    """Read a report from the database and put it into words.

    Raises
    ------
    GuanjiaError
        When there is no such institution.
    """
    with connection.transaction():
        match asked.kind:
            case ReportKind.DAILY:
                found = digest.gather(connection, asked.institution, asked.period, asked.since, asked.until)
                return written_digest(found, Speech(asked.language, translations, found.members, rules))
            case ReportKind.MONTHLY:
                month = monthly.gather(connection, asked.institution, asked.period, asked.until)
                return written_monthly(month, Speech(asked.language, translations, month.members, rules))
            case _:
                assert_never(asked.kind)
