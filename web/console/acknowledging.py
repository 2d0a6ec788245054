"""The address that links of mails lead to: GET shows and changes nothing, POST acknowledges."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool

from models.errors import GuanjiaError
from models.links import ACKNOWLEDGE_PATH, AckLink, LinkExpiredError, LinkInvalidError, Seal
from models.registry import Language
from storage.acknowledging import LinkedAlert
from web.console.acknowledge_page import LONGEST_REMARK, POLICY, AcknowledgePage
from web.console.forms import fields

_HEADERS = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    # with no-referrer a browser would not say which site a form is from
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex",
}

_log = logging.getLogger(__name__)


class Desk(Protocol):
    """Whoever knows the alerts: storage.acknowledging.LinkDesk."""

    def look(self, alerts: Sequence[int]) -> list[LinkedAlert]:
        """Return the alerts as they are."""
        ...

    def acknowledge(self, alerts: Sequence[int], at: datetime, author: str, note: str) -> list[LinkedAlert]:
        """Acknowledge those that wait for it; return what each was before."""
        ...


@dataclass(frozen=True, slots=True)
class Acknowledging:
    """What the address needs: who knows the alerts, the seal of links, the words, and the time."""

    desk: Desk
    seal: Seal
    page: AcknowledgePage
    now: Callable[[], datetime]

    def show(self, token: str, accepted: str) -> HTMLResponse:
        """Answer GET: mail scanners follow links, so it only shows."""
        return self._answer(token, accepted, lambda link: self._asking(link, token))

    def acknowledge(self, token: str, remark: str, accepted: str) -> HTMLResponse:
        """Answer POST: write that the reader has it."""
        return self._answer(token, accepted, lambda link: self._done(link, remark))

    def _answer(self, token: str, accepted: str, write: Callable[[AckLink], str]) -> HTMLResponse:
        language = preferred(accepted)
        try:
            link = self.seal.open(token, self.now())
            language = link.language
            return HTMLResponse(write(link), headers=_HEADERS)
        except LinkExpiredError as error:
            return HTMLResponse(self.page.expired(error.language), 410, _HEADERS)
        except LinkInvalidError:
            return HTMLResponse(self.page.invalid(language), 403, _HEADERS)
        except GuanjiaError as error:
            _log.error("acknowledging failed error=%s", error)
            return HTMLResponse(self.page.unable(language), 503, _HEADERS)

    def _asking(self, link: AckLink, token: str) -> str:
        return self.page.asking(self.desk.look(link.alerts), token, link.language)

    def _done(self, link: AckLink, remark: str) -> str:
        note = f"by the link of a mail: {remark}" if remark else "by the link of a mail"
        before = self.desk.acknowledge(link.alerts, self.now(), link.reader, note)
        return self.page.done(before, link.language)


def add_acknowledging(app: FastAPI, acknowledging: Acknowledging) -> None:
    """Answer at the address of links."""

    def show(request: Request, t: str = "") -> Response:
        """Say which alert a link is about, and ask."""
        return acknowledging.show(t, request.headers.get("accept-language", ""))

    async def acknowledge(request: Request) -> Response:
        """Take the alert on."""
        form = await fields(request)
        accepted = request.headers.get("accept-language", "")
        token, remark = form.get("t", ""), tidy(form.get("remark", ""))
        return await run_in_threadpool(acknowledging.acknowledge, token, remark, accepted)

    app.add_api_route(ACKNOWLEDGE_PATH, show, methods=["GET"])
    app.add_api_route(ACKNOWLEDGE_PATH, acknowledge, methods=["POST"])


def tidy(remark: str) -> str:
    """Return a remark in one line that no terminal takes for a command, and not too long."""
    return " ".join("".join(c if c.isprintable() else " " for c in remark).split())[:LONGEST_REMARK]


def preferred(accepted: str) -> Language:
    """Return the first of our languages that a browser's Accept-Language names; Chinese where it has none."""
    for part in accepted.lower().split(","):
        if part.strip().startswith("zh"):
            return Language.ZH_CN
        if part.strip().startswith("en"):
            return Language.EN
    return Language.ZH_CN
