"""What a token may do about alerts: take one on, and silence."""

from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Protocol

import orjson
from fastapi import Depends, FastAPI
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from starlette.responses import Response

from models.identity import Identity, Right
from storage.acknowledging import LinkedAlert
from storage.silences import Silence
from web.api.catalogue import RESOURCES
from web.api.described import problems
from web.api.gate import need
from web.api.pages import Pages
from web.api.parameters import asked
from web.api.parts import Parts
from web.api.problems import ProblemError, WrongPart, wrong_parts

_ZONE = "Asia/Shanghai"
"""In which a silence is shown; from and to are instants."""

_Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$"),
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

    def end_silence(self, silence: int, at: datetime, author: str) -> bool:
        """End a silence before its time; False where it is over."""
        ...


class _Changes:
    """Changes of alerts, each within what the token's institution sees."""

    def __init__(self, desk: AlertDesk, pages: Pages, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._pages = pages
        self._now = now

    def acknowledge(self, identity: Identity, alert: int, note: str) -> Response:
        need(identity, Right.ALERTS)
        if not self._sees(identity, "alerts", ("alert", str(alert))):
            raise ProblemError(HTTPStatus.NOT_FOUND, f"no alert {alert}, or none that this token sees")
        (before,) = self._desk.acknowledge([alert], self._now(), identity.name, note)
        if not before.is_waiting and not before.is_acknowledged:
            raise ProblemError(
                HTTPStatus.CONFLICT, f"alert {alert} is {before.state.value}: nobody waits for it"
            )
        content = {"alert_id": alert, "was_acknowledged": before.is_acknowledged}
        return Response(orjson.dumps(content), media_type="application/json")

    def silence(self, identity: Identity, new: NewSilence) -> Response:
        need(identity, Right.ALERTS)
        self._check(identity, new)
        silence = Silence(
            institution=new.institution,
            rule=new.rule,
            subject=new.subject,
            begins_at=new.begin,
            ends_at=new.end,
            recurrence="",
            lasting=None,
            timezone=_ZONE,
            reason=new.reason,
            author=identity.name,
        )
        number = self._desk.silence(silence, self._now())
        return Response(
            orjson.dumps({"silence_id": number}), HTTPStatus.CREATED, media_type="application/json"
        )

    def end_silence(self, identity: Identity, silence: int) -> Response:
        need(identity, Right.ALERTS)
        if not self._sees(identity, "silences", ("silence", str(silence))):
            raise ProblemError(HTTPStatus.NOT_FOUND, f"no silence {silence}, or none that this token sees")
        was_quiet = self._desk.end_silence(silence, self._now(), identity.name)
        content = {"silence_id": silence, "was_over": not was_quiet}
        return Response(orjson.dumps(content), media_type="application/json")

    def _check(self, identity: Identity, new: NewSilence) -> None:
        wrong: list[WrongPart] = []
        if new.end <= new.begin:
            wrong.append(WrongPart("to", "is not after from", "write a later instant"))
        if not (new.institution or new.rule or new.subject):
            wrong.append(
                WrongPart("institution", "nothing says what is silenced", "give institution, rule or subject")
            )
        elif new.institution is None and identity.institution is not None:
            remedy = "give one that this token sees"
            wrong.append(WrongPart("institution", "is missing: the token is one institution's", remedy))
        elif new.institution and not self._sees(identity, "institutions", ("institution", new.institution)):
            wrong.append(WrongPart("institution", "is unknown", "give a code of GET institutions"))
        if wrong:
            raise wrong_parts(wrong)

    def _sees(self, identity: Identity, path: str, parameter: tuple[str, str]) -> bool:
        resource = RESOURCES[path]
        return len(self._pages.page(resource, identity, asked(resource, [parameter])).table) > 0


def add_alerts(app: FastAPI, desk: AlertDesk, parts: Parts) -> None:
    """Add the routes that change alerts."""
    changes = _Changes(desk, parts.pages, parts.clocks.wall)

    async def acknowledge(
        alert: int, identity: Annotated[Identity, Depends(parts.gate)], body: Note
    ) -> Response:
        return await parts.threads.run(changes.acknowledge, identity, alert, body.note or "")

    async def silence(identity: Annotated[Identity, Depends(parts.gate)], body: NewSilence) -> Response:
        return await parts.threads.run(changes.silence, identity, body)

    async def end(silence: int, identity: Annotated[Identity, Depends(parts.gate)]) -> Response:
        return await parts.threads.run(changes.end_silence, identity, silence)

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
    app.add_api_route(
        "/silences/{silence}/end",
        end,
        methods=["POST"],
        summary="End a silence before its time; twice changes nothing more",
        operation_id="end_silence",
        response_class=Response,
        responses=problems(404),
    )
