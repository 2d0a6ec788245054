"""Every row of the correctness table, for any scene."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.random import Generator

from tests.correctness.scenes import Case, Installation, Rows, Scene, instant

_EVERY = 15.0


def cases(scene: Scene, rng: Generator) -> list[Case]:
    """Return all cases of a scene; `rng` draws what a case leaves open."""
    found: list[Case] = []
    for some in (
        _lost,
        _wrapped,
        _swaps,
        _glitches,
        _ends,
        _unrecorded,
        _arrivals,
        _refused,
        _others,
        _reverse,
    ):
        found += list(some(scene, rng))
    return found


def _truth(scene: Scene, hours: int = 12) -> dict[int, float]:
    return {hour: scene.use(60 * (hour + 1)) - scene.use(60 * hour) for hour in range(hours)}


def _without(rows: Rows, begin: float, end: float) -> Rows:
    return [row for row in rows if not begin < row[0] < end]


def _changed(rows: Rows, changes: dict[int, float]) -> Rows:
    return [(m, changes.get(place, value)) for place, (m, value) in enumerate(rows)]


def _hours(begin: float, end: float) -> frozenset[int]:
    return frozenset(range(int(begin // 60), int(-(-end // 60))))


def _lost(scene: Scene, rng: Generator) -> Iterator[Case]:
    rows, truth = scene.rows(), _truth(scene)
    yield Case("clean", scene, rows, truth)
    for name, length in (("3 h lost", 180), ("8 h lost", 480)):
        begin = float(rng.integers(1, 47 - length // 15)) * _EVERY
        hours = _hours(begin, begin + length)
        lost = _without(rows, begin, begin + length)
        yield Case(name, scene, lost, truth, loose=hours, estimated=hours)


def _wrapped(scene: Scene, rng: Generator) -> Iterator[Case]:
    truth, total = _truth(scene), scene.use(720)
    rows = scene.rows()
    modulus = scene.register + scene.use(scene.place * _EVERY) - 0.0005
    wraps = [(m, round(value % modulus, 4)) for m, value in rows]
    known: Installation = {"modulus": modulus}
    yield Case("rollover", scene, wraps, truth, [known])
    begin = float(rng.integers(4, scene.place)) * _EVERY
    end = float(rng.integers(scene.place + 1, 44)) * _EVERY
    hours = _hours(begin, end)
    lost = _without(wraps, begin, end)
    yield Case("rollover inside a gap", scene, lost, truth, [known], loose=hours, estimated=hours)
    small = total / 2.5
    twice = [(m, (value - scene.register + 0.4 * small) % small) for m, value in rows]
    rated: Installation = {"modulus": small, "max_rate_per_hour": 0.9 * small}
    yield Case("two rollovers", scene, twice, truth, [rated])
    third = total / 3.5
    steady = Scene(scene.begin, (total / 12,) * 12, 0.0, scene.place)
    often = [(m, (steady.use(m) + 0.9 * third) % third) for m, _ in rows]
    known = {"modulus": third, "max_rate_per_hour": 5 * total / 12}
    hours = _hours(120, 600)
    lost = _without(often, 120, 600)
    even = _truth(steady)
    yield Case("two rollovers in one gap", steady, lost, even, [known], loose=hours, estimated=hours)


def _swaps(scene: Scene, _rng: Generator) -> Iterator[Case]:
    at = scene.place * _EVERY
    for name, new in (("lower", 0.0), ("higher", scene.register + 6000)):
        rows = [(m, value) for m, value in scene.rows() if m < at]
        rows += [(m, new + scene.use(m) - scene.use(at)) for m, _ in scene.rows() if m > at]
        old: Installation = {
            "valid_to": instant(scene.at(at)),
            "end_register": scene.register + scene.use(at),
        }
        put_in: Installation = {"valid_from": instant(scene.at(at)), "start_register": new}
        yield Case(f"recorded swap to a {name} register", scene, rows, _truth(scene), [old, put_in])
    rows = [(m, (value - scene.register) / 40) for m, value in scene.rows() if m < at]
    rows += [(m, (scene.use(m) - scene.use(at)) / 60) for m, _ in scene.rows() if m > at]
    ended: Installation = {
        "valid_to": instant(scene.at(at)),
        "end_register": scene.use(at) / 40,
        "multiplier": 40,
    }
    begun: Installation = {"valid_from": instant(scene.at(at)), "start_register": 0, "multiplier": 60}
    yield Case("multiplier 40 to 60", scene, rows, _truth(scene), [ended, begun])


def _glitches(scene: Scene, rng: Generator) -> Iterator[Case]:
    rows, truth, place = scene.rows(), _truth(scene), scene.place
    shown = rows[place][1]
    bad: dict[str, Sequence[float]] = {
        "one bad zero": [0.0],
        "one +500 spike": [shown + 500],
        "one -500 dip": [shown - 500],
        "two bad readings in a row": [0.0, float(rng.uniform(2, 3)) * shown],
        "two readings 500 too high": [shown + 500, shown + 500.001],
    }
    for name, values in bad.items():
        changed = _changed(rows, {place + k: value for k, value in enumerate(values)})
        flagged = tuple(rows[place + k][0] for k in range(len(values)))
        yield Case(name, scene, changed, truth, flagged=flagged)


def _ends(scene: Scene, _rng: Generator) -> Iterator[Case]:
    rows, truth = scene.rows(), _truth(scene)
    first, last = rows[0][1], rows[-1][1]
    for kind, values in (
        ("zero", (0.0, 0.0)),
        ("spike", (first + 500, last + 500)),
        ("dip", (first - 500, last - 500)),
    ):
        for place, value, hour, end in ((0, values[0], 0, "first"), (48, values[1], 11, "last")):
            changed = _changed(rows, {place: value})
            yield Case(
                f"{kind} in the {end} reading",
                scene,
                changed,
                truth,
                may_be_estimated=frozenset({hour}),
                flagged=(rows[place][0],),
            )


def _unrecorded(scene: Scene, _rng: Generator) -> Iterator[Case]:
    rows, place = scene.rows(), scene.place
    lost = rows[place][1] - rows[place - 1][1]
    hour = int(rows[place - 1][0] // 60)
    truth = _truth(scene)
    truth[hour] -= lost
    modulus: Installation = {"modulus": 1_000_000}
    for name, new, why in (("lower", 5.0, "drop"), ("higher", scene.register + 6000, "jump")):
        moved = [
            (m, value if k < place else new + value - rows[place][1]) for k, (m, value) in enumerate(rows)
        ]
        aside = ((rows[place][0], new - rows[place - 1][1], why),)
        yield Case(f"unrecorded swap to a {name} register", scene, moved, truth, aside=aside)
        known = f"unrecorded swap to a {name} register, modulus known"
        yield Case(known, scene, moved, truth, [modulus], aside=aside)


def _arrivals(scene: Scene, rng: Generator) -> Iterator[Case]:
    rows, truth = scene.rows(), _truth(scene)
    begin = float(rng.integers(1, 35)) * _EVERY
    late = [row for row in rows if begin < row[0] < begin + 180]
    yield Case(
        "3 h backlog arrives late", scene, [*_without(rows, begin, begin + 180), *reversed(late)], truth
    )
    yield Case("duplicates", scene, [*rows, *rows], truth)
    shuffled = [rows[k] for k in rng.permutation(len(rows))]
    yield Case("readings in random order", scene, shuffled, truth)
    clash = (rows[scene.place][0], rows[scene.place][1] + 77)
    conflict = ((clash[0], 0.0, "conflict"),)
    once = {"conflict": 1}
    yield Case(
        "the same key twice with different values", scene, [*rows, clash], truth, aside=conflict, refused=once
    )


def _refused(scene: Scene, _rng: Generator) -> Iterator[Case]:
    raw = (
        (instant(scene.at(720 + 24 * 60 + 11)), "5000"),
        ("1970-01-01T00:00:00Z", "5000"),
        (instant(scene.at(60)).rstrip("Z"), "5000"),
    )
    refused = {"future": 1, "too_old": 1, "no_zone": 1}
    yield Case("a day ahead, 1970, no zone", scene, scene.rows(), _truth(scene), refused=refused, raw=raw)


def _others(scene: Scene, _rng: Generator) -> Iterator[Case]:
    truth = _truth(scene)
    odd = scene.rows(every=17)
    ends = int(odd[-1][0] // 60)
    truth[ends] = scene.use(odd[-1][0]) - scene.use(60 * ends)
    error = 2 * 17 / 60 * max(scene.load)
    yield Case("every 17 minutes", scene, odd, truth, loose=frozenset(truth), interpolation_error=error)
    days = scene.rows(end=30 * 1440, every=1440)
    hours = _truth(scene, 720)
    every = frozenset(hours)
    totals = tuple(sum(hours[24 * day + hour] for hour in range(24)) for day in range(30))
    midnight = Scene(scene.begin.replace(hour=0), scene.load, scene.register, scene.place)
    yield Case("one reading a day", midnight, days, hours, loose=every, estimated=every, days=("UTC", totals))
    yield from _standstill(scene)
    for name, begin, length in (("23", (2026, 3, 28), 23), ("25", (2026, 10, 24), 25)):
        start = datetime(*begin, 23 if length == 23 else 22, tzinfo=UTC)
        at_midnight = Scene(start, scene.load, scene.register, scene.place)
        rows = at_midnight.rows(end=60.0 * length)
        hours = _truth(at_midnight, length)
        yield Case(
            f"a day of {name} hours", at_midnight, rows, hours, days=("Europe/Berlin", (sum(hours.values()),))
        )


def _standstill(scene: Scene) -> Iterator[Case]:
    stuck = scene.register + scene.use(720)
    rows = [(m, value if m <= 720 or m >= 2160 else stuck) for m, value in scene.rows(end=2880)]
    hours = _truth(scene, 48) | dict.fromkeys(range(12, 36), 0.0)
    # the reading at 36:00 shows what was missed: it belongs to the last quarter before it
    hours[35] = scene.use(2160) - scene.use(720)
    rate: Installation = {"max_rate_per_hour": 1.2 * max(scene.load)}
    yield Case("stands still for a day, then catches up", scene, rows, hours)
    yield Case("stands still, then catches up, rate known", scene, rows, hours, [rate])
    going_on = [
        (m, value if m <= 720 else max(stuck, value - scene.use(2160) + scene.use(720)))
        for m, value in scene.rows(end=2880)
    ]
    quiet = _truth(scene, 48) | dict.fromkeys(range(12, 36), 0.0)
    yield Case("stands still for a day, then goes on", scene, going_on, quiet)


def _reverse(scene: Scene, _rng: Generator) -> Iterator[Case]:
    turn = 24
    # for an hour nothing runs: it turns
    level = [scene.use(m) for m, _ in scene.rows()]
    shown = [level[k] if k <= turn else 2 * level[turn] - level[max(k - 4, turn)] for k in range(len(level))]
    rows = [(m, scene.register + shown[k]) for k, (m, _) in enumerate(scene.rows())]
    hours = {hour: shown[4 * hour + 4] - shown[4 * hour] for hour in range(12)}
    rate = 2 * max(scene.load)
    two_way: Installation = {"max_rate_per_hour": rate, "two_way": "true"}
    yield Case("reverse flow on a two-way meter", scene, rows, hours, [two_way])
    falls = tuple((rows[k][0], shown[k] - shown[k - 1], "reverse") for k in range(turn + 5, len(rows)))
    kept = {hour: amount for hour, amount in hours.items() if amount >= 0}
    one_way: Installation = {"max_rate_per_hour": rate}
    yield Case("reverse flow on another meter", scene, rows, kept, [one_way], aside=falls)


def seeded(seed: int) -> Generator:
    """Return the generator of a round."""
    return np.random.default_rng(seed)
