"""A report as the mail that carries it: text, HTML and an Excel file."""

from dataclasses import dataclass
from datetime import datetime
from gettext import GNUTranslations

from alerts.formats import Formats
from alerts.letter import Reader
from alerts.mail import Parcel
from alerts.rendering import Page, template_speaker, templates
from alerts.reports.tables import Kind, Table, Value, WrittenReport
from alerts.reports.workbook import workbook
from alerts.speaking import Speaker
from models.registry import Language

_NUMBERS = {Kind.NUMBER, Kind.COUNT, Kind.SHARE, Kind.CHANGE}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A table whose cells are texts."""

    title: str
    titles: tuple[str, ...]
    is_right: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


class ReportRenderer:
    """Renders reports in one language; `translations` is that language's catalogue."""

    def __init__(self, language: Language, translations: GNUTranslations) -> None:
        self._language = language
        self._formats = Formats(language.value, translations)
        self._say = Speaker(translations)
        self._speak = template_speaker(translations)
        self._templates = templates()

    def page(self, report: WrittenReport, reader: Reader) -> Page:
        """Return the words of the mail."""
        words = {
            "_": self._speak,
            "language": self._language.value.replace("_", "-"),
            "report": report,
            "reader": reader,
            "tables": [self._shown(table) for table in report.shown],
        }
        text, html = (
            self._templates.get_template(f"report.{part}").render(words) for part in ("txt", "html")
        )
        return Page(report.subject, text, html)

    def file(self, report: WrittenReport) -> bytes:
        """Return the attachment."""
        return workbook(report.sheets, self._say("Notes"), report.notes)

    def parcel(self, report: WrittenReport, reader: Reader, number: str, header: tuple[str, str]) -> Parcel:
        """Return everything the mail is made of; `number` is its own among all reports that are sent."""
        page = self.page(report, reader)
        return Parcel(reader, page, f"report.{number}", header, report.file_name, self.file(report))

    def _shown(self, table: Table) -> _Shown:
        return _Shown(
            table.title,
            tuple(column.title for column in table.columns),
            tuple(column.kind in _NUMBERS for column in table.columns),
            tuple(
                tuple(
                    self._text(value, column.kind) for value, column in zip(row, table.columns, strict=True)
                )
                for row in table.rows
            ),
        )

    def _text(self, value: Value, kind: Kind) -> str:
        match value:
            case None:
                return ""
            case datetime():
                return f"{value:%m-%d %H:%M}"
            case float() | int():
                return self._number(value, kind)
            case _:
                return str(value)

    def _number(self, value: float, kind: Kind) -> str:
        match kind:
            case Kind.SHARE:
                return self._formats.percent(value, "0.0")
            case Kind.CHANGE:
                return self._formats.percent(value, "+0.0;-0.0")
            case _:
                return self._formats.amount(value)
