"""Where the numbers of the rules come from, and how sure we are of each."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import text
from comparekit.readings.log import InputFile
from comparekit.reporting.document import Rule
from comparekit.reporting.rules_told import rules_told
from comparekit.studies.series_result import SeriesResult
from dashboard.components.lines import unbroken


def sources(result: SeriesResult, language: str) -> Component:
    """The rules of this comparison with reason, source and certainty; then the files it rests on."""
    part = rules_told(result, language)
    return html.Section(
        [
            html.H2(part.title),
            html.P(part.protocol),
            html.Ul([rule_entry(rule) for rule in part.rules], className="rules"),
            *files_used(result.inputs, language),
        ],
        className="sources",
    )


def rule_entry(rule: Rule) -> Component:
    """A rule with its mark, and where it comes from."""
    badge = html.Span(rule.mark, className=f"certainty certainty-{rule.certainty}")
    head = html.P([html.Strong(unbroken(rule.words)), badge])
    return html.Li([head, *(html.P(line, className="note") for line in rule.lines)])


def _name(file: str) -> str:
    """The file's own name: the folders above it are nobody's business on a page."""
    return file.replace("\\", "/").rsplit("/", 1)[-1]


def files_used(inputs: Sequence[InputFile], language: str) -> list[Component]:
    """The files with their checksums; nothing where there is none."""
    if not inputs:
        return []
    rows = [
        html.Li([html.Span(_name(item.file)), html.Code(item.sha256, className="checksum")])
        for item in inputs
    ]
    return [
        html.H3(text(language, "dashboard.sources.files")),
        html.P(text(language, "dashboard.sources.checksum"), className="note"),
        html.Ul(rows, className="files"),
    ]
