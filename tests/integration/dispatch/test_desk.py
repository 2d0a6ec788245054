"""The dispatcher's desk, as console and API use it, with no more than the console's rights."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import psycopg
import pytest

from guanjia.dispatch.desk import Desk
from guanjia.fence_files import read_fences
from models.dispatch import CheckKind, OrderRefusal, OrderState
from models.dispatch_desk import Application, CheckEntry, DutyEntry, Listing, OrderFile, Step
from models.dispatch_errors import EntryError, Flaw, ForbiddenError, NoSuchOrderError, RefusedError
from models.identity import Identity, Right
from storage.audit import entries
from storage.database import connect
from tests.integration.database import Database
from tests.integration.dispatch.conftest import connection, fences
from tests.integration.web.conftest import logins, url_of

__all__ = ["connection", "fences", "logins"]

NOW = datetime(2026, 11, 21, 0, tzinfo=UTC)
DISPATCHER = Identity("调度员", frozenset({Right.READ, Right.DISPATCH}))
CLERK = Identity("李四", frozenset({Right.READ}))
APPLICATION = Application(
    institution="b",
    purpose="调研",
    destination="青铜峡",
    planned_from="2026-11-21T08:30",
    planned_to="2026-11-21T09:30",
    fence="county",
)
APPROVE, SEND = Step(OrderState.APPROVED), Step(OrderState.DISPATCHED, plate="宁A00001", driver="马师傅")


@pytest.fixture
def desk(connection: psycopg.Connection, database: Database, logins: Path, fences: Path) -> Desk:
    """A desk with the console's rights; an institution above and one beside are there."""
    connection.execute("INSERT INTO institution (code, name, type) VALUES ('top', '市', 'region')")
    connection.execute("UPDATE institution SET parent_id = 2 WHERE code = 'b'")
    connection.execute("INSERT INTO institution (code, name, type) VALUES ('c', '邻局', 'government')")
    url = url_of("guanjia_console", database, logins)
    return Desk(lambda: connect(url, application="test-desk"), read_fences(fences), lambda: NOW)


def taken(desk: Desk, *steps: Step) -> OrderFile:
    """Enter an order and take it through some states."""
    file = desk.apply(CLERK, APPLICATION)
    for step in steps:
        file = desk.move(DISPATCHER, file.order.id, step)
    return file


def flaws(work: Callable[[], object]) -> list[tuple[str, Flaw]]:
    with pytest.raises(EntryError) as raised:
        work()
    return [(each.name, each.flaw) for each in raised.value.flaws]


def refusal(work: Callable[[], object]) -> OrderRefusal:
    with pytest.raises(RefusedError) as raised:
        work()
    return raised.value.refusal


def test_from_application_to_the_check_after_returning(desk: Desk) -> None:
    returned = taken(desk, APPROVE, SEND, Step(OrderState.UNDER_WAY), Step(OrderState.RETURNED))
    file = desk.move(DISPATCHER, returned.order.id, Step(OrderState.CHECKED, "车况良好"))
    assert [(change.state, change.author, change.note) for change in file.changes] == [
        ("applied", "李四", ""),
        ("approved", "调度员", ""),
        ("dispatched", "调度员", ""),
        ("under_way", "调度员", ""),
        ("returned", "调度员", ""),
        ("checked", "调度员", "车况良好"),
    ]
    assert (file.order.number, file.order.applicant) == ("20261121-001", "李四")
    assert (file.order.plate, file.driver_name, file.steps) == ("宁A00001", "马师傅", ())


def test_an_order_shows_what_it_drove(desk: Desk, driven: psycopg.Connection) -> None:
    file = taken(desk, APPROVE, SEND)
    kilometres = driven.execute("SELECT distance_m FROM outing ORDER BY started_at LIMIT 1").fetchone()
    assert kilometres is not None
    assert [each.started_at for each in file.outings] == [datetime(2026, 11, 21, 0, 30, tzinfo=UTC)]
    assert file.driven_m == pytest.approx(kilometres[0])
    assert file.driven_m > 15_000


