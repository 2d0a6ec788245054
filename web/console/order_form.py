"""`/orders/new`: the form with which somebody applies for a vehicle."""

from uuid import uuid4

from nicegui import ui

from models.dispatch_desk import Application
from models.registry import Language
from web.console.drawings.boxes import box
from web.console.form import Form
from web.console.order_pages import OrderPages, panel


def add_order_form(pages: OrderPages) -> None:
    """Answer at the address of the form."""
    words, dispatching = pages.words, pages.dispatching

    async def page() -> None:
        who = dispatching.who()
        # whoever sends the same form twice enters one order
        key = uuid4().hex
        with pages.page("/new", words.text("Apply for a vehicle")), panel("apply", ""):
            known = await pages.asked(lambda: dispatching.desk.institutions(who))
            if known is None:
                return
            form = Form(words)
            with box("form-fields"):
                _fields(
                    form,
                    pages,
                    {each.code: _name(pages, each.name, each.name_en) for each in known},
                    who.name,
                )

            async def send() -> None:
                said, who = _application(form, key), dispatching.who()
                taken = await form.ask(lambda: dispatching.desk.apply(who, said))
                if taken is not None:
                    ui.navigate.to(pages.address(f"/{taken.order.id}?new=1"))

            form.button(words.text("Send the application"), send)

    ui.page(pages.address("/new"), title=words.text("guanjia"), language=pages.language, dark=None)(page)


def _fields(form: Form, pages: OrderPages, institutions: dict[str, str], applicant: str) -> None:
    words = pages.words
    only = next(iter(institutions)) if len(institutions) == 1 else ""
    form.choice("institution", words.text("institution"), institutions, only)
    form.line("applicant", words.text("applicant"), applicant, longest=50)
    form.line("purpose", words.text("purpose"), longest=200)
    form.line("destination", words.text("destination"), longest=100)
    form.line("planned_from", words.text("leaves"), kind="datetime-local")
    form.line("planned_to", words.text("is back"), kind="datetime-local")
    form.line("passengers", words.text("passengers"), longest=200)
    fences = {each.code: _name(pages, each.name, each.name_en) for each in pages.dispatching.desk.places()}
    if fences:
        form.choice("fence", words.text("fence of the destination"), {"": "–", **fences})
    form.line("lon", words.text("longitude"), longest=20)
    form.line("lat", words.text("latitude"), longest=20)


def _application(form: Form, key: str) -> Application:
    names = (
        "institution", "purpose", "destination", "planned_from", "planned_to", "applicant", "fence", "lon",
        "lat", "passengers",
    )  # fmt: skip
    return Application(**{name: form.value(name) for name in names}, key=key)


def _name(pages: OrderPages, name: str, name_en: str) -> str:
    return name_en if pages.words.language is Language.EN and name_en else name
