"""The rows below a table that are none of it: totals, remarks, signatures."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from comparekit.ingest.headers import Header
from comparekit.ingest.numbers import NumberState, read_numbers
from comparekit.ingest.tables import Table
from comparekit.ingest.times import TimeState, read_times
from comparekit.ingest.vocabulary import ROLES, footer_of

_MOST_ROWS = 60
_TIMES = ("time", "date", *(f"{role}_time" for role in ROLES))
_READINGS = ("reading", *(f"{role}_reading" for role in ROLES))
_UTC = ZoneInfo("UTC")


def without_footer(table: Table, header: Header) -> tuple[Table, NDArray[np.int64]]:
    """The table without the rows of its footer, and the numbers of those rows, shape (k,).

    A footer lies behind the last row with a time. It begins with a row whose first text is a word of
    footers (合计, 备注：, 抄表员签字, total); the rows behind it belong to it. A row with a reading
    belongs to it only when it is called a total. Everything else without a time stays, and is a fault.
    """
    start = max(0, len(table) - _MOST_ROWS)
    timed = _filled(table, header, _TIMES, start)
    nothing = np.empty(0, dtype=np.int64)
    if timed is None or timed[-1]:
        return table, nothing
    behind = start + int(np.flatnonzero(timed)[-1]) + 1 if timed.any() else start
    kinds = [_kind(table, place) for place in range(behind, len(table))]
    first = behind + next((k for k, kind in enumerate(kinds) if kind), len(kinds))
    if first == len(table):
        return table, nothing
    total = np.array([kind == "total" for kind in kinds[first - behind :]])
    read = _filled(table, header, _READINGS, first)
    footer = np.ones_like(total) if read is None else total | ~read
    kept = np.ones(len(table), dtype=bool)
    kept[first:] = ~footer
    rows = table.rows[~kept]
    table.faults.forget(set(rows.tolist()))
    return replace(table, columns=_without(table.columns, kept, first), rows=table.rows[kept]), rows


def _filled(table: Table, header: Header, fields: tuple[str, ...], start: int) -> NDArray[np.bool_] | None:
    """Rows from `start` on with a time, or a number, in one of `fields`; None without such a column."""
    columns = [header.columns[name] for name in fields if name in header]
    filled = np.zeros(len(table) - start, dtype=bool)
    for column in columns:
        cells = table.columns[column.index][start:]
        if fields is _TIMES:
            filled |= read_times(cells, _UTC).state == TimeState.FINE
        else:
            filled |= read_numbers(cells).state == NumberState.FINE
    return filled if columns else None


def _kind(table: Table, place: int) -> str | None:
    return footer_of(next((column[place] for column in table.columns if column[place].strip()), ""))


def _without(columns: tuple[list[str], ...], kept: NDArray[np.bool_], first: int) -> tuple[list[str], ...]:
    still = (first + np.flatnonzero(kept[first:])).tolist()
    return tuple(column[:first] + [column[place] for place in still] for column in columns)
