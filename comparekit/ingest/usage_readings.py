"""Use between the readings of one register, cut where the meter was exchanged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Finding, Severity
from comparekit.ingest.bill_remarks import tell_exchanges_remarked
from comparekit.ingest.fault_list import raise_faults
from comparekit.ingest.log_long import read_long
from comparekit.ingest.sheet import Sheet
from comparekit.ingest.tables import Table
from comparekit.ingest.usage_exchanges import Exchange, find_exchanges, meter_numbers, with_exchange_events
from comparekit.ingest.usage_gap import Gap, gap_between
from comparekit.ingest.usage_sheet import UsageSheet
from comparekit.ingest.usage_titles import DAYS, in_known_unit
from comparekit.ingest.vocabulary import field_of
from comparekit.readings.register import RegisterSeries
from comparekit.readings.usage import READINGS, RegisterBreak, UsageSeries, usage_series
from comparekit.registers.clean import CleanRegister, clean_register
from comparekit.registers.resolution import infer_resolution
from comparekit.stats.arrays import Array
from comparekit.units import find_unit

_ROLE, _SINGLE = "test", "single"  # in the log it is read as, and in words
_FIELDS = {"closing": "reading", "final": "final_reading", "initial": "initial_reading"}
_FALLS = ("registers.rollover", "registers.backward")
_LARGEST_FLOW = 1e12  # base unit/h: nothing bounds it
_TIMES_USUAL = 5.0  # of the highest use in the record: what may pass while a register starts over
_FEWEST_RISES = 3
_NEAR = 0.1  # of the register: from so near its end to so near its beginning


@dataclass(slots=True)
class _Intervals:
    """Intervals while they are gathered: start, end, volume, half width and row of each."""

    gathered: list[tuple[Array, ...]] = field(default_factory=list)

    def add(self, start: Any, end: Any, volume: Any, width: Any, row: Any) -> None:
        """Add as many as there are in arrays of one length, or one."""
        kinds: tuple[Any, ...] = ("datetime64[ns]", "datetime64[ns]", float, float, np.int64)
        values = (start, end, volume, width, row)
        self.gathered.append(
            tuple(np.atleast_1d(np.asarray(v, dtype=k)) for v, k in zip(values, kinds, strict=True))
        )

    def columns(self) -> list[Any]:
        """The arrays of all intervals, shape (n,) each."""
        empty = _Intervals()
        empty.add([], [], [], [], [])
        return [np.concatenate(parts) for parts in zip(*empty.gathered, *self.gathered, strict=True)]


def read_readings(usage: UsageSheet) -> UsageSeries:
    """Use between the readings of one register, read as a log of one meter is.

    Each meter's readings are a register of their own. The period of an exchange is divided at its moment
    where that and both registers are known, else it is one period; what no register tells is left out.

    Raises
    ------
    FaultyLog, UnusableLog
        With all faults of the file.
    """
    _, _, utility = usage.unit(("closing",))
    if "final" not in usage:
        tell_exchanges_remarked(usage, np.full(len(usage.table), np.nan))
    table, fields = _as_log(usage)
    numbers = _rows_of_changes(usage, table)
    sheet = Sheet(numbers[0], fields, usage.timezone)
    part = read_long(sheet, sheet.header.columns["reading"], _ROLE)
    raise_faults(sheet.faults)
    series = part.series[_ROLE]()
    order = np.argsort(series.times, kind="stable")
    exchanges = find_exchanges(series, order, part.events, [row for row, _, _ in numbers[1]])
    found = [
        Finding("usage.meter_number", Severity.NOTE, {"row": row, "before": former, "after": new})
        for row, former, new in numbers[1]
    ]
    built = _built(series, order, exchanges)
    columns = {c.title: c.field for c in sheet.header.columns.values() if c.title in usage.table.titles}
    return replace(
        built,
        unit=usage.base_unit if sheet.units_assumed else built.unit,  # both count units as they are
        utility=utility or sheet.header.utility,
        timezone=usage.timezone,
        findings=(*_of_table(usage, bool(sheet.units_assumed)), *sheet.findings, *found, *built.findings),
        columns=columns,
    )


def _of_table(usage: UsageSheet, unit_assumed: bool) -> list[Finding]:
    """What the log it is read as does not tell again."""
    told = {"usage.utility_from_name", "usage.subtotals", "table.footer", "usage.remark_exchange"}
    told |= {"usage.years_assumed"}
    told |= {"usage.unit_assumed"} if unit_assumed else set()
    return [finding for finding in usage.findings if finding.code in told]


def _as_log(usage: UsageSheet) -> tuple[Table, Mapping[str, str]]:
    """The table as one of a log, and the fields of its titles."""
    time = next(name for name in DAYS if name in usage)
    fields = {usage.columns[known].title.strip(): field for known, field in _FIELDS.items() if known in usage}
    fields[usage.columns[time].title.strip()] = "date" if time == "date" else "time"
    table = usage.table
    places = {fields[title.strip()]: k for k, title in enumerate(table.titles) if title.strip() in fields}
    columns = list(table.columns)
    for name_of_field in _FIELDS.values():
        if (place := places.get(name_of_field)) is not None:
            columns[place] = [in_known_unit(cell) for cell in columns[place]]
    table = replace(table, columns=tuple(columns))
    registers = places.get("final_reading"), places.get("initial_reading")
    return with_exchange_events(table, *registers), fields


def _rows_of_changes(usage: UsageSheet, table: Table) -> tuple[Table, list[tuple[int, str, str]]]:
    """The table without meter numbers that follow on each other, and the rows where they change."""
    if not any(field_of(title) == "meter_id" for title in table.titles):
        return table, []
    time = next(name for name in DAYS if name in usage)
    before = list(usage.faults.faults)
    read = usage.times(time).utc
    usage.faults.faults[:] = before  # the log tells them itself
    return meter_numbers(table, read)


def _built(series: RegisterSeries, order: NDArray[np.intp], exchanges: Sequence[Exchange]) -> UsageSeries:
    """The intervals of each meter's register and of the gaps between them."""
    unit = find_unit(series.unit)
    assert unit is not None  # RegisterSeries admits known units only
    factor = unit.factor * series.multiplier
    findings: list[Finding] = []
    if exchanges and series.resolution is None:  # a few digits after an exchange tell no step
        series = replace(series, resolution=infer_resolution(series.readings, series.decimals).step)
    flow = _most(series, order, exchanges) * factor
    made = _Intervals()
    breaks: list[RegisterBreak] = []
    before: CleanRegister | None = None
    waiting: list[Exchange] = []
    ends = [0, *(exchange.place for exchange in exchanges), order.size]
    for number, (first, last) in enumerate(pairwise(ends)):
        waiting += exchanges[number - 1 : number] if number else []
        if first == last:
            continue
        after, found = clean_register(_part(series, order[first:last]), role=_SINGLE, overload_flow=flow)
        findings += found
        if waiting:
            _gap(gap_between(before, waiting, after, factor), made, breaks, findings)
            waiting = []
        _within(after, found, made, breaks)
        before = after
    if waiting:
        _gap(gap_between(before, waiting, None, factor), made, breaks, findings)
    start, end, volume, width, row = made.columns()
    volume = np.round(volume, 9) + 0.0
    return usage_series(
        start,
        end,
        np.where(volume < 0, np.nan, volume),
        half_width=width,
        rows=row,
        unit=unit.base,
        kind=READINGS,
        findings=tuple(findings),
        breaks=tuple(breaks),
    )


