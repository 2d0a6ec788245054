"""What a token may do about alerts: take one on, and silence."""

from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Protocol

import orjson
from fastapi import Depends, FastAPI
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from starlette.responses import Response

from models.identity import Identity, Right
from storage.acknowledging import LinkedAlert
from storage.silences import Silence
from web.api.described import problems
from web.api.gate import need
from web.api.problems import ProblemError, WrongPart, wrong_parts

_Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")
]


class Note(BaseModel):
    """Why somebody takes an alert on."""

    model_config = ConfigDict(extra="forbid")

    note: _Line | None = None


class NewSilence(BaseModel):
    """From when to when nobody is told of what; all that is given must hold."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    institution: _Line | None = None
    rule: _Line | None = None
    subject: _Line | None = None
    begin: AwareDatetime = Field(alias="from")
    end: AwareDatetime = Field(alias="to")
    reason: _Line


class AlertDesk(Protocol):
    """Whoever changes alerts: storage.alert_desk.AlertDesk."""

    def acknowledge(self, alerts: Sequence[int], at: datetime, author: str, note: str) -> list[LinkedAlert]:
        """Acknowledge those that wait for it; return what each was before."""
        ...

    def silence(self, silence: Silence, at: datetime) -> int:
        """Add a silence and return its number."""
        ...


def add_alerts(app: FastAPI, desk: AlertDesk, parts: Any) -> None:
    """Add the routes that change alerts."""
    changes = _Changes(desk, parts.pages.page, parts.clocks.wall)

    async def acknowledge(alert: int, identity: Annotated[Identity, Depends(parts.gate)], body: Note) -> Response:
        return await parts.threads.run(changes.acknowledge, identity, alert, body.note or "")

    async def silence(identity: Annotated[Identity, Depends(parts.gate)], body: NewSilence) -> Response:
        return await parts.threads.run(changes.silence, identity, body)

    app.add_api_route(
        "/alerts/{alert}/acknowledge",
        acknowledge,
        methods=["POST"],
        summary="Take an alert on: no reminders come until it is over; twice changes nothing more",
        operation_id="acknowledge_alert",
        response_class=Response,
        responses=problems(404, 409),
    )
    app.add_api_route(
        "/silences",
        silence,
        methods=["POST"],
        status_code=201,
        summary="Tell nobody of some alerts for a while",
        operation_id="add_silence",
        response_class=Response,
        responses=problems(),
    )
