"""Alerts as a table: a line each where the terminal is wide, a few short lines each where it is not."""

from collections.abc import Iterable

from rich.table import Table

from storage.alerting import Listed

_WIDE = 140
"""From this many columns on every alert has one line."""


def alert_table(alerts: Iterable[Listed], width: int) -> Table:
    """Return the table of alerts for a terminal of `width` columns."""
    return _wide(alerts) if width >= _WIDE else _narrow(alerts)


def _wide(alerts: Iterable[Listed]) -> Table:
    table = Table("alert", "state", "since (UTC)", "severity", "institution", "rule", "about", "over", "mail")
    for alert in alerts:
        table.add_row(
            str(alert.id),
            alert.state,
            f"{alert.since:%Y-%m-%d %H:%M}",
            alert.severity,
            alert.institution_name or alert.subject,
            alert.rule,
            alert.subject,
            _over(alert),
            _mail(alert),
        )
    return table


def _narrow(alerts: Iterable[Listed]) -> Table:
    table = Table(show_lines=True)
    table.add_column("alert", no_wrap=True)
    table.add_column("state since (UTC)", no_wrap=True)
    table.add_column("what", overflow="fold")
    table.add_column("mail", overflow="fold")
    for alert in alerts:
        what = (alert.institution_name, alert.rule, alert.subject, _over(alert))
        table.add_row(
            str(alert.id),
            f"{alert.state}\n{alert.since:%Y-%m-%d %H:%M}\n{alert.severity}",
            "\n".join(filter(None, what)),
            _mail(alert),
        )
    return table


def _over(alert: Listed) -> str:
    """Return how far an alert is past its limit: in percent of a quota, else value and limit."""
    used, due = alert.figures.get("used_share"), alert.figures.get("due_share")
    if isinstance(used, float | int) and isinstance(due, float | int) and due > 0:
        return f"{used / due - 1:+.0%}"
    value, limit, unit = (alert.figures.get(name) for name in ("value", "limit", "unit"))
    if not isinstance(value, float | int) or not isinstance(limit, float | int):
        return ""
    return f"{value:.3g} / {limit:.3g} {unit}"


def _mail(alert: Listed) -> str:
    counts = {"sent": alert.sent, "waiting": alert.waiting, "failed": alert.failed}
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    return f"{told}: {alert.error}" if alert.error else told
