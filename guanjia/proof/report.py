"""The proof as a table for a terminal, and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.table import Table

from guanjia.proof.stretch import LIMIT, MeterProof, Stretch
from guanjia.proof.turned import Turned

_HEADINGS = (
    ("计量点\nmeter", "left"),
    ("表号\nserial", "left"),
    ("起码\nfirst", "right"),
    ("止码\nlast", "right"),
    ("倍率\nmultiplier", "right"),
    ("翻转\nrollovers", "right"),
    ("走字\nturned", "right"),
    ("单位\nunit", "left"),
    ("小时合计\nhours", "right"),
    ("存疑量\nset aside", "right"),
    ("外推\ncarried on", "right"),
    ("差额\nresidual", "right"),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """What some proofs come to: the greatest residual as a share, its meter, and a sentence a failure."""

    meters: int
    installations: int
    greatest: float
    where: str
    failed: Sequence[str]


def tallied(proofs: Sequence[MeterProof]) -> Tally:
    """Count proofs, and find the worst."""
    worst = max(proofs, key=lambda proof: proof.relative)
    return Tally(
        len(proofs),
        sum(len(stretch.meters) for proof in proofs for stretch in proof.stretches),
        worst.relative,
        worst.meter if worst.relative else "",
        [f"{proof.meter}: {fault}" for proof in proofs for fault in proof.faults],
    )


def table(proofs: Sequence[MeterProof]) -> Table:
    """Return a row for each physical meter; the hours stand in the last row of those that share some."""
    made = Table(box=None, pad_edge=False)
    for heading, side in _HEADINGS:
        made.add_column(heading, justify="right" if side == "right" else "left", no_wrap=True)
    for proof in proofs:
        for row in _rows(proof):
            made.add_row(*row)
    return made


def sentence(tally: Tally) -> str:
    """Return the greatest residual, and what it is relative to."""
    where = f" ({tally.where})" if tally.where else ""
    return (
        f"{tally.meters} meters, {tally.installations} installations: the greatest residual is"
        f" {tally.greatest:.1e}{where} of what went through the register; at most {LIMIT:.0e} is rounding"
    )


def document(proofs: Sequence[MeterProof], tally: Tally) -> dict[str, Any]:
    """Return everything as JSON takes it."""
    return {
        "meters": [_proof(proof) for proof in proofs],
        "greatest_relative_residual": tally.greatest,
        "of": tally.where,
        "proved": not tally.failed,
    }


def told(failed: Sequence[str]) -> str:
    """Return the failures with what to do about them."""
    remedy = (
        "the sums above are not proved. If hours are yet to be computed, run `guanjia analytics --once` and"
        " prove again; else docs/how-to/prove.md says how to look at one meter by hand"
    )
    return "\n".join((*failed, remedy))


def _rows(proof: MeterProof) -> Iterator[tuple[str, ...]]:
    for stretch in proof.stretches:
        for meter in stretch.meters:
            own = (
                proof.meter,
                meter.serial,
                f"{meter.first:,.3f}",
                f"{meter.last:,.3f}",
                f"{meter.multiplier:g}",
                str(meter.rollovers or ""),
                f"{meter.difference:,.3f}",
                proof.unit,
            )
            yield own + (_sums(stretch) if meter is stretch.meters[-1] else ("+", "", "", ""))


def _proof(proof: MeterProof) -> dict[str, Any]:
    return {
        "meter": proof.meter,
        "unit": proof.unit,
        "proved": not proof.faults,
        "faults": proof.faults,
        "stretches": [_stretch(stretch) for stretch in proof.stretches],
        "sum_of_days": proof.totals.of_days,
        "sum_of_months": proof.totals.of_months,
    }


def _sums(stretch: Stretch) -> tuple[str, ...]:
    return (
        f"{stretch.hours.amount:,.3f}",
        f"{stretch.set_aside:+,.3f}" if stretch.set_aside else "",
        f"{stretch.carried_on:,.3f}" if stretch.carried_on else "",
        f"{stretch.residual:.1e}",
    )


def _stretch(stretch: Stretch) -> dict[str, Any]:
    return {
        "installations": [_turned(meter) for meter in stretch.meters],
        "turned": stretch.difference,
        "carried_on": stretch.carried_on,
        "hours": stretch.hours.hours,
        "sum_of_hours": stretch.hours.amount,
        "estimated": stretch.hours.estimated,
        "set_aside": stretch.set_aside,
        "residual": stretch.residual,
        "relative_residual": stretch.relative,
    }


def _turned(meter: Turned) -> dict[str, Any]:
    return {
        "serial": meter.serial,
        "valid_from": _text(meter.valid_from),
        "valid_to": _text(meter.valid_to),
        "first": meter.first,
        "first_at": _text(meter.first_at),
        "last": meter.last,
        "last_at": _text(meter.last_at),
        "multiplier": meter.multiplier,
        "rollovers": meter.rollovers,
        "turned": meter.difference,
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
