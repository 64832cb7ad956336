"""The official's view of a case: everything the verdict rests on, down to the rows."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from comparekit.services.case_view import CaseView
from dashboard.components.case_acts import acts
from dashboard.components.case_study import case_study, no_result
from dashboard.components.case_trace import trace
from dashboard.pages import series
from dashboard.place import Place

# Sections of the shared page: verdict, numbers; with figure and days, those before the ones that explain.
_UP_TO_THE_NUMBERS, _UP_TO_THE_DAYS = 2, 4


def view(shown: CaseView, language: str) -> list[Component]:
    """The page of a result, with the rows of every reading after the days."""
    if shown.result is None:
        return [
            html.Section(html.P(no_result(shown, language))),
            *case_study(shown, language),
        ]
    sections = list(series.view(shown.result, language).children)
    return [
        *sections[:_UP_TO_THE_NUMBERS],
        acts(Place(language, ("case", shown.state.id))),
        *sections[_UP_TO_THE_NUMBERS:_UP_TO_THE_DAYS],
        trace(shown, shown.result, language),
        *case_study(shown, language),
        *sections[_UP_TO_THE_DAYS:],
    ]
