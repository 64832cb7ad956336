"""A report of a study before and after a replacement as one HTML file, like that of a comparison."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from comparekit.i18n.catalog import text
from comparekit.reporting.document import Table, Told
from comparekit.reporting.html import MOST_BYTES, framed
from comparekit.reporting.html_edition import TAGS, Shown
from comparekit.reporting.html_figure import Drawn
from comparekit.reporting.html_fit import Fit
from comparekit.reporting.html_node import node
from comparekit.reporting.html_table import stacked_labels, table_node
from comparekit.reporting.html_words import (
    files_node,
    findings_node,
    numbers_node,
    rules_node,
    section_node,
    verdict_node,
)
from comparekit.reporting.study_document import BridgePart, EvidencePart, StudyEdition, StudyReport

_TIMELINE, _WATERFALL, _LEVELS = "timeline", "waterfall", "levels"
#: From everything to what always fits: years by the week make many bars.
_FITS = (
    Fit(),
    Fit(less={_TIMELINE: Drawn.ONCE}),
    Fit(less={_TIMELINE: Drawn.ONCE, _WATERFALL: Drawn.ONCE}),
    Fit(less={_TIMELINE: Drawn.NOT, _WATERFALL: Drawn.ONCE}),
)


def study_html(report: StudyReport) -> str:
    """The report as a page that needs nothing but itself, as `comparekit.reporting.html.report_html`."""
    page = ""
    for fit in _FITS:
        page = _page(report, fit)
        if len(page.encode()) <= MOST_BYTES:
            break
    return page


def _page(report: StudyReport, fit: Fit) -> str:
    shown = next(edition for edition in report.editions if edition.language == report.language)
    stacked = "".join(
        stacked_labels(table, f"{edition.language}-{name}")
        for edition in report.editions
        for name, table in _tables(edition, fit)
    )
    articles = [_article(edition, fit) for edition in report.editions]
    return framed(report.language, report.editions, articles, shown.verdict.sentence, stacked)


def _tables(edition: StudyEdition, fit: Fit) -> list[tuple[str, Table]]:
    """The tables a phone may have to stack, by the names their ids end with."""
    use = None if edition.use is None or fit.drawn(_TIMELINE) is Drawn.NOT else edition.use.numbers
    bridge = None if edition.bridge is None else edition.bridge.table
    named = [(_TIMELINE, use), (_WATERFALL, bridge), (_LEVELS, edition.evidence.table)]
    return [(name, table) for name, table in named if table is not None]


def _article(edition: StudyEdition, fit: Fit) -> Element:
    part = Shown(edition.language, fit)
    return node(
        "article",
        node(
            "header",
            node("p", edition.title, cls="title"),
            node("p", edition.record, cls="note"),
            cls="masthead",
        ),
        verdict_node(edition.verdict, edition.below),
        numbers_node(edition.numbers_title, edition.numbers),
        node("p", edition.verdict.screening, cls="screening"),
        None if edition.use is None else section_node(edition.use_title, *part.figure(edition.use)),
        None if edition.bridge is None else _bridge(edition.bridge, part),
        _told(edition.dates),
        _evidence(edition.evidence, edition.language),
        _told(edition.settlement),
        _check(edition.check),
        findings_node(edition.findings),
        rules_node(edition.rules),
        files_node(edition.files),
        id=edition.language,
        lang=TAGS[edition.language],
        cls="study",
    )


def _bridge(bridge: BridgePart, part: Shown) -> Element:
    steps = (node("li", node("strong", step.what), node("p", step.note, cls="note")) for step in bridge.steps)
    return section_node(
        bridge.title,
        *part.figure(bridge.figure),
        table_node(bridge.table, f"{part.language}-{_WATERFALL}"),
        node("ul", *steps, cls="reasons"),
        *(node("p", note, cls="note") for note in bridge.notes),
    )


def _evidence(part: EvidencePart, language: str) -> Element:
    exact = node(
        "div",
        node("p", node("strong", text(language, "dashboard.figure.exact"))),
        *(node("p", line) for line in part.exact),
        cls="exact",
    )
    return section_node(
        part.title,
        *(node("p", line) for line in part.lines),
        node("ul", *(node("li", line) for line in part.weighed), cls="dots") if part.weighed else None,
        exact,
        None if part.table is None else table_node(part.table, f"{language}-{_LEVELS}"),
    )


def _check(part: Told | None) -> Element | None:
    if part is None:
        return None
    lines = (node("li", node("span", line, cls="sum")) for line in part.lines)
    return section_node(part.title, node("ol", *lines, cls="steps lines"))


def _told(part: Told | None) -> Element | None:
    return None if part is None else section_node(part.title, *(node("p", line) for line in part.lines))
