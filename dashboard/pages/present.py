"""Meeting mode: one comparison in six steps, all of it in the page once it is loaded."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from urllib.parse import urlencode

from dash.development.base_component import Component

from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import text
from comparekit.reporting.document import Named
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.studies.series_result import SeriesResult
from dashboard.components.case_acts import MEETING
from dashboard.components.case_complaint import complaint_of
from dashboard.components.deck import deck
from dashboard.components.slides_days import days_slide, difference_slide
from dashboard.components.slides_study import (
    study_bill_slide,
    study_complaint_slide,
    study_verdict_slide,
    use_lines,
)
from dashboard.components.slides_told import bill_slide, complaint_slide, meters_slide, verdict_slide
from dashboard.pages import case, replacement
from dashboard.pages.page import Page
from dashboard.pages.study_story import meeting_page
from dashboard.place import Place
from dashboard.settings import DashboardServices

LAST = MEETING  # the last part of such an address


def page(place: Place, services: DashboardServices) -> Page | None:
    """A case or a shipped story in a meeting: ``/zh/case/ID/present``, ``/zh/story/NAME/present``."""
    if len(place.parts) != 3 or place.parts[2] != LAST:
        return None
    if place.parts[0] == case.HOME:
        return _case_page(place, services)
    return _story_page(place, services) if place.parts[0] == "story" else None


def _case_page(place: Place, services: DashboardServices) -> Page | None:
    if services.cases is None:
        return None
    try:
        shown = services.cases.view(services.actor(), place.parts[1])
    except CompareKitError as error:
        return None if error.code == "case.unknown" else case.failed_page(error, place.language)
    result = shown.result
    study = None if shown.study is None else shown.study.sound
    if result is None:
        return None if study is None else meeting_page(lambda: study, place)
    return present_page(
        lambda: result,
        place,
        complaint=complaint_of(shown.state, place.language),
        study=study,
        study_at=_study_at(place, services, place.parts[1]),
        key=(place, shown.state.last_seq),
    )


def _story_page(place: Place, services: DashboardServices) -> Page | None:
    if services.story is None or services.story_names is None or place.parts[1] not in services.story_names():
        return None
    way = _study_at(place, services)
    return present_page(partial(services.story, place.parts[1]), place, study_at=way, key=place)


def _study_at(place: Place, services: DashboardServices, case_id: str = "") -> str:
    """Where bills can be handed in, with the comparison of a case; empty where they cannot."""
    if services.replacements is None:
        return ""
    chosen = f"?{urlencode({'case': case_id})}" if case_id else ""
    return Place(place.language, (replacement.HOME,)).path + chosen


def present_page(
    result_of: Callable[[], SeriesResult],
    place: Place,
    *,
    complaint: tuple[Named, ...] = (),
    bills: tuple[Named, ...] = (),
    study: ReplacementResult | None = None,
    study_at: str = "",
    key: Hashable | None = None,
) -> Page:
    """Meeting mode of any result.

    Parameters
    ----------
    result_of : callable
        Gives the comparison; asked only when the page is made.
    place : Place
        Its address, which ends in ``present``; leaving leads to the address without that.
    complaint, bills : tuple of Named
        What was entered of the complaint and of the bills; empty says that nothing was.
    study : ReplacementResult, optional
        Of the bills before and after the replacement: then the step on the bill shows that.
    study_at : str
        Where bills can be handed in; empty: nowhere.
    key : hashable, optional
        Where all of this is always the same.
    """
    return Page(
        title=text(place.language, "present.title"),
        lead=text(place.language, "present.lead"),
        body=lambda: view(result_of(), place, complaint, bills, study, study_at),
        key=key,
    )


def view(
    result: SeriesResult,
    place: Place,
    complaint: tuple[Named, ...] = (),
    bills: tuple[Named, ...] = (),
    study: ReplacementResult | None = None,
    study_at: str = "",
) -> Component:
    """The six steps, in the order in which a meeting asks for them."""
    language = place.language
    # A study without anything on the meter leaves the verdict to the comparison.
    concluded = study is not None and study.meter is not None
    slides = (
        complaint_slide(result, complaint, language)
        if study is None
        else study_complaint_slide(study, language, complaint),
        meters_slide(result, language),
        days_slide(result, language),
        difference_slide(result, language),
        bill_slide(result, bills, language, study_at) if study is None else study_bill_slide(study, language),
        study_verdict_slide(study, language)
        if study is not None and concluded
        else verdict_slide(result, language, () if study is None else use_lines(study, language)),
    )
    return deck(slides, place, leave=Place(language, place.parts[:-1]))
