"""Daily and hourly use from a table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Severity
from comparekit.ingest.usage_sheet import UsageSheet
from comparekit.readings.moments import in_zone
from comparekit.readings.register import Times
from comparekit.readings.usage import DAILY, HOURLY, UsageSeries, day_starts, usage_series

_DAY = np.timedelta64(86_400_000_000_000, "ns")
_HOUR = np.timedelta64(3_600_000_000_000, "ns")
BEGINNING, ENDING = "beginning", "ending"
LABELS = (BEGINNING, ENDING)


def read_daily_use(sheet: UsageSheet, labels: str | None = None) -> UsageSeries | None:
    """Use by days, or by hours (any equal interval shorter than half a day).

    Parameters
    ----------
    sheet : UsageSheet
        Receives the faults: those of times and numbers, ``usage.repeated``, ``usage.too_few``.
    labels : str, optional
        Whether the time of an hour is its ``beginning`` or its ``ending``. None: as the title says it
        (截止时间, hour ending), else its beginning, told as ``usage.labels_assumed``. Days have none.

    Returns
    -------
    UsageSeries or None
        None while there are faults. Findings: ``usage.gap``, ``usage.missing``, ``usage.labels_assumed``,
        ``usage.negative``, and those of the columns.
    """
    unit, factor, utility = sheet.unit(("volume",))
    name = next(n for n in ("time", "date", "hour_end") if n in sheet)
    read = sheet.times(name)
    volume = sheet.numbers("volume") * factor
    covariates = sheet.covariates()
    estimated = sheet.flags("estimated")
    if sheet.faults:
        return None
    utc = _second_pass(read.utc, read.doubled)
    order = np.argsort(utc, kind="stable")
    utc, rows = utc[order], sheet.rows[order]
    span = _span(utc, read.date_only)
    if span == _DAY:
        days = _zone_days(utc, sheet)
        twice = np.flatnonzero(np.diff(days) == np.timedelta64(0, "D")) + 1
        start, end = day_starts(days, sheet.zone), day_starts(days + 1, sheet.zone)
    else:
        twice = np.flatnonzero(np.diff(utc) == np.timedelta64(0, "ns")) + 1
        start = utc - span if _is_ending(sheet, name, labels) else utc
        end = start + span
    if twice.size or utc.size < 2:
        for place in twice.tolist()[:20]:
            first = int(rows[place - 1])
            sheet.faults.add(
                "usage.repeated", row=int(rows[place]), column=sheet.columns[name].title, first=first
            )
        if utc.size < 2:
            sheet.faults.add("usage.too_few", found=str(utc.size))
        return None
    volume = volume[order]
    _tell_gaps(sheet, start, end, volume, rows)
    return usage_series(
        start,
        np.concatenate([np.minimum(end[:-1], start[1:]), end[-1:]]),
        volume,
        rows=rows,
        estimated=estimated[order],
        covariates={key: values[order] for key, values in covariates.items()},
        unit=unit,
        utility=utility,
        timezone=sheet.timezone,
        kind=DAILY if span == _DAY else HOURLY,
        findings=tuple(sheet.findings),
        columns={column.title: column.field for column in sheet.columns.values()},
    )


def _zone_days(utc: Times, sheet: UsageSheet) -> NDArray[np.datetime64]:
    """The day of the sheet's zone that each moment is in, shape (n,)."""
    return np.array([in_zone(moment, sheet.timezone).date() for moment in utc], dtype="datetime64[D]")


def _second_pass(utc: Times, doubled: NDArray[np.bool_]) -> Times:
    """An hour that the zone has twice and the file too: its second row is the second pass."""
    utc = utc.copy()
    for k in np.flatnonzero(doubled).tolist():
        if (utc[:k] == utc[k]).any():
            utc[k] += _HOUR
    return utc


def _span(utc: Times, date_only: NDArray[np.bool_]) -> np.timedelta64:
    """Length of the intervals: a day, or what most rows are apart by when that is less than half a day."""
    steps = np.diff(utc)
    steps = steps[steps > np.timedelta64(0, "ns")]
    if date_only.all() or not steps.size:
        return _DAY
    usual = np.median(steps.astype(np.int64)).astype(np.int64).astype("timedelta64[ns]")
    return usual if usual <= _DAY / 2 else _DAY


def _is_ending(sheet: UsageSheet, name: str, labels: str | None) -> bool:
    if labels is None and name != "hour_end":
        sheet.find("usage.labels_assumed", Severity.NOTE, column=sheet.columns[name].title)
    return (labels or (ENDING if name == "hour_end" else BEGINNING)) == ENDING


def _tell_gaps(
    sheet: UsageSheet, start: Times, end: Times, volume: NDArray[np.float64], rows: NDArray[np.int64]
) -> None:
    away = np.maximum(start[1:] - end[:-1], np.timedelta64(0, "ns"))
    if away.any():
        longest = float(away.max() / _DAY)
        context = {"count": int((away > np.timedelta64(0, "ns")).sum()), "days": f"{longest:.3g}"}
        sheet.find("usage.gap", Severity.NOTE, **context)
    for code, mask in (("usage.missing", np.isnan(volume)), ("usage.negative", volume < 0)):
        if mask.any():
            sheet.find(code, Severity.CAUTION, rows=rows[mask][:20].tolist(), count=int(mask.sum()))
