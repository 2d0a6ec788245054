"""Forms of pages: a field, its label, and beside it what is wrong with it in the reader's language."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from nicegui import run, ui
from nicegui.elements.mixins.validation_element import ValidationElement

from models.dispatch_errors import EntryError, ForbiddenError, RefusedError
from models.errors import GuanjiaError
from web.console.drawings.boxes import text
from web.console.words import Words

Answer = TypeVar("Answer")
Send = Callable[[], Awaitable[None]]


class Form:
    """The fields of one form; what was typed stays where it is until it is taken."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._fields: dict[str, ValidationElement[Any]] = {}
        self._notice = text("", "form-notice")
        self._notice.props["role"] = "alert"
        self._notice.set_visibility(False)

    def line(self, name: str, label: str, value: str = "", *, kind: str = "text", longest: int = 0) -> None:
        """Add a field of one line; `kind` is an HTML type, `longest` 0: as long as may be."""
        field = ui.input(label, value=value).props(f"type={kind} outlined dense").classes("form-field")
        if kind != "text":
            field.props("stack-label")
        if longest:
            field.props(f"maxlength={longest}")
        self._add(name, field)

    def choice(self, name: str, label: str, options: Mapping[str, str], value: str = "") -> None:
        """Add a field that takes one of some codes, shown by their words."""
        field = ui.select(dict(options), label=label, value=value if value in options else None)
        self._add(name, field.props("outlined dense options-dense").classes("form-field"))

    def remark(self, name: str, label: str, value: str = "", *, longest: int = 500) -> None:
        """Add a field of several lines."""
        field = ui.textarea(label, value=value).props(f"outlined dense autogrow maxlength={longest}")
        self._add(name, field.classes("form-field form-wide"))

    def button(self, label: str, send: Send, *, main: bool = True) -> None:
        """Add a button; while what it sends is on its way nobody can press it again."""
        button = ui.button(label).props("no-caps unelevated" if main else "no-caps outline")

        async def press() -> None:
            button.disable()
            try:
                await send()
            finally:
                # what was sent may have drawn the page anew
                if not button.is_deleted:
                    button.enable()

        button.on_click(press)

    def value(self, name: str) -> str:
        """Return what stands in a field; "" where there is none of that name."""
        field = self._fields.get(name)
        return "" if field is None or field.value is None else str(field.value)

    def empty(self, *names: str) -> None:
        """Take out what stands in some fields."""
        for name in names:
            self._fields[name].value = ""

    def tell(self, notice: str) -> None:
        """Say what is wrong with the whole form; "" takes it away."""
        self._say(notice, "form-wrong", "form-told")

    def done(self, notice: str) -> None:
        """Say that what was sent is taken."""
        self._say(notice, "form-told", "form-wrong")

    def _say(self, notice: str, add: str, remove: str) -> None:
        self._notice.text = notice
        self._notice.classes(add=add, remove=remove)
        self._notice.set_visibility(bool(notice))

    async def ask(self, work: Callable[[], Answer]) -> Answer | None:
        """Return what some work comes to; where it is refused, say why beside the field, and return None."""
        self.tell("")
        for field in self._fields.values():
            field.error = None
        try:
            return await run.io_bound(work)
        except EntryError as error:
            self._mark([(flaw.name, flaw.sentence(self.words.text)) for flaw in error.flaws])
        except RefusedError as error:
            self._mark([(error.refusal.field, error.sentence(self.words.text))])
        except ForbiddenError:
            self.tell(self.words.text("You may not do this"))
        except GuanjiaError as error:
            self.tell(self.words.text("Not saved: %(reason)s", reason=error))
        return None

    def _mark(self, told: Sequence[tuple[str, str]]) -> None:
        for name, sentence in told:
            field = self._fields.get(name)
            if field is None:
                self.tell(sentence)
            else:
                field.error = sentence
        first = next((field for field in self._fields.values() if field.error), None)
        if first is not None:
            first.run_method("focus")

    def _add(self, name: str, field: ValidationElement[Any]) -> None:
        field.props["data-field"] = name
        field.props["no-error-icon"] = True
        self._fields[name] = field