def test_every_wrong_field_is_named_at_once(desk: Desk) -> None:
    wrong = Application("nowhere", " ", "x" * 101, "soon", "2026-11-21T08:00", lon="1060")
    assert flaws(lambda: desk.apply(CLERK, wrong)) == [
        ("institution", Flaw.UNKNOWN),
        ("planned_from", Flaw.NO_TIME),
        ("lat", Flaw.HALF_A_POINT),
        ("purpose", Flaw.EMPTY),
        ("destination", Flaw.TOO_LONG),
    ]
    assert desk.orders(CLERK, Listing()).orders == ()


@pytest.mark.parametrize(
    ("changed", "flaw"),
    [
        ({"planned_to": "2026-11-21T08:30"}, ("planned_to", Flaw.NOT_AFTER)),
        ({"planned_to": "2027-11-21T08:30"}, ("planned_to", Flaw.TOO_WIDE)),
        ({"planned_to": "2026-13-41T99:99"}, ("planned_to", Flaw.NO_TIME)),
        ({"fence": "moon"}, ("fence", Flaw.UNKNOWN)),
        ({"lon": "106.2", "lat": "38.4"}, ("fence", Flaw.TWO_PLACES)),
        ({"fence": "", "lon": "106.2", "lat": "nan"}, ("lat", Flaw.NO_DEGREES)),
    ],
)
def test_what_is_wrong_with_a_field_is_said(
    desk: Desk, changed: dict[str, str], flaw: tuple[str, Flaw]
) -> None:
    assert flaws(lambda: desk.apply(CLERK, replace(APPLICATION, **changed))) == [flaw]


def test_texts_are_kept_in_one_line_and_without_control_characters(desk: Desk) -> None:
    said = replace(APPLICATION, purpose="调研\x00\n\x1b[31m  <b>水表</b>")
    assert desk.apply(CLERK, said).order.purpose == "调研 [31m <b>水表</b>"


def test_the_same_application_twice_is_one_order(desk: Desk) -> None:
    keyed = replace(APPLICATION, key="k1")
    assert desk.apply(CLERK, keyed).order.id == desk.apply(CLERK, keyed).order.id
    numbered = replace(APPLICATION, number="2026/7")
    assert desk.apply(CLERK, numbered).order.id == desk.apply(CLERK, numbered).order.id
    assert len(desk.orders(CLERK, Listing()).orders) == 2
    other = replace(numbered, destination="中卫")
    assert flaws(lambda: desk.apply(CLERK, other)) == [("number", Flaw.TAKEN)]


def test_who_applies_at_once_gets_numbers_of_their_own(desk: Desk) -> None:
    with ThreadPoolExecutor(4) as people:
        files = list(people.map(partial(desk.apply, CLERK), [APPLICATION] * 8))
    assert sorted(file.order.number for file in files) == [f"20261121-00{n}" for n in range(1, 9)]


def test_of_two_people_at_one_order_one_decides(desk: Desk) -> None:
    order = taken(desk).order.id

    def decide(to: OrderState) -> OrderState | OrderRefusal:
        try:
            return desk.move(DISPATCHER, order, Step(to, "理由", seen=OrderState.APPLIED)).order.state
        except RefusedError as error:
            return error.refusal

    with ThreadPoolExecutor(2) as people:
        came = list(people.map(decide, [OrderState.APPROVED, OrderState.REFUSED]))
    assert OrderRefusal.CHANGED in came
    assert {OrderState.APPROVED, OrderState.REFUSED} & set(came)
    assert len(desk.order(CLERK, order).changes) == 2


