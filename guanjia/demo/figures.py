"""What a demo came to: the summary file, and the line that is shown while it runs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
from prometheus_client.parser import text_string_to_metric_families

from storage.database import query
from storage.detection import sites_to_judge
from storage.rejections import Account


@dataclass(frozen=True, slots=True)
class Counters:
    """What the ingest worker has counted since it started."""

    messages: int = 0
    readings: int = 0
    duplicates: int = 0
    rejected: int = 0
    unacknowledged: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """What the database holds beyond readings; `meters` are those with hours."""

    devices: int
    meters: int
    hours: int
    indicators: int
    alerts: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The file that --summary writes. `published` = `stored` + the sum of `rejected`."""

    published: int
    stored: int
    duplicates: int
    rejected: Mapping[str, int]
    malformed: int
    devices: int
    meters: int
    hours: int
    indicators: int
    alerts: int
    mails: int
    seconds: float

    def as_json(self) -> dict[str, object]:
        """Return the fields by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class PastMark:
    """When the past was in, and the latest mark of a stale figure at the time."""

    at: datetime
    figure_mark: int


def summarise(
    published: int, account: Account, counters: Counters, contents: Contents, mails: int
) -> Summary:
    """Put the figures of all parts together; `seconds` is filled by who held the watch."""
    return Summary(
        published=published,
        stored=account.stored,
        duplicates=counters.duplicates,
        rejected=account.rejected,
        malformed=account.malformed,
        mails=mails,
        seconds=0.0,
        **asdict(contents),
    )


def read_contents(connection: psycopg.Connection) -> Contents:
    """Count what the database holds."""
    row = connection.execute(query("demo_contents")).fetchone()
    connection.commit()
    if row is None:
        raise TypeError("demo_contents returns one row")
    return Contents(*row)


def is_past_in(connection: psycopg.Connection) -> bool:
    """Tell whether readings of the present have come and nothing waits to become hours."""
    row = connection.execute(query("demo_past_is_in")).fetchone()
    connection.commit()
    return row is not None and bool(row[0])


def past_mark(connection: psycopg.Connection) -> PastMark | None:
    """Return the moment, which is now, since when the past is in; None while it is not."""
    if not is_past_in(connection):
        return None
    now = datetime.now(UTC)
    row = connection.execute(query("demo_past_mark")).fetchone()
    connection.commit()
    if row is None:
        raise TypeError("demo_past_mark returns one row")
    return PastMark(now, *row)


def is_judged(connection: psycopg.Connection, mark: PastMark) -> bool:
    """Tell whether leaks and figures were computed after a moment: before, they knew half a past."""
    row = connection.execute(query("demo_figures_computed"), {"figure_mark": mark.figure_mark}).fetchone()
    waiting = sites_to_judge(connection, mark.at, timedelta())
    connection.commit()
    return row is not None and bool(row[0]) and not waiting


def next_mail_in(connection: psycopg.Connection) -> float | None:
    """Return in how many seconds the next mail that waits is due; None where none waits."""
    row = connection.execute(query("demo_next_mail"), {"now": datetime.now(UTC)}).fetchone()
    connection.commit()
    return None if row is None or row[0] is None else float(row[0])


def read_counters(port: int) -> Counters | None:
    """Read the ingest worker's metrics; None while it does not answer."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            text = answer.read().decode()
    except (URLError, OSError):
        return None
    values: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        values[family.name] = sum(s.value for s in family.samples if not s.name.endswith("_created"))
    return Counters(
        messages=int(values["guanjia_ingest_messages"]),
        readings=int(values["guanjia_ingest_readings"]),
        duplicates=int(values["guanjia_ingest_duplicates"]),
        rejected=int(values["guanjia_ingest_rejected"]),
        unacknowledged=int(values["guanjia_ingest_unacknowledged"]),
    )


def count_mails(folder: Path) -> int:
    """Return how many mails were caught."""
    return sum(1 for _ in folder.glob("*.eml"))


def answers(url: str) -> bool:
    """Tell whether a page of ours answers 200."""
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 (our own, on loopback)
            return answer.status == 200
    except OSError:
        return False
