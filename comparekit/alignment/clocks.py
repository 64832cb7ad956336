"""How far the clocks of two telemetry logs are apart, seen from what flowed through both meters."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from comparekit.alignment.clock_fit import Curves, coarse_offset, refine
from comparekit.findings import Finding, Severity
from comparekit.registers.clean import CleanRegister

_MINUTE_NS = 60_000_000_000
_DAY_NS = 86_400_000_000_000
_SHORTEST_DAYS = 2.0
_LONGEST_DAYS = 30  # of a longer log the latest: enough to tell, and clocks change over a year
_SPARSEST_H = 3.0
_DISTINCT = 4.0  # standard errors by which the best coarse offset beats those hours away
_ZONE_FROM_MIN = 45.0
_ZONE_MARGIN_MIN = 15.0  # a zone mistaken, on top of a clock that is off as clocks are


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockEstimate:
    """Test clock minus reference clock, with 95 % intervals.

    Attributes
    ----------
    offset_min, offset_low, offset_high : float
        Offset at `epoch` [min]. Positive: the test clock is ahead.
    drift_s_per_day, drift_low, drift_high : float
        How fast the test clock gains on the reference clock [s/d].
    usable : bool
        False when the logs are too sparse, too short or too steady to tell, or when another offset
        fits nearly as well: the numbers then are NaN, or wider than the logging interval.
    epoch : datetime64, UTC
        The middle of the common time, where offset and drift are least entangled.
    interval_min : float
        The longer of the two median logging intervals [min].
    days : float
        Length of the common time [d].
    """

    offset_min: float
    offset_low: float
    offset_high: float
    drift_s_per_day: float
    drift_low: float
    drift_high: float
    usable: bool
    epoch: np.datetime64
    interval_min: float
    days: float


def estimate_clocks(
    test: CleanRegister, reference: CleanRegister
) -> tuple[ClockEstimate, tuple[Finding, ...]]:
    """Offset and drift between the clocks of two logs of the same flow.

    Whatever draws water moves both registers at one true moment. The offset, the drift and the ratio
    of the meters are those that make the two cumulative curves agree best: searched over ±12 h on a
    grid (another time zone shows as whole hours), then refined by weighted least squares on the
    readings of both logs, each held against the straight line between readings of the other.

    Parameters
    ----------
    test, reference : CleanRegister
        In one unit. Of logs longer than 30 days the latest 30 are used.

    Returns
    -------
    ClockEstimate, tuple of Finding
        Findings, all cautions: clocks.zone (`hours`, `minutes`, `low`, `high`) when the offset is
        one hour or more and a whole number of hours lies within reach of the interval; else
        clocks.offset (`minutes`, `low`, `high`) when the interval leaves out zero by more than half
        the logging interval; clocks.drift (`seconds`, `low`, `high` [s/d], `days`) when the interval
        leaves out zero and the drift adds up to more than half the logging interval.

    Notes
    -----
    The interval comes from the sandwich variance of the least squares, clustered over six-hour
    stretches, because neighbouring errors share draws, with Student quantiles. It misleads when the
    meters do not carry the same flow, or when a clock was set during the log: a step is then spread
    out as offset and drift.
    """
    from_moment = min(test.times[-1], reference.times[-1]) - np.timedelta64(_LONGEST_DAYS, "D")
    test, reference = test.since(from_moment), reference.since(from_moment)
    common = _common_time(test, reference)
    if common is None:
        return _unknown(test, reference), ()
    curves, empty = common
    start, distinct = coarse_offset(curves)
    fit = refine(curves, start)
    quantile = float(special.stdtrit(max(fit.freedom, 1.0), 0.975))
    offset, drift = fit.offset_h * 60, fit.drift * 86_400
    wide_offset, wide_drift = quantile * fit.offset_error_h * 60, quantile * fit.drift_error * 86_400
    estimate = replace(
        empty,
        offset_min=offset,
        offset_low=offset - wide_offset,
        offset_high=offset + wide_offset,
        drift_s_per_day=drift,
        drift_low=drift - wide_drift,
        drift_high=drift + wide_drift,
        usable=bool(distinct >= _DISTINCT and wide_offset <= max(empty.interval_min, 15.0)),
    )
    return estimate, _findings(estimate)


def shift_clock(register: CleanRegister, estimate: ClockEstimate) -> CleanRegister:
    """The test register with its stamps on the reference clock.

    Only where the protocol allows it, and reported: the interval of the offset stays, the stamps as
    written are lost.

    Raises
    ------
    ValueError
        `estimate` is not usable.
    """
    if not estimate.usable:
        raise ValueError("estimate: must be usable to shift a clock by it")
    since = (register.times - estimate.epoch).astype(np.int64)
    offset, drift = estimate.offset_min * _MINUTE_NS, estimate.drift_s_per_day / 86_400
    # The stamp s of the test clock is t + offset + drift * (t - epoch) for the reference clock's t.
    moved = np.round((since - offset) / (1 + drift)).astype("timedelta64[ns]")
    return replace(register, times=estimate.epoch + moved)


def _common_time(test: CleanRegister, reference: CleanRegister) -> tuple[Curves, ClockEstimate] | None:
    """Both curves in hours from the middle of the common time, or None where they cannot be compared."""
    empty = _unknown(test, reference)
    moved = min(float(r.cumulative[-1] - r.cumulative[0]) for r in (test, reference)) if empty.days else 0.0
    step = max(float(r.steps.max(initial=0.0)) for r in (test, reference))
    if empty.days < _SHORTEST_DAYS or empty.interval_min >= _SPARSEST_H * 60 or moved <= 10 * step:
        return None
    hours = [(r.times - empty.epoch).astype(np.int64) / (60 * _MINUTE_NS) for r in (test, reference)]
    values = [r.cumulative - r.cumulative[0] for r in (test, reference)]
    if any((v < -step).any() for v in values):
        return None
    return Curves(
        test_hours=hours[0],
        test=values[0],
        reference_hours=hours[1],
        reference=values[1],
        interval_h=empty.interval_min / 60,
        half_length_h=empty.days * 12,
        test_step=float(test.steps.max()),
        reference_step=float(reference.steps.max()),
    ), empty


def _unknown(test: CleanRegister, reference: CleanRegister) -> ClockEstimate:
    """An estimate that knows nothing but the time the logs have in common."""
    nan = float("nan")
    epoch, days, interval = np.datetime64("NaT", "ns"), 0.0, nan
    if min(test.times.size, reference.times.size) >= 2:
        start = max(test.times[0], reference.times[0])
        length = int((min(test.times[-1], reference.times[-1]) - start).astype(np.int64))
        if length > 0:
            epoch, days = start + np.timedelta64(length // 2, "ns"), length / _DAY_NS
            spacings = [np.median(np.diff(r.times).astype(np.int64)) for r in (test, reference)]
            interval = float(max(spacings)) / _MINUTE_NS
    return ClockEstimate(
        offset_min=nan,
        offset_low=nan,
        offset_high=nan,
        drift_s_per_day=nan,
        drift_low=nan,
        drift_high=nan,
        usable=False,
        epoch=epoch,
        interval_min=interval,
        days=days,
    )


def _findings(estimate: ClockEstimate) -> tuple[Finding, ...]:
    if not estimate.usable:
        return ()
    findings = []
    half = estimate.interval_min / 2
    offset = {"minutes": estimate.offset_min, "low": estimate.offset_low, "high": estimate.offset_high}
    hours = round(estimate.offset_min / 60)
    margin = max(estimate.offset_high - estimate.offset_min, _ZONE_MARGIN_MIN)
    if abs(estimate.offset_min) >= _ZONE_FROM_MIN and abs(estimate.offset_min - 60 * hours) <= margin:
        findings.append(Finding("clocks.zone", Severity.CAUTION, {"hours": hours, **offset}))
    elif estimate.offset_low > half or estimate.offset_high < -half:
        findings.append(Finding("clocks.offset", Severity.CAUTION, offset))
    total_min = abs(estimate.drift_s_per_day) * estimate.days / 60
    if (estimate.drift_low > 0 or estimate.drift_high < 0) and total_min > half:
        drift = {
            "seconds": estimate.drift_s_per_day,
            "low": estimate.drift_low,
            "high": estimate.drift_high,
            "days": estimate.days,
        }
        findings.append(Finding("clocks.drift", Severity.CAUTION, drift))
    return tuple(findings)
