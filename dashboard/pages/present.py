"""Meeting mode: one comparison in six steps, all of it in the page once it is loaded."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

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
from dashboard.components.slides_study import study_bill_slide
from dashboard.components.slides_told import bill_slide, complaint_slide, meters_slide, verdict_slide
from dashboard.pages import case
from dashboard.pages.page import Page
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
    if result is None:
        return None
    return present_page(
        lambda: result,
        place,
        complaint=complaint_of(shown.state, place.language),
        study=None if shown.study is None else shown.study.sound,
        key=(place, shown.state.last_seq),
    )


def _story_page(place: Place, services: DashboardServices) -> Page | None:
    if services.story is None or services.story_names is None or place.parts[1] not in services.story_names():
        return None
    return present_page(partial(services.story, place.parts[1]), place, key=place)


def present_page(
    result_of: Callable[[], SeriesResult],
    place: Place,
    *,
    complaint: tuple[Named, ...] = (),
    bills: tuple[Named, ...] = (),
    study: ReplacementResult | None = None,
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
    key : hashable, optional
        Where all of this is always the same.
    """
    return Page(
        title=text(place.language, "present.title"),
        lead=text(place.language, "present.lead"),
        body=lambda: view(result_of(), place, complaint, bills, study),
        key=key,
    )


def view(
    result: SeriesResult,
    place: Place,
    complaint: tuple[Named, ...] = (),
    bills: tuple[Named, ...] = (),
    study: ReplacementResult | None = None,
) -> Component:
    """The six steps, in the order in which a meeting asks for them."""
    language = place.language
    slides = (
        complaint_slide(result, complaint, language),
        meters_slide(result, language),
        days_slide(result, language),
        difference_slide(result, language),
        bill_slide(result, bills, language) if study is None else study_bill_slide(study, language),
        verdict_slide(result, language),
    )
    return deck(slides, place, leave=Place(language, place.parts[:-1]))
