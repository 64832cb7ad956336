"""What was noticed in the data, and what was taken for granted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from types import MappingProxyType

from dash import html
from dash.development.base_component import Component

from comparekit.findings import Finding, Severity
from comparekit.i18n.catalog import text
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.findings import finding_text, severity_word
from comparekit.wording.verdict import assumption_text
from dashboard.components.attributes import aria

_MARK = MappingProxyType({Severity.NOTE: "i", Severity.CAUTION: "!", Severity.DISQUALIFYING: "×"})
_GRAVEST_FIRST = (Severity.DISQUALIFYING, Severity.CAUTION, Severity.NOTE)


def findings(result: SeriesResult, language: str) -> Component:
    """Findings of a comparison, and its assumptions."""
    assumed = [assumption_text(code, result, language) for code in result.assumptions]
    return noticed(result.findings, assumed, language)


def noticed(found: Sequence[Finding], assumed: Sequence[str], language: str) -> Component:
    """Findings, the gravest first, each with its mark and word; then the assumptions in words."""
    say = partial(text, language)
    ordered = sorted(found, key=lambda f: _GRAVEST_FIRST.index(f.severity))
    listed: Component = html.P(say("dashboard.findings.none"))
    if ordered:
        listed = html.Ul([_item(f, language) for f in ordered], className="findings")
    children = [html.H2(say("dashboard.findings.title")), listed]
    if assumed:
        children += [
            html.H3(say("dashboard.findings.assumptions")),
            html.Ul([html.Li(words) for words in assumed]),
        ]
    return html.Section(children, className="noticed")


def _item(finding: Finding, language: str) -> Component:
    return html.Li(
        [
            html.Span(_MARK[finding.severity], className="mark", **aria(hidden="true")),
            html.Span(severity_word(finding, language), className="severity"),
            html.Span(finding_text(finding, language)),
        ],
        className=f"finding-{finding.severity}",
    )
