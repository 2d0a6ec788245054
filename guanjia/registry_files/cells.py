"""One cell of a sheet as a value: what Excel and the people who fill it in make of numbers and dates."""

from datetime import date, datetime, time, timedelta

from openpyxl.cell.cell import Cell, MergedCell

INSTANTS = frozenset({"valid_from", "valid_to", "installed_at"})
_DIGITS = 15
_FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y年%m月%d日")
_YES_NO = {"是": "true", "否": "false"}


def cell_value(cell: Cell | MergedCell, *, is_instant: bool) -> object:
    """Return the cell's value: None when empty, a text, a truth, or an instant or day without an offset.

    Raises
    ------
    ValueError
        When the cell shows an error, or a number that Excel has rounded.
    """
    value = cell.value
    if cell.data_type == "e":
        raise ValueError(f"the cell shows the error {value}: correct its formula")
    match value:
        case datetime():
            return _whole_second(value)
        case date():
            return datetime.combine(value, time())
        case bool():
            return value
        case int() | float():
            return _number(value)
        case None:
            return None
        case _:
            return _text(str(value).strip(), is_instant=is_instant)


def _number(value: float) -> str:
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    if abs(value) >= 10**_DIGITS:
        raise ValueError(
            f"Excel keeps only {_DIGITS} digits of a number: format the cell as text and type it again"
        )
    return str(int(value))


def _text(text: str, *, is_instant: bool) -> object:
    if not is_instant:
        return _YES_NO.get(text, text) or None
    written = text.replace("/", "-").replace("T", " ")
    for pattern in _FORMATS:
        try:
            return datetime.strptime(written, pattern)  # noqa: DTZ007 the site's zone is added later
        except ValueError:
            continue
    return text or None


def _whole_second(at: datetime) -> datetime:
    """Return the instant a person typed: Excel's day fractions miss it by microseconds."""
    return (at + timedelta(milliseconds=500)).replace(microsecond=0)
