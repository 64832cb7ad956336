"""Why not a spreadsheet: the same days through the usual methods, computed as the page is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.figures.why import why_figure
from comparekit.i18n.catalog import text
from comparekit.studies.series_result import SeriesResult
from comparekit.studies.truth_rate import setup_of
from comparekit.studies.why import OtherMethods, has_other_methods, other_methods
from comparekit.studies.why_bench import WhyBench, why_bench
from dashboard.components.attributes import aria
from dashboard.components.method_bench import method_bench
from dashboard.components.method_cards import method_cards
from dashboard.components.picture import picture_section
from dashboard.pages.page import Page
from dashboard.place import Place
from dashboard.settings import DashboardServices

HOME = "why"
_FIRST = "huangyan_7_days"

#: Day-to-day standard deviation [1] beyond which days are no sample of anything: a simulation of such
#: weeks would lend a faulty log the look of evidence.
_MOST_UNSTEADY = 0.05


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/why`` the first story, at ``/zh/why/story/NAME`` another one."""
    if place.parts[:1] != (HOME,) or services.story is None or services.story_names is None:
        return None
    name = _chosen(place.parts[1:])
    if name not in services.story_names() or not has_other_methods(services.story(name)):
        return None
    language = place.language
    return Page(
        title=text(language, "why.title"),
        lead=text(language, "why.lead"),
        body=partial(_body, services, name, language),
        key=place,
    )


def _chosen(parts: tuple[str, ...]) -> str:
    if not parts:
        return _FIRST
    return parts[1] if len(parts) == 2 and parts[0] == "story" else ""


def _body(services: DashboardServices, name: str, language: str) -> Component:
    if services.story is None or services.story_names is None:
        raise ValueError("services: without stories there is no such page")
    others = tuple(n for n in services.story_names() if has_other_methods(services.story(n)))
    methods, bench = _computed(services.story, name)
    return view(services.story(name), methods, bench, name, others, language)


@lru_cache(64)
def _computed(story: Callable[[str], SeriesResult], name: str) -> tuple[OtherMethods, WhyBench | None]:
    """A story is the same whenever it is asked for: each is computed once."""
    result = story(name)
    setup = setup_of(result)
    return other_methods(result), why_bench(setup) if setup.sigma <= _MOST_UNSTEADY else None


def view(
    result: SeriesResult,
    methods: OtherMethods,
    bench: WhyBench | None,
    name: str,
    names: tuple[str, ...],
    language: str,
) -> Component:
    """Question, figure, what each method says and what is wrong with it, counts, other stories."""
    return html.Main(
        [
            html.Section(
                [
                    html.H1(text(language, "why.title")),
                    html.P(text(language, "why.lead"), className="lead"),
                    html.P(
                        [
                            text(language, "why.story", name=text(language, f"dashboard.story.{name}")),
                            "　",
                            dcc.Link(
                                text(language, "why.open_story"), href=Place(language, ("story", name)).path
                            ),
                        ],
                        className="why-story",
                    ),
                ],
                className="opening",
            ),
            picture_section(why_figure(methods, result, language), "why"),
            method_cards(methods, bench, result, language),
            method_bench(bench, result, language),
            _chooser(name, names, language),
        ]
    )


def _chooser(chosen: str, names: tuple[str, ...], language: str) -> Component:
    links = []
    for name in names:
        words = text(language, f"dashboard.story.{name}")
        here = name == chosen
        link = html.Span(words) if here else dcc.Link(words, href=Place(language, (HOME, "story", name)).path)
        links.append(html.Li(link, **(aria(current="page") if here else {})))
    return html.Section([html.H2(text(language, "why.choose")), html.Ul(links, className="choices")])
