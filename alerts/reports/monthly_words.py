"""The monthly report in words."""

from collections.abc import Sequence

from alerts.reports.monthly import Monthly, WaterBalance
from alerts.reports.monthly_tables import building_tables, quota_table, sheets, total_title
from alerts.reports.speech import Speech
from alerts.reports.tables import Table, WrittenReport
from analytics.balance.tree import Judgement
from storage.figures import ShownFigure

_MOST_SITES = 3
_MOST_BUILDINGS = 10


def written_monthly(month: Monthly, speech: Speech) -> WrittenReport:
    """Return a monthly report in the words of its reader."""
    say, who = speech.say, speech.institution(month.members[0].code)
    named = month.month.month
    totals = [figure for figure in month.totals if month.is_own(figure)]
    judged = [figure for figure in month.judged if month.is_own(figure)]
    lines = [_total_line(figure, speech) for figure in totals]
    if not totals:
        lines.append(say("Nothing was metered in this month."))
    shares = [figure for figure in month.shares if month.is_own(figure)]
    if shares:
        lines.append(_share_line(shares, speech))
    lines += [_quota_line(figure, speech) for figure in judged]
    lines.append(_alert_line(month, speech))
    lines += [_lost_line(each, speech) for each in month.balances[:_MOST_SITES] if each.lost.rate is not None]
    lines.append(speech.flaw_line(month.flaws))
    return WrittenReport(
        subject=say(
            "[Monthly report] %(who)s %(month)s: %(what)s", who=who, month=named, what=_short(month, speech)
        ),
        heading=say("%(who)s, report of %(month)s", who=who, month=named),
        lines=tuple(lines),
        shown=tuple(_shown(month, speech)),
        sheets=tuple(sheets(month, speech)),
        notes=tuple(_notes(month, speech, who)),
        file_name=f"report-{month.members[0].code}-{named}.xlsx",
        is_quiet=not month.episodes and all(_is_within(figure) for figure in judged),
    )


def _is_within(figure: ShownFigure) -> bool:
    return figure.used_share is None or figure.due_share is None or figure.used_share <= figure.due_share


def _short(month: Monthly, speech: Speech) -> str:
    """Return what the subject says: water and electricity, or how many alerts there were."""
    parts = [
        f"{total_title(figure.indicator, speech)} {speech.wording.quantity(figure.value, figure.unit)}"
        for figure in month.totals
        if month.is_own(figure) and figure.indicator in {"water", "electricity"} and figure.value is not None
    ]
    parts.append(speech.say("alerts: %(count)s", count=len(month.episodes)))
    return speech.say(", ").join(parts)


def _total_line(figure: ShownFigure, speech: Speech) -> str:
    say = speech.say
    amount = speech.wording.quantity(figure.value or 0.0, figure.unit)
    parts = [say("%(medium)s: %(amount)s", medium=total_title(figure.indicator, speech), amount=amount)]
    if figure.change_last_period is not None:
        parts.append(say("on last month: %(change)s", change=speech.change(figure.change_last_period)))
    if figure.change_last_year is not None:
        parts.append(say("on last year: %(change)s", change=speech.change(figure.change_last_year)))
    parts.append(say("%(share)s metered", share=speech.formats.percent(figure.coverage)))
    return say("; ").join(parts) + say(".")


def _share_line(figures: Sequence[ShownFigure], speech: Speech) -> str:
    told = [
        speech.say(
            "%(title)s %(value)s %(unit)s",
            title=speech.say(f"indicator: {figure.indicator}"),
            value=speech.formats.amount(figure.value or 0.0),
            unit=speech.unit(figure.unit),
        )
        for figure in figures
    ]
    return speech.say("That is: %(figures)s.", figures=speech.say(", ").join(told))


def _quota_line(figure: ShownFigure, speech: Speech) -> str:
    say, percent = speech.say, speech.formats.percent
    unit = speech.unit(figure.unit)
    parts = [
        say(
            "%(title)s: %(used)s of the quota used, %(due)s due",
            title=say(f"indicator: {figure.indicator}"),
            used=percent(figure.used_share or 0.0, "0.0"),
            due=percent(figure.due_share or 0.0, "0.0"),
        )
    ]
    if figure.projected is not None and figure.quota_value is not None:
        projected = f"{speech.formats.amount(figure.projected)} {unit}"
        quota = f"{speech.formats.amount(figure.quota_value)} {unit}"
        parts.append(say("projected %(projected)s, quota %(quota)s", projected=projected, quota=quota))
    if figure.limit_date is not None:
        parts.append(say("passed on %(day)s", day=figure.limit_date.isoformat()))
    return say("; ").join(parts) + say(".")


def _alert_line(month: Monthly, speech: Speech) -> str:
    if not month.episodes:
        return speech.say("No alert fired in this month.")
    open_ = sum(1 for each in month.episodes if each.ended_at is None)
    return speech.say(
        "Alerts of this month: %(count)s (%(severities)s), not over at its end: %(open)s.",
        count=len(month.episodes),
        severities=speech.severities(month.episodes),
        open=open_,
    )


def _lost_line(balance: WaterBalance, speech: Speech) -> str:
    told = speech.say(
        "Water between first and second meters of %(site)s: %(amount)s, %(share)s",
        site=balance.site.name,
        amount=speech.wording.quantity(balance.lost.amount or 0.0, "m3"),
        share=speech.formats.percent(balance.lost.rate or 0.0, "0.0"),
    )
    if balance.lost.judgement is not Judgement.SURE:
        told = speech.say(
            "%(title)s (%(unit)s)", title=told, unit=speech.say(f"judgement: {balance.lost.judgement}")
        )
    return told + speech.say(".")


def _shown(month: Monthly, speech: Speech) -> list[Table]:
    tables = [quota_table(month, speech, brief=True)] if month.judged else []
    for table in building_tables(month, speech, brief=True):
        rows = table.rows[:_MOST_BUILDINGS]
        tables.append(Table(table.title, table.columns, rows))
    if month.episodes:
        tables.append(speech.brief("Alerts of the month", month.episodes))
    return tables


def _notes(month: Monthly, speech: Speech, who: str) -> list[str]:
    say = speech.say
    return [
        say(
            "%(who)s with all below it; days from %(first)s on and before %(end)s (%(zone)s)",
            who=who,
            first=month.month.start,
            end=month.month.end,
            zone=month.members[0].timezone,
        ),
        say(
            "Figures of year and heating season are as computed last;"
            " alerts as was known when the month ended"
        ),
        say("Changes compare the same days of last month and last year, where these are metered"),
        say("Quotas that were not checked against an official text are examples: nobody is judged by them"),
        say(
            "Buildings: meters that serve this building only; a month before counts from a coverage of 0.8 on"
        ),
        say("Empty: nobody knows"),
    ]
