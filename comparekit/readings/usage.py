"""Use over intervals of time: bills, periodic readings, days or hours, with what may explain it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Finding
from comparekit.readings.log import InputFile
from comparekit.readings.moments import in_zone
from comparekit.readings.register import Times
from comparekit.stats.arrays import Array

BILLS, READINGS, DAILY, HOURLY = "bills", "readings", "daily", "hourly"
KINDS = (BILLS, READINGS, DAILY, HOURLY)
_DAY = np.timedelta64(86_400_000_000_000, "ns")
_WHOLE = 0.999  # of the days asked for have to be in the record


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterBreak:
    """Where a register does not go on by itself.

    Attributes
    ----------
    start, end : datetime64
        UTC; the readings around it, or twice the moment where that is known.
    row : int
        Of the file.
    fall : bool
        The register fell and nothing is written of an exchange: it started over, or was misread.
    parts : pair of float or None
        Of an exchange on an unknown day: use before and after it [unit], NaN where unknown.
    """

    start: np.datetime64
    end: np.datetime64
    row: int
    fall: bool = False
    parts: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UsageSeries:
    """Use of one household over n intervals, in order of time and without overlap. Arrays: shape (n,).

    Attributes
    ----------
    start, end : array of datetime64[ns]
        UTC. Days begin at midnight of `timezone`; a bill begins at the midnight of its day of reading.
    volume : array
        Use [unit]; NaN where it is missing. The middle of `low` and `high` where it is a range.
    low, high : array
        Bounds of the use [unit]: rounding of registers or of amounts, and what a bill leaves open
        (`high` infinite, `volume` NaN where nothing bounds it). Equal to `volume` where it was given.
    unique : bool array
        False where `low` and `high` hold more than rounding.
    estimated : bool array
        Nobody read the register at the end of the interval.
    covariates : mapping of str to array
        Columns of numbers by name, NaN where empty: ``temperature_c``, ``degree_days``, ``holiday`` (0, 1),
        ``occupancy``; others under their own titles, among them controls (neighbours' use).
    amount : array or None
        What was paid [yuan], NaN where unknown; of bills only.
    bills : array or None
        How many bills each interval was joined of, and what part of one it is [1]; None: one.
    rows : int array
        Rows of the file, -1 where there is none.
    breaks : tuple of RegisterBreak
        Of periodic readings; see `comparekit.studies.register_breaks`.
    peak_share : float or None
        Share of the use in peak hours [1], by columns of their own.
    unit, utility, timezone, kind
        ``m3`` or ``kWh``; utility or None; IANA name; one of `KINDS`.

    Raises
    ------
    ValueError
        Arrays of other lengths, intervals that end before they begin, out of order or overlapping.
    """

    start: Times
    end: Times
    volume: Array
    low: Array
    high: Array
    unique: NDArray[np.bool_]
    estimated: NDArray[np.bool_]
    rows: NDArray[np.int64]
    amount: Array | None = None
    bills: Array | None = None
    covariates: Mapping[str, Array] = field(default_factory=dict)
    unit: str = "m3"
    utility: str | None = None
    timezone: str = "Asia/Shanghai"
    kind: str = DAILY
    breaks: tuple[RegisterBreak, ...] = ()
    peak_share: float | None = None
    findings: tuple[Finding, ...] = ()
    inputs: tuple[InputFile, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        n = len(self.start)
        put = partial(object.__setattr__, self)
        for name in (f.name for f in fields(self)):
            value = getattr(self, name)
            if isinstance(value, np.ndarray):
                if value.shape != (n,):
                    raise ValueError(f"{name}: one for each of the {n} intervals, not {value.shape}")
                put(name, _frozen(value))
        put("covariates", {name: _frozen(np.asarray(x, float)) for name, x in self.covariates.items()})
        for name, values in self.covariates.items():
            if values.shape != (n,):
                raise ValueError(f"{name}: one for each of the {n} intervals, not {values.shape}")
        if not (self.start < self.end).all() or not (self.end[:-1] <= self.start[1:]).all():
            raise ValueError("start, end: rising, each end after its start, none inside the next interval")
        if self.kind not in KINDS:
            raise ValueError(f"kind: one of {KINDS}, not {self.kind!r}")

    def __len__(self) -> int:
        return int(self.start.size)

    @property
    def days(self) -> Array:
        """Length of each interval [d]."""
        lengths: Array = (self.end - self.start) / _DAY
        return lengths

    @property
    def rate(self) -> Array:
        """Use a day [unit/d], NaN where it is missing."""
        return self.volume / self.days

    def chosen(self, places: NDArray[Any]) -> UsageSeries:
        """The intervals at `places` (indices in order, or a mask)."""
        arrays: dict[str, Any] = {
            f.name: value[places]
            for f in fields(self)
            if isinstance(value := getattr(self, f.name), np.ndarray)
        }
        arrays["covariates"] = {name: values[places] for name, values in self.covariates.items()}
        return replace(self, **arrays)


def usage_series(
    start: Times,
    end: Times,
    volume: Array,
    *,
    half_width: float | Array = 0.0,
    rows: NDArray[np.int64] | None = None,
    **others: Any,
) -> UsageSeries:
    """A series of volumes that are known to `half_width` [unit]; `others` as the fields of `UsageSeries`."""
    volume = np.asarray(volume, dtype=float)
    n = volume.size
    return UsageSeries(
        start=np.asarray(start, dtype="datetime64[ns]"),
        end=np.asarray(end, dtype="datetime64[ns]"),
        volume=volume,
        low=np.maximum(volume - half_width, np.minimum(volume, 0.0)),
        high=volume + half_width,
        unique=others.pop("unique", np.ones(n, dtype=bool)),
        estimated=others.pop("estimated", np.zeros(n, dtype=bool)),
        rows=np.full(n, -1, dtype=np.int64) if rows is None else rows,
        **others,
    )


def by_day(usage: UsageSeries) -> UsageSeries:
    """Hours added up to whole days of the series' zone; a day that lacks an hour is left out.

    Covariates are averaged (a holiday is one all day). Days of 23 and 25 hours are days.
    """
    zone = ZoneInfo(usage.timezone)
    day = np.array([in_zone(moment, usage.timezone).date() for moment in usage.start], dtype="datetime64[D]")
    days, first, index = np.unique(day, return_index=True, return_inverse=True)
    starts = day_starts(days, zone)
    ends = day_starts(days + 1, zone)
    covered = np.bincount(index, weights=(usage.end - usage.start) / _DAY)
    whole = np.isclose(covered, (ends - starts) / _DAY, rtol=0, atol=1e-6)

    def added(values: NDArray[Any]) -> Array:
        return np.asarray(np.bincount(index, weights=values), dtype=float)

    counts = np.bincount(index)
    sums = replace(
        usage,
        start=starts,
        end=ends,
        volume=added(usage.volume),
        low=added(usage.low),
        high=added(usage.high),
        unique=added(~usage.unique) == 0,
        estimated=added(usage.estimated) > 0,
        rows=usage.rows[first],
        amount=None if usage.amount is None else added(usage.amount),
        covariates={name: added(values) / counts for name, values in usage.covariates.items()},
        kind=DAILY,
    )
    return sums.chosen(whole & np.isfinite(sums.volume))


def day_starts(days: NDArray[np.datetime64], zone: ZoneInfo) -> Times:
    """UTC of the midnights at which days of a zone begin, shape (n,)."""
    moments = [datetime(d.year, d.month, d.day, tzinfo=zone) for d in days.astype("datetime64[D]").tolist()]
    seconds = np.array([round(m.timestamp()) for m in moments], dtype=np.int64)
    return seconds.astype("datetime64[s]").astype("datetime64[ns]")


def used_between(usage: UsageSeries, start: date, end: date) -> float | None:
    """Use [unit] from one day to another; None where intervals without a volume, or none, lie between.

    An interval that holds the first or the last day counts with its part of the days.
    """
    ends = day_starts(np.array([start, end], "datetime64[D]"), ZoneInfo(usage.timezone))
    inside = np.minimum(usage.end, ends[1]) - np.maximum(usage.start, ends[0])
    part = np.maximum(inside / (usage.end - usage.start), 0.0)
    covered = float((np.maximum(inside, np.timedelta64(0)) / (ends[1] - ends[0])).sum())
    if covered < _WHOLE or not np.isfinite(usage.volume[part > 0]).all():
        return None
    return float((part * np.where(part > 0, usage.volume, 0.0)).sum())


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array = array.copy()
    array.flags.writeable = False
    return array
