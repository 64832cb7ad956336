"""The document around a page of forms."""

from __future__ import annotations

from dash.development.base_component import Component
from flask import Response

from dashboard.place import Place
from dashboard.plain_document import plain_document
from dashboard.settings import DashboardServices
from dashboard.shell import frame


def document(
    content: Component, place: Place, services: DashboardServices, title_key: str, status: int = 200
) -> Response:
    """`content` in the frame of every page.

    Parameters
    ----------
    content : component
        The page's ``<main>``, of HTML elements only.
    place : Place
        Where it stands; the language switch leads to the same place.
    services : DashboardServices
        What the frame's ways lead to.
    title_key : str
        Of the catalog.
    status : int
        Of the answer.
    """
    body = frame(content, place, services)
    return plain_document(body, place.language, title_key, status, scripts=("new.js",))
