"""How much more is used in winter than in summer: hardly more of water, many times more of gas that heats."""

from __future__ import annotations

import numpy as np

from comparekit.findings import Finding, Severity
from comparekit.stats.arrays import Array
from comparekit.studies.use_blocks import UseBlocks

_LEAST_DAYS = 300.0  # ten months: shorter records do not show a winter and a summer
_LEAST_BLOCKS = 8
_LEAST_WARMTH = 15.0  # K between the coldest and the warmest block, for weather to show it
_SUMMER = 20.0  # K warmer than winter
_COLDEST = np.datetime64("2000-01-20", "ns")
_YEAR = np.timedelta64(31_557_600_000_000_000, "ns")  # 365.25 d
_STANDARD_ERRORS = 3.0
#: Judgement: water is used evenly or more in summer, gas for cooking and bathing half as much again in
#: winter; where even the lower bound is this many times the summer's, it heats.
HEATS = 2.5


def winter_swing(blocks: UseBlocks, replaced: np.datetime64) -> tuple[float, float] | None:
    """Use in mid-winter over that in mid-summer, and its lower bound (3 standard errors) [1].

    A log-linear model with the step of the replacement in it, so that a meter that changed is not taken for
    a season: on the temperature where the record tells it, else on the cosine of the year (northern). None
    where the record is too short, or shows step and season as one.
    """
    rate, n = np.log(blocks.rate), blocks.rate.size
    if n < _LEAST_BLOCKS:
        return None
    warmth = blocks.covariates.get("temperature_c")
    if warmth is not None and np.ptp(warmth) >= _LEAST_WARMTH:
        column, times = -np.asarray(warmth), _SUMMER
    elif blocks.span >= _LEAST_DAYS:
        day = replaced + (blocks.middle * 86_400e9).astype("timedelta64[ns]")
        column, times = np.cos(2 * np.pi * ((day - _COLDEST) / _YEAR)), 2.0
    else:
        return None
    design = np.column_stack([np.ones(n), blocks.after, column])
    if not blocks.after.any() or blocks.after.all():
        design = np.delete(design, 1, axis=1)
    slope, error = _last(design, rate)
    if not np.isfinite(error):
        return None
    return float(np.exp(times * slope)), float(np.exp(times * (slope - _STANDARD_ERRORS * error)))


def heating_findings(blocks: UseBlocks, replaced: np.datetime64) -> tuple[Finding, ...]:
    """``replacement.looks_like_gas`` where the use swings as that of gas which heats."""
    swing = winter_swing(blocks, replaced)
    if swing is None or swing[1] < HEATS:
        return ()
    return (Finding("replacement.looks_like_gas", Severity.CAUTION, {"times": f"{swing[0]:.1f}"}),)


def _last(design: Array, values: Array) -> tuple[float, float]:
    """The last coefficient of least squares and its standard error; infinite where it is not determined."""
    n, width = design.shape
    found, _, rank, _ = np.linalg.lstsq(design, values, rcond=None)
    if rank < width or n <= width:
        return 0.0, float("inf")
    variance = float(np.sum((values - design @ found) ** 2)) / (n - width)
    return float(found[-1]), float(np.sqrt(variance * np.linalg.inv(design.T @ design)[-1, -1]))
