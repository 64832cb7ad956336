"""Wall-clock times of a zone as UTC, with the hours a zone leaves out or has twice."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from comparekit.readings.register import Times

_DAY = 86_400


def to_utc(local: Times, zone: ZoneInfo) -> tuple[Times, NDArray[np.bool_], NDArray[np.bool_]]:
    """UTC of wall-clock times in `zone`.

    Parameters
    ----------
    local : array of datetime64[ns], shape (n,)
        Wall-clock times. No NaT.
    zone : ZoneInfo
        The zone they are in.

    Returns
    -------
    utc : array of datetime64[ns], shape (n,)
        A doubled hour is taken as its first pass; a time the zone left out, as the clock that was not
        put forward would show it (PEP 495, fold 0).
    nonexistent, doubled : bool array, shape (n,)
        Where the zone left the time out, or had it twice.
    """
    seconds = local.astype("datetime64[s]").astype(np.int64)
    day_of_each = seconds // _DAY
    # A log stays on a day for many rows: sorting its runs is cheaper than sorting its rows.
    run = np.concatenate([np.zeros(min(1, local.size), np.int64), np.cumsum(np.diff(day_of_each) != 0)])
    firsts = np.flatnonzero(np.diff(run, prepend=-1))
    days, day_of_run = np.unique(day_of_each[firsts], return_inverse=True)
    day_of = day_of_run[run]
    # One offset holds for a whole day unless the two ends of the day disagree.
    first = np.array([_offset(int(day) * _DAY, zone, 0) for day in days], dtype=np.int64)
    last = np.array([_offset((int(day) + 1) * _DAY - 1, zone, 1) for day in days], dtype=np.int64)
    offset = first[day_of]
    nonexistent = np.zeros(local.size, dtype=bool)
    doubled = np.zeros(local.size, dtype=bool)
    for i in np.flatnonzero((first != last)[day_of]):
        offset[i] = _offset(int(seconds[i]), zone, 0)
        later = _offset(int(seconds[i]), zone, 1)
        nonexistent[i] = offset[i] < later
        doubled[i] = offset[i] > later
    return local - offset.astype("timedelta64[s]"), nonexistent, doubled


def _offset(seconds: int, zone: ZoneInfo, fold: int) -> int:
    wall = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=zone, fold=fold)
    offset = wall.utcoffset()
    assert offset is not None  # a ZoneInfo always has one
    return round(offset.total_seconds())
