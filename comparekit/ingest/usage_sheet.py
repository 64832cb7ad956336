"""A table of bills or of daily use while it is being read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Finding, Severity
from comparekit.ingest.columns import Column
from comparekit.ingest.footer import without_footer
from comparekit.ingest.headers import Header
from comparekit.ingest.own_rows import with_own_rows, without_year, years_assumed
from comparekit.ingest.signed_numbers import SignedNumbers, read_signed
from comparekit.ingest.tables import Table
from comparekit.ingest.times import ReadTimes, TimeState, read_times
from comparekit.ingest.usage_titles import (
    COVARIATES,
    DAYS,
    LEFT_ASIDE,
    PERIODS,
    REMARK,
    correction_of,
    flag_of,
    in_known_unit,
    unit_named,
    usage_column,
    usage_fields,
    utilities_named,
)
from comparekit.ingest.usage_totals import peak_share, with_parts_added, without_subtotals
from comparekit.readings.moments import in_zone
from comparekit.stats.arrays import Array
from comparekit.units import find_unit, unit_names

_ROWS_TOLD = 20
_NO_TIME = {
    TimeState.EMPTY: ("time.missing", "time"),
    TimeState.NOT_A_TIME: ("time.not_a_time", "time"),
    TimeState.YEAR_LAST: ("time.year_first", "time"),
    TimeState.IMPOSSIBLE: ("time.impossible", "time_that_exists"),
    TimeState.OUT_OF_RANGE: ("time.out_of_range", "time_in_range"),
}
_UTILITY_OF_UNIT = {"kWh": "electricity", "MWh": "electricity", "Wh": "electricity", "t": "water"}


class UsageSheet:
    """A table, what its titles say, and what reading its columns brings up."""

    def __init__(self, table: Table, mapping: Mapping[str, str], timezone: str) -> None:
        self.timezone = timezone
        self.zone = ZoneInfo(timezone)
        self.faults = table.faults
        self.findings: list[Finding] = []
        self.base_unit = "m3"  # until `unit` has looked
        self.columns = self._titles(table, mapping)
        self.table = table = with_own_rows(table, self.columns)
        self._tell("usage.years_assumed", Severity.NOTE, years_assumed(table, self.columns))
        self.table, footer = without_footer(table, _as_log(self.columns))
        self._tell("table.footer", Severity.NOTE, footer)
        dates = [self.columns[name].index for name in (*PERIODS, *DAYS) if name in self.columns]
        self.table, totals = without_subtotals(self.table, dates)
        self._tell("usage.subtotals", Severity.NOTE, totals)
        self.peak_share = peak_share(self.table)
        self._add_parts()
        self._join_dates()
        stored = table.stored
        if stored is not None and stored.other_sheets:
            named = ", ".join(stored.other_sheets)
            self.find("xlsx.other_sheets", Severity.NOTE, sheet=table.sheet, sheets=named)

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    @property
    def rows(self) -> NDArray[np.int64]:
        return self.table.rows

    def cells(self, name: str) -> list[str]:
        """Text of the column of a field, shape (n,)."""
        return self.table.columns[self.columns[name].index]

    def numbers(self, name: str) -> Array:
        """A column as numbers, shape (n,): NaN where empty or absent; text is a fault."""
        if name not in self:
            return np.full(len(self.table), np.nan)
        read = self._read(name)
        column = self.columns[name]
        self.fault_cells(f"{name}.not_a_number", read.unreadable, column, expected="a_number")
        self._tell(
            "numbers.comma_thousands", Severity.CAUTION, self.rows[read.bare_comma], column=column.title
        )
        return read.values

    def blank(self, name: str) -> NDArray[np.bool_]:
        """Where the column of a field is empty, shape (n,)."""
        return self._read(name).empty

    def times(self, name: str) -> ReadTimes:
        """A column as times, with their faults."""
        stored, column = self.table.stored, self.columns[name]
        read = read_times(
            self.cells(name),
            self.zone,
            serials_from_1904=stored is not None and stored.date_1904,
            stored=stored is not None,
        )
        no_year = without_year(self.cells(name))
        self.fault_cells("time.no_year", no_year, column)
        for state, (code, expected) in _NO_TIME.items():
            self.fault_cells(code, (read.state == state) & ~no_year, column, expected=expected)
        for code, mask in (("times.nonexistent", read.nonexistent), ("times.doubled_hour", read.doubled)):
            self._tell(code, Severity.CAUTION, self.rows[mask], column=column.title, timezone=self.timezone)
        return read

    def days(self, name: str) -> NDArray[np.datetime64]:
        """A column as days of the zone, shape (n,), NaT where there is none."""
        utc = self.times(name).utc
        days = np.full(utc.size, np.datetime64("NaT", "D"))
        for k in np.flatnonzero(~np.isnat(utc)):
            days[k] = np.datetime64(in_zone(utc[k], self.timezone).date(), "D")
        return days

    def flags(self, name: str) -> NDArray[np.bool_]:
        """A column of yes and no, shape (n,); empty is no, anything else a fault."""
        if name not in self:
            return np.zeros(len(self.table), dtype=bool)
        said = [flag_of(cell) if cell.strip() else False for cell in self.cells(name)]
        unknown = np.array([answer is None for answer in said], dtype=bool)
        self.fault_cells("bill.flag", unknown, self.columns[name], expected="yes_or_no")
        return np.array([bool(answer) for answer in said], dtype=bool)

    def corrections(self) -> list[str]:
        """What each row says it is, length n: empty, ``yes``, ``difference`` or ``whole``; else a fault."""
        if "correction" not in self:
            return [""] * len(self.table)
        said = [correction_of(cell) for cell in self.cells("correction")]
        unknown = np.array([word is None for word in said], dtype=bool)
        self.fault_cells("bill.flag", unknown, self.columns["correction"], expected="kind_of_correction")
        return [word or "" for word in said]

    def covariates(self) -> dict[str, Array]:
        """Numbers by name from every column that is none of the rest, NaN where empty or unreadable."""
        found: dict[str, Array] = {}
        known = {column.index for column in self.columns.values() if column.field not in COVARIATES}
        names = {column.index: name for name, column in self.columns.items() if name in COVARIATES}
        for index, title in enumerate(self.table.titles):
            if index in known or not title.strip():
                continue
            cells = self.table.columns[index]
            if names.get(index) == "holiday":
                cells = [_as_number(cell) for cell in cells]
            read = read_signed(cells)
            if np.isnan(read.values).all():
                self.find("usage.column_left_out", Severity.NOTE, column=title)
                continue
            found[names.get(index, title.strip())] = read.values
            self._tell("usage.unread", Severity.CAUTION, self.rows[read.unreadable], column=title)
        return found

    def unit(self, names: tuple[str, ...]) -> tuple[str, float, str | None]:
        """Base unit of the volumes, what to multiply them with, and the utility, None where nothing tells."""
        told = {unit for name in names if name in self for unit in self._units(name)}
        utility = self._utility(names)
        factor = 1.0
        if len(told) > 1:
            self.faults.add("usage.units", row=self.table.header_row, found=", ".join(sorted(told)))
        if told:
            named = sorted(told)[0]
            unit_told = find_unit(named)
            assert unit_told is not None  # others were faults, and are not in `told`
            self.base_unit, factor = unit_told.base, unit_told.factor
            utility = utility or _UTILITY_OF_UNIT.get(named)
        else:
            self.base_unit = "kWh" if utility == "electricity" else "m3"
            if any(name in self for name in names):
                self.find("usage.unit_assumed", Severity.NOTE, unit=self.base_unit)
        return self.base_unit, factor, utility

    def _utility(self, names: tuple[str, ...]) -> str | None:
        """What titles, the text above them and units behind numbers name; else the name of sheet or file."""
        silent = {self.columns[name].title for name in COVARIATES if name in self}
        said = [title for title in self.table.titles if title not in silent]
        said += [text for _, text in self.table.above if not text.startswith(REMARK)]
        cells = {cell for name in names if name in self for cell in self.cells(name)}
        said += [cell for cell in cells if not cell[-1:].isdigit()]
        told = {utility for text in said for utility in utilities_named(text)}
        if told:
            return told.pop() if len(told) == 1 else None
        base = re.split(r"[/\\]", self.table.name)[-1]
        told = utilities_named(f"{base} {self.table.sheet or ''}")
        if len(told) != 1:
            return None
        self.find("usage.utility_from_name", Severity.NOTE, name=self.table.sheet or base, utility=min(told))
        return told.pop()

    def find(self, code: str, severity: Severity, **context: object) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, severity, {"file": self.table.name, **context}))

    def fault_cells(
        self, code: str, mask: NDArray[np.bool_], column: Column, *, expected: str | None = None
    ) -> None:
        """Add a fault for each cell of a column where `mask` holds."""
        self.faults.add_cells(
            code,
            np.flatnonzero(mask),
            rows=self.rows,
            cells=self.table.columns[column.index],
            column=column.title,
            expected=expected,
        )

    def _read(self, name: str) -> SignedNumbers:
        return read_signed([in_known_unit(cell) for cell in self.cells(name)])

    def _units(self, name: str) -> set[str]:
        """Units in the title of a column and behind its numbers."""
        units = set(self._read(name).units)
        column = self.columns[name]
        if column.unit is not None:
            if unit_named(column.unit) is None:
                self.faults.add(
                    "unit.unknown",
                    row=self.table.header_row,
                    column=column.title,
                    found=column.unit,
                    units=", ".join(unit_names()),
                )
            else:
                units.add(column.unit)
        return units

    def _add_parts(self) -> None:
        """Where no column tells the use, take the sum of those by the hours of the day."""
        added = None if "volume" in self.columns else with_parts_added(self.table)
        if added is None:
            return
        for column, unreadable in added.unreadable:
            self.fault_cells("volume.not_a_number", unreadable, column, expected="a_number")
        self.table, self.columns["volume"] = added.table, added.column
        self.find("usage.parts_added", Severity.NOTE, columns=added.titles)

    def _join_dates(self) -> None:
        """Dates written in three columns (年, 月, 日), as one column."""
        names = ("year", "month", "day_of_month")
        if any(name not in self.columns for name in names) or any(name in self.columns for name in DAYS):
            return
        rows = zip(*map(self.cells, names), strict=True)
        cells = ["-".join(map(str.strip, row)).strip("-") for row in rows]
        title = " ".join(self.columns[name].title for name in names)
        self.columns["date"] = Column(index=len(self.table.titles), title=title, field="date")
        columns = (*self.table.columns, cells)
        self.table = replace(self.table, titles=(*self.table.titles, title), columns=columns)
        self.columns[f"{LEFT_ASIDE} month"] = self.columns.pop("month")

    def _titles(self, table: Table, mapping: Mapping[str, str]) -> dict[str, Column]:
        mapped = {title.strip(): name for title, name in mapping.items()}
        for title, name in mapped.items():
            if title not in table.titles:
                self.faults.add("mapping.title", found=title, titles=", ".join(table.titles))
            if name not in usage_fields():
                self.faults.add("mapping.field", column=title, found=name)
        columns: dict[str, Column] = {}
        for index, title in enumerate(table.titles):
            column = usage_column(index, title, mapped.get(title))
            if column is None or (column.field in mapped.values() and title not in mapped):
                continue
            if column.field == LEFT_ASIDE:
                columns[f"{LEFT_ASIDE} {index}"] = column
            elif column.field in columns:
                both = f"{columns[column.field].title}, {title}"
                self.faults.add("columns.duplicate", row=table.header_row, column=title, found=both)
            else:
                columns[column.field] = column
        return columns

    def _tell(self, code: str, severity: Severity, rows: NDArray[np.int64], **context: object) -> None:
        if rows.size:
            self.find(code, severity, rows=rows[:_ROWS_TOLD].tolist(), count=int(rows.size), **context)


def _as_log(columns: Mapping[str, Column]) -> Header:
    """The columns as a footer is looked for: one of times, one of numbers."""
    time = next(
        (columns[n] for n in ("period_end", "month", "date", "time", "hour_end") if n in columns), None
    )
    number = next((columns[n] for n in ("amount", "volume", "closing") if n in columns), None)
    named = {"date": time, "reading": number}
    return Header(columns={name: column for name, column in named.items() if column is not None})


def _as_number(cell: str) -> str:
    said = flag_of(cell) if cell.strip() else None
    return cell if said is None else str(int(said))
