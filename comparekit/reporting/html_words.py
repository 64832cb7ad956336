"""Parts of the page that are words alone: verdict, numbers, findings, rules, files."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import east_asian_width
from xml.etree.ElementTree import Element

from comparekit.reporting.document import FilesPart, FindingsPart, Named, RulesPart, VerdictPart
from comparekit.reporting.html_node import node

_MARKS = {
    "agree": "M4.5 12.5l5 5 10-11",
    "deviate": "M4.5 9h15M4.5 15.5h15M16 4 8 20.5",
    "inconclusive": "M8 8.5a4 4 0 1 1 6.3 3.3c-1.6 1.1-2.3 1.9-2.3 3.7M12 19.8v.2",
}
_WIDE = 1.8  # Latin letters that take the room of one Chinese character
_SHORT, _MIDDLE = 80.0, 150.0  # Latin letters a headline may have for the largest, the middle size


def section_node(title: str, *children: Element | None) -> Element:
    """A section under its heading."""
    return node("section", node("h2", title), *children)


def verdict_node(part: VerdictPart, below: Iterable[str] = ()) -> Element:
    """Mark and word, the sentence and those `below` it, what to do now."""
    drawing = node("path", d=_MARKS[part.verdict])
    mark = node("svg", drawing, viewBox="0 0 24 24", fill="none", stroke="currentColor", aria_hidden="true")
    mark.attrib |= {"stroke-width": "3.2", "stroke-linecap": "round", "stroke-linejoin": "round"}
    room = sum(_WIDE if east_asian_width(letter) in "WF" else 1 for letter in part.sentence)
    size = "short" if room <= _SHORT else "middle" if room <= _MIDDLE else "long"
    return node(
        "div",
        node("p", mark, node("span", part.word), cls="verdict-word"),
        node("h1", part.sentence, cls=size),
        *(node("p", line, cls="below") for line in below),
        *(node("p", line, cls="note") for line in part.about),
        node("p", part.advice, cls="advice") if part.advice else None,
        node("p", part.next_step, cls="next-step"),
        cls=f"verdict {part.verdict}",
    )


def numbers_node(title: str, numbers: tuple[Named, ...]) -> Element:
    """The main numbers."""
    return node("dl", *(node("div", *named_nodes(one)) for one in numbers), cls="numbers", aria_label=title)


def named_nodes(entry: Named) -> tuple[Element, Element]:
    """Name and value, for a list of such pairs."""
    return node("dt", entry.name), node("dd", entry.value)


def findings_node(part: FindingsPart) -> Element:
    """What was noticed and what was taken for granted."""
    listed = (
        node("li", node("strong", one.word), one.sentence, cls=f"finding-{one.severity}")
        for one in part.findings
    )
    assumed: tuple[Element, ...] = ()
    if part.assumed:
        lines = (node("li", line) for line in part.assumed)
        assumed = (node("h3", part.assumed_title), node("ul", *lines, cls="dots"))
    shown = node("ul", *listed, cls="findings") if part.findings else node("p", part.nothing)
    return section_node(part.title, shown, *assumed)


def rules_node(part: RulesPart) -> Element:
    """What was gone by, each with how sure we are of it."""
    rules = (
        node(
            "li",
            node(
                "p",
                node("strong", rule.words),
                node("span", rule.mark, cls=f"certainty {rule.certainty}"),
            ),
            *(node("p", line, cls="note") for line in rule.lines),
        )
        for rule in part.rules
    )
    legend = node("p", part.legend) if part.legend else None
    return section_node(part.title, node("p", part.protocol), legend, node("ul", *rules, cls="rules"))


def files_node(part: FilesPart) -> Element:
    """The files with their checksums, and the software."""
    files = (node("li", one.name, node("code", one.value)) for one in part.files)
    return section_node(
        part.title,
        node("p", part.note, cls="note"),
        node("ul", *files, cls="files") if part.files else None,
        node("p", part.software, cls="note"),
    )
