"""Check it yourself: two subtractions and one division, with the real numbers."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from comparekit.reporting import check_yourself as told
from comparekit.studies.series_result import SeriesResult
from dashboard.components.lines import unbroken


def check_yourself(result: SeriesResult, language: str) -> Component:
    """What anyone with paper and pencil can recompute from the first and the last readings."""
    part = told.check_yourself(result, language)
    steps = [
        [
            html.Span(step.what, className="what"),
            html.Span(unbroken(step.sum), className="sum"),
            *([html.Span(step.note, className="note")] if step.note else []),
        ]
        for step in part.steps
    ]
    if part.found:
        steps[-1].append(html.Span(part.found, className="finding"))
    return html.Section(
        className="check",
        children=[
            html.H2(part.title),
            html.P(part.intro),
            html.Ol([html.Li(step) for step in steps]),
            html.P(unbroken(part.meaning), className="note"),
        ],
    )
