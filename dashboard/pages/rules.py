"""Rules: the protocols in words, every number with its source and how sure we are of it."""

from __future__ import annotations

from functools import partial

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.i18n.catalog import text
from comparekit.protocol import SeriesProtocol
from comparekit.reporting.protocol_sheet import protocol_sheet
from comparekit.reporting.protocol_text import protocol_text
from dashboard.pages.page import Page
from dashboard.place import Place
from dashboard.settings import DashboardServices

_HOME = "protocols"


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/protocols`` the list, at ``/zh/protocols/ID`` one of them."""
    if not place.parts or place.parts[0] != _HOME or len(place.parts) > 2 or services.protocols is None:
        return None
    language, known = place.language, {p.id: p for p in services.protocols()}
    title = text(language, "dashboard.rules.title")
    if len(place.parts) == 1:
        lead = text(language, "dashboard.rules.lead")
        return Page(title=title, lead=lead, body=partial(listing, tuple(known.values()), language))
    protocol = known.get(place.parts[1])
    if protocol is None:
        return None
    return Page(title=protocol.title[language], lead=title, body=partial(view, protocol, language))


def listing(protocols: tuple[SeriesProtocol, ...], language: str) -> Component:
    """All protocols, each a link."""
    return html.Main(
        [
            html.Section(
                [
                    html.H1(text(language, "dashboard.rules.title")),
                    html.P(text(language, "dashboard.rules.lead"), className="lead"),
                ],
                className="opening",
            ),
            html.Section(
                html.Ul(
                    [
                        html.Li(
                            [
                                html.H3(
                                    dcc.Link(
                                        protocol.title[language],
                                        href=Place(language, (_HOME, protocol.id)).path,
                                    )
                                ),
                                html.P(protocol.id, className="note"),
                            ],
                            className="card",
                        )
                        for protocol in protocols
                    ],
                    className="cards",
                )
            ),
        ]
    )


def view(protocol: SeriesProtocol, language: str) -> Component:
    """One protocol as the command line explains it, and its sheet to print."""
    words = protocol_text(protocol, language).split("\n", 1)[1].strip("\n")
    return html.Main(
        [
            html.Section(
                [
                    html.P(
                        dcc.Link(text(language, "dashboard.rules.all"), href=Place(language, (_HOME,)).path)
                    ),
                    html.H1(protocol.title[language]),
                    html.Pre(words, className="rules"),
                ],
                className="opening",
            ),
            html.Section(
                html.Details(
                    [
                        html.Summary(text(language, "protocol.sheet.title")),
                        html.Pre(protocol_sheet(protocol, language), className="sheet"),
                    ]
                )
            ),
        ]
    )
