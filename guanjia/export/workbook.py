"""An Excel file: the statutory statistics, and a sheet of meters for each medium."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from guanjia.export.formats import Chunk
from guanjia.export.statistics import MEDIA, StatisticsRow
from models.errors import GuanjiaError
from models.formulas import is_formula

Value = str | float | int | date | datetime | None

MOST_ROWS = 1_048_576
"""What a sheet of Excel holds, its header among them."""

_MEDIA = {
    "electricity": "电 Electricity (kWh)",
    "water": "水 Water (m3)",
    "gas": "气 Gas (m3)",
    "heat": "热 Heat (GJ)",
}
_SHEETS = {
    "electricity": "电 electricity",
    "water": "水 water",
    "gas": "气 gas",
    "heat": "热 heat",
    "reclaimed_water": "中水 reclaimed_water",
}
_HEADER = (
    "机构代码 Institution",
    "机构名称 Name",
    "月份 Month",
    *_MEDIA.values(),
    "油料 Oil (L)",
    "建筑面积 Area (m2)",
    "用能人数 People",
    "天数 Days",
    *(f"{label.split()[0]}估算占比 {label.split()[1]} estimated share" for label in _MEDIA.values()),
    *(f"{label.split()[0]}覆盖率 {label.split()[1]} coverage" for label in _MEDIA.values()),
)
_NOTES = (
    "油料：系统尚未采集 Oil: not recorded in guanjia yet",
    "空白：无表计或未登记 Empty: no meter, or not in the registry",
    "面积、人数取当月最后一日；人数为在编、编外、借调、物业人员 "
    "Area and people as on the month's last day; people: staff, non-staff, secondees, property staff",
    "每类能源只计本单位最上级表计，表后邻单位用量未扣除 "
    "Of each medium only own topmost meters are counted; what a neighbour uses behind them is not taken out",
)


class ExcelFile:
    """An Excel file; rows go to disk as they come."""

    def __init__(
        self,
        file: Path,
        statistics: Sequence[StatisticsRow],
        about: Iterable[str],
        most_rows: int = MOST_ROWS,
    ) -> None:
        self._file = file
        self._most_rows = most_rows
        self._book = Workbook(write_only=True)
        self._sheets: dict[str, tuple[Worksheet, int]] = {}
        if statistics:
            self._write_statistics(statistics)
        notes = self._book.create_sheet("说明 about")
        for line in (*about, *_NOTES):
            notes.append(_cells(notes, [line]))

    def write(self, chunk: Chunk) -> None:
        """Add rows to the sheets of their media; raise GuanjiaError where Excel has no room for them."""
        rows = chunk.rows.rename(columns={"hour": "hour_utc"})
        rows.insert(1, "quantity", chunk.quantity)
        for medium, part in rows.groupby("medium", sort=True):
            sheet = self._sheet(str(medium), list(part.columns), len(part))
            for values in zip(*(_values(part[name]) for name in part.columns), strict=True):
                sheet.append(_cells(sheet, values))

    def close(self) -> None:
        """Write the file."""
        self._book.save(self._file)

    def _sheet(self, medium: str, names: Sequence[str], rows: int) -> Worksheet:
        if medium not in self._sheets:
            sheet = self._book.create_sheet(_SHEETS.get(medium, medium))
            sheet.freeze_panes = "A2"
            sheet.append(_bold(sheet, names))
            self._sheets[medium] = (sheet, 1)
        sheet, written = self._sheets[medium]
        if written + rows > self._most_rows:
            raise GuanjiaError(
                f"{medium} has more than the {self._most_rows:,} rows of an Excel sheet: take --grain day, a "
                "shorter period, one --site, or --format parquet"
            )
        self._sheets[medium] = (sheet, written + rows)
        return sheet

    def _write_statistics(self, statistics: Sequence[StatisticsRow]) -> None:
        sheet = self._book.create_sheet("统计 statistics")
        sheet.freeze_panes = "D2"
        sheet.append(_bold(sheet, _HEADER))
        for row in statistics:
            sheet.append(_cells(sheet, _statistics_values(row)))


def _statistics_values(row: StatisticsRow) -> list[Value]:
    used = [row.use.get(medium) for medium in MEDIA]
    return [
        row.institution,
        row.institution_name,
        row.month,
        *(None if use is None else use.amount for use in used),
        None,
        row.area_m2,
        row.people,
        row.days,
        *(None if use is None else use.estimated_share for use in used),
        *(None if use is None else use.coverage for use in used),
    ]


def _values(column: pd.Series) -> list[Value]:
    """Return what openpyxl can write: dates and instants without a zone, which Excel has none of."""
    values: list[Value] = column.astype(object).where(column.notna(), None).tolist()
    return values


def _cells(sheet: Worksheet, values: Iterable[Value]) -> list[Value | Cell]:
    return [_text(sheet, value) if isinstance(value, str) else value for value in values]


def _text(sheet: Worksheet, value: str) -> Value | Cell:
    if not is_formula(value):
        return value
    # openpyxl takes = for a formula, and Excel takes + - @ for one when somebody edits the cell
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _bold(sheet: Worksheet, names: Iterable[str]) -> list[Cell]:
    cells = [WriteOnlyCell(sheet, value=name) for name in names]
    for cell in cells:
        cell.font = Font(bold=True)
    return cells
