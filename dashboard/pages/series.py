"""One comparison: verdict, numbers, figure, days, and everything they rest on."""

from __future__ import annotations

from functools import partial

from dash import html
from dash.development.base_component import Component

from comparekit.figures.series import difference_figure
from comparekit.figures.series_figures import series_figures
from comparekit.reporting.compose import page_head
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.verdict import basis_note, could_show, headline, next_step
from dashboard import ids
from dashboard.components.case_acts import acts, on_paper
from dashboard.components.case_told import flip_section, money_section
from dashboard.components.check import check_yourself
from dashboard.components.day_table import day_table, day_title
from dashboard.components.figure import figure_section
from dashboard.components.findings import findings
from dashboard.components.picture import picture_section
from dashboard.components.sources import sources
from dashboard.components.story_told import story_head, story_section
from dashboard.components.verdict import key_numbers, verdict
from dashboard.pages.page import Page
from dashboard.place import Place
from dashboard.settings import DashboardServices


def first_page(place: Place, services: DashboardServices) -> Page | None:
    """The comparison that the dashboard was started on."""
    if place.parts or services.result is None:
        return None
    return result_page(services.result(), place.language)


def story_page(place: Place, services: DashboardServices) -> Page | None:
    """A shipped story, by its name: ``/zh/story/huangyan_7_days``."""
    if len(place.parts) != 2 or place.parts[0] != "story":
        return None
    if services.story is None or services.story_names is None or place.parts[1] not in services.story_names():
        return None
    meeting = Place(place.language, (*place.parts, "present"))
    return result_page(
        services.story(place.parts[1]), place.language, meeting, key=place, story=place.parts[1]
    )


def result_page(
    result: SeriesResult,
    language: str,
    meeting: Place | None = None,
    *,
    key: Place | None = None,
    story: str | None = None,
) -> Page:
    """The page of one result; `meeting` is where it is shown step by step, if anywhere.

    With a `key` where the result there is always this one; `story` is its name where it ships.
    """
    return Page(
        title=headline(result, language, audience="resident"),
        lead=next_step(result, language),
        body=partial(view, result, language, meeting, story),
        graph=True,
        key=key,
    )


_PICTURES = ("error", "days", "registers", "budget")  # the difference leads, drawn to be pointed at


def view(
    result: SeriesResult, language: str, meeting: Place | None = None, story: str | None = None
) -> Component:
    """Everything the page says about `result`, in `language`."""
    way = [] if meeting is None else [acts(Place(language, meeting.parts[:-1]))]
    return html.Main(
        [
            *([] if story is None else [story_head(story, language)]),
            verdict(result, language),
            key_numbers(result, language),
            *way,
            figure_section(
                difference_figure(result, language),
                ids.DIFFERENCE_FIGURE,
                language,
                basis=basis_note(result, language),
                exact=(headline(result, language, audience="official"), could_show(result, language)),
            ),
            html.Section(
                [html.H2(day_title(result, language)), day_table(result, language)],
                className="day-by-day",
            ),
            *_pictures(result, language),
            check_yourself(result, language),
            *money_section(result, language),
            *flip_section(result, language),
            findings(result, language),
            *([] if story is None else [story_section(story, language)]),
            sources(result, language),
        ],
        className="sheets",
        **on_paper(page_head(result, language), language),
    )


def _pictures(result: SeriesResult, language: str) -> list[Component]:
    """The other figures, as far as there are any; an error only where somebody gave plates or flows."""
    figures = series_figures(result, language, _PICTURES)
    if result.meters is None and not result.points:
        figures.pop("error", None)
    return [picture_section(figures[name], name) for name in _PICTURES if name in figures]
