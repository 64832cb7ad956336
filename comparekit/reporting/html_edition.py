"""One language of the page to take away: its parts in the order in which people ask."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from comparekit.i18n.catalog import text
from comparekit.reporting.document import (
    CheckPart,
    DaysPart,
    Edition,
    ErrorPart,
    FigurePart,
    MetersPart,
    StudyPart,
    Table,
    Told,
)
from comparekit.reporting.html_figure import Drawn, figure_node
from comparekit.reporting.html_fit import Fit
from comparekit.reporting.html_node import node
from comparekit.reporting.html_table import table_node
from comparekit.reporting.html_words import (
    files_node,
    findings_node,
    named_nodes,
    numbers_node,
    rules_node,
    section_node,
    verdict_node,
)

#: BCP 47 tags of the languages.
TAGS = {"zh": "zh-CN", "en": "en"}


def edition_node(edition: Edition, fit: Fit) -> Element:
    """The edition as an ``article`` whose id is its language.

    Parameters
    ----------
    edition : Edition
        What to show.
    fit : Fit
        How much of it there is room for.
    """
    part = Shown(edition.language, fit)
    lines = (edition.protocol, edition.period, *edition.case)
    return node(
        "article",
        node(
            "header",
            node("p", edition.title, cls="title"),
            *(node("p", line, cls="note") for line in lines),
            cls="masthead",
        ),
        verdict_node(edition.verdict),
        numbers_node(edition.numbers_title, edition.numbers),
        node("p", edition.verdict.screening, cls="screening"),
        _told(edition.money),
        part.check(edition.check, edition.registers),
        _told(edition.flip),
        part.difference(edition.difference_title, edition.difference, edition.verdict.official),
        part.days(edition.days),
        None if edition.error is None else part.error(edition.error),
        None if edition.study is None else part.study(edition.study),
        findings_node(edition.findings),
        None
        if edition.uncertainty is None
        else section_node(edition.uncertainty_title, *part.figure(edition.uncertainty)),
        part.meters(edition.meters),
        rules_node(edition.rules),
        files_node(edition.files),
        id=edition.language,
        lang=TAGS[edition.language],
    )


def _told(part: Told | None) -> Element | None:
    return None if part is None else section_node(part.title, *(node("p", line) for line in part.lines))


class Shown:
    """Parts with figures and tables, as far as there is room."""

    def __init__(self, language: str, fit: Fit) -> None:
        self.language, self.fit = language, fit

    def check(self, part: CheckPart, registers: FigurePart | None) -> Element:
        """Sums by hand, and the registers they are made of."""
        steps = (
            node(
                "li",
                node("span", step.what),
                node("span", step.sum, cls="sum"),
                node("span", step.note, cls="note") if step.note else None,
            )
            for step in part.steps
        )
        sums = node(
            "div",
            node("p", part.intro),
            node("ol", *steps, cls="steps"),
            node("p", part.found, cls="found") if part.found else None,
            node("p", part.meaning, cls="note"),
        )
        shown = () if registers is None else self.figure(registers)
        notes = () if registers is None else (node("p", one, cls="note") for one in registers.remarks)
        return section_node(part.title, node("div", sums, *shown, *notes, cls="check"))

    def difference(self, title: str, part: FigurePart, official: str) -> Element:
        """The leading figure, then the same in exact words."""
        return section_node(
            title,
            *self.figure(part),
            node(
                "div",
                node("p", node("strong", text(self.language, "dashboard.figure.exact"))),
                *(node("p", line) for line in (official, *part.remarks)),
                cls="exact",
            ),
        )

    def days(self, part: DaysPart) -> Element:
        """The days as bars, then one by one."""
        figure = () if part.figure is None else self.figure(part.figure)
        return section_node(part.title, *figure, self.table(part.table, "days", shorten=True))

    def error(self, part: ErrorPart) -> Element:
        """What is known of the old meter alone."""
        return section_node(
            part.title,
            *(node("p", line) for line in part.lines),
            *(() if part.figure is None else self.figure(part.figure)),
            None if part.table is None else self.table(part.table, "error"),
        )

    def study(self, part: StudyPart) -> Element:
        """The bills before and after the replacement: in a sentence, as steps, by level of evidence."""
        if part.trouble:
            return section_node(part.title, node("p", part.trouble))
        return section_node(
            part.title,
            *(node("p", line) for line in part.lines),
            *(node("p", note, cls="note") for note in part.notes),
            *(() if part.figure is None else self.figure(part.figure)),
            node(
                "div",
                node("p", node("strong", text(self.language, "dashboard.figure.exact"))),
                node("p", part.official),
                cls="exact",
            ),
            None if part.levels is None else self.table(part.levels, "levels"),
        )

    def meters(self, part: MetersPart) -> Element:
        """Both plates side by side where there is room; certificates below them."""
        plates = (
            node(
                "div",
                node("h3", meter.name),
                node("dl", *(cell for entry in meter.entries for cell in named_nodes(entry))),
                None if meter.certificate is None else self.table(meter.certificate, f"certificate-{number}"),
                cls="plate",
            )
            for number, meter in enumerate(part.meters, start=1)
        )
        return section_node(part.title, node("p", part.note, cls="note"), node("div", *plates, cls="plates"))

    def figure(self, part: FigurePart) -> tuple[Element, ...]:
        """A figure and, to be opened, its numbers; one there is no room for is named with its finding."""
        drawn = self.fit.drawn(part.name)
        shown = figure_node(part, drawn)
        if shown is None:
            left_out = text(self.language, "report_page.figure.left_out", titles=part.figure.title)
            shown = node("p", left_out, cls="note")
        if part.numbers is None or drawn is Drawn.NOT:
            return (shown,)
        name = node("summary", text(self.language, "report_page.figure.numbers"))
        return shown, node("details", name, self.table(part.numbers, part.name))

    def table(self, table: Table, name: str, *, shorten: bool = False) -> Element:
        """A table under an id of its own."""
        note = ""
        if shorten and (most := self.fit.rows) is not None and len(table.rows) > most:
            rows = len(table.rows) - most
            note = text(self.language, "report_page.figure.table_left_out", rows=rows)
            half = most // 2
            table = Table(
                caption=table.caption,
                columns=table.columns,
                rows=(*table.rows[:half], *table.rows[len(table.rows) - (most - half) :]),
                total=table.total,
            )
        return table_node(table, f"{self.language}-{name}", note=note)