def test_a_vehicle_is_not_sent_for_two_orders_at_once(desk: Desk) -> None:
    orders = [taken(desk, APPROVE).order.id for _ in range(2)]

    def send(order: int) -> OrderState | OrderRefusal:
        try:
            return desk.move(DISPATCHER, order, SEND).order.state
        except RefusedError as error:
            return error.refusal

    with ThreadPoolExecutor(2) as people:
        came = list(people.map(send, orders))
    assert sorted(came) == [OrderState.DISPATCHED, OrderRefusal.VEHICLE_BUSY]
    left = orders[came.index(OrderRefusal.VEHICLE_BUSY)]
    other = replace(SEND, plate="宁A00002")
    assert refusal(lambda: desk.move(DISPATCHER, left, other)) is OrderRefusal.DRIVER_BUSY
    assert desk.move(DISPATCHER, left, replace(SEND, note="合并用车")).order.state == OrderState.DISPATCHED


def test_what_is_taken_in_that_time_is_told_before(desk: Desk, connection: psycopg.Connection) -> None:
    connection.execute(
        "INSERT INTO driver (code, name, institution_id, licence_class, licence_until, valid_from) VALUES"
        " ('d1', '马师傅', 1, 'C1', '2030-01-01', '2026-01-01'),"
        " ('d2', '丁师傅', 1, 'C1', '2030-01-01', '2026-01-01'),"
        " ('d3', '旧证', 1, 'C1', '2026-11-20', '2026-01-01')"
    )
    number = taken(desk, APPROVE, SEND).order.number
    vehicles, drivers = desk.choices(DISPATCHER, taken(desk, APPROVE).order.id)
    assert [(each.code, each.busy) for each in vehicles] == [("宁A00002", ""), ("宁A00001", number)]
    assert [(each.code, each.name, each.busy) for each in drivers] == [
        ("d2", "丁师傅", ""),
        ("d1", "马师傅", number),
    ]


def test_nobody_decides_without_the_right(desk: Desk) -> None:
    order = taken(desk).order.id
    with pytest.raises(ForbiddenError):
        desk.move(CLERK, order, APPROVE)
    with pytest.raises(ForbiddenError):
        desk.choices(CLERK, order)
    with pytest.raises(ForbiddenError):
        desk.write_check(CLERK, CheckEntry("宁A00001", "2026-11-21", CheckKind.BEFORE, "马师傅"))
    with pytest.raises(ForbiddenError):
        desk.register_duty(CLERK, DutyEntry("宁A00001", "2026-11-21T08:00", "2026-11-22T08:00", "值班"))
    with pytest.raises(ForbiddenError):
        desk.orders(Identity("nobody", frozenset()), Listing())


def test_the_applicant_takes_back_what_nobody_decided_on(desk: Desk) -> None:
    file = taken(desk)
    assert desk.order(CLERK, file.order.id).steps == (OrderState.CANCELLED,)
    assert desk.order(replace(CLERK, name="王五"), file.order.id).steps == ()
    with pytest.raises(ForbiddenError):
        desk.move(replace(CLERK, name="王五"), file.order.id, Step(OrderState.CANCELLED, "不去了"))
    assert desk.move(CLERK, file.order.id, Step(OrderState.CANCELLED, "不去了")).steps == ()
    decided = taken(desk, APPROVE)
    with pytest.raises(ForbiddenError):
        desk.move(CLERK, decided.order.id, Step(OrderState.CANCELLED, "不去了"))


def test_an_institution_has_a_say_in_its_own_and_all_below(desk: Desk) -> None:
    order = taken(desk).order.id
    above, beside = replace(DISPATCHER, institution="top"), replace(DISPATCHER, institution="c")
    assert desk.order(above, order).order.institution == "b"
    assert desk.orders(beside, Listing()).orders == ()
    assert desk.orders(beside, Listing(institution="b")).orders == ()
    assert desk.vehicles(beside) == []
    with pytest.raises(NoSuchOrderError):
        desk.order(beside, order)
    with pytest.raises(NoSuchOrderError):
        desk.move(beside, order, APPROVE)
    assert flaws(lambda: desk.apply(beside, APPLICATION)) == [("institution", Flaw.UNKNOWN)]
    check = CheckEntry("宁A00001", "2026-11-21", CheckKind.BEFORE, "马师傅")
    assert flaws(lambda: desk.write_check(beside, check)) == [("plate", Flaw.UNKNOWN)]


