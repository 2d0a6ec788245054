"""Cells as people and spreadsheets write them: days, numbers, marks."""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[3-9]\d{4}(?:\.0+)?")
_EXCEL_EPOCH = date(1899, 12, 30)
_AMOUNT = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+")
_UNITS = re.compile(r"^[¥￥]|(?:元|人民币|升|公里|千米|度|[lL]|km|kWh|KWH|kwh|KM)$")
_YES = frozenset({"1", "y", "yes", "true", "是", "冲正", "更正", "√"})
_NO = frozenset({"", "0", "n", "no", "false", "否"})


def plain(cell: str) -> str:
    """Return a cell without blanks around it and with full-width digits and letters as plain ones."""
    return normalize("NFKC", cell).strip()


def written_day(cell: str) -> date:
    """Return the day that a cell says: 2026-03-02, 2026/3/2, 2026年3月2日, 20260302, or Excel's 46083.

    Raises
    ------
    ValueError
        Where it says none, or may say two: 3/2/2026 is February or March.
    """
    text = plain(cell)
    if _SERIAL.fullmatch(text):
        return _EXCEL_EPOCH + timedelta(days=int(float(text)))
    found = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    if found is None:
        raise ValueError("is no day: write it as 2026-03-02")
    try:
        return date(*map(int, found.groups()))
    except ValueError as error:
        raise ValueError("is a day that no calendar has") from error


def written_number(cell: str, digits: int) -> Decimal | None:
    """Return the number that a cell holds, with its unit or not; None where it is blank.

    Raises
    ------
    ValueError
        Where it holds none, or more than `digits` decimals that are not zero: nothing is rounded.
    """
    text = plain(cell).replace(" ", "")
    if not text:
        return None
    bare = _UNITS.sub("", _UNITS.sub("", text))
    if not _AMOUNT.fullmatch(bare):
        raise ValueError("is no number: write digits, as in 1234.50")
    try:
        number = Decimal(bare.replace(",", ""))
        rounded = number.quantize(Decimal(1).scaleb(-digits))
    except InvalidOperation as error:
        raise ValueError("is too large") from error
    if rounded != number:
        raise ValueError(f"has more than {digits} decimals: write what the receipt says")
    return rounded


def written_mark(cell: str) -> bool:
    """Return whether a cell is marked: yes, 是, 1; raise ValueError where it is neither that nor no."""
    text = plain(cell).lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise ValueError("is neither yes nor no: write 是 or 否, or leave it blank")
