"""How far a yearly limit is used: shares used and due on one track, the projected year on another."""

from collections.abc import Sequence
from dataclasses import dataclass

from nicegui.element import Element

from dashboards.panel import Panel, Row
from web.console.drawings.boxes import box, text
from web.console.words import UNKNOWN, Words

_TRACK_END = 1.25
"""Share of the limit at the right end of a track, unless more is used or projected."""


@dataclass(frozen=True, slots=True)
class Track:
    """One bar: how long it is and where the mark stands, in shares of the track."""

    length: float
    mark: float


def track(share: float, mark: float, end: float) -> Track:
    """Return the bar of a share of the limit on a track that ends at `end`."""
    return Track(min(max(share / end, 0.0), 1.0), min(max(mark / end, 0.0), 1.0))


def tone(ratio: float | None, thresholds: Sequence[float]) -> str:
    """Return good, warn or bad by how many thresholds are passed; unknown where there is no ratio."""
    if ratio is None:
        return "unknown"
    return ("good", "warn", "bad")[min(sum(ratio > threshold for threshold in thresholds), 2)]


class Progress:
    """A block a subject, the one furthest ahead first."""

    def __init__(self, panel: Panel, words: Words) -> None:
        self._panel = panel
        self._words = words
        self._box: Element = box("progresses")

    def show(self, rows: Sequence[Row]) -> None:
        """Draw the blocks anew."""
        self._box.clear()
        with self._box:
            for row in rows:
                self._block(row)

    def _block(self, row: Row) -> None:
        words, ratio = self._words, row["ratio"]
        with box(f"progress tone-{tone(ratio, self._panel.thresholds)}"):
            with box("progress-head"):
                text(row["institution"], "progress-name", "h3")
                text(self._verdict(ratio), "progress-verdict")
            if row["used_share"] is None:
                text(words.text("No quota is assigned, so nothing is judged"), "hint")
            else:
                self._tracks(row)
            with box("facts", "dl"):
                for name, value in self._facts(row):
                    text(name, tag="dt")
                    text(value, tag="dd")

    def _verdict(self, ratio: float | None) -> str:
        if ratio is None:
            return UNKNOWN
        difference = self._words.signed_share(ratio - 1).lstrip("+-")
        if ratio > 1:
            return self._words.text("%(share)s ahead of schedule", share=difference)
        return self._words.text("%(share)s below schedule", share=difference)

    def _tracks(self, row: Row) -> None:
        words = self._words
        used, due = row["used_share"], row["due_share"]
        end = max(_TRACK_END * max(used, due), 0.02)
        self._bar(
            words.text("Used of the year's quota"), words.share(used),
            track(used, due, end), words.text("due by now: %(share)s", share=words.share(due)),
        )  # fmt: skip
        if row["projected"] is not None and row["quota_value"]:
            share = row["projected"] / row["quota_value"]
            self._bar(
                words.text("Projected for the whole year"), words.share(share),
                track(share, 1.0, max(_TRACK_END, share)), words.text("the mark is the whole quota"),
            )  # fmt: skip

    def _bar(self, title: str, value: str, drawn: Track, mark: str) -> None:
        with box("track-head"):
            text(title)
            text(value, "track-value")
        with box("track"):
            box("track-fill").style(f"width: {drawn.length:.2%}")
            box("track-mark").style(f"left: {drawn.mark:.2%}")
        text(mark, "track-note")

    def _facts(self, row: Row) -> list[tuple[str, str]]:
        words, unit = self._words, self._words.unit(row["unit"])
        facts = [
            (words.text("Used so far"), f"{words.amount(row['value'])} {unit}"),
            (
                words.text("Counted"),
                words.text(
                    "%(amount)s by %(people)s people in %(days)s days",
                    amount=f"{words.amount(row['numerator'])} {words.unit(row['unit'].partition('/')[0])}",
                    people=words.count(row["denominator"]),
                    days=words.count(row["observed_days"]),
                ),
            ),
        ]
        if row["quota_value"] is not None:
            facts += self._quota(row)
        quality = words.text(
            "%(coverage)s of the hours metered, %(estimated)s of the amount estimated",
            coverage=words.share(row["coverage"]),
            estimated=words.share(row["estimated_share"]),
        )
        return [*facts, (words.text("Data"), quality)]

    def _quota(self, row: Row) -> list[tuple[str, str]]:
        words, unit = self._words, self._words.unit(row["unit"])
        projected = UNKNOWN if row["projected"] is None else f"{words.amount(row['projected'])} {unit}"
        return [
            (words.text("Projected for the whole year"), projected),
            (
                words.text("Quota"),
                f"{words.amount(row['quota_value'])} {words.unit(row['quota_unit'])} ({row['quota_tier']})",
            ),
            (words.text("Source"), row["quota_source"]),
            (words.text("Status"), words.code("quota status", row["quota_status"])),
        ]
