"""Paired differences as a spreadsheet treats them: the t-test of their mean, and two one-sided tests.

Both take the differences for independent and normal. Daily differences of two registers are neither:
neighbouring days share a reading. Nothing here decides a comparison; it is what the program is held
against (`comparekit.studies.why`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

from comparekit.stats.arrays import Array

FEWEST = 2  # differences


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedT:
    """t-test of the mean of paired differences against zero, over the leading axes (...).

    Attributes
    ----------
    pairs : int
        Differences in each row.
    mean, standard_error : array, shape (...)
        In the unit of the differences.
    t, p : array, shape (...)
        NaN where there is no answer.
    low, high : array, shape (...)
        Ends of the interval of the mean [unit]; NaN where there is no answer.
    answers : bool array, shape (...)
        False where all differences are the same: the test divides by zero.
    """

    pairs: int
    mean: Array
    standard_error: Array
    t: Array
    p: Array
    low: Array
    high: Array
    answers: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalence:
    """Two one-sided t-tests (TOST) of the mean against a lower and an upper bound, over (...).

    `p` is the larger of both p-values [1]: below 0.05 the mean is called equivalent to zero, which is the
    same as saying that the 90 % interval `low` to `high` [unit] lies inside the bounds. Where all
    differences are the same, p is 0 (inside), 1 (outside) or NaN (on a bound): certainty out of nothing.
    """

    p: Array
    low: Array
    high: Array


def paired_t(differences: ArrayLike, confidence: float = 0.95) -> PairedT:
    """t-test of paired differences against zero.

    Parameters
    ----------
    differences : array, shape (..., n)
        n >= 2 differences a row, in any unit.
    confidence : float
        Of the interval, above 0 and below 1.

    Raises
    ------
    ValueError
        Fewer than two differences, one that is not finite, a confidence outside its range.

    Notes
    -----
    Student, Biometrika 6 (1908) 1. It misleads wherever neighbouring differences share a reading, and
    wherever somebody looks more than once.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence: above 0 and below 1, not {confidence!r}")
    values, mean, error = _mean_and_error(differences)
    n = values.shape[-1]
    answers = np.asarray(error > 0)
    t = np.asarray(np.divide(mean, error, out=np.full_like(mean, np.nan), where=answers))
    half = np.where(answers, stdtrit(n - 1, 0.5 * (1 + confidence)) * error, np.nan)
    return PairedT(
        pairs=n,
        mean=mean,
        standard_error=error,
        t=t,
        p=np.asarray(2 * stdtr(n - 1, -np.abs(t))),
        low=np.asarray(mean - half),
        high=np.asarray(mean + half),
        answers=answers,
    )


def equivalence(differences: ArrayLike, low: ArrayLike, high: ArrayLike) -> Equivalence:
    """Two one-sided t-tests of the mean difference against bounds.

    Parameters
    ----------
    differences : array, shape (..., n)
        n >= 2 differences a row.
    low, high : scalar or array broadcasting against the leading axes
        Bounds [unit of the differences], low < high.

    Raises
    ------
    ValueError
        Fewer than two differences, one that is not finite, bounds in the wrong order.

    Notes
    -----
    Schuirmann, J. Pharmacokin. Biopharm. 15 (1987) 657.
    """
    values, mean, error = _mean_and_error(differences)
    lower, upper = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    if not (lower < upper).all():
        raise ValueError("low, high: each lower bound below its upper bound")
    n = values.shape[-1]
    with np.errstate(divide="ignore", invalid="ignore"):  # a zero error: certainty, or nothing on the bound
        above, below = (mean - lower) / error, (upper - mean) / error
    half = stdtrit(n - 1, 0.95) * error
    return Equivalence(
        p=np.asarray(np.maximum(stdtr(n - 1, -above), stdtr(n - 1, -below))),
        low=np.asarray(mean - half),
        high=np.asarray(mean + half),
    )


def _mean_and_error(differences: ArrayLike) -> tuple[Array, Array, Array]:
    """The differences, their mean and its standard error, the latter exactly 0 where all are the same."""
    values = np.asarray(differences, dtype=float)
    if values.ndim == 0 or values.shape[-1] < FEWEST:
        raise ValueError(f"differences: need at least {FEWEST} on the last axis")
    if not np.isfinite(values).all():
        raise ValueError("differences: every one must be a finite number")
    n = values.shape[-1]
    mean = np.asarray(values.mean(axis=-1))
    error = np.asarray(values.std(axis=-1, ddof=1) / np.sqrt(n))
    # Equal decimals differ in their last bits: what no register shows is no scatter.
    scale = np.abs(values).max(axis=-1)
    return values, mean, np.where(error > 1e-9 * scale, error, 0.0)
