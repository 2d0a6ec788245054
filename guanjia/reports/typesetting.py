"""A report as PDF, set by Typst: its compiler comes with the library and asks nothing of any network."""

from importlib.resources import as_file, files

import typst

from guanjia.reports.model import Report, to_json
from models.errors import ComponentMissingError, GuanjiaError

_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
"""Fonts with Chinese, the best first."""


def pdf(report: Report) -> bytes:
    """Return a report as PDF: the same bytes for the same report and fonts.

    Raises
    ------
    ComponentMissingError
        When this machine has no font with Chinese; it says what to install.
    """
    inputs = {
        "report": to_json(report).decode(),
        "font": chinese_font(typst.Fonts().families()),
    }
    with as_file(files("guanjia.reports") / "report.typ") as template:
        try:
            return typst.compile(
                template, format="pdf", sys_inputs=inputs, timestamp=int(report.made_at.timestamp())
            )
        except typst.TypstError as error:
            raise GuanjiaError(f"the report could not be set: {error}") from error


def chinese_font(families: list[str]) -> str:
    """Return the best font with Chinese among families; ComponentMissingError where there is none."""
    for family in _FAMILIES:
        if family in families:
            return family
    raise ComponentMissingError(
        "no font with Chinese on this machine, and a PDF needs one: install the package fonts-noto-cjk"
        " (Debian: `apt-get install fonts-noto-cjk`), or take --format xlsx"
    )
