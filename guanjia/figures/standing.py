"""How a figure stands against its quota or what stands in for it, in words."""

from collections.abc import Iterator, Mapping

from guanjia.figures.words import FigureWords, figure_of
from guanjia.words import UNKNOWN, percent
from models.figures import DueBasis, PeriodKind
from storage.figures import ShownFigure

_STAND_INS: Mapping[str, str] = {
    "own_history": "own history, the same period last year",
    "similar_institutions": "median of similar institutions",
    "own_weeks": "own weeks before, %(first)s to %(last)s",
}
_NONE_YET = "no target yet: it takes two metered weeks (where it heats: one with heating and one without)"
_USED: Mapping[str | None, str] = {
    DueBasis.PROFILE: "used %(used)s, due %(due)s by last year's months",
    DueBasis.HEATING: "used %(used)s, due %(due)s by heated and other days",
    DueBasis.DAYS: "used %(used)s, due %(due)s by days",
}


def target(figure: ShownFigure, words: FigureWords) -> str:
    """Return what a figure is compared with: its quota with source and status, or what stands in for it."""
    lines = [*_quota(figure, words)]
    stand_in = _STAND_INS.get(figure.target_kind or "")
    if stand_in is not None:
        kind = words.say(stand_in, first=figure.target_from, last=figure.target_to)
        value = words.amount(figure.target_value, figure.unit)
        lines.append(words.say("target, no quota: %(value)s (%(kind)s)", value=value, kind=kind))
    elif figure.target_kind is None:
        lines.append(words.say(_NONE_YET))
    return "\n".join(lines)


def progress(figure: ShownFigure, words: FigureWords) -> str:
    """Return what is used and due, where the period is going, and when the limit is passed."""
    lines: list[str] = []
    if figure.used_share is not None:
        text = _USED.get(figure.due_basis, _USED[DueBasis.DAYS])
        lines.append(words.say(text, used=percent(figure.used_share), due=percent(figure.due_share)))
    if figure.projected is not None:
        lines.append(words.say("projected %(value)s", value=_projected(figure, words)))
    if figure.limit_date is not None:
        lines.append(words.say("limit passed on %(day)s", day=figure.limit_date))
    if figure.tier is not None:
        lines.append(words.say("keeps to %(tier)s", tier=_reached(figure, words)))
    return "\n".join(lines) or UNKNOWN


def changes(figure: ShownFigure, words: FigureWords) -> str:
    """Return by how much the figure changed against the same days of last year and of the last period."""
    return "\n".join(
        (
            words.say("on last year %(change)s", change=signed(figure.change_last_year)),
            words.say("on last period %(change)s", change=signed(figure.change_last_period)),
        )
        if figure.period == PeriodKind.MONTH
        else (words.say("on last year %(change)s", change=signed(figure.change_last_year)),)
    )


def signed(share: float | None) -> str:
    """Write a change in percent with its sign."""
    return UNKNOWN if share is None else f"{round(100 * share, 1) + 0.0:+.1f} %"


def _quota(figure: ShownFigure, words: FigureWords) -> Iterator[str]:
    if figure.quota is None or figure.period == PeriodKind.MONTH:
        return
    status = words.words.name("quota status", figure.quota_status or "absent")
    source = words.say("%(source)s; %(status)s", source=figure.quota_source, status=status)
    if figure.quota_value is None:
        yield words.say("the quota %(quota)s is blank", quota=figure.quota)
    else:
        tier = figure.quota_tier if words.is_chinese else figure.quota_tier_en
        value = words.amount(figure.quota_value, figure.unit)
        yield words.say("quota: %(value)s (%(tier)s)", value=value, tier=tier)
    yield source


def _projected(figure: ShownFigure, words: FigureWords) -> str:
    value = words.amount(figure.projected, figure.unit)
    if figure.projected_low is None or figure.projected_high is None:
        return value
    low, high = figure_of(figure.projected_low), figure_of(figure.projected_high)
    if low == high:
        return value
    return words.say("%(value)s (%(low)s to %(high)s)", value=value, low=low, high=high)


def _reached(figure: ShownFigure, words: FigureWords) -> str:
    if words.is_chinese or figure.tier is None or figure.reached_tier_en is None:
        return figure.tier or UNKNOWN
    return f"> {figure.reached_tier_en}" if figure.tier.startswith("> ") else figure.reached_tier_en
