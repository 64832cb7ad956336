"""Bland and Altman's limits of agreement, with exact intervals.

They say within which limits 95 % of single differences lie. That is no interval of the mean difference:
however many days are added, the limits do not close in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import nctdtrit

from comparekit.stats.arrays import Array
from comparekit.stats.interval import Interval

FEWEST = 3  # differences: two make the outer ends useless
MULTIPLIER = 1.96  # of the standard deviation; Bland and Altman's first paper has 2


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsOfAgreement:
    """Limits of agreement of one set of paired differences, in their unit.

    Attributes
    ----------
    pairs : int
    bias, standard_deviation : float
        Mean and standard deviation of the differences.
    low, high : float
        The limits.
    low_interval, high_interval : Interval
        Of each limit, exact for normal differences.
    """

    pairs: int
    bias: float
    standard_deviation: float
    low: float
    high: float
    low_interval: Interval
    high_interval: Interval


def limits_of_agreement(
    differences: ArrayLike, *, multiplier: float = MULTIPLIER, confidence: float = 0.95
) -> LimitsOfAgreement:
    """Limits of agreement of paired differences.

    Parameters
    ----------
    differences : array, shape (n,)
        n >= 3, test minus reference.
    multiplier : float
        Standard deviations from the bias to a limit, > 0.
    confidence : float
        Of each limit's interval, above 0 and below 1.

    Raises
    ------
    ValueError
        Fewer than three differences, one that is not finite, another argument outside its range.

    Notes
    -----
    Bland & Altman, Lancet 327 (1986) 307. The interval of a limit: its distance from the sample mean, in
    standard deviations and times the root of n, is noncentral t (Carkeet, Optom. Vis. Sci. 92 (2015) e71).
    """
    values = np.asarray(differences, dtype=float)
    if values.ndim != 1 or values.size < FEWEST:
        raise ValueError(f"differences: one row of at least {FEWEST}")
    if not np.isfinite(values).all():
        raise ValueError("differences: every one must be a finite number")
    bias, sd = float(values.mean()), float(values.std(ddof=1))
    inner, outer = (float(f) for f in limit_factors(values.size, multiplier, confidence))
    return LimitsOfAgreement(
        pairs=values.size,
        bias=bias,
        standard_deviation=sd,
        low=bias - multiplier * sd,
        high=bias + multiplier * sd,
        low_interval=Interval(low=bias - outer * sd, high=bias - inner * sd, confidence=confidence),
        high_interval=Interval(low=bias + inner * sd, high=bias + outer * sd, confidence=confidence),
    )


def limit_factors(pairs: int, multiplier: float = MULTIPLIER, confidence: float = 0.95) -> Array:
    """Inner and outer end of a limit's interval, in standard deviations from the bias; shape (2,).

    Raises
    ------
    ValueError
        An argument outside its range.
    """
    if pairs < FEWEST:
        raise ValueError(f"pairs: {FEWEST} or more, not {pairs!r}")
    if not multiplier > 0:
        raise ValueError(f"multiplier: above 0, not {multiplier!r}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence: above 0 and below 1, not {confidence!r}")
    tails = 0.5 * np.array([1 - confidence, 1 + confidence])
    root = np.sqrt(pairs)
    return np.asarray(nctdtrit(pairs - 1, multiplier * root, tails) / root)