def test_a_vehicle_of_another_institution_is_not_sent(desk: Desk, connection: psycopg.Connection) -> None:
    connection.execute("UPDATE vehicle SET institution_id = 3 WHERE plate = '宁A00002'")
    own = replace(DISPATCHER, institution="b")
    order = taken(desk, APPROVE).order.id
    assert flaws(lambda: desk.move(own, order, replace(SEND, plate="宁A00002"))) == [("plate", Flaw.UNKNOWN)]


def numbers(desk: Desk, asked: Listing) -> Sequence[str]:
    return [order.number for order in desk.orders(CLERK, asked).orders]


def test_orders_are_found_by_state_day_plate_and_text(desk: Desk) -> None:
    first = taken(desk, APPROVE, SEND).order.number
    later = replace(
        APPLICATION, planned_from="2026-11-22 00:00", planned_to="2026-11-22 01:00", destination="中卫市"
    )
    second = desk.apply(CLERK, later).order.number
    assert numbers(desk, Listing()) == [second, first]
    assert numbers(desk, Listing(states=(OrderState.APPLIED,))) == [second]
    assert numbers(desk, Listing(day=date(2026, 11, 21))) == [first]
    assert numbers(desk, Listing(day=date(2026, 11, 22))) == [second]
    assert numbers(desk, Listing(plate="宁A00001")) == [first]
    assert numbers(desk, Listing(text="中卫")) == [second]
    assert numbers(desk, Listing(text="马师傅")) == [first]
    assert numbers(desk, Listing(text="%")) == []


def test_pages_give_each_order_once(desk: Desk) -> None:
    entered = {desk.apply(CLERK, APPLICATION).order.number for _ in range(5)}
    after, seen = None, list[str]()
    while True:
        page = desk.orders(CLERK, Listing(limit=2, after=after))
        seen += [order.number for order in page.orders]
        after = page.next
        if after is None:
            break
    assert (len(seen), set(seen)) == (5, entered)


def test_checks_and_duty_of_a_day(desk: Desk) -> None:
    check = CheckEntry("宁A00001", "2026-11-21", CheckKind.BEFORE, "马师傅", "左后灯不亮")
    desk.write_check(DISPATCHER, check)
    day, found = desk.checks(CLERK, None)
    assert (day, [one.plate for one in found]) == (date(2026, 11, 21), ["宁A00001", "宁A00002"])
    assert [(m.passed, m.defects, m.author) for m in found[0].made.values()] == [
        (False, "左后灯不亮", "调度员")
    ]
    assert flaws(lambda: desk.write_check(DISPATCHER, replace(check, day="2026-11-22"))) == [
        ("day", Flaw.AHEAD)
    ]
    duty = DutyEntry("宁A00001", "2026-11-21T08:00", "2026-11-22T08:00", "值班")
    assert desk.register_duty(DISPATCHER, duty)
    assert not desk.register_duty(DISPATCHER, duty)
    assert [one.reason for one in desk.duty(CLERK, date(2026, 11, 22))[1]] == ["值班"]
    assert desk.duty(CLERK, date(2026, 11, 23))[1] == []
    over = replace(duty, starts_at="2026-11-20T07:00", ends_at="2026-11-20T08:00")
    assert flaws(lambda: desk.register_duty(DISPATCHER, over)) == [("ends_at", Flaw.OVER)]


def test_who_did_what_stands_in_the_audit_log(desk: Desk, connection: psycopg.Connection) -> None:
    order = taken(desk, APPROVE).order
    with pytest.raises(RefusedError):
        desk.move(DISPATCHER, order.id, Step(OrderState.CHECKED))
    desk.register_duty(DISPATCHER, DutyEntry("宁A00001", "2026-11-22T18:00", "2026-11-22T20:00", "值班"))
    found = [(entry.author, entry.action, entry.subject) for entry in reversed(entries(connection))]
    assert found == [
        ("李四", "add", f"order {order.number}"),
        ("调度员", "move", f"order {order.number}"),
        ("调度员", "duty", "vehicle 宁A00001"),
    ]
