"""A report as one HTML file: both languages, no script, nothing from outside, small enough for a chat."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from comparekit.i18n.catalog import text
from comparekit.reporting.document import Edition, Report, Sheet, StudyPart, Table
from comparekit.reporting.html_edition import TAGS, edition_node
from comparekit.reporting.html_fit import FITS, Fit
from comparekit.reporting.html_node import node, written
from comparekit.reporting.html_table import stacked_labels
from comparekit.reporting.page_style import page_style

#: Stands in the head of every page: by it a file is known as ours.
GENERATOR = "comparekit report"
MOST_BYTES = 300_000


def report_html(report: Report) -> str:
    """The report as a page that needs nothing but itself.

    Parameters
    ----------
    report : Report
        What to show.

    Returns
    -------
    str
        A whole document, to be written as UTF-8. Where everything would pass `MOST_BYTES`, second
        drawings are left out first, then the figures that grow with the days, then rows in the middle
        of the day table; what is left out is said in its place.
    """
    page = ""
    for fit in FITS:
        page = _page(report, fit)
        if len(page.encode()) <= MOST_BYTES:
            break
    return page


def is_report(head: str) -> bool:
    """Whether a file that begins with `head` is a page made here."""
    return f'<meta name="generator" content="{GENERATOR}">' in head


def _page(report: Report, fit: Fit) -> str:
    shown = next(edition for edition in report.editions if edition.language == report.language)
    stacked = "".join(
        stacked_labels(table, f"{edition.language}-{name}")
        for edition in report.editions
        for name, table in _tables(edition)
    )
    articles = [edition_node(edition, fit) for edition in report.editions]
    return framed(report.language, report.editions, articles, shown.verdict.sentence, stacked)


def framed(
    language: str, editions: Sequence[Sheet], articles: Sequence[Element], title: str, stacked: str
) -> str:
    """Articles, one a language, as a document with the switch between them.

    Parameters
    ----------
    language : str
        The one to open in.
    editions : sequence of Sheet
        What stands on every sheet of paper, in the order of `articles`.
    articles : sequence of Element
        Each with its language as id.
    title : str
        Of the document.
    stacked : str
        Rules for the tables that a phone stacks.
    """
    choices = (
        node(
            "input",
            type="radio",
            name="language",
            id=f"show-{edition.language}",
            cls="choice",
            **({"checked": "checked"} if edition.language == language else {}),
        )
        for edition in editions
    )
    labels = (
        node(
            "label",
            text(edition.language, "report_page.language.name"),
            for_=f"show-{edition.language}",
            lang=TAGS[edition.language],
        )
        for edition in editions
    )
    style = node("style")
    style.text = page_style(editions, stacked)  # no words: nothing in it is to be bound together
    document = node(
        "html",
        node(
            "head",
            node("meta", charset="utf-8"),
            node("meta", name="generator", content=GENERATOR),
            node("meta", name="viewport", content="width=device-width, initial-scale=1"),
            node("meta", name="format-detection", content="telephone=no"),
            node("meta", name="robots", content="noindex"),
            node("title", title),
            style,
        ),
        node(
            "body",
            *choices,
            node("nav", *labels, aria_label=text(language, "report_page.language.switch")),
            node("main", *articles),
        ),
        lang=TAGS[language],
    )
    return f"<!DOCTYPE html>\n{written(document)}\n"


def _steps(study: StudyPart | None) -> Table | None:
    """From the old bill to the new one, beside the figure."""
    return None if study is None or study.figure is None else study.figure.numbers


def _tables(edition: Edition) -> list[tuple[str, Table]]:
    """The tables a phone may have to stack, by the names their ids end with."""
    named = [
        ("days", edition.days.table),
        ("difference", edition.difference.numbers),
        ("budget", None if edition.uncertainty is None else edition.uncertainty.numbers),
        ("error", None if edition.error is None else edition.error.table),
        ("levels", None if edition.study is None else edition.study.levels),
        ("waterfall", _steps(edition.study)),
    ]
    return [(name, table) for name, table in named if table is not None]
