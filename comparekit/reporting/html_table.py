"""Tables of a page: real tables, which a phone stacks instead of scrolling sideways."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from comparekit.reporting.document import Table
from comparekit.reporting.html_node import node
from comparekit.reporting.page_style import css_string

_BESIDE = 3  # columns that a phone shows side by side
_SHORT = 14  # rows that a sheet of paper keeps together
_NARROW = 9  # letters of a cell that has room for another one beside it on a phone
_EMPTY = ("", "—", "–")


def table_node(table: Table, ident: str, *, note: str = "") -> Element:
    """The table as an element; `note` stands in its middle, where rows were left out."""
    stacked = len(table.columns) > _BESIDE
    half = len(table.rows) // 2 if note else len(table.rows)
    rows = [_row(row) for row in table.rows[:half]]
    if note:
        cell = node("td", note, role="cell", colspan=str(len(table.columns)), cls="left-out")
        rows += [node("tr", cell, role="row"), *(_row(row) for row in table.rows[half:])]
    heads = (node("th", name, scope="col", role="columnheader") for name in table.columns)
    return node(
        "table",
        node("caption", table.caption),
        # The roles keep the table a table where the rows are stacked.
        node("thead", node("tr", *heads, role="row"), role="rowgroup"),
        node("tbody", *rows, role="rowgroup"),
        node("tfoot", _row(table.total), role="rowgroup") if table.total else None,
        id=ident,
        role="table",
        cls=" ".join(_kinds(table, stacked)),
    )


def stacked_labels(table: Table, ident: str) -> str:
    """The rules that write the title of its column before each cell of a stacked table."""
    if len(table.columns) <= _BESIDE:
        return ""
    return "".join(
        f"#{ident} td:nth-child({k}):not(.left-out)::before{{content:{css_string(name)}}}"
        for k, name in enumerate(table.columns, start=1)
        if k > 1
    )


def _kinds(table: Table, stacked: bool) -> Iterator[str]:
    """What the style sheet has to know of a table."""
    yield "stacked" if stacked else "beside"
    if len(table.rows) <= _SHORT:
        yield "short"
    if any(len(cell) > _NARROW for row in table.rows for cell in row[1:]):
        yield "wordy"


def _row(cells: tuple[str, ...]) -> Element:
    first, *rest = cells
    return node("tr", node("th", first, scope="row", role="rowheader"), *map(_cell, rest), role="row")


def _cell(words: str) -> Element:
    empty = {"cls": "empty"} if words in _EMPTY else {}
    return node("td", words, role="cell", **empty)
