"""Rows of a table of bills: those said twice, those that contradict each other, those that become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from comparekit.findings import Severity
from comparekit.ingest.usage_sheet import UsageSheet
from comparekit.readings.bills import Bill


class Row(NamedTuple):
    """A bill, its places in the table, and what it says it is: empty, or a word of corrections."""

    places: tuple[int, ...]
    bill: Bill
    said: str = ""


def distinct(sheet: UsageSheet, rows: Sequence[Row]) -> list[Row]:
    """The rows without those that ask for the same once more, told as ``bills.repeated``."""
    kept: dict[tuple[object, ...], Row] = {}
    for row in rows:
        bill = row.bill
        key = bill.start, bill.end, bill.amount, bill.volume, bill.closing
        if key in kept:
            sheet.find("bills.repeated", Severity.CAUTION, row=bill.row, first=kept[key].bill.row)
        kept.setdefault(key, row)
    return list(kept.values())


def undisputed(sheet: UsageSheet, rows: Sequence[Row]) -> list[Row]:
    """One row for the same days.

    Rows that say different things of the same days cannot all be the bill, and nothing says which one is:
    their days stay, what they ask for is left out (``bills.same_days``).
    """
    of_days: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        of_days.setdefault((row.bill.start, row.bill.end), []).append(row)
    kept = []
    for (start, end), same in of_days.items():
        if len(same) > 1:
            named = [row.bill.row for row in same]
            sheet.find("bills.same_days", Severity.CAUTION, rows=named, start=str(start), end=str(end))
        kept.append(same[0] if len(same) == 1 else same[0]._replace(bill=emptied(same[0].bill)))
    return kept


def emptied(bill: Bill) -> Bill:
    """The days of a bill alone: what it asks for is not known."""
    return replace(
        bill,
        amount=None,
        volume=None,
        opening=None,
        closing=None,
        final=None,
        initial=None,
        corrected=0.0,
        volume_corrected=0.0,
    )


def joined(bills: Sequence[Bill]) -> Bill:
    """One bill for the days of several that follow each other."""
    first, last = bills[0], bills[-1]
    chained = all(a.closing is not None and a.closing == b.opening for a, b in pairwise(bills))
    amounts, volumes = [b.amount for b in bills], [b.volume for b in bills]
    return replace(
        first,
        end=last.end,
        amount=_total(amounts),
        volume=_total(volumes),
        corrected=round(sum(b.corrected for b in bills), 9),
        volume_corrected=round(sum(b.volume_corrected for b in bills), 9),
        estimated=last.estimated,
        closing=last.closing if chained else None,
        opening=first.opening if chained else None,
        final=None,
        initial=None,
    )


def _total(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known), 9) if len(known) == len(values) else None
