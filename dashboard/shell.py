"""The frame of every page: name, language switch, footer."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.version import VERSION
from comparekit.wording.verdict import screening_note
from dashboard.addresses import TAGS, address
from dashboard.components.attributes import aria


def frame(content: Component, language: str) -> list[Component]:
    """`content` between the header with the language switch and the footer."""
    return [
        html.Header(
            [
                html.P(text(language, "dashboard.page.name"), className="name"),
                html.Nav(
                    [_choice(other, language) for other in LANGUAGES],
                    className="languages",
                    **aria(label=text(language, "dashboard.page.language")),
                ),
            ]
        ),
        content,
        html.Footer(
            [
                html.P(screening_note(language)),
                html.P(text(language, "dashboard.page.software", version=VERSION), className="note"),
            ]
        ),
    ]


def _choice(offered: str, current: str) -> Component:
    own_name = text(offered, "dashboard.page.language_name")
    inner = own_name if offered == current else dcc.Link(own_name, href=address(offered))
    here = aria(current="true") if offered == current else {}
    return html.Span(inner, lang=TAGS[offered], **here)
