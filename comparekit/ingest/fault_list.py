"""Faults of one file, gathered while it is read, so that all of them can be told at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from comparekit.errors import Fault, FaultyLog, UnusableLog

MOST_LISTED = 200
_LONGEST_FOUND = 60


class FaultList:
    """Faults found in `file` (and `sheet`) so far; long runs of one kind are counted, not kept."""

    def __init__(self, file: str, sheet: str | None = None) -> None:
        self.file = file
        self.sheet = sheet
        self.faults: list[Fault] = []
        self.unlisted = 0

    def __bool__(self) -> bool:
        return bool(self.faults)

    def add(
        self,
        code: str,
        *,
        row: int | None = None,
        column: str | None = None,
        found: str | None = None,
        expected: str | None = None,
        **context: object,
    ) -> None:
        """Add one fault."""
        self.faults.append(
            Fault(
                code=code,
                file=self.file,
                sheet=self.sheet,
                row=row,
                column=column,
                found=None if found is None else _shortened(found),
                expected=expected,
                context=context,
            )
        )

    def add_cells(
        self,
        code: str,
        places: NDArray[np.int64],
        *,
        rows: NDArray[np.int64],
        cells: Sequence[str] | None,
        column: str | None,
        expected: str | None,
        **context: object,
    ) -> None:
        """Add one fault for each of `places` in a column of `cells` that stand in `rows`."""
        for place in places[:MOST_LISTED].tolist():
            self.add(
                code,
                row=int(rows[place]),
                column=column,
                found=None if cells is None else cells[place],
                expected=expected,
                **context,
            )
        self.unlisted += max(0, len(places) - MOST_LISTED)

    def forget_code(self, code: str) -> None:
        """Drop the faults of a kind that only follow from another one."""
        self.faults = [fault for fault in self.faults if fault.code != code]

    def forget(self, rows: set[int]) -> None:
        """Drop the faults of rows that have turned out to be no part of the table."""
        self.faults = [fault for fault in self.faults if fault.row not in rows]


def raise_faults(*lists: FaultList) -> None:
    """Raise what the lists hold, in the order of the rows; do nothing when they are empty.

    Raises
    ------
    UnusableLog
        When nothing but too few readings is wrong.
    FaultyLog
        For everything else: at most 200 faults, then one ``faults.more`` with the count of the rest.
    """
    faults = [fault for held in lists for fault in _sorted(held.faults)]
    if not faults:
        return
    listed = faults[:MOST_LISTED]
    more = len(faults) - len(listed) + sum(held.unlisted for held in lists)
    if more:
        listed.append(Fault(code="faults.more", file=lists[0].file, context={"count": more}))
    if all(fault.code == "readings.too_few" for fault in listed):
        raise UnusableLog(listed)
    raise FaultyLog(listed)


def faulty_log(code: str, file: str, **context: object) -> FaultyLog:
    """The error of a file of which nothing can be read."""
    return FaultyLog([Fault(code=code, file=file, context=context)])


def _sorted(faults: list[Fault]) -> list[Fault]:
    """By row, each once: a column that holds for both meters is looked at twice."""
    distinct = {(f.code, f.row, f.column, f.found, str(f.context)): f for f in faults}
    return sorted(distinct.values(), key=lambda f: f.row or 0)


def _shortened(found: str) -> str:
    text = " ".join(found.split())
    return text if len(text) <= _LONGEST_FOUND else f"{text[: _LONGEST_FOUND - 1]}…"
