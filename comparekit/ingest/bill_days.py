"""The days a bill is for: from two dates, from one, or from months."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Severity
from comparekit.ingest.own_rows import without_year
from comparekit.ingest.usage_sheet import UsageSheet
from comparekit.ingest.usage_titles import DAYS

Days = NDArray[np.datetime64]
_MONTH = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s*[-/.年]?\s*(?P<month>0?[1-9]|1[0-2])\s*月?(?:份|度|账单|账期|电费|水费|燃气费)?"
)
_DAY = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s*[-/.年]?\s*(?P<month>0?[1-9]|1[0-2])\s*[-/.月]?\s*(?P<day>0?[1-9]|[12]\d|3[01])日?"
    r"(?: 0?0:00(?::00)?)?"
)
_SPAN = re.compile(r"\s*(?:至|到|~|–|—|-{1,2}|to)\s*")
_LATER = re.compile(r"(?:(?P<year>(?:19|20)\d\d)\s*[-/.年]?\s*)?(?P<month>0?[1-9]|1[0-2])\s*月?(?:份)?")
_ONE = np.timedelta64(1, "D")
_NONE = np.datetime64("NaT", "D")
_MOST_MONTHS = np.timedelta64(12, "M")


def bill_days(sheet: UsageSheet, corrections: NDArray[np.bool_]) -> tuple[Days, Days]:
    """First day of each bill and of the next one, shape (n,); NaT where a fault or nothing tells it.

    A bill is read on its last day, which is the first of the next one. Bills whose last day is written as
    the day before that are recognised by their neighbours, or by calendar months, and told
    (``bills.inclusive_end``). Without a first day a bill begins where the one before it ends
    (``bills.since_row_before``).

    Parameters
    ----------
    sheet : UsageSheet
        Receives ``bill.not_a_month``, ``bill.no_year``, ``bill.end_not_after_start``, the faults of dates,
        and findings.
    corrections : bool array, shape (n,)
        Rows that are no bills of their own.
    """
    last = next((name for name in ("period_end", *DAYS) if name in sheet), None)
    if last is None and "month" in sheet:
        return _months(sheet)
    if last is not None:
        end = sheet.days(last)
        if "period_start" in sheet:
            start = sheet.days("period_start")
        else:
            start = _ends_before(end, corrections)
            sheet.find("bills.since_row_before", Severity.NOTE, column=sheet.columns[last].title)
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
    """Calendar months (2025-03, 202503, 2025年3月), several of them (2025年1-2月), or two days in one cell.

    A first day of a month counts as the month too. Of two days in a cell the last belongs to the bill where
    the next one begins a day later, as everywhere.
    """
    cells: Sequence[str] = _with_years(sheet)
    start, end = (np.full(len(cells), _NONE) for _ in range(2))
    by_day = np.zeros(len(cells), dtype=bool)
    for k, cell in enumerate(cells):
        text = unicodedata.normalize("NFKC", cell).strip()
        found = _month_of(text) or _months_of(text)
        if found is not None:
            start[k], end[k] = found[0].astype("datetime64[D]"), (found[1] + 1).astype("datetime64[D]")
        elif (days := _days_of(text)) is not None:
            (start[k], end[k]), by_day[k] = days, True
    column = sheet.columns["month"]
    no_year = without_year(cells)
    sheet.fault_cells("bill.no_year", no_year, column)
    sheet.fault_cells("bill.not_a_month", np.isnat(start) & ~no_year, column, expected="a_month")
    if by_day.any() and _inclusive(start[by_day], end[by_day]):
        end[by_day] += _ONE
        sheet.find("bills.inclusive_end", Severity.NOTE)
    wrong = ~np.isnat(start) & ~(start < end)
    sheet.fault_cells("bill.end_not_after_start", wrong, column, expected="later_than_start")
    longest = (end - start) > np.timedelta64(31, "D")
    if (longest & ~by_day).any():
        told = int((longest & ~by_day).sum())
        sheet.find("bills.several_months", Severity.NOTE, count=told, column=column.title)
    return start, end


def _with_years(sheet: UsageSheet) -> list[str]:
    """The cells of months, each with the year of its row where a column of its own tells it."""
    cells = sheet.cells("month")
    if "year" not in sheet:
        return cells
    years = [re.fullmatch(r"((?:19|20)\d\d)年?", cell.strip()) for cell in sheet.cells("year")]
    whole = [re.match(r"(?:19|20)\d\d", cell.strip()) for cell in cells]
    return [
        cell if w or y is None else f"{y[1]}-{cell.strip()}"
        for cell, y, w in zip(cells, years, whole, strict=True)
    ]


def _month_of(text: str) -> tuple[np.datetime64, np.datetime64] | None:
    """A month, or the first day of one."""
    found = _MONTH.fullmatch(text)
    if found is None:
        day = _DAY.fullmatch(text)
        found = day if day and int(day["day"]) == 1 else None
    if found is None:
        return None
    month = _month(found["year"], found["month"])
    return month, month


def _months_of(text: str) -> tuple[np.datetime64, np.datetime64] | None:
    """Several months: 2025年1-2月, 202501-202502, 2025-01~2025-02."""
    for cut in _SPAN.finditer(text):
        first, later = _MONTH.fullmatch(text[: cut.start()]), _LATER.fullmatch(text[cut.end() :])
        if first and later:
            begins = _month(first["year"], first["month"])
            ends = _month(later["year"] or first["year"], later["month"])
            if begins < ends <= begins + _MOST_MONTHS:
                return begins, ends
    return None


def _days_of(text: str) -> tuple[np.datetime64, np.datetime64] | None:
    """Two days in one cell: 20250101-20250131, 2025-01-05至2025-02-04."""
    for cut in _SPAN.finditer(text):
        found = [_DAY.fullmatch(part) for part in (text[: cut.start()], text[cut.end() :])]
        if all(found):
            try:
                first, last = (
                    np.datetime64(f"{d['year']}-{int(d['month']):02d}-{int(d['day']):02d}", "D")
                    for d in found
                    if d
                )
            except ValueError:  # the 30th of February
                return None
            return first, last
    return None


def _month(year: str, month: str) -> np.datetime64:
    return np.datetime64(f"{year}-{int(month):02d}", "M")
