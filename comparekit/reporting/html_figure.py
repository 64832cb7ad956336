"""A figure inside a page: drawn for a phone and for a sheet of paper, of which one shows."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from xml.etree.ElementTree import Element, fromstring

from comparekit.figures.series_figures import AnyFigure, svg_of
from comparekit.figures.svg_ import margin_of
from comparekit.reporting.document import FigurePart
from comparekit.reporting.html_node import node

#: Widths of the two drawings [px]: between the margins of a phone of 390 px, and of a sheet of A4.
PHONE, SHEET = 358.0, 680.0

_HAIR, _HEAD = 2.0, 8.0  # px of white that stay at the sides, and above and below
_SVG = "{http://www.w3.org/2000/svg}"
_IDLE = ("class", "xmlns", "font-family", "aria-labelledby")  # the page says these things itself


class Drawn(IntEnum):
    """How much is drawn of a figure; less makes a smaller page."""

    NOT = 0
    ONCE = 1
    TWICE = 2


def figure_node(part: FigurePart, drawn: Drawn = Drawn.TWICE) -> Element | None:
    """The figure as an element; None where it is not to be drawn.

    Drawn once, it is the drawing for a phone, which a sheet of paper shows in its own size.
    """
    if drawn is Drawn.NOT:
        return None
    phone = inline_svg(part.figure, PHONE, part.name)
    if drawn is Drawn.ONCE:
        return node("figure", phone, cls="once")
    phone.set("class", "phone")
    sheet = inline_svg(part.figure, SHEET, part.name)
    sheet.set("class", "sheet")
    return node("figure", phone, sheet)


def inline_svg(figure: AnyFigure, width: float, name: str) -> Element:
    """The drawing as a part of a page: what to call it in a label, no ids, no names of its own.

    What shows on pointing at a shape goes too: paper has no pointer and a phone has none either, and the
    numbers stand in a table.
    """
    white = margin_of(width) - _HAIR  # the page has margins of its own, and its text begins there
    root = fromstring(svg_of(figure, width=width + 2 * white, name=name))
    height = float(root.attrib["height"]) - 2 * (white - _HEAD)
    root.attrib |= {
        "width": f"{width:g}",
        "height": f"{height:g}",
        "viewBox": f"{white:g} {white - _HEAD:g} {width:g} {height:g}",
    }
    for element in _without_words(root):
        element.tag = element.tag.removeprefix(_SVG)
        for attribute in _IDLE:
            element.attrib.pop(attribute, None)
        element.tail = None
    root.set("aria-label", f"{figure.title} {figure.description}".strip())
    return root


def _without_words(root: Element) -> Iterator[Element]:
    """Every element of the tree, titles and descriptions taken out."""
    for element in list(root.iter()):
        for child in list(element):
            if child.tag in (f"{_SVG}title", f"{_SVG}desc"):
                element.remove(child)
    yield from root.iter()
