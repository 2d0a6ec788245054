"""Every kind of mistake across entries names its file, line and field, and what to do."""

from dataclasses import dataclass

import pytest

from guanjia.registry_files.yaml_file import read_yaml
from models.errors import Mistake
from models.registry_checks import mistakes_across
from models.registry_draft.draft import draft
from models.registry_state import Registry
from tests.small_site import QUOTA, SITE, line_of

FILE = QUOTA + SITE
W2_INSTALLATION = "{serial: B1, valid_from: 2026-01-01T00:00:00+08:00, modulus: 100000}"


@dataclass(frozen=True)
class Case:
    """An edit of the small site, the text on the line of the mistake, its field and a part of its message."""

    name: str
    old: str
    new: str
    at: str
    field: str
    message: str


CASES = [
    Case("unknown parent of an institution", "parent: city", "parent: town", "parent: town",
         "institutions[bureau].parent", "no institution town"),
    Case("unknown quota", "quota: water-office, v", "quota: water-ofice, v", "- {quota: water-ofice",
         "institutions[bureau].quotas[0].quota", "did you mean water-office?"),
    Case("unknown institution of the site", "institution: bureau}\ni", "institution: buro}\ni",
         "site: {code", "site.institution", "did you mean bureau?"),
    Case("unknown parent of a place", "parent: main}", "parent: mainn}", "code: floor1",
         "places[floor1].parent", "did you mean main?"),
    Case("unknown place of occupancy", "place: main, valid_from", "place: attic, valid_from",
         "place: attic", "occupancy[attic].place", "no place attic"),
    Case("unknown place of a device", "water_meter, place: main", "water_meter, place: cellar",
         "code: w2, kind", "devices[w2].place", "no place cellar"),
    Case("unknown gateway", "kind: water_meter, place: main", "kind: water_meter, place: main, gateway: g",
         "code: w2, kind", "devices[w2].gateway", "no device g"),
    Case("unknown device of a meter", "    parent: w1", "    parent: w1\n    device: w9", "device: w9",
         "meters[w2].device", "no device w9"),
    Case("unknown parent of a meter", "    parent: w1", "    parent: x1", "parent: x1",
         "meters[w2].parent", "no meter x1"),
    Case("unknown served place", "serves: [main, yard]", "serves: [main, garden]", "serves: [main, g",
         "meters[w1].serves[1]", "no place garden"),
    Case("unknown tracker", "device: bd1", "device: bd7", "宁A00001", "vehicles[宁A00001].device",
         "no device bd7"),
    Case("circle of institutions", "type: region}", "type: region, parent: bureau}", "code: city",
         "institutions[city].parent", "city -> bureau -> city"),
    Case("circle of places", "kind: building, parent: yard", "kind: building, parent: floor1",
         "code: main", "places[main].parent", "is a circle"),
    Case("circle of meters", "    level: 1", "    level: 1\n    parent: w2", "parent: w2",
         "meters[w1].parent", "is a circle"),
    Case("circle of gateways", "kind: water_meter, place: main", "kind: gateway, place: main, gateway: w2",
         "code: w2, kind", "devices[w2].gateway", "is a circle"),
    Case("a code twice", "{code: w2, kind: water_meter", "{code: w1, kind: water_meter",
         "code: w1, kind: water_meter, place: main", "devices[w1].code", "written twice"),
    Case("a place in two trees", "code: floor1", "code: main, name_en: x", "name_en: x",
         "places[main].parent", "a place stands in one tree"),
    Case("a place named as a site", "code: floor1", "code: yard", "code: yard, name: 一层",
         "places[yard].code", "is the code of a site"),
    Case("a site among the places", "kind: floor", "kind: site", "kind: site", "places[floor1].kind",
         "stands under `site:`"),
    Case("overlapping installations", W2_INSTALLATION,
         W2_INSTALLATION.replace("modulus", "valid_to: 2026-06-01T00:00:00+08:00, modulus")
         + "\n      - {serial: B2, valid_from: 2026-05-01T00:00:00+08:00}",
         "serial: B1", "meters[w2].installations[0].valid_to", "overlaps"),
    Case("two installations that begin together", W2_INSTALLATION,
         W2_INSTALLATION + "\n      - {serial: B2, valid_from: 2025-12-31T16:00:00+00:00}",
         "serial: B2", "meters[w2].installations[1].valid_from", "two entries that begin then"),
    Case("start register beyond the modulus", "start_register: 5", "start_register: 500000",
         "serial: 007", "meters[w1].installations[0].modulus", "cannot be shown"),
    Case("end register beyond the modulus", "start_register: 5", "end_register: 100000",
         "serial: 007", "meters[w1].installations[0].modulus", "cannot be shown"),
    Case("end register below the start", "start_register: 5, modulus: 100000",
         "start_register: 5, end_register: 4", "serial: 007",
         "meters[w1].installations[0].end_register", "give the modulus"),
    Case("a register before the first meter", "{serial: B1,", "{serial: B1, previous_end_register: 7,",
         "serial: B1", "meters[w2].installations[0].previous_end_register", "no meter before"),
    Case("a level not below its parent's", "level: 2", "level: 1", "level: 1\n    parent",
         "meters[w2].level", "is not deeper"),
    Case("reclaimed water under water", "medium: water\n    level: 2",
         "medium: reclaimed_water\n    level: 2", "parent: w1", "meters[w2].parent",
         "a balance needs both the same"),
    Case("a quantity of another medium", "quantity: volume_m3\n    medium: water\n    level: 1",
         "quantity: heat_gj\n    medium: water\n    level: 1", "quantity: heat_gj",
         "meters[w1].quantity", "water is counted in m3"),
    Case("two meters on one register", "    parent: w1", "    parent: w1\n    device: w1",
         "device: w1", "meters[w2].device", "one register has one meter"),
    Case("overlapping occupancy", "area_m2: 1000, people: {staff: 100}}",
         "valid_to: 2026-07-01}\n  - {place: main, valid_from: 2026-06-01}",
         "valid_to: 2026-07-01", "occupancy[main].valid_to", "overlaps"),
    Case("a tracker on two vehicles", "vehicles:\n",
         "vehicles:\n  - {plate: B, type: SUV, institution: bureau, device: bd1, "
         "valid_from: 2026-02-01T00:00:00Z}\n",
         "plate: B", "vehicles[B].device", "on 宁A00001 and B at once"),
    Case("a tracker that is none", "device: bd1, v", "device: w1, v", "宁A00001",
         "vehicles[宁A00001].device", "kind vehicle_tracker"),
    Case("a gateway that is none", "kind: water_meter, place: main",
         "kind: water_meter, place: main, gateway: w1", "code: w2, kind", "devices[w2].gateway",
         "kind gateway"),
    Case("a device of no site", "kind: water_meter, place: yard", "kind: water_meter, place: x",
         "code: w1, kind", "devices[w1].place", "no place x"),
    Case("a mailbox twice", "email: officer@example.org}",
         "email: o@example.org}\n      - {name: b, email: o@example.org}",
         "{name: b", "institutions[bureau].contacts[1].email", "twice"),
    Case("a severity that is none", "email: officer@example.org}",
         "email: officer@example.org, from_severity: urgent}",
         "from_severity", "institutions[bureau].contacts[0].from_severity", "'warning' or 'critical'"),
    Case("a line break in an address", "email: officer@example.org}",
         "email: \"officer@example.org\\nBcc: x@example.org\"}",
         "Bcc", "institutions[bureau].contacts[0].email", "pattern"),
    Case("quiet hours without an end", "email: officer@example.org}",
         "email: officer@example.org, quiet_hours: {from: '22:00'}}",
         "quiet_hours", "institutions[bureau].contacts[0].quiet_hours.to", "missing"),
    Case("quiet hours that are none", "email: officer@example.org}",
         "email: officer@example.org, quiet_hours: {from: '22:00', to: '22:00'}}",
         "quiet_hours", "institutions[bureau].contacts[0].quiet_hours", "the same"),
    Case("quiet hours of no zone", "email: officer@example.org}",
         "email: officer@example.org, quiet_hours: {from: 8:00, to: 9:00, timezone: Yinchuan}}",
         "quiet_hours", "institutions[bureau].contacts[0].quiet_hours.timezone", "no IANA time zone"),
    Case("no channel at all", "email: officer@example.org}",
         "email: officer@example.org, channels: []}",
         "channels", "institutions[bureau].contacts[0].channels", "at least 1"),
    Case("a group twice", "email: officer@example.org}",
         "email: officer@example.org, groups: [water, water]}",
         "groups", "institutions[bureau].contacts[0].groups", "twice"),
    Case("a turn of duty backwards", "    quotas:\n      - {quota: water-office",
         "    duty:\n      - {who: officer@example.org, first_day: 2026-11-29, last_day: 2026-11-23}\n"
         "    quotas:\n      - {quota: water-office",
         "2026-11-29", "institutions[bureau].duty[0]", "2026-11-23 lies before first_day 2026-11-29"),
    Case("somebody on duty whom nobody knows", "    quotas:\n      - {quota: water-office",
         "    duty:\n      - {who: a@example.org, first_day: 2026-11-29}\n"
         "    quotas:\n      - {quota: water-office",
         "2026-11-29", "institutions[bureau].duty[0].who", "or write one of officer@example.org"),
    Case("a turn of duty by no rule", "    quotas:\n      - {quota: water-office",
         "    duty:\n      - {who: officer@example.org, first_day: 2026-11-29, every: weekly}\n"
         "    quotas:\n      - {quota: water-office",
         "2026-11-29", "institutions[bureau].duty[0]", "needs a FREQ of DAILY"),
    Case("a turn of duty that never begins", "    quotas:\n      - {quota: water-office",
         "    duty:\n      - {who: officer@example.org, first_day: 2026-11-29,\n"
         "         every: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30}\n"
         "    quotas:\n      - {quota: water-office",
         "2026-11-29", "institutions[bureau].duty[0]", "never begins"),
    Case("days of a turn that does not recur", "    quotas:\n      - {quota: water-office",
         "    duty:\n      - {who: officer@example.org, first_day: 2026-11-29, days: 7}\n"
         "    quotas:\n      - {quota: water-office",
         "2026-11-29", "institutions[bureau].duty[0]", "days goes with every"),
    Case("two quotas at once", "- {quota: water-office, valid_from: 2026-01-01}",
         "- {quota: water-office, valid_from: 2026-01-01}\n"
         "      - {quota: water-office, valid_from: 2026-05-01}",
         "valid_from: 2026-05-01", "institutions[bureau].quotas[1]", "at the same time"),
    Case("a limit that is no tier", "limit: 通用值", "limit: 上限", "limit: 上限",
         "quotas[water-office].limit", "its tiers are 先进值, 通用值"),
    Case("two tiers of one name", "name: 先进值", "name: 通用值", "name: 通用值, name_en: general",
         "quotas[water-office].tiers[1].name", "two tiers"),
    Case("a missing field", "    medium: water\n    level: 2", "    level: 2", "- code: w2\n",
         "meters[w2].medium", "missing"),
    Case("a field that does not exist", "    level: 2", "    levle: 2", "levle", "meters[w2].levle",
         "the fields are code, name"),
    Case("a field inside that does not exist", "modulus: 100000}\nv", "modulo: 1}\nv", "serial: B1",
         "meters[w2].installations[0].modulo", "no such field"),
    Case("a word where a number belongs", "level: 2", "level: two", "level: two", "meters[w2].level",
         "(here: two)"),
    Case("a negative multiplier", "{serial: B1,", "{serial: B1, multiplier: -40,", "serial: B1",
         "meters[w2].installations[0].multiplier", "greater than 0"),
    Case("an instant without an offset", "{serial: B1, valid_from: 2026-01-01T00:00:00+08:00",
         "{serial: B1, valid_from: 2026-01-01T00:00:00", "serial: B1",
         "meters[w2].installations[0].valid_from", "with its UTC offset"),
    Case("more heated than there is", "area_m2: 1000", "area_m2: 1000, heated_area_m2: 1100",
         "place: main, valid_from", "occupancy[main].heated_area_m2", "1100 m2 are heated of 1000 m2"),
    Case("overlapping requirements", "vehicles:\n",
         "metering_requirements:\n"
         "  - {institution: bureau, medium: water, level: 1, required: 1, valid_from: 2026-01-01, "
         "valid_to: 2026-09-01}\n"
         "  - {institution: bureau, medium: water, level: 1, required: 2, valid_from: 2026-05-01}\n"
         "vehicles:\n",
         "valid_to: 2026-09-01", "metering_requirements[bureau].valid_to", "overlaps"),
    Case("a requirement of nobody", "vehicles:\n",
         "metering_requirements:\n"
         "  - {institution: buro, medium: water, level: 1, required: 1, valid_from: 2026-01-01}\nvehicles:\n",
         "institution: buro", "metering_requirements[buro].institution", "did you mean bureau?"),
    Case("an end before the beginning", "area_m2: 1000", "valid_to: 2025-01-01, area_m2: 1000",
         "place: main, valid_from", "occupancy[main].valid_to", "later than valid_from"),
    Case("a person of no kind", "people: {staff: 100}", "people: {cats: 3}", "place: main, valid_from",
         "occupancy[main].people.cats", "staff"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_a_mistake_names_its_file_line_field_and_remedy(case: Case) -> None:
    assert FILE.count(case.old) >= 1
    text = FILE.replace(case.old, case.new, 1)
    found = mistakes_in(text)
    wanted = ("site.yaml", line_of(text, case.at), case.field)
    told = [mistake.message for mistake in found if (mistake.file, mistake.line, mistake.field) == wanted]
    assert any(case.message in message for message in told), [str(mistake) for mistake in found]


def test_the_small_site_has_no_mistakes() -> None:
    assert mistakes_in(FILE) == []


def test_one_wrong_place_is_told_once_and_not_again_by_what_refers_to_it() -> None:
    found = mistakes_in(FILE.replace("name: 主楼, kind: building", "name: 主楼, kind: bilding", 1))
    assert [mistake.field for mistake in found] == ["places[main].kind"]


def test_a_tracker_may_pass_from_one_vehicle_to_another() -> None:
    text = FILE + (
        "  - {plate: 宁A00001, device: bd2, valid_from: 2026-03-01T00:00:00Z}\n"
        "  - {plate: B, type: SUV, institution: bureau, device: bd1, valid_from: 2026-03-01T00:00:00Z}\n"
    )
    assert mistakes_in(text) == []


def test_a_place_may_not_move_to_another_site() -> None:
    before = draft(Registry(), read_yaml("site.yaml", FILE.encode())[0]).after
    other = (
        "site: {code: other, name: 另一院, institution: bureau}\nplaces:\n  - {code: floor1, parent: other}\n"
    )
    plan = draft(before, read_yaml("other.yaml", other.encode())[0])
    found = mistakes_across(plan)
    assert [(m.file, m.line, m.field) for m in found] == [("other.yaml", 3, "places[floor1].parent")]
    assert "belongs to the site yard" in found[0].message


def mistakes_in(text: str) -> list[Mistake]:
    entries, wrong = read_yaml("site.yaml", text.encode())
    plan = draft(Registry(), entries)
    return [*wrong, *plan.mistakes, *mistakes_across(plan)]
