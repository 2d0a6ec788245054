"""Daily checks and duty of vehicles for programs: entered as at the console; the catalogue lists them."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, FastAPI
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.responses import Response

from models.dispatch import CheckKind
from models.dispatch_desk import CheckEntry, DutyEntry
from models.dispatch_words import Say
from models.identity import Identity
from web.api.catalogue import RESOURCES
from web.api.described import entered
from web.api.desk_answers import json_answer, told
from web.api.keys import first_page
from web.api.pages import Pages
from web.api.parameters import Asked
from web.api.parts import Parts
from web.api.resource import MOST_ROWS, Resource
from web.order_desk import OrderDesk

_Text = Annotated[str, Field(max_length=200)]


class NewCheck(BaseModel):
    """One of the three checks of a vehicle and day; it passed where `defects` is empty."""

    model_config = ConfigDict(extra="forbid")

    plate: _Text
    day: date
    kind: CheckKind
    driver: _Text
    defects: Annotated[str, Field(max_length=500)] = ""


class NewDuty(BaseModel):
    """Duty of a vehicle, registered before it ends; instants with their offset."""

    model_config = ConfigDict(extra="forbid")

    plate: _Text
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    reason: _Text


class _Daily:
    """Asks the desk, and answers with the row as it stands then."""

    def __init__(self, desk: OrderDesk, say: Say, pages: Pages) -> None:
        self._desk = desk
        self._say = say
        self._pages = pages

    def check(self, who: Identity, new: NewCheck) -> Response:
        said = CheckEntry(new.plate, new.day.isoformat(), new.kind, new.driver, new.defects)
        is_new = told(self._say, lambda: self._desk.write_check(who, said))
        key = {"plate": new.plate, "day": new.day, "kind": new.kind}
        span = {"since": new.day, "until": new.day + timedelta(days=1)}
        return self._answer(who, RESOURCES["daily-checks"], key, span, is_new=is_new)

    def duty(self, who: Identity, new: NewDuty) -> Response:
        said = DutyEntry(new.plate, new.starts_at.isoformat(), new.ends_at.isoformat(), new.reason)
        is_new = told(self._say, lambda: self._desk.register_duty(who, said))
        key = {"plate": new.plate, "starts_at": new.starts_at, "ends_at": new.ends_at}
        span = {"since": new.starts_at, "until": new.ends_at}
        return self._answer(who, RESOURCES["duties"], key, span, is_new=is_new)

    def _answer(
        self,
        who: Identity,
        resource: Resource,
        key: Mapping[str, object],
        span: Mapping[str, object],
        *,
        is_new: bool,
    ) -> Response:
        any_ = dict.fromkeys(parameter.sql_name for parameter in resource.parameters)
        values = {**any_, **first_page(resource), "vehicle": key["plate"], **span}
        page = self._pages.page(resource, who, Asked(values, MOST_ROWS))
        row = next(row for row in page.table.rows() if key.items() <= row.items())
        return json_answer(row, HTTPStatus.CREATED if is_new else HTTPStatus.OK)


def add_daily(desk: OrderDesk, say: Say) -> Callable[[FastAPI, Parts], None]:
    """Return what adds the routes that enter checks and duty; `say` has the words of its errors."""

    def add(app: FastAPI, parts: Parts) -> None:
        daily = _Daily(desk, say, parts.pages)

        async def check(identity: Annotated[Identity, Depends(parts.gate)], body: NewCheck) -> Response:
            return await parts.threads.run(daily.check, identity, body)

        async def duty(identity: Annotated[Identity, Depends(parts.gate)], body: NewDuty) -> Response:
            return await parts.threads.run(daily.duty, identity, body)

        app.add_api_route(
            "/daily-checks",
            check,
            methods=["POST"],
            status_code=201,
            summary="Write a daily check down; another one of its vehicle, day and kind takes its place",
            operation_id="add_daily_check",
            response_class=Response,
            responses=entered(RESOURCES["daily-checks"]),
        )
        app.add_api_route(
            "/duties",
            duty,
            methods=["POST"],
            status_code=201,
            summary="Register duty of a vehicle beforehand; what is registered already stays as it was",
            operation_id="register_duty",
            response_class=Response,
            responses=entered(RESOURCES["duties"]),
        )

    return add
