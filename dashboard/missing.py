"""What is answered where there is no page: a page that says so, with the ways to those there are."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component
from flask import Response

from comparekit.i18n.catalog import text
from dashboard.place import Place
from dashboard.plain_document import plain_document
from dashboard.settings import DashboardServices
from dashboard.shell import frame

_TITLE = "dashboard.page.missing"


def view(language: str) -> Component:
    """That there is no such page, and the way to the first one."""
    first = Place(language).path
    return html.Main(
        html.Section(
            [
                html.H1(text(language, _TITLE)),
                html.P(html.A(text(language, "dashboard.page.missing_way"), href=first), className="lead"),
            ],
            className="opening",
        )
    )


def missing_page(place: Place, services: DashboardServices) -> Response:
    """The whole answer to a request for `place`, where nothing is."""
    return plain_document(frame(view(place.language), place, services), place.language, _TITLE, 404)
