"""What people call the period of a report."""

from guanjia.reports.period import ReportPeriod, ReportSpan
from guanjia.reports.reader import ReportReader


def period_name(span: ReportSpan, reader: ReportReader) -> str:
    """Return what people call the period."""
    start = span.days.start
    match span.period:
        case ReportPeriod.MONTH:
            return reader.say("%(year)s-%(month)s", year=start.year, month=f"{start.month:02}")
        case ReportPeriod.QUARTER:
            return reader.say("quarter %(quarter)s of %(year)s", quarter=span.quarter, year=start.year)
        case ReportPeriod.YEAR:
            return reader.say("the year %(year)s", year=start.year)
