"""What a study before and after a replacement goes by: each rule with its certainty; the files it read."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import text
from comparekit.reporting.replacement_text import record_told
from comparekit.reporting.study_rules import study_rules
from comparekit.studies.replacement_result import ReplacementResult
from dashboard.components.lines import unbroken
from dashboard.components.sources import files_used, rule_entry


def study_sources(result: ReplacementResult, language: str) -> Component:
    """Protocol, record, then the rules as in the report; then the files."""
    part = study_rules(result, language)
    told = (part.protocol, record_told(result, language))
    return html.Section(
        [
            html.H2(text(language, "replacement_page.section.rules")),
            *(html.P(unbroken(line)) for line in told),
            html.Ul([rule_entry(rule) for rule in part.rules], className="rules"),
            *files_used(result.inputs, language),
        ],
        className="sources",
    )
