"""Stop or go on: the one thing people who look every day want to know."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from comparekit.decisions.verdict import Verdict
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.verdict import advice, case_of
from dashboard.components.lines import unbroken

_NOTHING_TO_WATCH = ("disqualified", "no_volume")  # what helps there is said as the next step


def advice_line(result: SeriesResult, language: str) -> list[Component]:
    """Icon and words, or nothing: at the planned end, and where looking on is not the question."""
    case, words = case_of(result), advice(result, language)
    if not words or case in _NOTHING_TO_WATCH:
        return []
    if result.verdict != Verdict.INCONCLUSIVE:
        kind = "stop"
    else:
        kind = "go_on" if case.startswith("more") else "no_use"
    icon = html.Img(src=f"/assets/{kind}.svg", alt="", className="advice-icon")
    return [html.P([icon, html.Strong(unbroken(words))], className="advice")]
