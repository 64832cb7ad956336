"""Long logs: one row a reading, of one meter or of two."""

from __future__ import annotations

import numpy as np

from comparekit.ingest.columns import Column
from comparekit.ingest.events import event_rows, read_events
from comparekit.ingest.meter_names import meter_names
from comparekit.ingest.meter_part import Part
from comparekit.ingest.meter_series import meter_series
from comparekit.ingest.numbers import NumberState
from comparekit.ingest.sheet import Sheet


def read_long(sheet: Sheet, reading: Column, role: str | None = None) -> Part:
    """The registers of a long log.

    Parameters
    ----------
    sheet : Sheet
        Receives faults and findings.
    reading : Column
        Its column of readings.
    role : str, optional
        Role of the one meter in it; None when the log holds both meters.
    """
    numbers = sheet.numbers(reading)
    empty = numbers.state == NumberState.EMPTY
    bare_events = event_rows(sheet) & empty
    sheet.add_cells("reading.missing", empty & ~bare_events, reading, expected="number")
    names = meter_names(sheet, role, bare_events)
    zones = {sheet.by_hand.zone(key) for key in names.keys}
    # Events of no meter in particular are in the zone that all meters share.
    times = sheet.times(role or "", names.keys[0] if len(zones) == 1 and names.keys else "")
    if times is None:
        return Part(sheet=sheet, shape="long", series={})
    series = {
        key: meter_series(
            sheet,
            reading,
            sheet.times(role or "", key) or times,
            np.flatnonzero((names.index == i) & ~empty).astype(np.int64),
            key=key,
            meter_id=names.ids[i],
            role=role or "",
        )
        for i, key in enumerate(names.keys)
    }

    def role_of_row(place: int) -> str | None:
        i = int(names.index[place])
        return names.keys[i] if 0 <= i < len(names.keys) else None

    return Part(sheet=sheet, shape="long", series=series, events=read_events(sheet, times, role_of_row))
