"""The raw rows of a log, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comparekit.ingest.open_table import read_table

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPage:
    """Rows as the file has them: number as Excel shows it, and the cells as text."""

    titles: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    page: int
    pages: int


def page_of_rows(content: bytes, name: str, mapping: Mapping[str, str], page: int) -> RowPage:
    """Rows ``(page - 1) * PAGE_ROWS + 1`` to ``page * PAGE_ROWS`` of a file, blank ones left out.

    A page past either end gives the nearest one. FaultyLog: the file is no table.
    """
    table = read_table(content, name, mapping)
    pages = max(1, -(-int(table.rows[-1]) // PAGE_ROWS))
    page = min(max(page, 1), pages)
    first = (page - 1) * PAGE_ROWS + 1
    places = range(int(table.rows.searchsorted(first)), int(table.rows.searchsorted(first + PAGE_ROWS)))
    return RowPage(
        titles=table.titles,
        header_row=table.header_row,
        rows=tuple(
            (int(table.rows[place]), tuple(column[place] for column in table.columns)) for place in places
        ),
        page=page,
        pages=pages,
    )
