"""Intervals that stay honest while people look: a boundary for daily looks, and an e-process.

A fixed interval looked at daily misses the truth at some look far more often than it says. From three
blocks on, with no running intersection:

* **boundary**: the posterior's central interval at a wider level, for at most 30 looks. What may be
  missed is spent mostly about the seventh day, on which practice decides: the tail rises to it and
  falls after it. Its height was calibrated on the virtual bench (`tests/validation/looks.py
  --calibrate`), so that over all looks together the truth is left out in no more runs than the
  confidence allows. A constant level does the same for twice the width at day 7.
* **planned**: looks that a protocol fixes before the start spend their error as O'Brien and Fleming.
* **e-process**: for unplanned or longer looking. The ratio of the posterior density with the effect
  spread out over a normal of scale ``c * sigma`` to the posterior density itself is, for the true
  value, a quantity whose chance of ever exceeding 1 / alpha is at most alpha under the prior of sigma
  (Ville's inequality; Robbins, Ann. Math. Statist. 41 (1970) 1397, for the mixture). The interval holds
  the values it does not reject.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from comparekit.stats.arrays import Array
from comparekit.stats.deviation import DeviationPosterior
from comparekit.stats.group_sequential import spending_tails
from comparekit.stats.mixture import NormalMixture

FIRST_LOOK = 3  # blocks: before that there is nothing to look at
MOST_LOOKS = 30  # blocks up to which the boundary was calibrated

PEAK = 7  # blocks: the look at which the boundary is narrowest against the fixed interval

#: Two-sided tail of the boundary at its peak by confidence. Made by `tests/validation/looks.py
#: --calibrate --weeks 4000 --seed 11`: 4 % of the runs of the worst cell miss at some look where 5 % may,
#: which leaves room for households it was not calibrated on.
PEAK_TAIL = {0.90: 0.0217, 0.95: 0.0098, 0.99: 0.0015}

#: Share of the error that planned looks spend. The fixed interval covers a little less than it says in
#: the worst cells of the bench; the same run gives 4.5 % of misses in the worst cell.
PLANNED_SHARE = 0.8

EFFECT_SCALE = 5.0  # of the mixing normal, in units of sigma; 4 to 7 give much the same width
_BISECTIONS = 60


def boundary_tail(blocks: ArrayLike, confidence: float = 0.95) -> Array:
    """Two-sided tail of the boundary after so many blocks (3 to 30), of their shape.

    Raises
    ------
    ValueError
        A confidence other than 0.90, 0.95 and 0.99: the boundary is calibrated for these.
    """
    if confidence not in PEAK_TAIL:
        raise ValueError(f"confidence: one of {tuple(PEAK_TAIL)}, not {confidence!r}")
    return PEAK_TAIL[confidence] * boundary_shape(blocks)


def boundary_shape(blocks: ArrayLike) -> Array:
    """The tail after so many blocks as a share of that at its peak, of their shape."""
    n = np.asarray(blocks, dtype=float)
    return np.asarray(np.minimum(n / PEAK, PEAK / n))


def boundary_interval(
    posterior: DeviationPosterior, blocks: ArrayLike, confidence: float = 0.95
) -> tuple[Array, Array]:
    """Interval for at most 30 daily looks, each end of shape (...), NaN without information.

    Parameters
    ----------
    posterior : DeviationPosterior
        At one look, or at many over the leading axes.
    blocks : int array, broadcasting against the leading axes
        Blocks so far at each of them.
    confidence : float
        0.90, 0.95 or 0.99.

    Raises
    ------
    ValueError
        Another confidence.
    """
    return posterior.interval(1 - boundary_tail(blocks, confidence))


def planned_tails(looks: Sequence[int], confidence: float = 0.95) -> Array:
    """Two-sided tail at each look fixed beforehand [blocks, rising], shape (k,)."""
    return spending_tails([look / looks[-1] for look in looks], PLANNED_SHARE * (1 - confidence))


def e_value(posterior: DeviationPosterior, deviation: Array | float) -> Array:
    """Evidence against `deviation` [1], shape (...): 20 or more speaks at the 5 % level, ever.

    Zero where the reference moved too little for a ratio.
    """
    w = posterior.reference_weight
    beta = np.asarray(deviation, dtype=float) / (1 + w * np.asarray(deviation, dtype=float))
    value = np.exp(_log_evidence(posterior.beta, posterior.sigma, np.broadcast_to(beta, w.shape)))
    return np.asarray(np.where(posterior.usable, value, 0.0))


def e_interval(posterior: DeviationPosterior, confidence: float = 0.95) -> tuple[Array, Array]:
    """Interval under looking whenever one likes, each end of shape (...), NaN without information."""
    mixture, threshold = posterior.beta, -np.log(1 - confidence)
    centre = mixture.expectation
    reach = (np.abs(mixture.mean - centre[..., None]) + 40 * mixture.sd).max(axis=-1)
    ends = []
    for side in (-1.0, 1.0):
        inner, outer = np.zeros_like(centre), reach
        for _ in range(_BISECTIONS):
            middle = 0.5 * (inner + outer)
            evidence = _log_evidence(mixture, posterior.sigma, centre + side * middle)
            inside = evidence < threshold
            inner, outer = np.where(inside, middle, inner), np.where(inside, outer, middle)
        ends.append(posterior.deviation_of(centre + side * outer))
    return ends[0], ends[1]


def _log_evidence(mixture: NormalMixture, sigma: Array, beta: Array) -> Array:
    """Logarithm of the e-value against the slope `beta`, shape (...)."""
    square = (beta[..., None] - mixture.mean) ** 2
    wide = mixture.sd**2 + (EFFECT_SCALE * sigma) ** 2
    narrow = mixture.sd**2
    return _log_density(mixture.weight, square, wide) - _log_density(mixture.weight, square, narrow)


def _log_density(weight: Array, square: Array, variance: Array) -> Array:
    with np.errstate(divide="ignore"):
        terms = np.log(weight) - 0.5 * (np.log(variance) + square / variance)
    top = terms.max(axis=-1, keepdims=True)
    return np.asarray(top[..., 0] + np.log(np.exp(terms - top).sum(axis=-1)))
