"""Wide logs: one row a visit, both readings in it."""

from __future__ import annotations

import numpy as np

from comparekit.findings import Severity
from comparekit.ingest.events import event_rows, read_events
from comparekit.ingest.meter_names import wide_meter_id
from comparekit.ingest.meter_part import Part
from comparekit.ingest.meter_series import meter_series
from comparekit.ingest.numbers import NumberState
from comparekit.ingest.sheet import Sheet
from comparekit.ingest.vocabulary import ROLES


def read_wide(sheet: Sheet) -> Part:
    """Both registers of a wide log. A row is one visit; only a row with an event may lack a reading."""
    times = {role: sheet.times(role, role) for role in ROLES}
    events = event_rows(sheet)
    ids = {role: wide_meter_id(sheet, role) for role in ROLES}
    series = {}
    for role in ROLES:
        column = sheet.header.columns[f"{role}_reading"]
        numbers = sheet.numbers(column)
        empty = numbers.state == NumberState.EMPTY
        sheet.add_cells("reading.missing", empty & ~events, column, expected="number")
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
