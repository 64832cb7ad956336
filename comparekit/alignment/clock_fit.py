"""The least squares behind `comparekit.alignment.clocks`: two cumulative curves, one shifted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparekit.stats.arrays import Array

_REACH_H = 12.0  # search for the offset: any pair of time zones a log may confuse with another
_ELSEWHERE_H = 2.0  # an offset this far from the best one is another answer
_LARGEST_DRIFT = 60 / 86_400  # [1]; the worst logger clocks lose a minute a day
_CLUSTER_H = 6.0  # draws closer than this may share an error
_LONGEST_H = 3.0
_STEPS = 12
_ENOUGH = 4000  # readings of each log that decide where Gauss and Newton begin
_DOUBT = 0.004  # of the logging interval: draws that last, stamps to the second, flow that rises


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """Two cumulative curves over hours from one epoch: the middle of their common time.

    `interval_h` is the longer median logging interval [h], `half_length_h` half the common time [h],
    `test_step` and `reference_step` the registers' steps in the unit of the curves.
    """

    test_hours: Array
    test: Array
    reference_hours: Array
    reference: Array
    interval_h: float
    half_length_h: float
    test_step: float
    reference_step: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFit:
    """Offset at the epoch [h] and drift [1] with standard errors, and their degrees of freedom."""

    offset_h: float
    drift: float
    offset_error_h: float
    drift_error: float
    freedom: float


def coarse_offset(curves: Curves) -> tuple[float, float]:
    """Offset [h] at which the increments of both logs are most alike, and how clearly.

    Increments over a common grid, square roots taken so that a few large draws do not decide alone.
    The second value is the lead of the best correlation over any two hours or more away, in
    standard errors of a correlation; below 4 the best offset may be chance.
    """
    flow = (curves.reference[-1] - curves.reference[0]) / np.ptp(curves.reference_hours)
    step = max(curves.test_step, curves.reference_step)
    grid_h = float(np.clip(max(curves.interval_h, step / max(flow, 1e-12)), 1 / 12, 2.0))
    half = curves.half_length_h
    grid = np.arange(-half, half, grid_h)
    a = _root_increments(np.interp(grid, curves.test_hours, curves.test))
    b = _root_increments(np.interp(grid, curves.reference_hours, curves.reference))
    reach = min(int(_REACH_H / grid_h), a.size // 3)
    lags = np.arange(-reach, reach + 1)
    alike = np.array([_correlation(a, b, lag) for lag in lags.tolist()])
    best = int(np.argmax(alike))
    apart = np.abs(lags - lags[best]) * grid_h >= _ELSEWHERE_H
    second = alike[apart].max() if apart.any() else 0.0
    lead = (alike[best] - second) * np.sqrt(a.size - abs(lags[best]))
    return float(lags[best] * grid_h), float(lead)


def refine(curves: Curves, start_h: float) -> ClockFit:
    """Offset and drift by weighted least squares from the coarse offset `start_h` [h].

    Every reading of either log is held against the line between readings of the other. For steady
    flow within a logging interval this is unbiased whatever the phase of the two logs; doing it both
    ways cancels what a rising or falling flow adds. The sum of squares has hollows a logging interval
    wide, so a grid of offsets and drifts is tried before Gauss and Newton.
    """
    problem = _Problem(curves, start_h)
    rough = _Problem(curves, start_h, at_most=_ENOUGH)
    spacing = max(curves.interval_h, 0.25)
    offsets = start_h + np.arange(-6, 7) * spacing / 4
    drift_step = spacing / max(curves.half_length_h, 1.0)
    count = int(np.ceil(_LARGEST_DRIFT / drift_step))
    drifts = np.arange(-count, count + 1) * min(drift_step, _LARGEST_DRIFT)
    offset, drift = min(((o, d) for o in offsets for d in drifts), key=lambda at: rough.misfit(*at))
    return problem.solve(float(offset), float(drift))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """One row a reading used: residual, derivatives (offset, drift, ratio), weight.

    Days' constants are taken out of `misfit` and `slopes`. `pull`, shape (3,), is the part of the
    score that rounding alone brings about.
    """

    misfit: Array
    slopes: Array
    weight: Array
    pull: Array

    @property
    def score(self) -> Array:
        return np.asarray(self.slopes.T @ (self.weight * self.misfit))

    @property
    def information(self) -> Array:
        return np.asarray(self.slopes.T @ (self.weight[:, None] * self.slopes))

    @property
    def rest(self) -> Array:
        """What remains of the misfit after the best ratio."""
        ratio = self.slopes[:, 2]
        part = self.weight * ratio
        return np.asarray(self.misfit - ratio * ((part @ self.misfit) / max(float(part @ ratio), 1e-300)))


class _Problem:
    """The readings used, and the sums over them at any offset and drift."""

    def __init__(self, curves: Curves, start_h: float, at_most: int | None = None) -> None:
        self.curves = curves
        ratio = (curves.reference[-1] - curves.reference[0]) / (curves.test[-1] - curves.test[0])
        self.test, self.test_step = curves.test * ratio, curves.test_step * ratio
        edge = curves.half_length_h - abs(start_h) - min(2.0, curves.half_length_h / 8)
        inside = np.abs(curves.test_hours - start_h) <= edge
        self.own, self.own_value = _thinned(curves.test_hours[inside], self.test[inside], at_most)
        inside = np.abs(curves.reference_hours) <= edge
        self.other, self.other_value = _thinned(
            curves.reference_hours[inside], curves.reference[inside], at_most
        )
        hours = np.concatenate([self.own - start_h, self.other]) + curves.half_length_h
        # A constant for each day: unsteady meters let the curves wander apart, not the clocks.
        self.day = (hours / 24).astype(int)
        self.cluster = (hours / _CLUSTER_H).astype(int)

    def rows(self, offset: float, drift: float) -> _Rows:
        c, n = self.curves, self.own.size
        at = (self.own - offset) / (1 + drift)
        later = self.other + offset + drift * self.other
        ref = _line(c.reference_hours, c.reference, at)
        own = _line(c.test_hours, self.test, later)
        when = np.concatenate([at, self.other])
        volume = np.concatenate([ref.volume, own.volume])
        length = np.concatenate([ref.length, own.length])
        slope, volume = -volume / length, np.maximum(volume, 0.0)
        step = np.repeat([c.reference_step, self.test_step], [n, self.other.size])
        # Errors of interpolation grow with the volume of the interval; across an outage nothing is known.
        floor = 0.5 * volume.mean() + 2 * step.max()
        weight = np.where(length <= _LONGEST_H, 1 / (volume + floor), 0.0)
        # Slope, weight and interpolated value hold the same two rounded readings: at a share of the
        # way other than one half their errors do not cancel. To first order, with half of the largest
        # variance a rounded difference can have: there is none where nothing flows.
        local = np.bincount(self.cluster, volume) / np.maximum(np.bincount(self.cluster), 1)
        rounding = np.minimum(step**2 / 12, step * local[self.cluster] / 2) / 2
        share = np.concatenate([ref.share, own.share])
        sign = np.repeat([-1.0, 1.0], [n, self.other.size])
        pull = sign * (2 * share - 1) * rounding * floor * weight**2 / length
        columns = np.column_stack(
            [
                np.concatenate([ref.value - self.own_value, self.other_value - own.value]),
                slope,
                slope * when,
                -np.concatenate([self.own_value, own.value]),
            ]
        )
        total = np.maximum(np.bincount(self.day, weight), 1e-300)
        for k in range(columns.shape[1]):
            columns[:, k] -= (np.bincount(self.day, weight * columns[:, k]) / total)[self.day]
        return _Rows(
            misfit=columns[:, 0],
            slopes=columns[:, 1:],
            weight=weight,
            pull=np.array([pull.sum(), pull @ when, 0.0]),
        )

    def misfit(self, offset: float, drift: float) -> float:
        """Weighted mean square of what remains after the best ratio and constants."""
        rows = self.rows(offset, drift)
        return float((rows.weight * rows.rest**2).sum() / max(rows.weight.sum(), 1e-300))

    def solve(self, offset: float, drift: float) -> ClockFit:
        best = (self.misfit(offset, drift), offset, drift)
        limit = 0.5 * max(self.curves.interval_h, 0.1)
        for _ in range(_STEPS):
            rows = self.rows(offset, drift)
            move = np.linalg.lstsq(rows.information, -rows.score, rcond=None)[0]
            offset += float(np.clip(move[0], -limit, limit))
            drift += float(np.clip(move[1], -limit / 24, limit / 24))
            best = min(best, (self.misfit(offset, drift), offset, drift))
            if abs(move[0]) < 1e-5:
                break
        return self._corrected(*best[1:])

    def _corrected(self, least_offset: float, least_drift: float) -> ClockFit:
        """From the least squares to where the score is what rounding alone makes it."""
        offset, drift = least_offset, least_drift
        limit = 0.2 * max(self.curves.interval_h, 0.1)
        for damping in (1.0, 1.0, 0.5, 0.5, 0.25):
            rows = self.rows(offset, drift)
            move = np.linalg.lstsq(rows.information, rows.pull - rows.score, rcond=None)[0]
            offset += float(np.clip(damping * move[0], -limit, limit))
            drift += float(np.clip(damping * move[1], -limit / 24, limit / 24))
        rows = self.rows(offset, drift)
        influence = self._influence(rows)
        variance = np.diag(influence.T @ influence)
        # A few busy stretches may carry most of the evidence: count those that do.
        share = influence[:, 0] ** 2
        doubt = _DOUBT * self.curves.interval_h
        groups = int(np.count_nonzero(np.bincount(self.cluster)))
        effective = share.sum() ** 2 / max((share**2).sum(), 1e-300)
        return ClockFit(
            offset_h=offset,
            drift=drift,
            offset_error_h=float(np.sqrt(variance[0] + (0.5 * (offset - least_offset)) ** 2 + doubt**2)),
            drift_error=float(np.hypot(np.sqrt(variance[1]), 0.5 * (drift - least_drift))),
            freedom=float(min(effective, max(groups - 3, 1))),
        )

    def _influence(self, rows: _Rows) -> Array:
        """What leaving out each stretch does to the estimate, shape (stretches, 3): the jackknife."""
        x, weight = rows.slopes, rows.weight
        score = np.column_stack([np.bincount(self.cluster, weight * rows.rest * a) for a in x.T])
        held = np.array([[np.bincount(self.cluster, weight * a * b) for a in x.T] for b in x.T])
        scale = np.sqrt(np.maximum(np.diag(rows.information), 1e-300))
        without = (rows.information[:, :, None] - held).transpose(2, 0, 1) / np.outer(scale, scale)
        without = without + 1e-9 * np.eye(3)
        return np.asarray(np.linalg.solve(without, (score / scale)[:, :, None])[:, :, 0] / scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A point on the line between two readings: value, share of the way, their distance and volume."""

    value: Array
    share: Array
    length: Array
    volume: Array


def _line(hours: Array, values: Array, at: Array) -> _Line:
    a = np.clip(np.searchsorted(hours, at, side="right") - 1, 0, hours.size - 2)
    length, volume = hours[a + 1] - hours[a], values[a + 1] - values[a]
    share = (at - hours[a]) / length
    return _Line(value=values[a] + volume * share, share=share, length=length, volume=volume)


def _thinned(hours: Array, values: Array, at_most: int | None) -> tuple[Array, Array]:
    every = 1 if at_most is None else max(1, -(-hours.size // at_most))
    return hours[::every], values[::every]


def _root_increments(cumulative: Array) -> Array:
    return np.sqrt(np.maximum(np.diff(cumulative), 0.0))


def _correlation(a: Array, b: Array, lag: int) -> float:
    """Correlation of `a` with `b`, `a` taken `lag` places later."""
    a, b = (a[lag:], b[: b.size - lag]) if lag >= 0 else (a[:lag], b[-lag:])
    a, b = a - a.mean(), b - b.mean()
    scale = np.sqrt((a @ a) * (b @ b))
    return float(a @ b / scale) if scale > 0 else 0.0
