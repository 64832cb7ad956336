"""Tables made of pasted lines or typed bills: which line each row is, and whether its year was written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from comparekit.ingest.columns import Column
from comparekit.ingest.tables import Table

LINE, TYPED_BILL, YEAR_ASSUMED = "line", "typed_bill", "year_assumed"  # fields
_PART = r"\d{1,2}月(?:份|\d{1,2}[日号])?"
_NO_YEAR = re.compile(rf"(?:(?:{_PART}|\d{{1,2}})[-~至到])?{_PART}")


def with_own_rows(table: Table, columns: Mapping[str, Column]) -> Table:
    """The table with its rows named by its column of lines, where it has one that names them all."""
    named = [columns[field].index for field in (LINE, TYPED_BILL) if field in columns]
    if not named:
        return table
    cells = table.columns[named[0]]
    if not cells or not all(cell.isascii() and cell.isdigit() for cell in cells):
        return table
    rows = np.array([int(cell) for cell in cells], dtype=table.rows.dtype)
    return replace(table, rows=rows) if (np.diff(rows) > 0).all() else table


def years_assumed(table: Table, columns: Mapping[str, Column]) -> NDArray[np.int64]:
    """Rows whose year nobody wrote, shape (k,)."""
    if YEAR_ASSUMED not in columns:
        return table.rows[:0]
    assumed = [bool(cell.strip()) for cell in table.columns[columns[YEAR_ASSUMED].index]]
    rows: NDArray[np.int64] = table.rows[np.array(assumed, dtype=bool)]
    return rows


def without_year(cells: Sequence[str]) -> NDArray[np.bool_]:
    """Which cells are months or days without a year (3月, 3月5日), shape (n,)."""
    return np.array([_NO_YEAR.fullmatch(cell.strip()) is not None for cell in cells], dtype=bool)
