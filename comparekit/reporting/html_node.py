"""Elements of a page as a tree, so that whatever stands in it is escaped when it is written."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, tostring

from comparekit.figures.svg_drawing import legal

_BEFORE_UNIT = re.compile(r"(?<=\d) (?=[%\u4e00-\u9fff]|(?:m³|L|kWh|days?)\b)")


def node(tag: str, *children: Element | str | None, **attributes: str) -> Element:
    """An element with its children; None is passed over.

    ``cls`` is written as ``class``, ``aria_label`` as ``aria-label``, ``for_`` as ``for``. Text keeps
    every number on one line with its unit.
    """
    made = Element(tag, {_written(name): legal(value) for name, value in attributes.items()})
    for child in children:
        if isinstance(child, str):
            _add_text(made, _BEFORE_UNIT.sub("\N{NO-BREAK SPACE}", legal(child)))
        elif child is not None:
            made.append(child)
    return made


def written(tree: Element) -> str:
    """The tree as HTML."""
    return tostring(tree, encoding="unicode", method="html")


def _add_text(element: Element, words: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


def _written(name: str) -> str:
    return "class" if name == "cls" else name.rstrip("_").replace("_", "-")
