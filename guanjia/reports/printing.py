"""A report in one of its formats."""

from enum import StrEnum

from guanjia.reports.model import Report, to_json
from guanjia.reports.typesetting import pdf
from guanjia.reports.workbook import xlsx


class Format(StrEnum):
    """What a report is written as."""

    XLSX = "xlsx"
    PDF = "pdf"
    JSON = "json"
    """The report itself: it can be kept, and printed again unchanged."""


def printed(report: Report, kind: Format) -> bytes:
    """Return a report in a format: the same bytes for the same report."""
    match kind:
        case Format.XLSX:
            return xlsx(report)
        case Format.PDF:
            return pdf(report)
        case Format.JSON:
            return to_json(report)
