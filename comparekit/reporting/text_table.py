"""Columns for a terminal."""

from __future__ import annotations

import unicodedata


def text_table(rows: list[list[str]]) -> list[str]:
    """Columns aligned for fixed-width fonts, in which a Chinese character takes two places."""
    widths = [max(cell_width(row[k]) for row in rows) for k in range(len(rows[0]))]
    return [
        "  "
        + "  ".join(
            cell + pad if k == 0 else pad + cell
            for k, cell in enumerate(row)
            for pad in (" " * (widths[k] - cell_width(cell)),)
        ).rstrip()
        for row in rows
    ]


def cell_width(cell: str) -> int:
    """Places a cell takes in a fixed-width font."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in cell)
