"""The document around a page of forms: plain HTML, complete before any script runs."""

from __future__ import annotations

from pathlib import Path

from dash.development.base_component import Component
from flask import Response
from markupsafe import Markup

from comparekit.figures.theme import style_variables
from comparekit.i18n.catalog import text
from dashboard.addresses import TAGS
from dashboard.components.markup import markup
from dashboard.place import Place
from dashboard.settings import DashboardServices
from dashboard.shell import frame

_ASSETS = Path(__file__).resolve().parent / "assets"
_STYLE = Markup('<link rel="stylesheet" href="/assets/{}">')
_DOCUMENT = Markup("""<!DOCTYPE html>
<html lang="{tag}">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
<style>{variables}</style>
{styles}
<script src="/assets/new.js" defer></script>
</head>
<body>
{body}
</body>
</html>""")


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
    written = _DOCUMENT.format(
        tag=TAGS[place.language],
        title=text(place.language, title_key),
        variables=Markup(style_variables()),
        styles=Markup("\n").join(_STYLE.format(path.name) for path in sorted(_ASSETS.glob("*.css"))),
        body=markup(frame(content, place, services)),
    )
    answer = Response(str(written), status=status, content_type="text/html; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"  # what is typed there belongs to nobody's cache
    return answer
