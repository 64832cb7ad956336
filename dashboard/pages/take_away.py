"""Places of reports to take away: there the server gives a file (`dashboard.take_away`), no page."""

from __future__ import annotations

from dash import html

from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import speaker
from dashboard.components.case_acts import REPORT, STUDY_REPORT
from dashboard.pages.page import Page
from dashboard.place import Place
from dashboard.settings import DashboardServices


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/case/ID/report.html``, ``…/study.html`` and ``/zh/story/NAME/report.html``, where it is."""
    if len(place.parts) != 3 or not _is_there(place, services):
        return None
    title = speaker(place.language, "case_page.acts")("report")
    link = html.Main(html.P(html.A(title, href=place.path)))
    return Page(title=title, lead="", body=lambda: link)


def _is_there(place: Place, services: DashboardServices) -> bool:
    kind, name, last = place.parts
    if kind == "story":
        return last == REPORT and any(
            names is not None and name in names() for names in (services.story_names, services.studies)
        )
    if kind != "case" or services.cases is None or last not in (REPORT, STUDY_REPORT):
        return False
    try:
        shown = services.cases.view(services.actor(), name)
        return (shown.result if last == REPORT else shown.study) is not None
    except CompareKitError as error:
        return error.code != "case.unknown"  # the server says what is the matter
