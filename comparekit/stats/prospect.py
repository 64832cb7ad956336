"""How many more blocks would settle where a deviation lies against two bounds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri, stdtrit

from comparekit.stats.arrays import Array
from comparekit.stats.deviation import DeviationPosterior

HORIZON = 366  # blocks: beyond a year nobody waits, and the answer is "never"


def detectable_deviation(half_width: float, standard_uncertainty: float, power: float = 0.8) -> float:
    """Smallest deviation [1] that an interval of this half-width leaves out zero for, with `power`.

    The estimate scatters by `standard_uncertainty` about the truth; it must clear the half-width.
    """
    return half_width + float(ndtri(power)) * standard_uncertainty


def blocks_to_settle(
    posterior: DeviationPosterior,
    *,
    estimate: float,
    volume: float,
    test_step: float,
    reference_step: float,
    blocks: int,
    low: float,
    high: float,
    probability: float = 0.8,
    tail: Callable[[NDArray[np.int64]], Array] = lambda blocks: np.full(blocks.shape, 0.05),
) -> int | None:
    """Total number of blocks after which the interval lies on one side of the bounds.

    The deviation is taken to stay as estimated, the blocks to come as large as the mean of those
    seen, and sigma as the posterior has it; for each sigma the chance of being settled is that of a
    normal estimate whose interval is widened as a t interval is.

    Parameters
    ----------
    posterior : DeviationPosterior
        Of one comparison (no leading axes).
    estimate, low, high : float
        Deviation and bounds [1].
    volume : float
        Mean reference volume of a block [unit].
    test_step, reference_step : float
        Resolution of the readings to come [unit].
    blocks : int
        Blocks so far.
    probability : float
        Wanted chance of being settled.
    tail : callable
        Numbers of blocks -> two-sided tail of the interval that will be held against the bounds there.

    Returns
    -------
    int or None
        None: not within a year; the deviation sits on a bound.
    """
    candidates = np.arange(blocks + 1, HORIZON + 1)
    if not candidates.size or volume <= 0:
        return None
    sigma = posterior.sigma
    w = float(posterior.reference_weight)
    slope = (1 + w * estimate) ** 2  # d(deviation) / d(beta)
    spread = slope * equal_blocks_spread(candidates, sigma, volume, test_step, reference_step)
    widened = np.asarray(stdtrit(np.maximum(candidates - 1, 1), 1 - 0.5 * tail(candidates)))
    half = widened[:, None] * spread
    inside = ndtr((high - half - estimate) / spread) - ndtr((low + half - estimate) / spread)
    outside = ndtr((estimate - half - high) / spread) + ndtr((low - half - estimate) / spread)
    settled = np.clip(inside, 0, 1) + outside
    reached = np.flatnonzero(settled @ posterior.beta.weight >= probability)
    return int(candidates[reached[0]]) if reached.size else None


def equal_blocks_spread(
    blocks: ArrayLike, sigma: Array, volume: float, test_step: float, reference_step: float
) -> Array:
    """Standard deviation of the slope [1] over that many equal blocks, for each sigma.

    Parameters
    ----------
    blocks : array, shape (n,)
        Numbers of blocks.
    sigma : array, shape (g,)
        Day-to-day standard deviations [1].
    volume, test_step, reference_step : float
        Volume of a block and resolution of the readings [one unit].

    Returns
    -------
    array, shape (n, g)

    Notes
    -----
    The covariance ``a I + r T`` with the second-difference matrix T has, on equal blocks, the
    solution ``x_k = (1 - cosh((k - (n + 1) / 2) t) / cosh((n + 1) t / 2)) / a`` of
    ``(a I + r T) x = 1`` with ``2 cosh(t) = 2 + a / r``; the information is the sum of x.
    """
    n = np.asarray(blocks, dtype=float)[:, None]
    a = (sigma**2)[None, :]
    r = (test_step**2 + reference_step**2) / (12 * volume**2)
    t = np.arccosh(1 + a / (2 * r))
    # Where unsteadiness is lost in rounding the difference cancels (0/0 in the end): there the limit.
    with np.errstate(invalid="ignore", divide="ignore"):
        edges = np.exp(-t / 2) * -np.expm1(-n * t) / (1 + np.exp(-(n + 1) * t)) / np.sinh(t / 2)
    total = np.where((n + 1) * t < 1e-3, n * (n + 1) * (n + 2) / (12 * r), (n - edges) / a)
    return np.asarray(1 / np.sqrt(total))
