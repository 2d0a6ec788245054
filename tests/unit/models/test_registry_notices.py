"""What is applied as it is written, and should be looked at."""

import pytest

from guanjia.registry_files.yaml_file import read_yaml
from models.registry_checks import mistakes_across, notices_across
from models.registry_draft.draft import draft
from models.registry_state import Registry
from tests.small_site import QUOTA, SITE

FILE = QUOTA + SITE
MAIN = "  - {place: main, valid_from: 2026-01-01, area_m2: 1000, people: {staff: 100}}\n"


def notices(*entries: str, file: str = FILE) -> list[str]:
    """Return the notices of the small site with other entries of occupancy."""
    text = file.replace(MAIN, "".join(f"  - {{{entry}}}\n" for entry in entries)) if entries else file
    read, wrong = read_yaml("site.yaml", text.encode())
    plan = draft(Registry(), read)
    assert [*wrong, *plan.mistakes, *mistakes_across(plan)] == []
    return [f"{each.field}: {each.message}" for each in notices_across(plan)]


def test_the_small_site_needs_no_look() -> None:
    assert notices() == []


def test_a_meter_without_installation_has_no_hours() -> None:
    text = FILE.replace(
        "    installations:\n      - {serial: B1, valid_from: 2026-01-01T00:00:00+08:00, modulus: 100000}\n",
        "",
    )
    (notice,) = notices(file=text)
    assert notice.startswith("meters[w2].installations: w2 has no installation")


def test_an_area_of_0_divides_nothing() -> None:
    (notice,) = notices("place: main, valid_from: 2026-01-01, area_m2: 0, people: {staff: 100}")
    assert notice.startswith("occupancy[main].area_m2: area_m2 is 0")


def test_places_with_more_area_than_the_place_around_them() -> None:
    people = "people: {staff: 100}"
    main = f"place: main, valid_from: 2026-01-01, area_m2: 1000, {people}"
    assert notices(main, "place: floor1, valid_from: 2026-01-01, area_m2: 1000") == []
    (notice,) = notices(main, "place: floor1, valid_from: 2026-03-01, area_m2: 1001")
    assert notice.startswith("occupancy[main].area_m2: on 2026-03-01 the places in main have more area")


@pytest.mark.parametrize(
    ("entry", "gap"),
    [
        ("place: main, valid_from: 2026-02-01, people: {staff: 100}", "from 2026-01-01 to 2026-02-01"),
        (
            "place: main, valid_from: 2025-01-01, valid_to: 2026-07-01, people: {staff: 9}",
            "from 2026-07-01 on",
        ),
        ("place: main, valid_from: 2026-01-01, area_m2: 1000", "from 2026-01-01 on"),
    ],
)
def test_days_without_people_are_named(entry: str, gap: str) -> None:
    (notice,) = notices(entry)
    assert notice.startswith(f"institutions[bureau]: no people of bureau are known {gap}, ")


def test_people_of_one_place_close_the_gap_of_another() -> None:
    first = "place: main, valid_from: 2026-01-01, valid_to: 2026-05-01, people: {staff: 100}"
    assert notices(first, "place: yard, valid_from: 2026-04-01, people: {staff: 100}") == []


@pytest.mark.parametrize(
    ("people", "area", "told"),
    [
        ("{staff: 110}", 1100, []),
        ("{staff: 111}", 1000, ["people.staff: staff of main goes from 100 since 2026-01-01 to 111 (+11%)"]),
        ("{staff: 89}", 1000, ["people.staff: staff of main goes from 100 since 2026-01-01 to 89 (-11%)"]),
        ("{staff: 100}", 850, ["area_m2: area_m2 of main goes from 1000 since 2026-01-01 to 850 (-15%)"]),
        ("{staff: 100, bed: 5}", 1000, ["people.bed: bed of main goes from 0 since 2026-01-01 to 5 on"]),
    ],
)  # fmt: skip
def test_a_change_of_more_than_a_tenth_is_to_be_checked(people: str, area: int, told: list[str]) -> None:
    found = notices(
        "place: main, valid_from: 2026-01-01, area_m2: 1000, people: {staff: 100}",
        f"place: main, valid_from: 2026-06-01, area_m2: {area}, people: {people}",
    )
    assert len(found) == len(told)
    assert all(
        each.startswith(f"occupancy[main].{start}") for each, start in zip(found, told, strict=True)
    ), found


def test_an_area_that_a_later_entry_leaves_out_is_unknown_from_then_on() -> None:
    (notice,) = notices(
        "place: main, valid_from: 2026-01-01, area_m2: 1000, people: {staff: 100}",
        "place: main, valid_from: 2026-06-01, people: {staff: 100}",
    )
    assert notice.startswith(
        "occupancy[main].area_m2: area_m2 was 1000 and is not written from 2026-06-01 on"
    )


_WEEKLY = 'first_day: 2026-01-05, every: "FREQ=WEEKLY'


@pytest.mark.parametrize(
    ("fields", "duty", "told"),
    [
        ("", f'{{{_WEEKLY};BYDAY=MO,TU"}}', []),
        ("", f'{{{_WEEKLY};BYDAY=MO"}}, {{{_WEEKLY};BYDAY=TU"}}', []),
        (
            "",
            f'{{{_WEEKLY};BYDAY=MO"}}, {{first_day: 2026-03-01, last_day: 2026-03-09}}',
            [".duty[1]: turns 1 and 2 of d01 both have 2026-03-02: one is enough"],
        ),
        (
            "",
            "{first_day: 2030-06-01, last_day: 2030-07-01}",
            [".duty[0]: d01 is on duty on 2030-07-01, and their licence ends on 2030-06-30"],
        ),
        ("", "{first_day: 2025-12-31}", [".duty[0]: d01 drives from 2026-01-01 on, and this turn is from"]),
        (
            "valid_to: 2027-01-01, ",
            "{first_day: 2027-01-01}",
            [".duty[0]: d01 drives from 2026-01-01 until just before 2027-01-01, and this turn"],
        ),
    ],
)
def test_turns_of_drivers_that_cannot_be(fields: str, duty: str, told: list[str]) -> None:
    driver = (
        "drivers:\n  - {code: d01, name: 马师傅, institution: bureau, licence_class: A1, "
        f"licence_until: 2030-06-30, valid_from: 2026-01-01, {fields}duty: [{duty}]}}\n"
    )
    found = notices(file=FILE + driver)
    assert [
        each.partition("drivers[d01]")[2][: len(start)] for each, start in zip(found, told, strict=True)
    ] == told


def test_a_licence_that_ended_before_somebody_drives() -> None:
    driver = (
        "drivers:\n  - {code: d01, name: 马师傅, institution: bureau, licence_class: A1, "
        "licence_until: 2025-06-30, valid_from: 2026-01-01}\n"
    )
    (notice,) = notices(file=FILE + driver)
    assert notice.startswith("drivers[d01].licence_until: the licence of d01 ends on 2025-06-30, before")
