"""Intervals that stay honest while people look: a boundary for daily looks, and an e-process.

A fixed interval looked at daily misses the truth at some look far more often than it says. From three
blocks on, with no running intersection:

* **boundary**: the posterior's central interval at a constant, wider level, for at most 30 looks. The
  level was calibrated on the virtual bench (`tests/validation/looks.py --calibrate`), so that over all
  looks together the truth is left out in no more runs than the confidence allows.
* **e-process**: for unplanned or longer looking. The ratio of the posterior density with the effect
  spread out over a normal of scale ``c * sigma`` to the posterior density itself is, for the true
  value, a quantity whose chance of ever exceeding 1 / alpha is at most alpha under the prior of sigma
  (Ville's inequality; Robbins, Ann. Math. Statist. 41 (1970) 1397, for the mixture). The interval holds
  the values it does not reject.
"""

from __future__ import annotations

import numpy as np

from comparekit.stats.arrays import Array
from comparekit.stats.deviation import DeviationPosterior
from comparekit.stats.mixture import NormalMixture

FIRST_LOOK = 3  # blocks: before that there is nothing to look at
MOST_LOOKS = 30  # blocks up to which the boundary was calibrated

#: Two-sided tail of the boundary by confidence. Made by `tests/validation/looks.py --calibrate
#: --weeks 4000 --seed 11`: 4.5 % of the runs of the worst cell miss at some look where 5 % may.
BOUNDARY_TAIL = {0.90: 0.01337, 0.95: 0.00577, 0.99: 0.00094}

EFFECT_SCALE = 5.0  # of the mixing normal, in units of sigma; 4 to 7 give much the same width
_BISECTIONS = 60


def boundary_interval(posterior: DeviationPosterior, confidence: float = 0.95) -> tuple[Array, Array]:
    """Interval for at most 30 daily looks, each end of shape (...), NaN without information.

    Parameters
    ----------
    posterior : DeviationPosterior
        At one look, or at many over the leading axes.
    confidence : float
        0.90, 0.95 or 0.99: the boundary is calibrated for these.

    Raises
    ------
    ValueError
        Another confidence.
    """
    if confidence not in BOUNDARY_TAIL:
        raise ValueError(f"confidence: one of {tuple(BOUNDARY_TAIL)}, not {confidence!r}")
    return posterior.interval(1 - BOUNDARY_TAIL[confidence])


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
