"""Where in a log of one register the meter was exchanged: as written, by its number, or by two readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from comparekit.ingest.signed_numbers import read_signed
from comparekit.ingest.tables import Table
from comparekit.ingest.vocabulary import field_of
from comparekit.readings.log import Event
from comparekit.readings.register import RegisterSeries, Times

EXCHANGE = "exchange"
_EVENT = "event"
_SAME = 1e-6  # of a reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A meter exchanged before the reading at `place`, counted in order of time.

    `moment` is when, UTC, None where only the readings around it are known; `final` and `initial` are the
    registers of the removed and the new meter, None where unknown. `seen`: nobody wrote of an exchange.
    """

    place: int
    row: int
    moment: np.datetime64 | None = None
    final: float | None = None
    initial: float | None = None
    seen: bool = False


def with_exchange_events(table: Table, final: int | None, initial: int | None) -> Table:
    """The table with an event in each row that holds the registers of an exchange, by their columns.

    Zeros in both columns, as systems export them where nothing happened, are none.
    """
    (removed, no_final), (new, no_initial) = (_column(table, index) for index in (final, initial))
    nothing = (no_final & no_initial) | ((removed == 0) & (no_initial | (new == 0)))
    nothing |= no_final & (new == 0) & (np.count_nonzero(~no_initial) > 1)
    if nothing.all():
        return table
    place = next((k for k, title in enumerate(table.titles) if field_of(title) == _EVENT), None)
    cells = [""] * len(table) if place is None else table.columns[place]
    filled = [
        cell if cell.strip() or idle else EXCHANGE for cell, idle in zip(cells, nothing.tolist(), strict=True)
    ]
    if place is None:
        return replace(table, titles=(*table.titles, _EVENT), columns=(*table.columns, filled))
    columns = (*table.columns[:place], filled, *table.columns[place + 1 :])
    return replace(table, columns=columns)


def meter_numbers(table: Table, times: Times) -> tuple[Table, list[tuple[int, str, str]]]:
    """The table without its column of meter numbers where each number follows on the one before.

    Returns
    -------
    Table, list of (int, str, str)
        And row, former number and new number of each change. Numbers that take turns are two meters read
        side by side: their column stays, and is a fault of a log of one meter.
    """
    place = next((k for k, title in enumerate(table.titles) if field_of(title) == "meter_id"), None)
    if place is None:
        return table, []
    cells = [cell.strip() for cell in table.columns[place]]
    order = [k for k in np.argsort(times, kind="stable").tolist() if cells[k]]
    runs = [(number, list(rows)) for number, rows in groupby(order, cells.__getitem__)]
    if len(runs) < 2 or len({number for number, _ in runs}) < len(runs):
        return table, []
    blank = replace(
        table,
        titles=(*table.titles[:place], "", *table.titles[place + 1 :]),
        columns=(*table.columns[:place], [""] * len(table), *table.columns[place + 1 :]),
    )
    pairs = pairwise(runs)
    return blank, [(int(table.rows[rows[0]]), former, number) for (former, _), (number, rows) in pairs]


def find_exchanges(
    series: RegisterSeries, order: NDArray[np.intp], events: Sequence[Event], changed: Sequence[int]
) -> list[Exchange]:
    """The exchanges of a register.

    Parameters
    ----------
    series : RegisterSeries
        As written.
    order : int array, shape (n,)
        Its readings by time; those of one time as they stand in the file.
    events : sequence of Event
        Those of kind ``exchange`` count.
    changed : sequence of int
        Rows in which another number of the meter begins.

    Returns
    -------
    list of Exchange
        By place. Two readings of one time are those of the old and the new meter where the second is below
        all that the old one showed before, and the next one below what it showed last.
    """
    times, readings = series.times[order], series.readings[order]
    rows = order if series.rows is None else series.rows[order]
    found: dict[int, Exchange] = {}
    for k in np.flatnonzero((np.diff(times) == np.timedelta64(0, "ns")) & (np.diff(readings) < 0)) + 1:
        if (readings[k] >= readings[: k - 1]).any() or (readings[k + 1 : k + 2] >= readings[k - 1]).any():
            continue
        found[int(k)] = Exchange(
            place=int(k),
            row=int(rows[k]),
            moment=times[k],
            final=float(readings[k - 1]),
            initial=float(readings[k]),
            seen=True,
        )
    for row in changed:
        place = int(np.flatnonzero(rows == row)[0]) if (rows == row).any() else None
        if place is not None:
            found.setdefault(place, Exchange(place=place, row=row))
    several: list[Exchange] = []
    for event in events:
        if event.kind == EXCHANGE:
            told = _of_event(event, times, readings, rows)
            if told.place in found:
                found[told.place] = _both(found[told.place], told)
            else:
                several.append(told)
    return sorted((*found.values(), *several), key=lambda e: (e.place, e.row))


def _column(table: Table, index: int | None) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """A column as numbers, and where it is empty: everywhere where there is none."""
    if index is None:
        return np.zeros(len(table)), np.ones(len(table), dtype=bool)
    read = read_signed(table.columns[index])
    return read.values, read.empty


def _of_event(event: Event, times: Times, readings: NDArray[np.float64], rows: NDArray[np.int64]) -> Exchange:
    """The exchange of an event; its moment is that of its row unless the row's reading tells otherwise."""
    row = event.row or -1
    there = np.flatnonzero(rows == row)
    made = Exchange(
        place=int(np.searchsorted(times, event.time, side="right")),
        row=row,
        moment=event.time,
        final=event.final,
        initial=event.initial,
    )
    if not there.size:
        at = np.flatnonzero(times == event.time)
        there_new = [k for k in at.tolist() if _is_new(readings, k, event)]
        return replace(made, place=there_new[0]) if there_new else made
    k = int(there[0])
    reading = float(readings[k])
    before = float(readings[k - 1]) if k else None
    following = float(readings[k + 1]) if k + 1 < readings.size else None
    if _is(reading, event.initial):
        return replace(made, place=k)
    if _is(reading, event.final):
        return replace(made, place=k + 1)
    if event.final is None and event.initial is None:  # the word alone: it is the fall that tells which
        old = before is None or (reading >= before and following is not None and following < reading)
        return replace(made, place=k + 1 if old else k, moment=event.time if old else None)
    new = event.initial is None or reading >= event.initial
    old = (event.final is None or reading <= event.final) and (before is None or reading >= before)
    still_old = old and (not new or (following is not None and following < reading))
    return replace(made, place=k + 1 if still_old else k, moment=None)


def _is_new(readings: NDArray[np.float64], k: int, event: Event) -> bool:
    """Whether a reading at the very moment of an exchange is the new meter's."""
    reading = float(readings[k])
    if event.final is not None and event.initial is not None:
        return abs(reading - event.initial) < abs(reading - event.final)
    return _is(reading, event.initial) or (
        not _is(reading, event.final) and bool(k and reading < readings[k - 1])
    )


def _is(reading: float, register: float | None) -> bool:
    return register is not None and abs(reading - register) <= _SAME * max(1.0, abs(register))


def _both(first: Exchange, second: Exchange) -> Exchange:
    """What two signs of one exchange tell together."""
    return replace(
        first,
        row=second.row,
        seen=first.seen and second.seen,
        moment=first.moment if second.moment is None else second.moment,
        final=first.final if second.final is None else second.final,
        initial=first.initial if second.initial is None else second.initial,
    )
