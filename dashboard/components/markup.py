"""Components as plain HTML, for pages that have to work without a script."""

from __future__ import annotations

import re
from typing import Any

from dash import dcc
from dash.development.base_component import Component
from markupsafe import Markup, escape

_EMPTY = frozenset({"input", "img", "br", "hr", "source"})  # HTML standard, 13.1.2: void elements
_NAMES = {"className": "class", "htmlFor": "for", "acceptCharset": "accept-charset"}
_TAG = re.compile(r"[a-z][a-z0-9]*")


def markup(node: Any) -> Markup:
    """`node` as HTML: text escaped, links of Dash as plain links.

    Parameters
    ----------
    node : component, text, number, None, or a list of those
        What a page's `view` gives.

    Raises
    ------
    ValueError
        A component that is no HTML element.
    """
    if node is None:
        return Markup("")
    if isinstance(node, list | tuple):
        return Markup("").join(markup(part) for part in node)
    if not isinstance(node, Component):
        return escape(str(node))
    tag = "a" if isinstance(node, dcc.Link) else str(node._type).lower()
    if (node._namespace != "dash_html_components" and tag != "a") or not _TAG.fullmatch(tag):
        raise ValueError(f"node: an HTML element, not {node._type!r}")
    opening = Markup("<{}{}>").format(Markup(tag), Markup("").join(_attributes(node)))
    if tag in _EMPTY:
        return opening
    if tag in ("textarea", "pre"):
        opening += Markup("\n")  # the first line break in them is dropped
    return opening + markup(getattr(node, "children", None)) + Markup("</{}>").format(Markup(tag))


def _attributes(node: Component) -> list[Markup]:
    given: dict[str, Any] = node.to_plotly_json()["props"]  # type: ignore[no-untyped-call]
    written = []
    for name, value in given.items():
        if name == "children" or value is None or value is False:
            continue
        told = Markup(_NAMES.get(name, name if name.startswith(("aria-", "data-")) else name.lower()))
        written.append(
            Markup(" {}").format(told) if value is True else Markup(' {}="{}"').format(told, value)
        )
    return written
