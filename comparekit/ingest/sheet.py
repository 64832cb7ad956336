"""One table while it is being read: its columns as numbers, times and words, its faults and findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Finding, Severity
from comparekit.ingest.by_hand import ALL, NOTHING, ByHand
from comparekit.ingest.columns import Column
from comparekit.ingest.footer import without_footer
from comparekit.ingest.headers import Header, read_header
from comparekit.ingest.numbers import Numbers, NumberState, read_numbers
from comparekit.ingest.tables import Stored, Table, column_letter
from comparekit.ingest.times import ReadTimes, TimeState, read_times

_ROWS_TOLD = 20
_NO_TIME = {
    TimeState.EMPTY: ("time.missing", "time"),
    TimeState.NOT_A_TIME: ("time.not_a_time", "time"),
    TimeState.YEAR_LAST: ("time.year_first", "time"),
    TimeState.IMPOSSIBLE: ("time.impossible", "time_that_exists"),
    TimeState.OUT_OF_RANGE: ("time.out_of_range", "time_in_range"),
}


class Sheet:
    """A table, its header, and what reading it brings up.

    Every column is read once, whoever asks for it, so that a fault in it is told once.

    Parameters
    ----------
    table : Table
    mapping : mapping of title to field
    timezone : str
        Zone of times without an offset.
    by_hand : ByHand
        What somebody said of the meters.
    """

    def __init__(
        self, table: Table, mapping: Mapping[str, str], timezone: str, by_hand: ByHand = NOTHING
    ) -> None:
        self.table = table
        self.timezone = timezone
        self.by_hand = by_hand
        self.faults = table.faults
        self.findings: list[Finding] = []
        self.units_assumed: list[str] = []  # keys of meters whose unit nobody tells
        settled = {f"{meter}_reading" for meter in by_hand.units} | ({"reading"} if by_hand.units else set())
        self.header: Header = read_header(table, mapping, self.faults, settled)
        self._found: set[tuple[str, str]] = set()
        self._numbers: dict[int, Numbers] = {}
        self._times: dict[tuple[str, str], ReadTimes] = {}
        self.table, footer = without_footer(table, self.header)
        self.tell_rows("table.footer", Severity.NOTE, footer)
        if table.stored is not None:
            self._tell_of_workbook(table.stored)

    def column(self, field: str, role: str = "") -> Column | None:
        """The column of `field` for a role; what no role claims holds for both."""
        own = self.header.columns.get(f"{role}_{field}") if role else None
        return own or self.header.columns.get(field)

    def unused_titles(self) -> tuple[str, ...]:
        """Titles of columns that hold something and were not understood; a letter stands for none."""
        used = {column.index for column in self.header.columns.values()}
        return tuple(
            title or column_letter(index)
            for index, title in enumerate(self.table.titles)
            if index not in used and any(cell.strip() for cell in self.table.columns[index])
        )

    def cells(self, column: Column) -> list[str]:
        """Text of a column, shape (n,)."""
        return self.table.columns[column.index]

    def numbers(self, column: Column, family: str = "reading") -> Numbers:
        """A column as numbers.

        Adds a fault for each cell that is text (``family.not_a_number``) or negative
        (``family.negative``), none for empty ones.
        """
        if column.index not in self._numbers:
            numbers = read_numbers(self.cells(column))
            self._numbers[column.index] = numbers
            for state, ending in (
                (NumberState.NOT_A_NUMBER, "not_a_number"),
                (NumberState.NEGATIVE, "negative"),
            ):
                expected = "number" if ending == "not_a_number" else "number_not_negative"
                self.add_cells(f"{family}.{ending}", numbers.state == state, column, expected=expected)
            self.find_rows("numbers.comma_thousands", Severity.CAUTION, numbers.bare_comma, column)
        return self._numbers[column.index]

    def times(self, role: str = "", meter: str = "") -> ReadTimes | None:
        """Times of the readings of a role, with their faults and findings; None without a column.

        `meter` is the key of the meter whose zone, if set by hand, they are in.
        """
        time, date = self.column("time", role), self.column("date")
        main = time or date
        if main is None:
            return None
        told, by_hand = main.zone or self.timezone, self.by_hand.zone(meter)
        zone = by_hand or told
        if by_hand is not None and by_hand != told:
            self._tell_zone(meter, main, by_hand)
        if (main.field, zone) not in self._times:
            first = all(field != main.field for field, _ in self._times)
            cells = self.cells(main)
            if time is not None and date is not None:  # the day in one column, the hour in another
                cells = [f"{d} {t}" for d, t in zip(self.cells(date), cells, strict=True)]
            stored = self.table.stored
            read = read_times(
                cells,
                ZoneInfo(zone),
                serials_from_1904=stored is not None and stored.date_1904,
                stored=stored is not None,
            )
            self._times[main.field, zone] = read
            for state, (code, expected) in _NO_TIME.items():
                if first:  # what is no time is none in any zone
                    self.add_cells(code, read.state == state, main, expected=expected, cells=cells)
            self.find_rows("times.date_only", Severity.CAUTION, read.date_only, main)
            for code, mask in (
                ("times.nonexistent", read.nonexistent),
                ("times.doubled_hour", read.doubled),
            ):
                self.find_rows(code, Severity.CAUTION, mask, main, timezone=zone)
        return self._times[main.field, zone]

    def words(
        self, column: Column, meaning: Callable[[str], str] = str.strip
    ) -> tuple[tuple[str, ...], NDArray[np.int64]]:
        """Distinct words of a column by `meaning`, in order, and the index of each cell, shape (n,).

        An empty cell has index -1.
        """
        cells = self.cells(column)
        distinct: dict[str, int] = {}
        of_cell: dict[str, int] = {}
        for cell in dict.fromkeys(cells):
            word = meaning(cell)
            of_cell[cell] = distinct.setdefault(word, len(distinct)) if word else -1
        index = np.fromiter(map(of_cell.__getitem__, cells), dtype=np.int64, count=len(cells))
        return tuple(distinct), index

    def add_cells(
        self,
        code: str,
        mask: NDArray[np.bool_],
        column: Column,
        *,
        expected: str | None = None,
        cells: list[str] | None = None,
        **context: object,
    ) -> None:
        """Add a fault for each cell of a column where `mask` holds."""
        self.faults.add_cells(
            code,
            np.flatnonzero(mask),
            rows=self.table.rows,
            cells=self.cells(column) if cells is None else cells,
            column=column.title,
            expected=expected,
            **context,
        )

    def find(self, code: str, severity: Severity, **context: object) -> None:
        """Add a finding; a second one like it is not added."""
        key = (code, str(context))
        if key not in self._found:
            self._found.add(key)
            self.findings.append(Finding(code, severity, {"file": self.table.name, **context}))

    def find_rows(
        self, code: str, severity: Severity, mask: NDArray[np.bool_], column: Column, **context: object
    ) -> None:
        """Add a finding on the rows where `mask` holds, if there are any."""
        self.tell_rows(code, severity, self.table.rows[mask], column=column.title, **context)

    def tell_rows(self, code: str, severity: Severity, rows: NDArray[np.int64], **context: object) -> None:
        """Add a finding on rows by their numbers, if there are any."""
        if rows.size:
            told = rows[:_ROWS_TOLD].tolist()
            self.find(code, severity, rows=told, count=int(rows.size), **context)

    def _tell_zone(self, meter: str, column: Column, zone: str) -> None:
        own = meter if meter in self.by_hand.zones else ALL
        code, severity = ("by_hand.zone", Severity.NOTE)
        if column.zone is not None:
            code, severity = ("by_hand.zone_instead", Severity.CAUTION)
        told = column.zone or self.timezone
        self.find(code, severity, meter=own, column=column.title, zone=zone, told=told)

    def _tell_of_workbook(self, stored: Stored) -> None:
        if stored.other_sheets:
            named = ", ".join(stored.other_sheets)
            self.find("xlsx.other_sheets", Severity.NOTE, sheet=self.table.sheet, sheets=named)
        for column in self.header.columns.values():
            computed = np.isin(self.table.rows, stored.formulas.get(column.index, []))
            if column.field != "note":
                self.find_rows("xlsx.formula", Severity.CAUTION, computed, column)
