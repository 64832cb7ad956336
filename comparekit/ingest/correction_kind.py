"""What a correction of a bill is: the difference, or the bill written anew."""

from __future__ import annotations

from collections.abc import Sequence

from comparekit.ingest.usage_titles import DIFFERENCE, WHOLE
from comparekit.readings.bills import Bill

#: Neither a difference nor a bill written anew for certain.
UNCLEAR = "unclear"
FEN = 0.005  # yuan: amounts that are the same
_SAME = 0.5  # unit: a volume and the difference of whole readings that are the same
_MOST_OF_A_DIFFERENCE, _LEAST_OF_A_WHOLE = 0.2, 0.5  # of the first bill; between them nothing tells
_FEWEST = 3  # other bills that show what is usual


def correction_kind(row: Bill, said: str, first: Bill | None, others: Sequence[Bill]) -> tuple[str, bool]:
    """What a correction is, and whether that is certain.

    Parameters
    ----------
    row : Bill
        The correction.
    said : str
        What it says of itself; neither ``difference`` nor ``whole`` where it only says that it is one.
    first : Bill or None
        The bill of the same days as it stands; None: there is none.
    others : sequence of Bill
        The other bills, which show what is usual.

    Returns
    -------
    str, bool
        ``difference``, ``whole`` or ``unclear``. Certain where the row says so, is below zero, or its
        volume is the difference of its readings. Else by size: the one that makes a bill like the others;
        where both or neither do, at least half of the first bill is a bill anew, at most a fifth of it a
        difference. Judgement: a difference of half the bill is rare, and the finding names both amounts.
    """
    if said in (DIFFERENCE, WHOLE):
        return said, True
    if min(row.amount or 0.0, row.volume or 0.0) < 0:
        return DIFFERENCE, True
    by_readings = None if first is None else _by_readings(row, first)
    if by_readings is not None:
        return by_readings, True
    kinds = {
        _by_size(getattr(row, name), getattr(first, name, 0.0), row.days, _usual(others, name))
        for name in ("amount", "volume")
        if getattr(row, name) is not None and (first is None or getattr(first, name) is not None)
    }
    return (kinds.pop() if len(kinds) == 1 else UNCLEAR), False


def worth(bill: Bill, name: str, unit: str) -> tuple[str, str]:
    """The amount or volume of a bill as text, and its unit; a dash where there is none."""
    value: float | None = getattr(bill, name)
    if value is None:
        return "–", "yuan" if name == "amount" else unit
    return (f"{value:.2f}", "yuan") if name == "amount" else (f"{value:.10g}", unit)


def _by_readings(row: Bill, first: Bill) -> str | None:
    """By a volume that is that between the row's readings, or that between its reading and the first one."""
    opening = first.opening if row.opening is None else row.opening
    if row.volume is None or row.closing is None:
        return None
    whole = opening is not None and abs(row.closing - opening - row.volume) < _SAME
    more = first.closing is not None and abs(row.closing - first.closing - row.volume) < _SAME
    return None if whole == more else WHOLE if whole else DIFFERENCE


def _usual(bills: Sequence[Bill], name: str) -> tuple[float, float] | None:
    """Least and most of the other bills a day."""
    values = [getattr(bill, name) / bill.days for bill in bills if getattr(bill, name) is not None]
    return (min(values), max(values)) if len(values) >= _FEWEST else None


def _by_size(row: float, first: float, days: int, usual: tuple[float, float] | None) -> str:
    if usual is not None:
        whole, more = (usual[0] <= value / days <= usual[1] for value in (row, first + row))
        if first == 0 and whole:
            return WHOLE
        if whole != more:
            return WHOLE if whole else DIFFERENCE
    if first <= 0 or row == 0:
        return UNCLEAR
    if row >= _LEAST_OF_A_WHOLE * first:
        return WHOLE
    return DIFFERENCE if row <= _MOST_OF_A_DIFFERENCE * first else UNCLEAR
