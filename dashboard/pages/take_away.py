"""Places of reports to take away: there the server gives a file (`dashboard.take_away`), no page."""

from __future__ import annotations

from dash import html

from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import speaker
from dashboard.components.case_acts import REPORT
from dashboard.pages.page import Page
from dashboard.place import Place
from dashboard.settings import DashboardServices


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/case/ID/report.html`` and ``/zh/story/NAME/report.html``, where there is such a result."""
    if len(place.parts) != 3 or place.parts[2] != REPORT or not _is_there(place, services):
        return None
    title = speaker(place.language, "case_page.acts")("report")
    link = html.Main(html.P(html.A(title, href=place.path)))
    return Page(title=title, lead="", body=lambda: link)


def _is_there(place: Place, services: DashboardServices) -> bool:
    kind, name = place.parts[:2]
    if kind == "story":
        return services.story_names is not None and name in services.story_names()
    if kind != "case" or services.cases is None:
        return False
    try:
        return services.cases.view(services.actor(), name).result is not None
    except CompareKitError as error:
        return error.code != "case.unknown"  # the server says what is the matter