def _within(
    register: CleanRegister, found: Sequence[Finding], made: _Intervals, breaks: list[RegisterBreak]
) -> None:
    """The intervals between the readings of one meter, and where it fell."""
    rows = np.full(register.times.size, -1) if register.rows is None else register.rows
    start, end, volume = register.times[:-1], register.times[1:], np.diff(register.cumulative)
    made.add(start, end, volume, np.maximum(register.steps[:-1], register.steps[1:]), rows[1:])
    fallen = {f.context.get("row") for f in found if f.code in _FALLS}
    for k in np.flatnonzero(np.diff(register.shown) < 0).tolist():
        if int(rows[k + 1]) in fallen:
            breaks.append(RegisterBreak(start=start[k], end=end[k], row=int(rows[k + 1]), fall=True))


def _gap(gap: Gap, made: _Intervals, breaks: list[RegisterBreak], findings: list[Finding]) -> None:
    for interval in gap.intervals:
        made.add(*interval)
    breaks.extend(gap.breaks)
    findings.extend(gap.findings)


def _part(series: RegisterSeries, places: NDArray[np.intp]) -> RegisterSeries:
    """The readings of one meter."""
    arrays: dict[str, Any] = {
        name: value[places]
        for name in ("times", "readings", "resolution", "rows", "decimals", "date_only", "visit")
        if isinstance(value := getattr(series, name), np.ndarray)
    }
    return replace(series, temperature_c=None, pressure_kpa=None, flow=None, **arrays)


def _most(series: RegisterSeries, order: NDArray[np.intp], exchanges: Sequence[Exchange]) -> float:
    """Most that can have passed where the register fell, for it to have started over [unit/h].

    Some times the highest use in the record. Where there is hardly any record, a register starts over only
    from near its end to near its beginning.
    """
    times, readings = series.times[order], series.readings[order]
    hours = np.diff(times) / np.timedelta64(3_600_000_000_000, "ns")
    rises = np.diff(readings)
    own = np.ones(rises.size, dtype=bool)
    own[[exchange.place - 1 for exchange in exchanges if 0 < exchange.place < order.size]] = False
    usual = own & (rises > 0) & (hours > 0)
    if np.count_nonzero(usual) >= _FEWEST_RISES:
        return float(_TIMES_USUAL * (rises[usual] / hours[usual]).max())
    end = series.rollover or 10.0 ** max(4.0, np.ceil(np.log10(max(float(readings.max()), 1.0) + 1e-9)))
    falls = np.flatnonzero(own & (rises < 0))
    near = (readings[falls] >= (1 - _NEAR) * end) & (readings[falls + 1] <= _NEAR * end)
    return _LARGEST_FLOW if near.all() else 0.0
