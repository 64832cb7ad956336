"""Wide logs: one row a visit, both readings in it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Severity
from comparekit.ingest.events import event_rows, read_events
from comparekit.ingest.meter_names import wide_meter_id
from comparekit.ingest.meter_part import Part
from comparekit.ingest.meter_series import meter_series
from comparekit.ingest.numbers import NumberState
from comparekit.ingest.sheet import Sheet
from comparekit.ingest.times import ReadTimes, TimeState
from comparekit.ingest.vocabulary import ROLES


def read_wide(sheet: Sheet) -> Part:
    """Both registers of a wide log. A row is one visit.

    A row with an event may lack a reading; one that has its time and neither reading, as forms filled in
    ahead have them, was no visit and is told.
    """
    times = {role: sheet.times(role, role) for role in ROLES}
    events = event_rows(sheet)
    unread = _unread(sheet, times) & ~events
    sheet.tell_rows("visits.not_read", Severity.NOTE, sheet.table.rows[unread])
    ids = {role: wide_meter_id(sheet, role) for role in ROLES}
    series = {}
    for role in ROLES:
        column = sheet.header.columns[f"{role}_reading"]
        empty = sheet.numbers(column).state == NumberState.EMPTY
        sheet.add_cells("reading.missing", empty & ~events & ~unread, column, expected="number")
        role_times = times[role]
        if role_times is None:
            continue
        places = np.flatnonzero(~empty).astype(np.int64)
        series[role] = meter_series(
            sheet, column, role_times, places, key=role, meter_id=ids[role], role=role, visits=True
        )
    if ids["test"] == ids["reference"]:
        sheet.find("meters.same_id", Severity.CAUTION, meter_id=ids["test"])
    when = times["test"]
    told = read_events(sheet, when, lambda place: None) if when is not None else ()
    return Part(sheet=sheet, shape="wide", series=series, events=told)


def _unread(sheet: Sheet, times: Mapping[str, ReadTimes | None]) -> NDArray[np.bool_]:
    """Rows with a good time and nothing written for either meter, shape (n,)."""
    rows = np.ones(len(sheet.table), dtype=bool)
    for role, when in times.items():
        written = sheet.words(sheet.header.columns[f"{role}_reading"])[1] >= 0
        rows &= ~written & (False if when is None else when.state == TimeState.FINE)
    return rows
