"""Which changes an edit is, and which hours it makes stale."""

from datetime import UTC, datetime

import pytest

from guanjia.registry_files.yaml_file import read_yaml
from models.registry_draft.draft import draft
from models.registry_state import Registry
from storage.registry.changes import Change, ChangeKind, Subject
from storage.registry.plan import changes
from storage.registry.stale import StaleSpan, stale_spans
from tests.small_site import small_site

BEGUN = datetime(2025, 12, 31, 16, tzinfo=UTC)
SWAP = "{serial: B2, valid_from: 2026-05-01T00:00:00+08:00}"
SWAPPED = datetime(2026, 4, 30, 16, tzinfo=UTC)


def test_nothing_written_is_no_change() -> None:
    assert changes(small_site(), small_site()) == []
    assert stale_spans(small_site(), small_site()) == []


def test_a_swap_closes_one_installation_and_adds_one() -> None:
    moment = "2026-05-01T00:00:00+08:00"
    assert changes(small_site(), edited(SWAP)) == [
        Change(ChangeKind.CLOSE, Subject.INSTALLATION, "w2", "B1", "valid_to", "", moment),
        Change(ChangeKind.ADD, Subject.INSTALLATION, "w2", "B2", "valid_from", "", moment),
    ]


def test_an_end_that_the_file_gives_is_an_end() -> None:
    after = edited("{serial: B1, valid_from: 2026-01-01T00:00:00+08:00, valid_to: 2026-05-01T00:00:00+08:00}")
    (change,) = changes(small_site(), after)
    assert (change.kind, change.name, change.after) == (ChangeKind.END, "B1", "2026-05-01T00:00:00+08:00")


def test_a_changed_field_says_before_and_after() -> None:
    after = edited("{serial: B1, multiplier: 30}")
    assert changes(small_site(), after) == [
        Change(ChangeKind.CHANGE, Subject.INSTALLATION, "w2", "B1", "multiplier", "1", "30")
    ]


def test_the_order_of_a_list_is_no_change() -> None:
    text = "meters:\n  - {code: w1, serves: [yard, main, yard]}\n"
    assert changes(small_site(), laid(small_site(), text)) == []


@pytest.mark.parametrize(
    ("installation", "begin", "end"),
    [
        (SWAP, SWAPPED, None),
        ("{serial: B1, valid_to: 2026-05-01T00:00:00+08:00}", SWAPPED, None),
        ("{serial: B1, multiplier: 30}", BEGUN, None),
        ("{serial: B1, modulus: 1000}", BEGUN, None),
        ("{serial: B1, valid_from: 2026-02-01T00:00:00Z}", BEGUN, None),
    ],
)  # fmt: skip
def test_hours_that_depend_on_an_installation_become_stale(
    installation: str, begin: datetime, end: datetime | None
) -> None:
    assert stale_spans(small_site(), edited(installation)) == [StaleSpan("w2", "w2", "volume_m3", begin, end)]


def test_a_corrected_swap_makes_only_the_time_from_the_earlier_moment_stale() -> None:
    before = edited(SWAP)
    after = laid(before, meters("{serial: B2, valid_from: 2026-05-03T00:00:00+08:00}"))
    (span,) = stale_spans(before, after)
    assert (span.begin, span.end) == (SWAPPED, None)


def test_a_serial_and_a_name_make_no_hour_stale() -> None:
    text = "{serial: B9, valid_from: 2026-01-01T00:00:00+08:00}"
    after = laid(edited(text), "meters:\n  - {code: w2, name: 主楼南, item: toilets}\n")
    assert len(changes(small_site(), after)) == 3
    assert stale_spans(small_site(), after) == []


def test_another_device_makes_the_hours_of_both_registers_stale() -> None:
    text = "devices:\n  - {code: w5, kind: water_meter, place: main}\nmeters:\n  - {code: w2, device: w5}\n"
    assert stale_spans(small_site(), laid(small_site(), text)) == [
        StaleSpan("w2", "w2", "volume_m3", None, None),
        StaleSpan("w2", "w5", "volume_m3", None, None),
    ]


def test_another_time_zone_of_the_site_makes_every_hour_stale() -> None:
    after = laid(small_site(), "site: {code: yard, timezone: Asia/Urumqi}\n")
    assert [span.meter for span in stale_spans(small_site(), after)] == ["w1", "w2"]


def edited(installation: str) -> Registry:
    return laid(small_site(), meters(installation))


def meters(installation: str) -> str:
    return f"meters:\n  - code: w2\n    installations:\n      - {installation}\n"


def laid(before: Registry, text: str) -> Registry:
    entries, mistakes = read_yaml("edit.yaml", text.encode())
    plan = draft(before, entries)
    assert [*mistakes, *plan.mistakes] == []
    return plan.after
