"""Quotas and factors as tables for a terminal, each value with its unit, source and status."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rich import box
from rich.table import Table

from models.factors import Factor, FactorSet, GridFactor
from models.quotas import UNITS, Indicator, Quota
from models.sources import SourceStatus

Say = Callable[[str], str]
"""The word of a catalogue key in the reader's language."""


def quota_tables(quotas: Iterable[Quota], say: Say, *, chinese: bool) -> Iterator[Table]:
    """Yield a table for each indicator that has a quota; the tier that judges is marked with *."""
    by_indicator: dict[Indicator, list[Quota]] = {}
    for quota in quotas:
        by_indicator.setdefault(quota.indicator, []).append(quota)
    for indicator in Indicator:
        if indicator in by_indicator:
            # a quota of another unit is refused, so the table has one
            title = f"{say(f'indicator: {indicator}')} ({UNITS[indicator]})"
            yield _quota_table(by_indicator[indicator], title, say, chinese=chinese)


def factor_table(factor_set: FactorSet, say: Say, *, chinese: bool) -> Table:
    """Return the factors of one set."""
    name = factor_set.name if chinese else factor_set.name_en
    table = _table(
        f"{say(f'factor purpose: {factor_set.purpose}')} · {name} ({factor_set.code})", say, "Carrier"
    )
    for factor in factor_set.factors:
        value = _value(factor.value, factor.unit, say)
        table.add_row(say(f"carrier: {factor.carrier}"), value, *_source(factor, say))
    noted = [factor for factor in factor_set.factors if factor.note]
    return _with_notes(table, [f"{say(f'carrier: {each.carrier}')}: {each.note}" for each in noted])


def grid_table(factors: Sequence[GridFactor], say: Say) -> Table:
    """Return the factors of grid electricity by region and data year."""
    table = Table(title=say("Grid electricity"), box=box.SIMPLE_HEAD, title_justify="left")
    for title in ("Region", "Data year", "Value", "Published in", "How sure"):
        table.add_column(say(title), overflow="fold")
    for factor in factors:
        table.add_row(
            factor.region,
            str(factor.data_year),
            _value(factor.value, "kgCO2/kWh", say),
            factor.source,
            say(f"quota status: {factor.status}"),
        )
    return _with_notes(table, [_blank(each.note, say) for each in factors if each.value is None])


def quota_card(quota: Quota, say: Say, *, chinese: bool) -> list[Table]:
    """Return one quota whole: its tiers with purpose and consequence, and how it is computed."""
    fields = {
        "Code": quota.code,
        "Indicator": f"{say(f'indicator: {quota.indicator}')} ({quota.indicator})",
        "Whom": _whom(quota, say),
        "Unit": quota.unit,
        "Factor set": quota.factor_set or "",
        "People counted": ", ".join(
            f"{kind} x {quota.weights[kind]:g}" if kind in quota.weights else kind for kind in quota.counts
        ),
        "Places left out": ", ".join(quota.excludes),
        "Published in": quota.source,
        "Table or annex": quota.table,
        "Year of the standard": "" if quota.year is None else str(quota.year),
        "Valid from": quota.valid_from.isoformat(),
        "How sure": say(f"quota status: {quota.status}"),
        "Note": quota.note,
    }
    tiers = Table(box=box.SIMPLE_HEAD, title=say("Tiers"), title_justify="left")
    for title in ("Tiers", "Value", "What for", "When passed"):
        tiers.add_column(say(title), overflow="fold")
    for tier in quota.tiers:
        name = tier.name if chinese else tier.name_en
        tiers.add_row(
            f"{name} *" if tier.name == quota.limit else name,
            _value(tier.value, "" if quota.unit == "1" else quota.unit, say),
            tier.purpose,
            tier.consequence,
        )
    return [_card(fields, say), _with_notes(tiers, [f"* {say('Judges existing users')}"])]


def _card(fields: Mapping[str, str], say: Say) -> Table:
    card = Table.grid(padding=(0, 2))
    card.add_column()
    # Chinese has no spaces to break a line at: without folding, the rest of it would be cut off
    card.add_column(overflow="fold")
    for title, text in fields.items():
        if text:
            card.add_row(say(title), text)
    return card


def _quota_table(quotas: Sequence[Quota], title: str, say: Say, *, chinese: bool) -> Table:
    table = _table(title, say, "Whom")
    for quota in quotas:
        tiers = "\n".join(
            f"{tier.name if chinese else tier.name_en}{' *' if tier.name == quota.limit else ''} "
            f"{_value(tier.value, '', say)}"
            for tier in quota.tiers
        )
        table.add_row(f"{_whom(quota, say)}\n{quota.code}", tiers, *_source(quota, say))
    blank = [quota.note for quota in quotas if quota.status is SourceStatus.ABSENT]
    return _with_notes(
        table, [f"* {say('Judges existing users')}", *(_blank(note, say) for note in dict.fromkeys(blank))]
    )


def _table(title: str, say: Say, first: str) -> Table:
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", show_lines=False)
    table.add_column(say(first), no_wrap=True)
    for column in ("Values", "Published in", "Table or annex", "Year of the standard", "How sure"):
        table.add_column(say(column), overflow="fold")
    return table


def _source(entry: Quota | Factor, say: Say) -> tuple[str, str, str, str]:
    return (
        entry.source,
        entry.table or "—",
        "—" if entry.year is None else str(entry.year),
        say(f"quota status: {entry.status}"),
    )


def _with_notes(table: Table, notes: Sequence[str]) -> Table:
    table.caption, table.caption_justify = "\n".join(notes) or None, "left"
    return table


def _blank(note: str, say: Say) -> str:
    return f"— ({say('left blank')}): {note}"


def _whom(quota: Quota, say: Say) -> str:
    if not quota.zone:
        return quota.category
    return f"{quota.category}, {say('climate zone %(zone)s') % {'zone': quota.zone}}"


def _value(value: float | None, unit: str, say: Say) -> str:
    if value is None:
        return f"— ({say('left blank')})"
    return f"{value:.10g} {unit}".rstrip()
