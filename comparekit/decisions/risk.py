"""What an acceptance rule costs: the risks of the consumer and of the producer.

Items come from a production or a population of meters whose quantity has the distribution `prior`; each
is measured with the standard uncertainty u and accepted where the measured value lies in `acceptance`.
It conforms where its true value lies in `tolerance`. An open end of an interval is None.

References: JCGM 106:2012, section 9 (global risk 9.4, 9.5; specific risk 9.3).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from comparekit.stats.arrays import Array
from comparekit.stats.density import Density
from comparekit.stats.interval import Interval

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_REACH = 9.0  # standard deviations of the measurement: 1e-19 lie beyond
_TAILS = 0.5 ** np.arange(1, 54, 2)  # probabilities at which the prior is cut into panels


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalRisk:
    """Shares of all items [1]; each between 0 and 1.

    `consumer`: accepted and not conforming (false acceptance); `producer`: rejected and conforming (false
    rejection); `nonconforming`: not conforming, measured or not; `accepted`: accepted. They are about a
    population: of the accepted items, consumer / accepted do not conform.
    """

    consumer: float
    producer: float
    nonconforming: float
    accepted: float


def guarded(tolerance: Interval, guard_band: float) -> Interval:
    """Acceptance interval with its ends moved inwards by `guard_band` [unit]; outwards where negative."""
    return Interval(
        low=None if tolerance.low is None else tolerance.low + guard_band,
        high=None if tolerance.high is None else tolerance.high - guard_band,
    )


def global_risk(
    prior: Density, standard_uncertainty: float, tolerance: Interval, acceptance: Interval
) -> GlobalRisk:
    """Risks of an acceptance rule before anything is measured.

    Parameters
    ----------
    prior : Density
        Of the true values [unit].
    standard_uncertainty : float
        Of one measurement [unit], zero or above; its error is normal and independent of the value.
    tolerance, acceptance : Interval
        Limits of the true and of the measured value [unit]. An acceptance interval whose low end lies
        above its high end accepts nothing.

    Raises
    ------
    ValueError
        An uncertainty below zero or not finite, a tolerance whose ends are out of order.

    Notes
    -----
    JCGM 106:2012, 9.5.2 and 9.5.3 (equations 17 to 20). It is as good as the prior: an old population that
    was never sampled has none.
    """
    low, high = _tolerance(tolerance)
    c, d = _ends(acceptance)
    u = _uncertainty(standard_uncertainty)

    def joint(a: float, b: float, measured: tuple[float, float]) -> float:
        return _joint(prior, u, (a, b), measured)

    outside = float(prior.cdf(low)) + float(prior.sf(high))
    if c >= d:
        return GlobalRisk(consumer=0.0, producer=1 - outside, nonconforming=outside, accepted=0.0)
    consumer = joint(-math.inf, low, (c, d)) + joint(high, math.inf, (c, d))
    producer = joint(low, high, (-math.inf, c)) + joint(low, high, (d, math.inf))
    return GlobalRisk(
        consumer=consumer,
        producer=producer,
        nonconforming=outside,
        accepted=consumer + joint(low, high, (c, d)),
    )


def specific_consumer_risk(
    measured: float, prior: Density, standard_uncertainty: float, tolerance: Interval
) -> float:
    """Probability that an item with this measured value does not conform [1].

    The consumer's risk where it is accepted; where it is rejected, the producer's is one minus this.

    Parameters
    ----------
    measured : float
        Measured value [unit].
    prior : Density
        Of the true values [unit], before measuring.
    standard_uncertainty : float
        Of the measurement [unit], above zero.
    tolerance : Interval
        Limits of the true value [unit].

    Notes
    -----
    JCGM 106:2012, 9.3, with the distribution after measuring of 6.2. Where nothing is known before, use
    `comparekit.decisions.conformity.probability_within`.
    """
    low, high = _tolerance(tolerance)
    u = _uncertainty(standard_uncertainty)
    if u == 0 or not math.isfinite(measured):
        raise ValueError("measured, standard_uncertainty: finite, the uncertainty above zero")

    def log_posterior(x: Array) -> Array:
        return np.asarray(prior.log_density(x) - 0.5 * ((measured - x) / u) ** 2)

    known = np.r_[_cuts(prior), measured + u * np.linspace(-12, 12, 25)]
    grid = np.linspace(known.min(), known.max(), 4001)
    grid = np.unique(np.r_[grid, known])
    grid = grid[np.isfinite(log_posterior(grid))]
    logs = log_posterior(grid)
    near = np.flatnonzero(logs > logs.max() - 50)
    first, last = grid[max(near[0] - 1, 0)], grid[min(near[-1] + 1, grid.size - 1)]
    edges = np.r_[np.linspace(first, last, 101), known, low, high]
    edges = edges[(edges >= first) & (edges <= last)]
    x, weight = _nodes(edges)
    mass = weight * np.exp(log_posterior(x) - logs.max())
    return float(mass[(x < low) | (x > high)].sum() / mass.sum())


def guard_band_for_consumer(
    risk: float, prior: Density, standard_uncertainty: float, tolerance: Interval
) -> float:
    """Guard band [unit] at which the global consumer's risk is `risk`, the same at both limits.

    Negative where even simple acceptance keeps the risk lower: then acceptance may reach beyond the
    tolerance. Raises ValueError where no rule brings that risk, as where fewer items do not conform.
    """
    return _root(risk, prior, standard_uncertainty, tolerance, lambda found: found.consumer)


def guard_band_for_producer(
    risk: float, prior: Density, standard_uncertainty: float, tolerance: Interval
) -> float:
    """Guard band [unit] at which the global producer's risk is `risk`; see `guard_band_for_consumer`."""
    return _root(risk, prior, standard_uncertainty, tolerance, lambda found: found.producer)


