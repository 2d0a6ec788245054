"""All pages of figures."""

from dataclasses import dataclass

from web.console.alert_acts import AlertActs, AlertDesk, AlertWords
from web.console.alert_pages import add_alert_pages
from web.console.figure_pages import FigurePages
from web.console.institution_pages import add_institution_pages
from web.console.meter_figures import add_meter_page
from web.console.panel_page import add_panel_pages
from web.console.quota_page import add_quota_page


@dataclass(frozen=True, slots=True)
class AlertSupplies:
    """What the pages of alerts need: who changes alerts, and who says what they are about."""

    desk: AlertDesk
    words: AlertWords


def add_figure_pages(pages: FigurePages, alerts: AlertSupplies | None = None) -> None:
    """Answer at every address of pages of figures of one language."""
    add_panel_pages(pages)
    add_institution_pages(pages)
    add_meter_page(pages, lambda code: alerts.words.title(code, pages.words.language) if alerts else code)
    add_quota_page(pages)
    if alerts is not None:
        acts = AlertActs(pages.source, alerts.desk, pages.now)
        add_alert_pages(pages, alerts.words, acts)
