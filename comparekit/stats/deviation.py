"""The deviation model: how far one register runs from another, when both are read in steps.

At the block boundaries, with increments of the two registers, test minus reference::

    y_k = beta * m_k + w_k + (rounding differences)

* `m_k` is a mean of both increments, weighted so that its rounding is uncorrelated with that of
  `y_k`. Regressing on the reference increments alone would pull the estimate towards "reads low".
* `w_k`, independent, of variance ``sigma**2 * m_k * mean(m)``, is the unsteadiness of the meters
  and of the household's mix of flows. Because that variance grows with the first power of the
  volume, blocks may be joined or split without changing the model, and at fine steps the estimate
  is the ratio of the totals.
* A reading carries a uniform error of one step. Neighbouring increments share a reading, so their
  errors are a moving average of order one, with known variance, and cancel over the window.

For each sigma on a grid, beta follows by generalised least squares: the covariance is tridiagonal
and one forward pass factors it. Sigma is then integrated out of the restricted likelihood under a
half-Cauchy prior; plugging in one value would make short weeks look surer than they are. The result
is a mixture of normals in beta, and ``delta = beta / (1 - w * beta)`` is the deviation.

The function is pure and works over leading axes (weeks, looks, pairs).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comparekit.stats.arrays import Array
from comparekit.stats.mixture import NormalMixture

#: Half-Cauchy scale of sigma [1]: one for all utilities; the choice is recorded in
#: tests/validation/README.md.
PRIOR_SCALE = 0.011

_SIGMA_LOW, _SIGMA_HIGH = 1e-4, 0.5  # [1]; steadier than any meter .. a register that jumps about
_CHUNK = 2048  # rows treated at once, so that the working arrays stay in the processor's cache
_VOLUME_FLOOR = 0.02  # of the mean block: a block without use keeps some variance


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationPosterior:
    """What the model knows about the long-run deviation of each row.

    Attributes
    ----------
    beta : NormalMixture
        Posterior of the regression slope, components over the sigma grid, shape (..., g).
    reference_weight : array, shape (...)
        `w` of the transform from beta to the deviation.
    sigma : array, shape (g,)
        The grid of day-to-day standard deviations [1].
    usable : bool array, shape (...)
        False where the reference register moved by no more than its step: no ratio exists.

    NaN stands for "no information" in every array this object returns.
    """

    beta: NormalMixture
    reference_weight: Array
    sigma: Array
    usable: NDArray[np.bool_]

    @property
    def estimate(self) -> Array:
        """Deviation V_test / V_ref - 1 [1], shape (...). Positive: the test meter reads high."""
        return self.deviation_of(self.beta.expectation)

    def quantile(self, probability: float | Array) -> Array:
        """Deviation below which the posterior holds `probability` [1], shape (...)."""
        return self.deviation_of(self.beta.quantile(probability))

    def interval(self, confidence: float | Array = 0.95) -> tuple[Array, Array]:
        """Both ends of the central interval [1], each of shape (...); one confidence, or one a row."""
        tail = 0.5 * (1 - np.asarray(confidence))
        return self.quantile(tail), self.quantile(1 - tail)

    @property
    def standard_uncertainty(self) -> Array:
        """Half the length of the 68.27 % interval [1]; the mixture may have no second moment."""
        low, high = self.interval(0.6826894921370859)
        return 0.5 * (high - low)

    @property
    def sigma_median(self) -> Array:
        """Posterior median of sigma [1], shape (...): how unsteady the days are."""
        cumulative = np.cumsum(self.beta.weight, axis=-1)
        middle = cumulative - 0.5 * self.beta.weight
        above = np.clip((middle < 0.5).sum(axis=-1), 1, self.sigma.size - 1)
        m0, m1 = (
            np.take_along_axis(middle, index[..., None], axis=-1)[..., 0] for index in (above - 1, above)
        )
        s0, s1 = np.log(self.sigma[above - 1]), np.log(self.sigma[above])
        share = np.clip((0.5 - m0) / np.where(m1 > m0, m1 - m0, 1.0), 0.0, 1.0)
        return np.asarray(np.where(self.usable, np.exp(s0 + share * (s1 - s0)), np.nan))

    def deviation_of(self, beta: Array) -> Array:
        """Deviation [1] for a slope, shape (...); NaN where it carries no information."""
        w = self.reference_weight
        with np.errstate(divide="ignore", invalid="ignore"):
            delta = beta / (1 - w * beta)
        informative = self.usable & (w * beta < 1) & (delta > -1)
        return np.asarray(np.where(informative, delta, np.nan))


def fit_deviation(
    test: ArrayLike,
    reference: ArrayLike,
    *,
    test_step: ArrayLike,
    reference_step: ArrayLike,
    test_variance: ArrayLike = 0.0,
    reference_variance: ArrayLike = 0.0,
    blocks: ArrayLike | None = None,
    prior_scale: float = PRIOR_SCALE,
    sigma: float | None = None,
) -> DeviationPosterior:
    """Long-run deviation of the test register from the reference register.

    Parameters
    ----------
    test, reference : array, shape (..., n)
        Increments of the registers over the blocks, in one unit (m3, kWh), n >= 1.
    test_step, reference_step : scalar, or array broadcastable to (..., n + 1)
        Resolution of the readings at the block boundaries, in the same unit, > 0.
    test_variance, reference_variance : scalar, or array broadcastable to (..., n + 1)
        Variance of each boundary's value beyond its rounding [unit squared]: interpolation.
    blocks : int array, shape (...), optional
        How many leading blocks of each row count; the rest of the row is ignored.
    prior_scale : float
        Scale of the half-Cauchy prior of sigma [1].
    sigma : float, optional
        Take this day-to-day standard deviation [1] as known instead of integrating over it.

    Returns
    -------
    DeviationPosterior
        Over the leading axes. Read `interval(0.95)`: it holds the long-run deviation in at least
        95 of 100 comparisons. It misleads when a branch or leak lies between the meters, when the
        clocks differ, or when the days of the log are unlike the days it is to speak for.

    Raises
    ------
    ValueError
        Shapes that do not fit, a step that is not above zero, a volume that is not finite.

    Notes
    -----
    Restricted likelihood: Patterson & Thompson, Biometrika 58 (1971) 545. Half-Cauchy prior for a
    standard deviation: Gelman, Bayesian Analysis 1 (2006) 515.
    """
    y_test, y_ref = np.broadcast_arrays(np.asarray(test, float), np.asarray(reference, float))
    if y_test.ndim == 0 or y_test.shape[-1] < 1:
        raise ValueError("test, reference: need at least one block on the last axis")
    if not (np.isfinite(y_test).all() and np.isfinite(y_ref).all()):
        raise ValueError("test, reference: every increment must be a finite number")
    *lead, n = y_test.shape
    edges = (*lead, n + 1)
    steps_test = _steps(test_step, edges, "test_step")
    steps_ref = _steps(reference_step, edges, "reference_step")
    extra = [_variances(test_variance, edges), _variances(reference_variance, edges)]
    count = np.broadcast_to(np.asarray(n if blocks is None else blocks), tuple(lead))
    if ((count < 1) | (count > n)).any():
        raise ValueError(f"blocks: between 1 and {n} for each row")

    nodes, prior = _sigma_grid(n, prior_scale) if sigma is None else (np.array([sigma]), np.ones(1))
    rows = int(np.prod(lead, dtype=int))
    data = _Rows(*(a.reshape(rows, -1) for a in (y_test, y_ref, steps_test, steps_ref, *extra)))
    counts = count.reshape(rows).astype(np.intp)
    parts = [
        _fit_rows(_Rows(*(a[i : i + _CHUNK] for a in data)), counts[i : i + _CHUNK], nodes, prior)
        for i in range(0, rows, _CHUNK)
    ]
    weight, mean, sd, w, usable = (np.concatenate(column) for column in zip(*parts, strict=True))
    shape = (*lead, nodes.size)
    return DeviationPosterior(
        beta=NormalMixture(weight=weight.reshape(shape), mean=mean.reshape(shape), sd=sd.reshape(shape)),
        reference_weight=w.reshape(lead),
        sigma=nodes,
        usable=usable.reshape(lead),
    )


def _steps(step: ArrayLike, shape: tuple[int, ...], name: str) -> Array:
    steps = np.asarray(step, dtype=float)
    if not (np.isfinite(steps).all() and (steps > 0).all()):
        raise ValueError(f"{name}: every step must be a finite number above zero")
    return np.broadcast_to(steps, shape)


def _variances(variance: ArrayLike, shape: tuple[int, ...]) -> Array:
    values = np.asarray(variance, dtype=float)
    if not (np.isfinite(values).all() and (values >= 0).all()):
        raise ValueError("test_variance, reference_variance: finite numbers, none below zero")
    return np.broadcast_to(values, shape)


def _sigma_grid(n: int, scale: float) -> tuple[Array, Array]:
    """Nodes even in log sigma, close enough for a posterior whose log sd is 1 / sqrt(2 n)."""
    spacing = 1.3 / np.sqrt(2 * max(n, 4))
    span = np.log(_SIGMA_HIGH / _SIGMA_LOW)
    nodes = np.geomspace(_SIGMA_LOW, _SIGMA_HIGH, int(np.ceil(span / spacing)) + 1)
    prior = nodes / (1 + (nodes / scale) ** 2)  # half-Cauchy density times d(sigma)
    return nodes, prior / prior.sum()


class _Rows(NamedTuple):
    """A chunk of the batch: increments (rows, n), steps and further variances (rows, n + 1)."""

    test: Array
    reference: Array
    step_test: Array
    step_ref: Array
    extra_test: Array
    extra_ref: Array


def _fit_rows(
    data: _Rows, count: NDArray[np.intp], nodes: Array, prior: Array
) -> tuple[Array, Array, Array, Array, NDArray[np.bool_]]:
    test, reference, step_test, step_ref, extra_test, extra_ref = data
    n = test.shape[1]
    inside = np.arange(n) < count[:, None]
    # A truncated reading stands for the middle of its step: that matters only when steps change.
    test = np.where(inside, test + 0.5 * np.diff(step_test), 0.0)
    reference = np.where(inside, reference + 0.5 * np.diff(step_ref), 0.0)
    usable = reference.sum(axis=1) > np.take_along_axis(step_ref, count[:, None], axis=1)[:, 0]

    # A uniform error of one step has the variance step**2 / 12; whatever else adds to it.
    square_test, square_ref = step_test**2 + 12 * extra_test, step_ref**2 + 12 * extra_ref
    precision = np.where(np.arange(n + 1) <= count[:, None], 1 / (square_test + square_ref), 0.0)
    w = (precision * square_ref / (square_test + square_ref)).sum(1) / precision.sum(1)
    m = w[:, None] * test + (1 - w[:, None]) * reference
    usable &= m.sum(axis=1) > 0  # else one register runs backwards as far as the other runs on
    y = test - reference
    scale = np.where(usable, m.sum(axis=1) / count, 1.0)
    scale = np.where(scale > 0, scale, 1.0)[:, None]
    y, m = y / scale, np.where(usable[:, None], m / scale, inside)
    rounding = (square_test + square_ref) / (12 * scale**2)

    shape = (test.shape[0], nodes.size)
    log_det, yy, my, mm = (np.zeros(shape) for _ in range(4))
    variance = nodes**2
    pivot = below_y = below_m = np.zeros(shape)
    for k in range(n):
        on = inside[:, k : k + 1]
        unsteady = np.maximum(m[:, k : k + 1], _VOLUME_FLOOR)
        diagonal = variance * unsteady + (rounding[:, k : k + 1] + rounding[:, k + 1 : k + 2])
        if k:
            ratio = -rounding[:, k : k + 1] / pivot
            diagonal = diagonal + ratio * rounding[:, k : k + 1]
            below_y, below_m = y[:, k : k + 1] - ratio * below_y, m[:, k : k + 1] - ratio * below_m
        else:
            below_y, below_m = y[:, :1] + 0 * diagonal, m[:, :1] + 0 * diagonal
        pivot = diagonal
        part = below_m / pivot
        log_det += np.where(on, np.log(pivot), 0.0)
        yy += np.where(on, below_y**2 / pivot, 0.0)
        my += np.where(on, part * below_y, 0.0)
        mm += np.where(on, part * below_m, 0.0)
    mean = my / mm
    log_weight = np.log(prior) - 0.5 * (log_det + np.log(mm) + yy - mean * my)
    weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    return weight, mean, np.sqrt(1 / mm), w, usable
