"""The first page: what one can do here, and the shipped stories one click away."""

from __future__ import annotations

from functools import partial

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.i18n.catalog import text
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.verdict import headline, word
from dashboard.pages.page import Page
from dashboard.place import Place
from dashboard.settings import DashboardServices


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/``, when the dashboard was not started on one comparison."""
    if place.parts or services.result is not None:
        return None
    language = place.language
    return Page(
        title=text(language, "dashboard.home.title"),
        lead=text(language, "dashboard.home.lead"),
        body=partial(view, services, language),
    )


def view(services: DashboardServices, language: str) -> Component:
    """Title, what it is for, and the stories as a list with their verdicts."""
    names = services.story_names() if services.story_names is not None else ()
    results = [(name, services.story(name)) for name in names] if services.story is not None else []
    return html.Main(
        [
            html.Section(
                [
                    html.H1(text(language, "dashboard.home.title")),
                    html.P(text(language, "dashboard.home.lead"), className="lead"),
                ],
                className="opening",
            ),
            html.Section(
                [
                    html.H2(text(language, "dashboard.home.stories")),
                    html.P(text(language, "dashboard.home.stories_lead"), className="note"),
                    html.Ul([_story(name, result, language) for name, result in results], className="cards"),
                ]
            ),
        ]
    )


def _story(name: str, result: SeriesResult, language: str) -> Component:
    return html.Li(
        [
            html.P(
                [
                    html.Img(src=f"/assets/{result.verdict}.svg", alt="", className="card-icon"),
                    html.Span(word(result, language)),
                ],
                className=f"card-word tone-{result.verdict}",
            ),
            html.H3(
                dcc.Link(
                    text(language, f"dashboard.story.{name}"), href=Place(language, ("story", name)).path
                )
            ),
            html.P(headline(result, language), className="note"),
        ],
        className="card",
    )
