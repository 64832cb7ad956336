"""Telemetry: two dense, uneven logs brought to the day boundaries they have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from comparekit.alignment.pair import too_few_boundaries
from comparekit.findings import Finding, Severity
from comparekit.readings.intervals import PairedIntervals
from comparekit.readings.moments import in_zone
from comparekit.readings.register import Times
from comparekit.registers.clean import CleanRegister
from comparekit.stats.arrays import Array

#: Readings further apart than this [h] leave a day boundary between them unknown.
LONGEST_GAP_H = 3.0

_HOUR_NS = 3_600_000_000_000
_SHORTEST_TELEMETRY_H = 48.0  # two days always hold two midnights
_COVERED = 2 / 3  # of the time; people who read hourly by day leave the nights open
_EDGE = np.timedelta64(_HOUR_NS, "ns")  # an hourly log of whole days ends an hour before midnight
_ENOUGH_SPANS = 20  # fewer readings cannot show how unevenly volume arrives

Mask = NDArray[np.bool_]
Indices = NDArray[np.int64]


def is_telemetry(
    test: CleanRegister, reference: CleanRegister, *, longest_gap_h: float = LONGEST_GAP_H
) -> bool:
    """Whether both logs are dense enough to know the registers at midnight.

    The rule, for each log: the median time between readings is below `longest_gap_h`, and at least
    two thirds of its time lie in intervals that short, or in which the register moved by no more than
    one step (a pulse log is silent while nothing flows). Together they span two days; shorter ones
    are better paired reading by reading. People who read every two hours by day and sleep at night
    are visits by this rule.
    """
    if test.times.size < 2 or reference.times.size < 2:
        return False
    start, end = _overlap(test, reference)
    if (end - start) < np.timedelta64(int(_SHORTEST_TELEMETRY_H * _HOUR_NS), "ns"):
        return False
    return all(_is_dense(register, longest_gap_h) for register in (test, reference))


def resample_days(
    test: CleanRegister,
    reference: CleanRegister,
    *,
    timezone: str,
    longest_gap_h: float = LONGEST_GAP_H,
    common_s: float = 60.0,
) -> tuple[PairedIntervals, tuple[Finding, ...]]:
    """Both registers at the local midnights that lie inside both logs.

    Parameters
    ----------
    test, reference : CleanRegister
        In one unit, each with at least one reading.
    timezone : str
        IANA name of the protocol's time zone. A day has 23 or 25 hours where the clock changes.
    longest_gap_h : float
        No value is interpolated between readings further apart [h], unless the register moved by no
        more than its step in between. Such a midnight is dropped and its two days become one block.
    common_s : float
        Readings of the two registers at most this far apart [s] are a common moment. The one nearest
        to a midnight, within half of `longest_gap_h`, takes its place where it is the surer one.

    Returns
    -------
    PairedIntervals, tuple of Finding
        `gaps` is zero: both values hold for one moment. Findings: alignment.gap (`role`, `hours`,
        `start` as ISO text in the protocol's zone), one for each gap that cost a boundary.

    Raises
    ------
    UnusableLog
        Fewer than two common boundaries.

    Notes
    -----
    Between readings a < b, volume V apart, the register at ``a + u (b - a)`` is taken as
    ``R_a + u V``. If the volume comes in bursts at independent moments, the error of that has the
    variance ``u (1 - u) * sum(v**2)`` over the bursts v of the interval: at most ``u (1 - u) V**2``,
    reached when all came at once, and on average ``u (1 - u) * V * q`` with the burst volume
    ``q = sum(v**2) / sum(v)`` of the register (`burst_volume`). The smaller of the two is used.

    The variances of the two registers are given as if independent. Bursts that pass both meters
    between the same readings shift both values alike, so the variance of their difference is
    overstated rather than understated. Flow that rises or falls within an interval adds a little
    that is not in it (at most a tenth of the standard deviation on the bench's households). A clock
    that is off is not part of it: see `comparekit.alignment.clocks`.
    """
    if test.times.size < 2 or reference.times.size < 2:
        raise too_few_boundaries(0, minutes=common_s / 60)
    start, end = _overlap(test, reference)
    moments = _day_boundaries(start, end, timezone)
    bursts = burst_volume(test, longest_gap_h), burst_volume(reference, longest_gap_h)

    def at(when: Times) -> tuple[_Values, _Values]:
        a, b = (
            _interpolate(register, when, burst, longest_gap_h)
            for register, burst in zip((test, reference), bursts, strict=True)
        )
        return a, b

    values = at(moments)
    near = _common_moments(test, reference, moments, common_s, longest_gap_h)
    others = at(near)
    surer = _known(others) & (~_known(values) | (_doubt(others) < _doubt(values)))
    moments = np.where(surer, near, moments)
    values = at(moments)

    keep = _known(values)
    findings = _gap_findings((test, reference), values, timezone)
    if keep.sum() < 2:
        raise too_few_boundaries(int(keep.sum()), minutes=common_s / 60)
    a, b = values
    return PairedIntervals(
        times=moments[keep],
        test=a.value[keep],
        reference=b.value[keep],
        test_shown=a.shown[keep],
        reference_shown=b.shown[keep],
        test_steps=a.step[keep],
        reference_steps=b.step[keep],
        gaps=np.zeros(int(keep.sum())),
        test_variance=a.variance[keep],
        reference_variance=b.variance[keep],
        test_reach=a.reach[keep],
        reference_reach=b.reach[keep],
        flows=np.full(int(keep.sum()), np.nan),
        test_rows=_rows(test, a.before[keep]),
        reference_rows=_rows(reference, b.before[keep]),
    ), findings


def burst_volume(register: CleanRegister, longest_gap_h: float = LONGEST_GAP_H) -> float:
    """Volume-weighted mean volume that arrives at once, ``sum(v**2) / sum(v)`` [base unit].

    Each reading is held against the line between its two neighbours: the squared errors over
    ``u (1 - u) V``. For bursts at independent moments this does not depend on the spacing of the
    readings. Draws that last, or come close together, make it larger at long spacings; measured
    over two intervals it therefore errs on the large side for one. So does rounding, by about a step.

    Returns infinity for a log too short to tell (fewer than 20 such readings with flow): the bound of
    one burst then holds. Never below the register's step.
    """
    hours = np.diff(register.times).astype(np.int64) / _HOUR_NS
    span, volume = hours[:-1] + hours[1:], register.cumulative[2:] - register.cumulative[:-2]
    fit = (span <= 2 * longest_gap_h) & (volume > 0)
    if fit.sum() < _ENOUGH_SPANS:
        return float("inf")
    u = hours[:-1][fit] / span[fit]
    error = np.diff(register.cumulative)[:-1][fit] - u * volume[fit]
    burst = (error**2).sum() / (u * (1 - u) * volume[fit]).sum()
    return float(max(burst, register.steps.max()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Values:
    """A register at some moments; all arrays of shape (k,). `before` indexes the reading before."""

    value: Array
    shown: Array
    step: Array
    variance: Array
    reach: Array
    known: Mask
    before: Indices


def _interpolate(register: CleanRegister, when: Times, burst: float, longest_gap_h: float) -> _Values:
    a = np.clip(np.searchsorted(register.times, when, side="right") - 1, 0, register.times.size - 2)
    length = (register.times[a + 1] - register.times[a]).astype(np.int64)
    u = (when - register.times[a]).astype(np.int64) / length
    volume = register.cumulative[a + 1] - register.cumulative[a]
    step = np.maximum(register.steps[a], register.steps[a + 1])
    # A register that moved by its step or less is known to that step, however long nobody looked.
    known = (length <= longest_gap_h * _HOUR_NS) | (volume <= step * (1 + 1e-6))
    forward = np.maximum(volume, 0.0)
    return _Values(
        value=register.cumulative[a] + u * volume,
        shown=register.shown[a] + u * volume,
        step=np.where(u == 0, register.steps[a], np.where(u == 1, register.steps[a + 1], step)),
        variance=np.clip(u * (1 - u), 0.0, None) * forward * np.minimum(forward, burst),
        reach=np.where((u > 0) & (u < 1), forward, 0.0),
        known=((u >= 0) & (u <= 1) & known) | (u == 0) | (u == 1),
        before=np.where(u == 1, a + 1, a),
    )


def _known(values: tuple[_Values, _Values]) -> Mask:
    return values[0].known & values[1].known


def _doubt(values: tuple[_Values, _Values]) -> Array:
    return values[0].variance + values[1].variance


def _overlap(test: CleanRegister, reference: CleanRegister) -> tuple[np.datetime64, np.datetime64]:
    return max(test.times[0], reference.times[0]), min(test.times[-1], reference.times[-1])


def _day_boundaries(start: np.datetime64, end: np.datetime64, timezone: str) -> Times:
    """Local midnights from `start` to `end`; one missed by less than an hour is moved to that end."""
    if start > end:
        return np.zeros(0, "datetime64[ns]")
    zone = ZoneInfo(timezone)
    day = in_zone(start - _EDGE, timezone).date()
    last = in_zone(end + _EDGE, timezone).date()
    found = []
    while day <= last:
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
        found.append(np.datetime64(midnight.replace(tzinfo=None), "ns"))
        day += timedelta(days=1)
    midnights = np.array(found, dtype="datetime64[ns]")
    inside = (midnights >= start - _EDGE) & (midnights <= end + _EDGE)
    return np.unique(np.clip(midnights[inside], start, end))


def _common_moments(
    test: CleanRegister, reference: CleanRegister, moments: Times, common_s: float, longest_gap_h: float
) -> Times:
    """The moment nearest to each of `moments` at which both were read; itself where there is none."""
    after = np.clip(np.searchsorted(reference.times, test.times), 1, reference.times.size - 1)
    distance = np.minimum(
        np.abs(reference.times[after] - test.times), np.abs(reference.times[after - 1] - test.times)
    )
    together = test.times[distance <= np.timedelta64(int(common_s * 1e9), "ns")]
    if not together.size or not moments.size:
        return moments
    together = np.clip(together, *_overlap(test, reference))
    right = np.clip(np.searchsorted(together, moments), 0, together.size - 1)
    left = np.maximum(right - 1, 0)
    nearer = np.abs(together[left] - moments) < np.abs(together[right] - moments)
    near = np.where(nearer, together[left], together[right])
    reach = np.timedelta64(int(longest_gap_h / 2 * _HOUR_NS), "ns")
    return np.where(np.abs(near - moments) <= reach, near, moments)


def _gap_findings(
    registers: tuple[CleanRegister, CleanRegister], values: tuple[_Values, _Values], timezone: str
) -> tuple[Finding, ...]:
    findings = []
    for register, value in zip(registers, values, strict=True):
        for a in np.unique(value.before[~value.known]):
            begin, end = register.times[a], register.times[a + 1]
            context = {
                "role": register.role,
                "meter_id": register.meter_id,
                "hours": float((end - begin).astype(np.int64) / _HOUR_NS),
                "start": in_zone(begin, timezone).isoformat(timespec="minutes"),
            }
            findings.append((begin, Finding("alignment.gap", Severity.CAUTION, context)))
    return tuple(finding for _, finding in sorted(findings, key=lambda pair: pair[0]))


def _is_dense(register: CleanRegister, longest_gap_h: float) -> bool:
    hours = np.diff(register.times).astype(np.int64) / _HOUR_NS
    moved = np.diff(register.cumulative) > register.steps[1:] * (1 + 1e-6)
    open_hours = hours[(hours > longest_gap_h) & moved].sum()
    return bool(np.median(hours) < longest_gap_h and open_hours <= (1 - _COVERED) * hours.sum())


def _rows(register: CleanRegister, index: Indices) -> Indices:
    return np.full(index.size, -1) if register.rows is None else register.rows[index]
