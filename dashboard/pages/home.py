"""The first page: a new comparison, the latest cases, and the shipped stories one click away."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.i18n.catalog import speaker, text
from comparekit.services.case_list import CaseList
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.verdict import headline, word
from dashboard.components.case_lines import case_lines, search_box
from dashboard.components.kept import kept_section
from dashboard.pages.case_list import HOME as CASES
from dashboard.pages.new import HOME as NEW
from dashboard.pages.page import Page
from dashboard.pages.replacement import HOME as BILLS
from dashboard.place import Place
from dashboard.settings import DashboardServices

_LATEST = 6  # cases


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
    """Title, what it is for, the way in, the latest cases; then the stories with their verdicts."""
    names = services.story_names() if services.story_names is not None else ()
    stories = _stories(services.story, names, language) if services.story is not None else ()
    return html.Main(
        [
            html.Section(
                [
                    html.H1(text(language, "dashboard.home.title")),
                    html.P(text(language, "dashboard.home.lead"), className="lead"),
                ],
                className="opening",
            ),
            *_ways(services, language),
            *kept_section(services.drafts(), services.draft_token, language),
            *([] if services.cases is None else [_cases(_latest(services), language)]),
            html.Section(
                [
                    html.H2(text(language, "dashboard.home.stories")),
                    html.P(text(language, "dashboard.home.stories_lead"), className="note"),
                    html.Ul(list(stories), className="cards"),
                ]
            ),
            *([] if services.studies is None else [_studies(services.studies(), language)]),
        ]
    )


def _studies(names: tuple[str, ...], language: str) -> Component:
    """The stories of replacements: what each asks; its answer takes more than a glance to compute."""
    say = speaker(language, "replacement_page")
    cards = [
        html.Li(
            [
                html.H3(dcc.Link(say(f"story.{name}.title"), href=Place(language, ("story", name)).path)),
                html.P(say(f"story.{name}.sentence"), className="note"),
            ],
            className="card",
        )
        for name in names
    ]
    return html.Section(
        [
            html.H2(say("stories.title")),
            html.P(say("stories.lead"), className="note"),
            html.Ul(cards, className="cards"),
        ]
    )


def _latest(services: DashboardServices) -> CaseList:
    if services.cases is None:
        return CaseList(cases=(), found=0)
    return services.cases.find(services.actor(), limit=_LATEST)


def _ways(services: DashboardServices, language: str) -> list[Component]:
    """The ways in by what there is: readings of both meters, or bills. Pages of their own without scripts."""
    say, bills = speaker(language, "case_page.list"), speaker(language, "replacement_page.home")
    ways = []
    if services.desk is not None:
        ways.append(_way(NEW, say("new"), say("new_lead"), "main", language))
    if services.replacements is not None:
        ways.append(_way(BILLS, bills("way"), bills("note"), "plain", language))
    return [html.Section(ways, className="way-in")] if ways else []


def _way(home: str, words: str, note: str, kind: str, language: str) -> Component:
    link = html.A(words, href=Place(language, (home,)).path, className=f"button {kind} big")
    return html.Div([link, html.P(note, className="note")])


def _cases(latest: CaseList, language: str) -> Component:
    say = speaker(language, "case_page.list")
    if not latest.found:
        return html.Section([html.H2(say("latest")), html.P(say("none"))])
    every = dcc.Link(say("all"), href=Place(language, (CASES,)).path)
    return html.Section(
        [
            html.H2(say("latest")),
            search_box(language),
            case_lines(latest.cases, language),
            html.P([html.Span(say("found", found=latest.found)), " ", every], className="all-cases"),
        ]
    )


@lru_cache(16)
def _stories(
    story: Callable[[str], SeriesResult], names: tuple[str, ...], language: str
) -> tuple[Component, ...]:
    """A story is the same whenever it is asked for."""
    return tuple(_story(name, story(name), language) for name in names)


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
