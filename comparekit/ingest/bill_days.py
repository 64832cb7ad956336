"""The days a bill is for: from two dates, from one, or from a month."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Severity
from comparekit.ingest.usage_sheet import UsageSheet
from comparekit.ingest.usage_titles import DAYS

Days = NDArray[np.datetime64]
_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)\s*[-/.年]?\s*(?P<month>\d{1,2})\s*月?(?:份|账单)?")
_ONE = np.timedelta64(1, "D")
_NONE = np.datetime64("NaT", "D")


def bill_days(sheet: UsageSheet, corrections: NDArray[np.bool_]) -> tuple[Days, Days]:
    """First day of each bill and of the next one, shape (n,); NaT where a fault or nothing tells it.

    A bill is read on its last day, which is the first of the next one. Bills whose last day is written as
    the day before that are recognised by their neighbours, or by calendar months, and told
    (``bills.inclusive_end``). Without a first day a bill begins where the one before it ends.

    Parameters
    ----------
    sheet : UsageSheet
        Receives ``bill.not_a_month``, ``bill.end_not_after_start``, the faults of dates, and findings.
    corrections : bool array, shape (n,)
        Rows that are no bills of their own.
    """
    last = next((name for name in ("period_end", *DAYS) if name in sheet), None)
    if last is None and "month" in sheet:
        return _months(sheet)
    if last is not None:
        end = sheet.days(last)
        start = sheet.days("period_start") if "period_start" in sheet else _ends_before(end, corrections)
    else:
        start = sheet.days("period_start")
        end = _starts_after(start, corrections)
    both = ~np.isnat(start) & ~np.isnat(end)
    if "period_start" in sheet and "period_end" in sheet and _inclusive(start[both], end[both]):
        end = end + _ONE
        sheet.find("bills.inclusive_end", Severity.NOTE)
    wrong = both & ~(start < end)
    told = sheet.columns[last or "period_start"]
    sheet.fault_cells("bill.end_not_after_start", wrong, told, expected="later_than_start")
    return start, end


def _inclusive(start: Days, end: Days) -> bool:
    """Whether the last day written still belongs to the bill."""
    order = np.argsort(start, kind="stable")
    steps = start[order][1:] - end[order][:-1]
    inside, outside = int((steps == _ONE).sum()), int((steps == 0 * _ONE).sum())
    if inside or outside:
        return inside > outside
    first = start == start.astype("datetime64[M]").astype("datetime64[D]")
    last = (end + _ONE) == (end + _ONE).astype("datetime64[M]").astype("datetime64[D]")
    return bool(start.size and (first & last).all())


def _ends_before(end: Days, corrections: NDArray[np.bool_]) -> Days:
    """For each end the latest one before it."""
    ends = np.unique(end[~corrections & ~np.isnat(end)])
    return _picked(ends, np.searchsorted(ends, end) - 1)


def _starts_after(start: Days, corrections: NDArray[np.bool_]) -> Days:
    starts = np.unique(start[~corrections & ~np.isnat(start)])
    return _picked(starts, np.searchsorted(starts, start, side="right"))


def _picked(days: Days, places: NDArray[np.intp]) -> Days:
    there = (places >= 0) & (places < days.size)
    picked: Days = np.full(places.size, _NONE)
    picked[there] = days[places[there]]
    return picked


def _months(sheet: UsageSheet) -> tuple[Days, Days]:
    """Calendar months, written as 2025-03, 202503 or 2025年3月; a first day of a month counts too."""
    cells: Sequence[str] = sheet.cells("month")
    months = np.full(len(cells), np.datetime64("NaT", "M"))
    for k, cell in enumerate(cells):
        text = unicodedata.normalize("NFKC", cell).strip()
        found = _MONTH.fullmatch(
            re.sub(r"[-/.]0?1(?: 0?0:00(?::00)?)?$", "", text) if text.count("-") > 1 else text
        )
        if found and 1 <= int(found["month"]) <= 12:
            months[k] = np.datetime64(f"{found['year']}-{int(found['month']):02d}", "M")
    sheet.fault_cells("bill.not_a_month", np.isnat(months), sheet.columns["month"], expected="a_month")
    return months.astype("datetime64[D]"), (months + 1).astype("datetime64[D]")
