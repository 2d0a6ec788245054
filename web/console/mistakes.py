"""Mistakes of a sheet in the reader's language: what an apply says in English, where it is said often."""

import re
from typing import Final

from models.errors import Mistake
from web.console.words import Words

_SENTENCES: Final = (
    (r"this field is missing, and a new entry needs it", "mistake, missing"),
    (r"there is no place (?P<a>[^;]+);.*", "mistake, unknown_place"),
    (r"Input should be a valid (?:number|integer).*\(here: (?P<a>.*)\)", "mistake, no_number"),
    (r"Input should be greater than 0 \(here: (?P<a>.*)\)", "mistake, not_positive"),
    (r"Input should be greater than or equal to 0 \(here: (?P<a>.*)\)", "mistake, negative"),
    (r"end_register (?P<a>\S+) is below start_register (?P<b>\S+):.*", "mistake, end_below_start"),
    (r".* overlaps the one from .*", "mistake, overlap"),
    (r"which meter is this row about\?.*", "mistake, which_meter"),
    (r"this sheet is about .*", "mistake, other_sheet"),
    (r"there is no such column;.*", "mistake, no_column"),
    (r"no Excel workbook:.*", "mistake, no_workbook"),
    (r".*(?: of another institution than yours| is of another institution):.*", "mistake, beyond"),
    (r"(?P<a>.*) here, (?P<b>.*) in row (?P<c>\d+): rows of one meter must agree", "mistake, agree"),
)
_FIELD: Final = re.compile(r"(?:.*\.)?(?P<field>[a-z_]+)(?:\[\d+\])?(?: \((?P<cell>[A-Z]+\d+)\))?$")
_SHEET: Final = re.compile(r".*\[(?P<sheet>.*)\]$")


def sentence(mistake: Mistake, words: Words) -> str:
    """Return what is wrong and what to do; a sentence that no catalogue has stays as it is."""
    for pattern, key in _SENTENCES:
        found = re.fullmatch(pattern, mistake.message, re.DOTALL)
        if found is not None:
            return words.text(key, **found.groupdict())
    return mistake.message


def called(words: Words, kind: str, code: str) -> str:
    """Return what people call a change, a subject or a column of the registry; the code where nobody said."""
    key = f"{kind}, {code}"
    word = words.text(key)
    return code if word == key else word


def field_and_cell(mistake: Mistake, words: Words) -> tuple[str, str]:
    """Return what people call the field, and its cell; "" where the mistake names none."""
    found = _FIELD.match(mistake.field)
    if found is None:
        return mistake.field, ""
    return called(words, "meter column", found["field"]), found["cell"] or ""


def sheet_of(mistake: Mistake) -> str:
    """Return the sheet a mistake stands in; "" where it is one of the whole file."""
    found = _SHEET.match(mistake.file)
    return found["sheet"] if found else ""
