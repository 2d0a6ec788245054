"""`/quality/METER`: one meter around an instant, and the form with which somebody records its swap."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from nicegui import run, ui

from models.consumption import AsideReason
from models.errors import GuanjiaError
from models.identity import Right
from models.quality import Around, Hour, Installed, SwapEntry
from web.console.drawings.boxes import box, text
from web.console.drawings.registers import draw_registers
from web.console.drawings.sheet import number, sheet
from web.console.form import Form
from web.console.order_pages import panel
from web.console.quality_pages import QualityPages, instant_of
from web.console.words import UNKNOWN

_LOOK_SECONDS: Final = 2.0
_REMEDIES: Final = {
    AsideReason.DROP: "Was the meter changed or reset? Record the swap below",
    AsideReason.JUMP: "Was the meter changed? Record the swap below; is the flow real? Raise its rate",
    AsideReason.REVERSE: "Does it count both ways? Say so in the sheet of meters; else see to the valve",
}
_FIELDS: Final = ("at", "end_register", "serial", "start_register", "modulus", "multiplier")
Redraw = Callable[..., Any]


def add_swap_page(pages: QualityPages) -> None:
    """Answer at the address of each meter."""
    words, judging = pages.words, pages.judging

    async def page(meter: str, at: str = "") -> None:
        instant, who = instant_of(at), judging.who()
        with pages.page(f"/quality/{meter}", words.text("Data quality")):
            around = await pages.asked(lambda: judging.desk.around(who, meter, instant))
            if around is not None:
                _SwapPage(pages, around).build()

    address = pages.address("/quality/{meter}")
    ui.page(address, title=words.text("guanjia"), language=pages.language, dark=None)(page)


class _SwapPage:
    """The page of one viewer: once a swap is recorded it looks again until the hours are computed."""

    def __init__(self, pages: QualityPages, around: Around) -> None:
        self._pages = pages
        self._words = pages.words
        self._around = around
        self._before: Sequence[Hour] | None = None
        self._told = ""

    def build(self) -> None:
        """Write it."""
        self._facts = ui.refreshable(self._write_facts)
        self._facts()
        if self._pages.judging.who().may(Right.REGISTRY):
            with panel("swap", self._words.text("Record a meter swap")):
                self._form()
        self._hours = ui.refreshable(self._write_hours)
        self._hours()
        self._timer = ui.timer(_LOOK_SECONDS, self._look, active=False)

    def _write_facts(self) -> None:
        words, around = self._words, self._around
        meter = around.meter
        with panel("meter", f"{meter.meter} {meter.meter_name}"):
            with box("facts", "dl"):
                for name, value in (
                    ("Medium", words.code("medium", meter.medium)),
                    ("Place", meter.place_name),
                    ("Institution", meter.institution_name),
                ):
                    text(words.text(name), "", "dt")
                    text(value or UNKNOWN, "", "dd")
            _installations(self._pages, around)
        with panel("registers", words.text("What the register showed")):
            for aside in around.aside:
                sign = "+" if aside.step > 0 else "−"
                step = f"{sign}{words.amount(abs(aside.step))} {words.unit(aside.unit)}"
                reason = words.code("reason of a step", aside.reason)
                counted = words.text("%(step)s not counted: %(reason)s", step=step, reason=reason)
                text(f"{words.instant(aside.at, meter.timezone)}  {counted}", "aside-step")
                text(words.text(_REMEDIES[AsideReason(aside.reason)]), "hint")
            if around.readings:
                draw_registers(around, words)
            else:
                text(words.text("No reading in these days"), "notice")

    def _form(self) -> None:
        words, around = self._words, self._around
        now = next((each for each in reversed(around.installations) if each.valid_from <= around.at), None)
        form = Form(words)
        text(_hint(self._pages, around), "hint")
        with box("form-fields"):
            form.line("at", words.text("swapped at"), _suggested(around), kind="datetime-local")
            form.line("end_register", words.text("last register of the old meter"), longest=30)
            form.line("serial", words.text("serial of the new meter"), longest=60)
            form.line("start_register", words.text("first register of the new meter"), longest=30)
            form.line(
                "modulus", words.text("register wraps at"), _plain(now.modulus if now else None), longest=30
            )
            form.line(
                "multiplier", words.text("multiplier"), _plain(now.multiplier if now else 1.0), longest=30
            )

        async def send() -> None:
            said = SwapEntry(self._around.meter.meter, *(form.value(name) for name in _FIELDS))
            judging, hours = self._pages.judging, self._around.hours
            who = judging.who()
            done = await form.ask(lambda: judging.desk.record_swap(who, said))
            if done is None:
                return
            if not done.is_new:
                form.done(words.text("This very swap is recorded already: nothing was changed"))
                return
            self._before = self._before or hours
            form.done(
                words.text("The swap is recorded; %(hours)s hours are computed again", hours=done.stale_hours)
            )
            form.empty(*_FIELDS[1:4])
            self._timer.activate()
            await self._look()

        with box("form-buttons"):
            form.button(words.text("Record the swap"), send)

    async def _look(self) -> None:
        judging, before = self._pages.judging, self._around
        who, meter = judging.who(), before.meter.meter
        try:
            around = await run.io_bound(lambda: judging.desk.around(who, meter, before.at))
        except GuanjiaError:
            # the database is away for a while: what is shown stays, and it looks again
            return
        if around is None:
            return
        self._around = around
        self._facts.refresh()
        self._hours.refresh()
        if not around.waiting:
            self._timer.deactivate()

    def _write_hours(self) -> None:
        words, around, before = self._words, self._around, self._before
        with panel("hours", words.text("Hours around it")):
            told = ""
            if around.waiting:
                told = words.text("%(hours)s hours wait to be computed again", hours=around.waiting)
            elif before is not None:
                told = words.text("The hours are computed again")
            text(told, "hint").props["role"] = "status"
            if not around.hours and not before:
                text(words.text("No hour is known here"), "notice")
                return
            titles = [
                words.text("Hour"),
                *([number(words.text("before it was recorded"))] if before is not None else []),
            ]
            titles += [number(words.text("now")), number(words.text("of it estimated"))]
            sheet(titles, self._rows(before))

    def _rows(self, before: Sequence[Hour] | None) -> list[list[Any]]:
        now = {each.hour: each for each in self._around.hours}
        then = {each.hour: each for each in before or ()}
        return [
            [
                self._words.instant(hour, self._around.meter.timezone),
                *([number(self._amount(then.get(hour)))] if before is not None else []),
                number(self._amount(now.get(hour))),
                number(self._estimated(now.get(hour))),
            ]
            for hour in sorted({*now, *then})
        ]

    def _amount(self, hour: Hour | None) -> str:
        unit = self._words.unit(self._around.meter.unit)
        return UNKNOWN if hour is None else f"{hour.amount:,.3f} {unit}"

    def _estimated(self, hour: Hour | None) -> str:
        return UNKNOWN if hour is None else f"{hour.estimated:,.3f}"


def _installations(pages: QualityPages, around: Around) -> None:
    words = pages.words
    if not around.installations:
        text(words.text("No physical meter is recorded here"), "notice")
        return
    names = ("first register", "last register", "register wraps at", "multiplier")
    titles = [
        *map(words.text, ("serial", "in use since", "taken down")),
        *(number(words.text(name)) for name in names),
    ]
    sheet(titles, [_installed(pages, each, around.meter.timezone) for each in around.installations])


def _installed(pages: QualityPages, each: Installed, zone: str) -> list[Any]:
    registers = (each.start_register, each.end_register, each.modulus, each.multiplier)
    return [
        each.serial,
        pages.instant(each.valid_from, zone),
        pages.instant(each.valid_to, zone),
        *(number(_plain(register) or UNKNOWN) for register in registers),
    ]


def _hint(pages: QualityPages, around: Around) -> str:
    """Return what the register showed before and after, for whoever reads it off a slip of paper."""
    words, zone = pages.words, around.meter.timezone
    before, after = around.last_before, around.first_after
    told = [
        words.text(key, register=_plain(reading[1]), at=words.instant(reading[0], zone))
        for key, reading in (
            ("last reading before: %(register)s at %(at)s", before),
            ("first reading after: %(register)s at %(at)s", after),
        )
        if reading is not None
    ]
    told.append(words.text("What is not asked here stays as it was of the meter before"))
    return " · ".join(told)


def _suggested(around: Around) -> str:
    """Return the minute of the step as a field has it; "" where the reading before lies in that minute."""
    if not around.aside:
        return ""
    minute = around.at.replace(second=0, microsecond=0)
    before = around.last_before
    if before is not None and before[0] >= minute:
        minute += timedelta(minutes=1)
    return minute.astimezone(ZoneInfo(around.meter.timezone)).strftime("%Y-%m-%dT%H:%M")


def _plain(register: float | None) -> str:
    return "" if register is None else f"{register:.12g}"
