"""Dispatch orders for programs: the same steps that people take at the console; the catalogue lists them."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Header, Path
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.responses import Response

from models.dispatch import Order, OrderRefusal, OrderState
from models.dispatch_desk import Application, OrderFile, Step
from models.dispatch_errors import NoSuchOrderError, RefusedError
from models.dispatch_words import Say
from models.identity import Identity
from web.api.described import problems
from web.api.desk_answers import json_answer, told, wrong_fields
from web.api.parts import Parts
from web.api.problems import ProblemError
from web.order_desk import OrderDesk

STEPS: Final[Mapping[str, OrderState]] = {
    "approve": OrderState.APPROVED,
    "refuse": OrderState.REFUSED,
    "dispatch": OrderState.DISPATCHED,
    "leave": OrderState.UNDER_WAY,
    "return": OrderState.RETURNED,
    "check": OrderState.CHECKED,
    "cancel": OrderState.CANCELLED,
}
"""The last part of an address, and the state into which it brings an order."""
_LARGEST_ID: Final = 2**31 - 1
_Text = Annotated[str, Field(max_length=200)]


class NewOrder(BaseModel):
    """What somebody applies for; instants with their offset, the destination also as a fence or a point."""

    model_config = ConfigDict(extra="forbid")

    institution: _Text
    purpose: _Text
    destination: _Text
    planned_from: AwareDatetime
    planned_to: AwareDatetime
    applicant: _Text = ""
    fence: _Text = ""
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    passengers: _Text = ""
    number: _Text = ""


class Decision(BaseModel):
    """What is said with a step; `plate` and `driver` (code or name) are those that are sent."""

    model_config = ConfigDict(extra="forbid")

    note: Annotated[str, Field(max_length=500)] = ""
    plate: _Text = ""
    driver: _Text = ""


class _Orders:
    """Asks the desk, and says its refusals as problems."""

    def __init__(self, desk: OrderDesk, say: Say) -> None:
        self._desk = desk
        self._say = say

    def one(self, who: Identity, number: int) -> Response:
        return json_answer(_file(self._told(lambda: self._desk.order(who, number))))

    def apply(self, who: Identity, said: Application) -> Response:
        file = self._told(lambda: self._desk.apply(who, said))
        return json_answer(_file(file), HTTPStatus.CREATED, {"location": f"/api/v1/orders/{file.order.id}"})

    def move(self, who: Identity, number: int, wanted: Step) -> Response:
        return json_answer(_file(self._told(lambda: self._moved(who, number, wanted))))

    def _moved(self, who: Identity, number: int, wanted: Step) -> OrderFile:
        """Bring an order into a state; said again, it changes nothing."""
        try:
            return self._desk.move(who, number, wanted)
        except RefusedError as error:
            is_same = wanted.plate in {"", error.order.plate} and wanted.driver in {"", error.order.driver}
            if error.refusal is OrderRefusal.ALREADY and is_same:
                return self._desk.order(who, number)
            raise

    def _told(self, work: Callable[[], OrderFile]) -> OrderFile:
        try:
            return told(self._say, work)
        except NoSuchOrderError as error:
            raise ProblemError(HTTPStatus.NOT_FOUND, str(error)) from error
        except RefusedError as error:
            raise self._refused(error) from error

    def _refused(self, error: RefusedError) -> ProblemError:
        if not error.refusal.field:
            return ProblemError(HTTPStatus.CONFLICT, str(error))
        return wrong_fields([(error.refusal.field, error.refusal, error.sentence(self._say))])


def add_orders(desk: OrderDesk, say: Say) -> Callable[[FastAPI, Parts], None]:
    """Return what adds the routes of orders to the API; `say` has the words of its errors."""
    orders = _Orders(desk, say)

    def add(app: FastAPI, parts: Parts) -> None:
        _add_reading(app, parts, orders)
        _add_applying(app, parts, orders)
        for name, to in STEPS.items():
            _add_step(app, parts, orders, name, to)

    return add


def _add_reading(app: FastAPI, parts: Parts, orders: _Orders) -> None:
    async def one(
        order: Annotated[int, Path(ge=1, le=_LARGEST_ID)], identity: Annotated[Identity, Depends(parts.gate)]
    ) -> Response:
        return await parts.threads.run(orders.one, identity, order)

    app.add_api_route(
        "/orders/{order}",
        one,
        summary="One order with its history, the outings that belong to it, and the steps possible now",
        operation_id="get_order",
        response_class=Response,
        responses=problems(404),
    )


def _add_applying(app: FastAPI, parts: Parts, orders: _Orders) -> None:
    async def apply(
        identity: Annotated[Identity, Depends(parts.gate)],
        body: NewOrder,
        key: Annotated[str, Header(alias="Idempotency-Key", max_length=100)] = "",
    ) -> Response:
        said = Application(
            **body.model_dump(exclude={"planned_from", "planned_to", "lon", "lat"}),
            planned_from=body.planned_from.isoformat(),
            planned_to=body.planned_to.isoformat(),
            lon="" if body.lon is None else repr(body.lon),
            lat="" if body.lat is None else repr(body.lat),
            key=key,
        )
        return await parts.threads.run(orders.apply, identity, said)

    app.add_api_route(
        "/orders",
        apply,
        methods=["POST"],
        status_code=201,
        summary="Apply for a vehicle; with the same number or Idempotency-Key again it is the same order",
        operation_id="apply_for_order",
        response_class=Response,
        responses=problems(),
    )


def _add_step(app: FastAPI, parts: Parts, orders: _Orders, name: str, to: OrderState) -> None:
    async def move(
        order: Annotated[int, Path(ge=1, le=_LARGEST_ID)],
        identity: Annotated[Identity, Depends(parts.gate)],
        body: Decision,
    ) -> Response:
        return await parts.threads.run(
            orders.move, identity, order, Step(to, body.note, body.plate, body.driver)
        )

    app.add_api_route(
        f"/orders/{{order}}/{name}",
        move,
        methods=["POST"],
        summary=f"Bring an order into the state {to}; twice changes nothing more",
        operation_id=f"{name}_order",
        response_class=Response,
        responses=problems(404, 409),
    )


def _order(order: Order) -> dict[str, object]:
    said = asdict(order)
    return {"order_id": said.pop("id")} | said


def _file(file: OrderFile) -> dict[str, object]:
    return _order(file.order) | {
        "changes": [asdict(change) for change in file.changes],
        "outings": [asdict(outing) for outing in file.outings],
        "driven_m": file.driven_m,
        "steps": [name for name, to in STEPS.items() if to in file.steps],
    }
