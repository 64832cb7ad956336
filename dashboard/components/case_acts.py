"""What one can do with a result as a whole: show it in a meeting, take it away."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import speaker, text
from dashboard.components.attributes import data
from dashboard.place import Place

MEETING, REPORT = "present", "report.html"  # last parts of their addresses
STUDY_REPORT = "study.html"  # of the report of a case's study before and after the replacement


def acts(result: Place, *more: Component) -> Component:
    """The ways from the page of a result, at `result`, to its meeting and to its report, and `more` ways."""
    language = result.language
    say = speaker(language, "case_page.acts")
    # Whole new documents, not changes of the page: a meeting has to have everything at once.
    return html.Ul(
        [
            html.Li(
                html.A(
                    text(language, "dashboard.page.meeting"),
                    href=_below(result, MEETING),
                    className="button plain",
                )
            ),
            html.Li(
                [
                    html.A(say("report"), href=_below(result, REPORT), className="button plain"),
                    html.Span(say("report_note"), className="note"),
                ]
            ),
            *map(html.Li, more),
        ],
        className="acts",
    )


def on_paper(head: str, language: str) -> dict[str, Any]:
    """Attributes of a page's main part that assets/case.js puts at the head and the foot of every sheet."""
    return data(paper=head, foot=text(language, "report_page.sheet.foot"))


def _below(result: Place, part: str) -> str:
    return Place(result.language, (*result.parts, part)).path
