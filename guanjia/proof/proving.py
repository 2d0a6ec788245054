"""Proves the sums of meters one by one, so that a year of a thousand of them needs the memory of one."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import psycopg

from guanjia.proof.stretch import MeterProof, Stretch, groups, set_aside, span
from guanjia.proof.turned import turned
from storage.export import ExportedMeter, one_moment
from storage.proof import books, hour_sums, totals

SETTLING = timedelta(seconds=5)
"""How long after its commit a reading is in its hours: what is not proved is looked at again then."""


def proofs(
    connection: psycopg.Connection, meters: Sequence[ExportedMeter], wait: Callable[[timedelta], None]
) -> list[MeterProof]:
    """Return the proof of each meter; a second one after a wait where it failed: readings may come in."""
    found = [prove(connection, meter) for meter in meters]
    if any(proof.faults for proof in found):
        wait(SETTLING)
    return [
        prove(connection, meter) if proof.faults else proof
        for meter, proof in zip(meters, found, strict=True)
    ]


def prove(connection: psycopg.Connection, meter: ExportedMeter) -> MeterProof:
    """Return the proof of one meter, all of it as of one moment."""
    with one_moment(connection):
        of = books(connection, meter.meter_id)
        together = groups(of)
        sums = hour_sums(connection, meter.meter_id, [span(group) for group in together])
        stretches = [
            Stretch(
                tuple(turned(one, of) for one in group),
                hours,
                set_aside(group, of),
                any(one.two_way for one in group),
            )
            for group, hours in zip(together, sums, strict=True)
        ]
        return MeterProof(meter.meter, meter.unit, stretches, totals(connection, meter.meter_id))
