"""`/quotas`: each institution's figures against its quotas: used, due, projected, tier, what to check."""

from collections.abc import Mapping
from functools import partial
from itertools import groupby
from typing import Any, Final

from babel.dates import format_date

from dashboards.panel import Column, Format, Row
from web.console.addresses import DASHBOARDS, INSTITUTIONS, QUOTAS
from web.console.drawings.boxes import box, text
from web.console.drawings.progress import tone, track
from web.console.figure_pages import FigurePages, panel
from web.console.listing import facts, listing
from web.console.panel_page import choose
from web.console.session import Seen, seen
from web.console.view_choice import Choice, Wanted, chosen
from web.console.words import Words

_MOST_INSTITUTIONS: Final = 20
"""That are drawn; of the others the number is."""
_OTHERS: Final = (
    Column("indicator", "Figure", Format.WORD, words="indicator"),
    Column("value", "This period so far", Format.AMOUNT),
    Column("projected", "Projected", Format.AMOUNT),
    Column("target_value", "Target", Format.AMOUNT),
    Column("unit", "Unit", Format.UNIT),
    Column("target_kind", "Kind of target", Format.WORD, words="target"),
    Column("coverage", "Coverage", Format.SHARE),
    Column("check", "To check"),
)
_THRESHOLDS: Final = (1.0, 1.1)
_TRACK_END: Final = 1.25


def add_quota_page(pages: FigurePages) -> None:
    """Answer at the address of quotas."""
    words = pages.words

    async def build(region: str = "", institution: str = "") -> None:
        """Build the page."""
        source = seen(pages.source)
        given = {"region": region, "institution": institution}
        with pages.page(words.text("Quotas"), QUOTAS, asked=given):
            found = await pages.asked(partial(_found, pages, source, Wanted(region, institution)))
            if found is None:
                return
            choice, rows = found
            choose(pages, QUOTAS, choice, ("region", "institution"))
            with box("grid"):
                _institutions(pages, rows)

    pages.add(QUOTAS, build)


def _found(pages: FigurePages, source: Seen, wanted: Wanted) -> tuple[Choice, list[Row]]:
    choice = chosen(source, wanted, pages.words)
    asked = {
        "institution": choice.view.institution,
        "now": pages.now(),
        "language": pages.words.language.value,
    }
    return choice, source.rows("console/quotas", asked)


def _institutions(pages: FigurePages, rows: list[Row]) -> None:
    words = pages.words
    if not rows:
        with panel("none", ""):
            key = "No figure yet: it takes main meters, people or area in the registry, and one metered day"
            text(words.text(key), "notice")
        return
    # the institution furthest ahead of its schedule first, each with all of its figures
    order = list(dict.fromkeys(row["institution_code"] for row in rows))
    rows = sorted(rows, key=lambda row: order.index(row["institution_code"]))
    for code, figures in groupby(rows, key=lambda row: row["institution_code"]):
        if order.index(code) >= _MOST_INSTITUTIONS:
            break
        _institution(pages, code, list(figures))
    if len(order) > _MOST_INSTITUTIONS:
        left = words.text("and %(count)s more", count=len(order) - _MOST_INSTITUTIONS)
        with panel("more", ""):
            text(f"{left}: {words.text('choose an institution above')}", "notice")


def _institution(pages: FigurePages, code: str, figures: list[Row]) -> None:
    words = pages.words
    with panel(f"quotas-{code}", ""):
        with box("panel-head"), box("panel-title", "h2"):
            text(figures[0]["institution"], "sheet-link", "a").props["href"] = pages.address(
                INSTITUTIONS, code
            )
        judged = [row for row in figures if row["quota_value"] is not None]
        with box("quota-cards"):
            for row in judged:
                _figure(row, words)
        _others([row for row in figures if row["quota_value"] is None], words)
        more = text(words.text("Months, carbon and alerts"), "sheet-link", "a")
        more.props["href"] = pages.address(f"{DASHBOARDS}/quotas", institution=code)


def _others(figures: list[Row], words: Words) -> None:
    if not figures:
        return
    with box("panel-head"):
        text(words.text("Figures without a quota"), "progress-name", "h3")
        text(words.text("Nothing judges them; the target is what to compare with"), "panel-hint")
    lines = [
        row | {
            "unit": words.unit(row["unit"]),
            "target_value": None if row["target_kind"] == "quota" else row["target_value"],
            "check": "; ".join(words.code("check", reason) for reason in row["check_reasons"] or ()),
        }
        for row in figures
    ]  # fmt: skip
    listing(_OTHERS, lines, words)


