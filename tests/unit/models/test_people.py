"""Who is told of what: a table of contacts, and what comes out."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from models.alerts import Audience, Severity
from models.people import Matter, Office, People, Person, Telling, Why
from models.registry import DutyTurn, Language

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
DAY = date(2026, 11, 23)
CRITICAL, WARNING, INFO = Severity.CRITICAL, Severity.WARNING, Severity.INFO


def person(email: str, **said: object) -> Person:
    return Person(email, f"{email}@x.cn", Language.ZH_CN, **said)  # pyright: ignore[reportArgumentType]


def office(number: int, *contacts: Person, duty: tuple[DutyTurn, ...] = ()) -> Office:
    """Return the institution of a number; the one above it has the next."""
    return Office(number, f"o{number}", "机关", "", number + 1, "Asia/Shanghai", contacts, duty)


def turn(email: str, day: date = DAY) -> DutyTurn:
    return DutyTurn(who=f"{email}@x.cn", first_day=day)


def told(
    *offices: Office,
    severity: Severity = WARNING,
    group: str = "water",
    audience: Audience = Audience.CONTACTS,
    at: datetime = NOON,
) -> list[Telling]:
    return People(offices).told(Matter(1, severity, group, audience, at))


def names(tellings: list[Telling]) -> list[tuple[str, Why]]:
    return [(telling.person.name, telling.why) for telling in tellings]


@pytest.mark.parametrize(
    ("from_severity", "severity", "is_told"),
    [
        (INFO, INFO, True),
        (WARNING, INFO, False),
        (WARNING, WARNING, True),
        (WARNING, CRITICAL, True),
        (CRITICAL, WARNING, False),
    ],
)
def test_a_contact_hears_from_its_severity_up(
    from_severity: Severity, severity: Severity, is_told: bool
) -> None:
    assert bool(told(office(1, person("a", from_severity=from_severity)), severity=severity)) is is_told


def test_a_contact_hears_of_its_groups_only() -> None:
    offices = office(1, person("a", groups=("water",)), person("b", groups=("power",)), person("c"))
    assert names(told(offices)) == [("a", Why.CONTACT), ("c", Why.CONTACT)]


def test_what_nobody_here_takes_goes_to_the_nearest_above_that_takes_it() -> None:
    here, middle = office(1, person("a", from_severity=CRITICAL)), office(2, person("b", groups=("power",)))
    assert names(told(here, middle, office(3, person("c")), office(4, person("d")))) == [("c", Why.CONTACT)]


def test_a_parent_that_asks_for_everything_below_hears_beside_the_nearest() -> None:
    above = office(2, person("b", subtree=True, from_severity=CRITICAL), person("c"))
    top = office(3, person("d", subtree=True))
    here = office(1, person("a"))
    assert names(told(here, above, top)) == [("a", Why.CONTACT), ("d", Why.SUBTREE)]
    assert names(told(here, above, top, severity=CRITICAL)) == [
        ("a", Why.CONTACT),
        ("b", Why.SUBTREE),
        ("d", Why.SUBTREE),
    ]


def test_an_escalation_goes_one_step_up_and_to_the_same_where_there_is_none() -> None:
    here, bare, top = office(1, person("a")), office(2), office(3, person("c"))
    assert names(told(here, bare, top, audience=Audience.ESCALATION)) == [("c", Why.CONTACT)]
    assert names(told(here, bare, audience=Audience.ESCALATION)) == [("a", Why.CONTACT)]


def test_nobody_is_told_twice_however_the_address_is_written() -> None:
    twin = Person("twin", "A@X.cn", Language.EN, subtree=True)
    assert names(told(office(1, person("a")), office(2, twin))) == [("a", Why.CONTACT)]


def test_each_channel_is_told_once_whoever_names_it() -> None:
    both = office(1, person("a", channels=("mail", "robot")), person("b", channels=("robot",)))
    assert [(each.channel, each.recipient) for each in told(both)] == [
        ("mail", "a@x.cn"),
        ("robot", "robot"),
    ]


def test_nobody_hears_where_there_is_nobody() -> None:
    assert told(office(1), office(2)) == []


def test_a_circle_of_institutions_ends() -> None:
    one = Office(1, "o1", "", "", 2, "Asia/Shanghai", (), ())
    other = Office(2, "o2", "", "", 1, "Asia/Shanghai", (), ())
    assert told(one, other) == []


def test_on_duty_is_by_the_local_day_of_the_institution() -> None:
    here = office(1, person("a", only_on_duty=True), person("b"), duty=(turn("a"),))
    # midnight in Shanghai is 16:00 UTC of the day before
    begin = datetime(2026, 11, 22, 16, tzinfo=UTC)
    second = timedelta(seconds=1)
    assert names(told(here, at=begin)) == [("a", Why.ON_DUTY), ("b", Why.CONTACT)]
    assert names(told(here, at=begin - second)) == [("b", Why.CONTACT)]
    assert names(told(here, at=begin + timedelta(days=1) - second)) == names(told(here, at=begin))
    assert names(told(here, at=begin + timedelta(days=1))) == [("b", Why.CONTACT)]


def test_on_duty_all_severities_of_its_groups_are_heard() -> None:
    here = office(
        1,
        person("a", from_severity=CRITICAL),
        person("b", only_on_duty=True, groups=("power",)),
        duty=(turn("a"), turn("b")),
    )
    assert names(told(here, severity=INFO)) == [("a", Why.ON_DUTY)]
    assert names(told(here, severity=INFO, group="power")) == [("a", Why.ON_DUTY), ("b", Why.ON_DUTY)]


def test_a_day_without_anybody_on_duty_falls_back_to_all_contacts_and_not_upwards() -> None:
    here = office(
        1,
        person("a", only_on_duty=True),
        person("b", only_on_duty=True),
        duty=(turn("a", DAY - timedelta(days=1)), turn("b", DAY + timedelta(days=1))),
    )
    assert names(told(here, office(2, person("c")))) == [
        ("a", Why.NOBODY_ON_DUTY),
        ("b", Why.NOBODY_ON_DUTY),
    ]


def test_who_asks_for_everything_below_on_duty_hears_on_duty_only() -> None:
    chief = person("c", subtree=True, only_on_duty=True)
    here = office(1, person("a"))
    assert names(told(here, office(2, chief))) == [("a", Why.CONTACT)]
    assert names(told(here, office(2, chief, duty=(turn("c"),)))) == [
        ("a", Why.CONTACT),
        ("c", Why.SUBTREE),
    ]


QUIET = {"quiet_from": time(22), "quiet_to": time(7)}


@pytest.mark.parametrize(
    ("local", "is_held"),
    [("21:59:59", False), ("22:00:00", True), ("00:00:00", True), ("06:59:59", True), ("07:00:00", False)],
)
def test_quiet_hours_reach_over_midnight_and_leave_out_their_end(local: str, is_held: bool) -> None:
    (telling,) = told(office(1, person("a", **QUIET)))
    at = datetime.fromisoformat(f"2026-11-23T{local}+08:00")
    assert telling.is_quiet(at) is is_held


def test_critical_passes_quiet_hours() -> None:
    (telling,) = told(office(1, person("a", **QUIET)), severity=CRITICAL)
    assert not telling.is_quiet(datetime(2026, 11, 23, 16, tzinfo=UTC))


def test_quiet_hours_of_a_zone_of_their_own() -> None:
    (telling,) = told(office(1, person("a", quiet_zone="UTC", **QUIET)))
    assert telling.is_quiet(datetime(2026, 11, 23, 22, tzinfo=UTC))
    assert not telling.is_quiet(datetime(2026, 11, 23, 16, tzinfo=UTC))
