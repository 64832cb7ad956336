"""Totals in a table of use: rows that are left out, and the total of columns by the hours of the day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from comparekit.ingest.columns import Column
from comparekit.ingest.signed_numbers import read_signed
from comparekit.ingest.tables import Table
from comparekit.ingest.usage_titles import part_titles, peak_and_valley

_TOTAL = re.compile(
    r"(?:\d{2,4}年度?|\d{1,2}月|本|上|下|全|半|第.季度?|.季度)?.{0,3}(?:小计|合计|总计|累计|共计|subtotal)[:：]?",
    re.IGNORECASE,
)
_DATED = re.compile(r"\d{4}.*\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsAdded:
    """A table with one more column, the sum of its parts, and where each part holds no number."""

    table: Table
    column: Column
    titles: list[str]
    unreadable: list[tuple[Column, NDArray[np.bool_]]]


def without_subtotals(table: Table, dates: Sequence[int]) -> tuple[Table, NDArray[np.int64]]:
    """The table without the rows that begin with a word for totals (2024年小计), and their numbers.

    A row with a date in one of the columns `dates` is none of them. Where nothing else would be left the
    table stays as it is.
    """
    named = np.array([_is_total(row, dates) for row in zip(*table.columns, strict=True)], dtype=bool)
    if not named.any() or named.all():
        return table, np.empty(0, dtype=np.int64)
    rows = table.rows[named]
    table.faults.forget(set(rows.tolist()))
    kept = np.flatnonzero(~named).tolist()
    columns = tuple([column[k] for k in kept] for column in table.columns)
    return replace(table, columns=columns, rows=table.rows[~named]), rows


def _is_total(row: Sequence[str], dates: Sequence[int]) -> bool:
    first = next(filter(None, map(str.strip, row)), "")
    if first[-1:].isdigit() or _TOTAL.fullmatch(re.sub(r"\s", "", first)) is None:
        return False
    return not any(_DATED.search(row[place]) for place in dates if row[place].strip() != first)


def with_parts_added(table: Table) -> PartsAdded | None:
    """The table with the sum of its columns by the hours of the day (峰, 谷), None where it has none.

    A row that lacks one of them has no sum.
    """
    places = part_titles(table.titles)
    if not places:
        return None
    read = [read_signed(table.columns[place]) for place in places]
    sums = np.sum([one.values for one in read], axis=0)
    cells = ["" if np.isnan(value) else f"{value:.9g}" for value in sums]
    titles = [table.titles[place] for place in places]
    joined = " + ".join(titles)
    unreadable = [
        (Column(index=place, title=title, field="volume"), one.unreadable)
        for place, title, one in zip(places, titles, read, strict=True)
    ]
    return PartsAdded(
        table=replace(table, titles=(*table.titles, joined), columns=(*table.columns, cells)),
        column=Column(index=len(table.titles), title=joined, field="volume", unit="kWh"),
        titles=titles,
        unreadable=unreadable,
    )


def peak_share(table: Table) -> float | None:
    """Share of peak hours in the use [1], by columns for peak and valley; None where they do not tell it.

    Rows that lack one of them do not count.
    """
    places = peak_and_valley(table.titles)
    if places is None:
        return None
    peak, valley = (
        np.sum([read_signed(table.columns[place]).values for place in kind], axis=0) for kind in places
    )
    known = np.isfinite(peak) & np.isfinite(valley) & (peak >= 0) & (valley >= 0)
    total = float((peak + valley)[known].sum())
    return float(peak[known].sum()) / total if total > 0 else None
