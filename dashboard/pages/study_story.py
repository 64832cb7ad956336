"""A shipped story of a replacement: ``/zh/story/huangyan_bills``, and its meeting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import text
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.studies.series_result import SeriesResult
from dashboard.components.case_acts import MEETING, acts, on_paper
from dashboard.components.deck import deck
from dashboard.components.replacement_view import screening, study_view
from dashboard.components.slides_days import days_slide, difference_slide
from dashboard.components.slides_study import (
    study_bill_slide,
    study_complaint_slide,
    study_slides,
    study_verdict_slide,
)
from dashboard.components.slides_told import meters_slide
from dashboard.components.story_told import story_head, story_section
from dashboard.pages.page import Page
from dashboard.place import Place
from dashboard.settings import DashboardServices

_STORY = "story"


def page(place: Place, services: DashboardServices) -> Page | None:
    """The study of a story, or its meeting."""
    if services.studies is None or services.study is None or place.parts[:1] != (_STORY,):
        return None
    name, *rest = place.parts[1:] or ("",)
    if name not in services.studies() or rest not in ([], [MEETING]):
        return None
    result_of = partial(services.study, name)
    title = text(place.language, f"replacement_page.story.{name}.title")
    lead = text(place.language, f"replacement_page.story.{name}.sentence")
    if rest:
        series_of = partial(services.study_series, name) if services.study_series is not None else None
        return meeting_page(result_of, place, series_of=series_of)
    body = partial(view, result_of, place, title)
    return Page(title=title, lead=lead, body=body, key=place)


def view(result_of: Callable[[], ReplacementResult], place: Place, title: str) -> Component:
    """Everything the page says about the study."""
    language, result = place.language, result_of()
    return html.Main(
        [
            story_head(place.parts[1], language),
            *study_view(result, language, acts(place)),
            story_section(place.parts[1], language),
            screening(language),
        ],
        className="sheets study",
        **on_paper(title, language),
    )


def meeting_page(
    result_of: Callable[[], ReplacementResult],
    place: Place,
    *,
    series_of: Callable[[], SeriesResult | None] | None = None,
) -> Page:
    """Meeting mode of a study, step by step; with the comparison in series where there is one.

    Parameters
    ----------
    result_of : callable
        Gives the study; asked only when the page is made.
    place : Place
        Its address, which ends in ``present``; leaving leads to the address without that.
    series_of : callable, optional
        Gives the comparison the study rests on, or None.
    """
    return Page(
        title=text(place.language, "present.title"),
        lead=text(place.language, "present.lead"),
        body=lambda: meeting(result_of(), place, None if series_of is None else series_of()),
        key=place if place.parts[0] == _STORY else None,
    )


def meeting(result: ReplacementResult, place: Place, series: SeriesResult | None = None) -> Component:
    """The steps: those of the study alone, or the six of a comparison with the study as the bill's step."""
    language = place.language
    slides = study_slides(result, language)
    if series is not None:
        slides = (
            study_complaint_slide(result, language),
            meters_slide(series, language),
            days_slide(series, language),
            difference_slide(series, language),
            study_bill_slide(result, language),
            study_verdict_slide(result, language),
        )
    return deck(slides, place, leave=Place(language, place.parts[:-1]))