def _root(
    risk: float,
    prior: Density,
    standard_uncertainty: float,
    tolerance: Interval,
    of: Callable[[GlobalRisk], float],
) -> float:
    low, high = _tolerance(tolerance)
    beyond = (_REACH + 1) * _uncertainty(standard_uncertainty)
    least, most = float(prior.quantile(1e-16)) - beyond, float(prior.upper_quantile(1e-16)) + beyond
    loosest = -max(most - high, low - least, 0.0)  # accepts everything
    room = max(most - low if math.isfinite(low) else 0.0, high - least if math.isfinite(high) else 0.0)
    strictest = min(0.5 * (high - low), room)  # accepts nothing

    def excess(band: float) -> float:
        found = global_risk(prior, standard_uncertainty, tolerance, guarded(tolerance, band))
        return of(found) - risk

    ends = excess(loosest), excess(strictest)
    if not (min(ends) < 0 < max(ends)):
        reached = sorted(end + risk for end in ends)
        raise ValueError(f"risk: a guard band reaches from {reached[0]:.3g} to {reached[1]:.3g}, not {risk}")
    return float(brentq(excess, loosest, strictest, xtol=1e-13 * (strictest - loosest)))


def _joint(prior: Density, u: float, true: tuple[float, float], measured: tuple[float, float]) -> float:
    """Probability of a true value and a measured value in these ranges.

    Integrated over the measurement error, so that only the prior's distribution function is needed: a
    density that is infinite at zero does no harm, nor does a very small uncertainty.
    """
    (a, b), (c, d) = true, measured
    if not u:
        return float(_mass(prior, np.array([max(a, c)]), np.array([min(b, d)]))[0])
    cuts = np.r_[_cuts(prior), a, b]
    with np.errstate(invalid="ignore", over="ignore"):  # infinite ends, next to no uncertainty
        edges = np.r_[np.linspace(-_REACH, _REACH, 37), (c - cuts) / u, (d - cuts) / u]
    z, weight = _nodes(edges[np.abs(edges) <= _REACH])
    mass = _mass(prior, np.maximum(a, c - u * z), np.minimum(b, d - u * z))
    return float((weight * np.exp(-0.5 * z**2) * mass).sum() / math.sqrt(2 * math.pi))


def _mass(prior: Density, low: Array, high: Array) -> Array:
    """Probability between the ends, from whichever tail keeps more digits; zero where they cross."""
    lower = np.asarray(prior.cdf(low)) < 0.5
    between = np.where(lower, prior.cdf(high) - prior.cdf(low), prior.sf(low) - prior.sf(high))
    return np.asarray(np.where(low < high, between, 0.0))


def _cuts(prior: Density) -> Array:
    return np.concatenate([prior.quantile(_TAILS), prior.upper_quantile(_TAILS)])


def _nodes(edges: Array) -> tuple[Array, Array]:
    """Gauss-Legendre nodes and weights on every panel between neighbouring edges."""
    edges = np.unique(edges)
    middle, half = 0.5 * (edges[1:] + edges[:-1]), 0.5 * np.diff(edges)
    return (middle[:, None] + half[:, None] * _NODES).ravel(), (half[:, None] * _WEIGHTS).ravel()


def _ends(interval: Interval) -> tuple[float, float]:
    low = -math.inf if interval.low is None else interval.low
    return low, math.inf if interval.high is None else interval.high


def _tolerance(tolerance: Interval) -> tuple[float, float]:
    low, high = _ends(tolerance)
    if not low < high:
        raise ValueError(f"tolerance: the low end below the high end, not {low} to {high}")
    return low, high


def _uncertainty(standard_uncertainty: float) -> float:
    if not (math.isfinite(standard_uncertainty) and standard_uncertainty >= 0):
        raise ValueError(f"standard_uncertainty: finite, zero or above, not {standard_uncertainty}")
    return standard_uncertainty
