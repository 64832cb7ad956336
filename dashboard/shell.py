"""The frame of every page: name, ways to the other pages, language switch, footer."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.version import VERSION
from comparekit.wording.verdict import screening_note
from dashboard.addresses import TAGS
from dashboard.components.attributes import aria
from dashboard.pages import help, tools
from dashboard.place import Place
from dashboard.settings import DashboardServices

_RULES = "protocols"


def frame(content: Component, place: Place, services: DashboardServices) -> list[Component]:
    """`content` between the header with its ways and the footer."""
    language = place.language
    return [
        html.Header(
            [
                html.P(
                    dcc.Link(text(language, "dashboard.page.name"), href=Place(language).path),
                    className="name",
                ),
                *_ways(place, services),
                html.Nav(
                    [_choice(other, place) for other in LANGUAGES],
                    className="languages",
                    **aria(label=text(language, "dashboard.page.language")),
                ),
            ]
        ),
        content,
        html.Footer(
            [
                html.P(screening_note(language)),
                html.P(dcc.Link(text(language, "help.ways.help"), href=Place(language, (help.HOME,)).path)),
                html.P(text(language, "dashboard.page.software", version=VERSION), className="note"),
            ]
        ),
    ]


def _ways(place: Place, services: DashboardServices) -> list[Component]:
    """Ways to what there is; none where there is only one page."""
    ways: list[tuple[str, tuple[str, ...]]] = [("dashboard.ways.compare", ())]
    if tools.offered(services):
        ways.append(("help.ways.tools", (tools.HOME,)))
    if services.protocols is not None:
        ways.append(("dashboard.ways.rules", (_RULES,)))
    if len(ways) == 1:
        return []
    here = _way_of(place)
    links = [
        html.Span(
            dcc.Link(text(place.language, key), href=Place(place.language, parts).path),
            **(aria(current="page") if parts == here else {}),
        )
        for key, parts in ways
    ]
    label = aria(label=text(place.language, "dashboard.ways.label"))
    return [html.Nav(links, className="ways", **label)]


def _way_of(place: Place) -> tuple[str, ...] | None:
    """The way a place belongs to; None for what belongs to none."""
    first = place.parts[0] if place.parts else ""
    if first in tools.HOMES:
        return (tools.HOME,)
    if first == help.HOME:
        return None
    return (_RULES,) if first == _RULES else ()


def _choice(offered: str, place: Place) -> Component:
    own_name = text(offered, "dashboard.page.language_name")
    current = offered == place.language
    inner = own_name if current else dcc.Link(own_name, href=place.in_language(offered).path)
    here = aria(current="true") if current else {}
    return html.Span(inner, lang=TAGS[offered], **here)
