"""Rules: the protocols in words, every number with its source and how sure we are of it."""

from __future__ import annotations

from functools import partial

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.i18n.catalog import text
from comparekit.protocol import SeriesProtocol
from comparekit.reporting.protocol_sheet import protocol_sheet
from comparekit.reporting.protocol_text import protocol_text
from comparekit.reporting.tariff_text import tariff_text
from comparekit.tariff import Tariff
from dashboard.pages.page import Page
from dashboard.place import Place
from dashboard.settings import DashboardServices

_HOME = "protocols"


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/protocols`` the list, at ``/zh/protocols/ID`` one of them."""
    if not place.parts or place.parts[0] != _HOME or len(place.parts) > 2 or services.protocols is None:
        return None
    tariffs = services.tariffs() if services.tariffs is not None else ()
    rules: tuple[SeriesProtocol | Tariff, ...] = (*services.protocols(), *tariffs)
    known = {one.id: one for one in rules}
    language = place.language
    title = text(language, "dashboard.rules.title")
    if len(place.parts) == 1:
        lead = text(language, "dashboard.rules.lead")
        return Page(title=title, lead=lead, body=partial(listing, tuple(known.values()), language))
    protocol = known.get(place.parts[1])
    if protocol is None:
        return None
    return Page(title=protocol.title[language], lead=title, body=partial(view, protocol, language), key=place)


def listing(protocols: tuple[SeriesProtocol | Tariff, ...], language: str) -> Component:
    """All protocols and tariffs, each a link."""
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


def view(protocol: SeriesProtocol | Tariff, language: str) -> Component:
    """One protocol as the command line explains it, and its sheet to print; or one tariff."""
    sheet: list[Component] = []
    if isinstance(protocol, Tariff):
        told = tariff_text(protocol, language)
    else:
        told = protocol_text(protocol, language)
        summary = html.Summary(text(language, "protocol.sheet.title"))
        printed = html.Pre(protocol_sheet(protocol, language), className="sheet")
        sheet = [html.Section(html.Details([summary, printed]))]
    words = told.split("\n", 1)[1].strip("\n")
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
            *sheet,
        ]
    )
