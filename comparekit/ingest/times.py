"""Times as people type them, as UTC."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from comparekit.ingest.layouts import Layout, layouts
from comparekit.ingest.zones import to_utc
from comparekit.readings.register import Times

_DATES = (
    r"(?P<year>0000) ?(?P<sep>[-/.]) ?(?P<month>00?) ?(?P=sep) ?(?P<day>00?)",
    r"(?P<year>0000) ?年 ?(?P<month>00?) ?月 ?(?P<day>00?) ?[日号號]",
    r"(?P<year>0000)(?P<month>00)(?P<day>00)",
)
_CLOCKS = (
    r"(?P<hour>00?):(?P<minute>00)(?::(?P<second>00)(?:[.,](?P<part>0{1,9}))?)?",
    r"(?P<hour>00?) ?[时時点點] ?(?:(?P<minute>00?) ?分? ?(?:(?P<second>00?) ?秒)?)?",
    r"(?P<hour>00)(?P<minute>00)(?P<second>00)?",
)
_WEEKDAY = r"(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)? *)?"
_NOON = r"上午|下午|[AaPp]\.?[Mm]\.?"
_DIGITS_ONLY = r" *(?P<year>0000)(?P<month>00)(?P<day>00)(?P<hour>00)(?P<minute>00)(?P<second>00)? *"
_TIMES = (
    *(
        re.compile(
            rf" *{date}(?:(?:[Tt]| +|(?<=[日号號]))(?: *{_WEEKDAY}(?P<before>{_NOON})? *{clock}"
            rf" *(?P<after>{_NOON})? *(?P<offset>[Zz]|[-+]00(?::?00)?)?)?)? *"
        )
        for date in _DATES
        for clock in _CLOCKS
    ),
    re.compile(_DIGITS_ONLY),
)
_SERIAL = re.compile(r" *(?P<day>0{5})(?:\.(?P<part>0*))? *")
_YEAR_LAST = re.compile(r" *00?([-/.])00?\1(?:0000|00)(?!0).*")
_FIELDS = ("year", "month", "day", "hour", "minute", "second")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_SERIAL_ORIGIN = np.datetime64("1899-12-30", "D")  # day 1 is 1900-01-01, and Excel believes in 1900-02-29
_SERIAL_ORIGIN_1904 = np.datetime64("1904-01-01", "D")


class TimeState(IntEnum):
    """What became of a cell."""

    FINE = 0
    EMPTY = 1
    NOT_A_TIME = 2
    YEAR_LAST = 3
    IMPOSSIBLE = 4
    OUT_OF_RANGE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTimes:
    """A column of times, every array of shape (n,).

    Attributes
    ----------
    utc : array of datetime64[ns]
        NaT where the state is not fine.
    state : int array
        `TimeState` of each cell.
    date_only : bool array
        Only the day is known; noon is taken.
    nonexistent, doubled : bool array
        Hours the zone leaves out or has twice.
    stamp_s : array
        Step a time was written to [s]: 3600, 60, 1 or less; NaN where there is none.
    """

    utc: Times
    state: NDArray[np.int8]
    date_only: NDArray[np.bool_]
    nonexistent: NDArray[np.bool_]
    doubled: NDArray[np.bool_]
    stamp_s: NDArray[np.float32]


def read_times(
    cells: Sequence[str], zone: ZoneInfo, *, serials_from_1904: bool = False, stored: bool = False
) -> ReadTimes:
    """Times in `cells`; those without an offset are wall-clock times of `zone`.

    Accepted: ISO 8601 with or without offset, ``2025/4/15 8:30``, ``2025.4.15 8:30``,
    ``2025年4月15日 8时30分``, 上午/下午 and AM/PM, ``20250415 0830``, Excel serial dates (to the
    second; 1900 system unless `serials_from_1904`), and dates alone. The year comes first always.

    Seconds that a workbook `stored`, and those of serial dates, may be no more than the form such
    times have: where all of them are 0 they do not count as written.
    """
    n = len(cells)
    local = np.full(n, np.datetime64("NaT", "ns"))
    state = np.full(n, TimeState.NOT_A_TIME, dtype=np.int8)
    shift = np.zeros(n, dtype=np.int64)
    date_only, absolute = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    stamp = np.full(n, np.nan, dtype=np.float32)
    serial = np.full(n, stored, dtype=bool)
    for layout in layouts(cells):
        places = layout.places
        if match := _SERIAL.fullmatch(layout.text):
            origin = _SERIAL_ORIGIN_1904 if serials_from_1904 else _SERIAL_ORIGIN
            local[places], date_only[places], state[places] = _serials(layout, match, origin)
            serial[places], stamp[places] = True, 1.0
        elif found := _match(layout.text):
            local[places], state[places] = _wall_clocks(layout, found)
            date_only[places] = found["hour"] is None
            stamp[places] = _written_to(found)
            if found["offset"]:
                absolute[places] = True
                shift[places], valid = _offsets(layout, found)
                state[places[~valid & (state[places] == TimeState.FINE)]] = TimeState.IMPOSSIBLE
        else:
            state[places] = _state_of_no_time(layout.text)
    fine = state == TimeState.FINE
    local[~fine] = np.datetime64("NaT")
    stamp[~fine | date_only] = np.nan
    _forget_bare_zeros(stamp, local, serial)
    nonexistent, doubled = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    utc = local - shift.astype("timedelta64[s]")
    walls = fine & ~absolute
    utc[walls], nonexistent[walls], doubled[walls] = to_utc(local[walls], zone)
    return ReadTimes(
        utc=utc,
        state=state,
        date_only=date_only & fine,
        nonexistent=nonexistent,
        doubled=doubled,
        stamp_s=stamp,
    )


class _Found(dict[str, str | None]):
    """A match with every group there is, and their spans: (-1, -1) where one took no part."""

    def __init__(self, match: re.Match[str]) -> None:
        names = (*_FIELDS, "part", "before", "after", "offset")
        groups = match.groupdict()
        super().__init__({name: groups.get(name) for name in names})
        self.spans = {name: match.span(name) if groups.get(name) else (-1, -1) for name in names}


@lru_cache(maxsize=4096)
def _match(layout: str) -> _Found | None:
    if not layout.lstrip().startswith("0000"):
        return None
    match = next((m for m in (pattern.fullmatch(layout) for pattern in _TIMES) if m), None)
    if match is None:
        return None
    found = _Found(match)
    return None if found["before"] and found["after"] else found


def _written_to(found: _Found) -> float:
    if found["part"]:
        return float(10.0 ** -len(found["part"]))
    return 1.0 if found["second"] else 60.0 if found["minute"] else 3600.0


def _forget_bare_zeros(stamp: NDArray[np.float32], local: Times, stored: NDArray[np.bool_]) -> None:
    seconds = stored & (stamp <= 1)
    if seconds.any() and not (local[seconds].astype(np.int64) % (60 * 10**9)).any():
        stamp[seconds] = 60.0


def _state_of_no_time(layout: str) -> TimeState:
    if not layout.strip():
        return TimeState.EMPTY
    return TimeState.YEAR_LAST if _YEAR_LAST.fullmatch(layout) else TimeState.NOT_A_TIME


def _wall_clocks(layout: Layout, found: _Found) -> tuple[Times, NDArray[np.int8]]:
    year, month, day, hour, minute, second = (layout.number(found.spans[name]) for name in _FIELDS)
    if found["hour"] is None:
        hour = hour + 12
    half = (found["before"] or found["after"] or "").lower()
    possible = (month >= 1) & (month <= 12) & (hour < 24) & (minute < 60) & (second < 60)
    if half in ("上午", "am", "a.m", "am.", "a.m."):
        possible &= hour <= 12
        hour = np.where(hour == 12, 0, hour)
    elif half:
        possible &= hour > 0
        hour = np.where(hour < 12, hour + 12, hour)
    months = (year - 1970) * 12 + np.where(possible, month, 1) - 1
    start = months.astype("datetime64[M]")
    date = start.astype("datetime64[D]") + (day - 1)
    possible &= (day >= 1) & (date.astype("datetime64[M]") == start)
    in_range = (year >= _FIRST_YEAR) & (year <= _LAST_YEAR)
    state = np.where(in_range, TimeState.FINE, TimeState.OUT_OF_RANGE)
    state[~possible] = TimeState.IMPOSSIBLE
    seconds = np.where(in_range & possible, date.astype(np.int64), 0) * 86_400
    seconds = seconds + hour * 3600 + minute * 60 + second
    start_of_part, end_of_part = found.spans["part"]
    part = layout.number((start_of_part, end_of_part)) * 10 ** (9 - (end_of_part - start_of_part))
    return (seconds * 10**9 + part).astype("datetime64[ns]"), state.astype(np.int8)


def _offsets(layout: Layout, found: _Found) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Seconds east of Greenwich, and where they are an offset that exists."""
    start, stop = found.spans["offset"]
    if stop - start == 1:  # Z
        zeros = np.zeros(len(layout.places), dtype=np.int64)
        return zeros, zeros == 0
    hours = layout.number((start + 1, start + 3))
    minutes = layout.number((stop - 2, stop)) if stop - start > 3 else hours * 0
    sign = -1 if layout.text[start] == "-" else 1
    return sign * (hours * 3600 + minutes * 60), (hours <= 14) & (minutes < 60)


def _serials(
    layout: Layout, match: re.Match[str], origin: np.datetime64
) -> tuple[Times, NDArray[np.bool_], NDArray[np.int8]]:
    days = layout.number(match.span("day"))
    start, stop = match.span("part")
    stop = min(stop, start + 15)  # as many digits as Excel keeps
    part = layout.number((start, stop)) / 10.0 ** (stop - start)
    seconds = np.rint(part * 86_400).astype(np.int64)
    date_only = part == 0
    date = origin + days
    year = date.astype("datetime64[Y]").astype(np.int64) + 1970
    in_range = (year >= _FIRST_YEAR) & (year <= _LAST_YEAR)
    state = np.where(in_range, TimeState.FINE, TimeState.OUT_OF_RANGE).astype(np.int8)
    date = np.where(in_range, date, origin)
    seconds = np.where(date_only, 43_200, seconds)
    return date.astype("datetime64[ns]") + seconds.astype("timedelta64[s]"), date_only, state