def _figure(row: Row, words: Words) -> None:
    with box(f"progress tone-{tone(row['ratio'], _THRESHOLDS)}") as card:
        card.props["data-indicator"] = row["indicator"]
        with box("progress-head"):
            text(words.code("indicator", row["indicator"]), "progress-name", "h3")
            if row["ratio"] is not None:
                text(verdict(row["ratio"], words), "progress-verdict")
            if row["check_reasons"]:
                text(words.text("To check"), "badge badge-pending", "span")
        if row["used_share"] is not None and row["due_share"] is not None:
            _tracks(row, words)
        facts(said_of(row, words))
        for reason in row["check_reasons"] or ():
            text(words.code("check", reason), "quota-check")


def verdict(ratio: float, words: Words) -> str:
    """Return how far what is used is from what is due."""
    difference = words.signed_share(ratio - 1).lstrip("+-")
    if ratio > 1:
        return words.text("%(share)s ahead of schedule", share=difference)
    return words.text("%(share)s below schedule", share=difference)


def _tracks(row: Row, words: Words) -> None:
    used, due = row["used_share"], row["due_share"]
    _bar(
        words.text("Used of the year's quota"), used, due, words,
        words.text("due by now: %(share)s", share=words.share(due)),
        max(_TRACK_END * max(used, due), 0.02),
    )  # fmt: skip
    if row["projected"] is not None and row["quota_value"]:
        share = row["projected"] / row["quota_value"]
        whole = words.text("the mark is the whole quota")
        _bar(words.text("Projected for the whole year"), share, 1.0, words, whole, max(_TRACK_END, share))


def _bar(title: str, share: float, mark: float, words: Words, note: str, end: float) -> None:
    drawn = track(share, mark, end)
    with box("track-head"):
        text(title)
        text(words.share(share), "track-value")
    with box("track"):
        box("track-fill").style(f"width: {drawn.length:.2%}")
        box("track-mark").style(f"left: {drawn.mark:.2%}")
    text(note, "track-note")


def said_of(row: Row, words: Words) -> list[tuple[str, str]]:
    """Return what is known of a figure, each with its name; what nobody knows is left out."""
    unit = words.unit(row["unit"])

    def amount(value: Any) -> str | None:
        return None if value is None else f"{words.amount(value)} {unit}"

    said: list[tuple[str, str | None]] = [
        (words.text("This period so far"), amount(row["value"])),
        (words.text("Quota"), _quota(row, words)),
        (words.text("Projected for the whole year"), _projected(row, words, amount(row["projected"]))),
        (words.text("Tier"), row["tier"]),
        (words.text("What the tier is for"), row["purpose"]),
        (words.text("What follows"), row["consequence"]),
        (words.text("Quota used up on"), _day(row["limit_date"], words)),
        (words.text("Target"), _target(row, words, amount(row["target_value"]))),
        (words.text("Source"), " ".join(filter(None, (row["source"], row["source_table"]))) or None),
        (words.text("Status"), row["status"] and words.code("quota status", row["status"])),
        (words.text("Data"), _data(row, words)),
    ]
    return [(name, value) for name, value in said if value]


def _quota(row: Row, words: Words) -> str | None:
    if row["quota_value"] is None:
        return words.text("No quota is assigned, so nothing is judged")
    return f"{words.amount(row['quota_value'])} {words.unit(row['quota_unit'])} ({row['limit_tier']})"


def _projected(row: Row, words: Words, projected: str | None) -> str | None:
    low, high = row["projected_low"], row["projected_high"]
    if projected is None or low is None or high is None:
        return projected
    return words.text(
        "%(projected)s, between %(low)s and %(high)s",
        projected=projected, low=words.amount(low), high=words.amount(high),
    )  # fmt: skip


def _target(row: Row, words: Words, target: str | None) -> str | None:
    kind = row["target_kind"]
    if target is None or kind in {None, "quota"}:
        return None
    said = f"{target} · {words.code('target', kind)}"
    days: Mapping[str, str | None] = {name: _day(row[name], words) for name in ("target_from", "target_to")}
    if days["target_from"] and days["target_to"]:
        said += f" ({days['target_from']} – {days['target_to']})"
    return said


def _data(row: Row, words: Words) -> str | None:
    if row["coverage"] is None:
        return None
    return words.text(
        "%(coverage)s of the hours metered, %(estimated)s estimated",
        coverage=words.share(row["coverage"]), estimated=words.share(row["estimated_share"] or 0.0),
    )  # fmt: skip


def _day(day: Any, words: Words) -> str | None:
    return None if day is None else format_date(day, "yyyy-MM-dd", words.locale)
