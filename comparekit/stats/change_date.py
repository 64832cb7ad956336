"""When a level changed: the posterior of one change date in a row of noisy numbers.

    y_t = z_t' g + theta * [t >= k] + e_t,    e an autoregression of order one, variance sigma**2

For every candidate k (the first time after the change) g, sigma and the correlation are integrated out:
g flat, sigma with density 1/sigma, correlation on a grid, ``theta ~ N(0, (kappa * sigma)**2)`` with kappa
on a grid that reaches down to changes too small to be seen. Everything a candidate needs is a sum over the
times after it, so all candidates together cost one backward pass (Smith, Biometrika 62 (1975) 407, for
independent noise; the correlation is taken out first).

A small change can lie anywhere, and a record without any change says nothing of a date: the date therefore
carries the share of "no change" spread over all candidates as they were before the data.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from comparekit.stats.arrays import Array
from comparekit.stats.serial import Whitening, beside

#: Correlations between neighbours tried, and the weight of each: a normal density about 0.2 with sd
#: 0.25. Daily use of homes is seldom correlated by more than 0.6 once season and weather are out; a flat
#: prior lets a real step pass for correlation in short records.
CORRELATIONS = np.arange(0.0, 0.75, 0.1)
CORRELATION_WEIGHTS = np.exp(-0.5 * ((CORRELATIONS - 0.2) / 0.25) ** 2)
_END = 15  # values next to an end, over which the probability before the data rises
#: Sizes of a change in standard deviations of a single value, and their weights.
EFFECTS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
EFFECT_WEIGHTS = (2.0, 2.0, 1.5, 1.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDate:
    """What a record says about when its level changed.

    Attributes
    ----------
    candidates : int array, shape (c,)
        Index of the first value after the change, for every candidate.
    probability : array, shape (..., c)
        Posterior of the candidates; sums to 1. Before the data they are even but for the ends.
    changed : array, shape (...)
        Probability that there was a change at all, one half before the data.
    """

    candidates: np.ndarray[tuple[int], np.dtype[np.intp]]
    probability: Array
    changed: Array

    @property
    def most_probable(self) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
        """Index of the first value after the change at the most probable candidate, shape (...)."""
        return np.asarray(self.candidates[self.probability.argmax(axis=-1)])

    def credible_set(self, level: float = 0.9) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Which candidates belong to the smallest set that holds `level` of the probability, shape (..., c).

        Among 100 records with a change, such sets hold the true date in about 90. Where a change is no more
        probable than none, every candidate belongs: such a record says nothing of a date.
        """
        order = np.argsort(-self.probability, axis=-1, kind="stable")
        ordered = np.take_along_axis(self.probability, order, axis=-1)
        needed = np.cumsum(ordered, axis=-1) - ordered < level
        chosen = np.zeros(self.probability.shape, dtype=bool)
        np.put_along_axis(chosen, order, needed, axis=-1)
        return chosen | (np.asarray(self.changed) < 0.5)[..., None]

    def near(self, index: int, reach: int) -> Array:
        """Probability of a change within `reach` values of `index`, shape (...); 0 beyond the candidates."""
        close = np.abs(self.candidates - index) <= reach
        return np.asarray(self.changed * self.probability[..., close].sum(axis=-1))


def change_date(y: ArrayLike, *, known: ArrayLike | None = None, gaps: ArrayLike | None = None) -> ChangeDate:
    """Posterior of the date of one change of level.

    Parameters
    ----------
    y : array_like, shape (..., n)
        Values in order of time, n >= 4: for use, the logarithm of each day's. No NaN.
    known : array_like, shape (p, n), optional
        What else moves the values (season, weather, weekday, earlier changes), in any unit; a level is
        always included.
    gaps : array_like, shape (n - 1,), optional
        Time between neighbours in units of the usual one; 1 where left out.

    Returns
    -------
    ChangeDate
        Candidates run from the second value to the last.

    Raises
    ------
    ValueError
        Too few values, or values that are not finite.
    """
    values = np.asarray(y, dtype=float)
    n = values.shape[-1]
    if n < 4 or not np.isfinite(values).all():
        raise ValueError(f"y: at least 4 finite values along the last axis, not {values.shape}")
    rows = np.ones((1, n)) if known is None else np.vstack([np.ones((1, n)), np.asarray(known, dtype=float)])
    spans = np.ones(n - 1) if gaps is None else np.asarray(gaps, dtype=float)
    candidates = np.arange(1, n)
    logs, none = [], []
    together = (
        CORRELATIONS.size if values.ndim == 1 else 1
    )  # of many records one after the other: less memory
    for k in range(0, CORRELATIONS.size, together):
        changed, unchanged = _marginals(values, rows, Whitening.of(CORRELATIONS[k : k + together], spans))
        weight = np.log(CORRELATION_WEIGHTS[k : k + together])
        logs.append(changed + weight.reshape(-1, *(1,) * values.ndim))
        none.append(unchanged + weight.reshape(-1, *(1,) * (values.ndim - 1)))
    stacked, alone = np.concatenate(logs), np.concatenate(none)
    top = np.maximum(stacked.max(axis=(0, -1)), alone.max(axis=0))
    likelihood = np.exp(stacked - top[..., None]).sum(axis=0)
    nothing = np.exp(alone - top).sum(axis=0)
    prior = _prior(n)
    weighed = likelihood * prior
    mean = weighed.sum(axis=-1)
    share = mean / (mean + nothing)
    spread = share[..., None] * weighed / mean[..., None] + (1.0 - share[..., None]) * prior
    return ChangeDate(candidates=candidates, probability=spread, changed=share)


def _marginals(y: Array, known: Array, whitening: Whitening) -> tuple[Array, Array]:
    """Log marginal likelihoods for each of f correlations.

    Of every candidate, shape (f, ..., c), and of no change, shape (f, ...).
    """
    n, p = y.shape[-1], known.shape[0]
    scale = whitening.scale
    later = (1.0 - whitening.carried) / scale  # a step in the new coordinates, once it has passed
    white, rows = whitening(y), whitening(known)  # (f, ..., n), (f, p, n)
    gram = rows @ np.swapaxes(rows, -1, -2)
    covariance = np.linalg.pinv(gram)
    projected = np.einsum("f...n,fpn->f...p", white, rows)
    explained = np.einsum("f...p,fpq->f...q", projected, covariance)
    rest = (white**2).sum(axis=-1) - (explained * projected).sum(axis=-1)
    step_rows = (rows / scale[:, None] + _after(rows * later[:, None]))[..., 1:]  # (f, p, c)
    step_square = (1.0 / scale**2 + _after(later**2))[:, 1:]
    step_square = step_square - (step_rows * (covariance @ step_rows)).sum(axis=1)
    step_square = beside(np.maximum(step_square, 1e-12), y.ndim)
    scale, later = beside(scale, y.ndim), beside(later, y.ndim)
    step_y = (white / scale + _after(white * later))[..., 1:]
    step_y = step_y - np.einsum("f...p,fpk->f...k", explained, step_rows)
    sign, volume = np.linalg.slogdet(gram)
    shared = whitening.log_determinant - np.where(sign > 0, 0.5 * volume, 0.0)
    shared = shared.reshape(-1, *(1,) * (y.ndim - 1))
    freedom = 0.5 * (n - p)
    floor = 1e-12 * (1.0 + rest)  # an exact fit would have no spread at all
    terms = []
    for effect, weight in zip(EFFECTS, EFFECT_WEIGHTS, strict=True):
        left = rest[..., None] - step_y**2 / (step_square + effect**-2)
        occam = 0.5 * np.log1p(effect**2 * step_square)
        terms.append(np.log(weight) - occam - freedom * np.log(np.maximum(left, floor[..., None])))
    stacked = np.stack(terms)
    top = stacked.max(axis=0)
    changed = top + np.log(np.exp(stacked - top).sum(axis=0) / sum(EFFECT_WEIGHTS))
    return shared[..., None] + changed, shared - freedom * np.log(np.maximum(rest, floor))


def _prior(n: int) -> Array:
    """Probability of each candidate before the data: even, rising over the values next to either end.

    A change few values from an end cannot be told from a spell, and a record without a change shows the
    largest differences there.
    """
    room = max(1, min(_END, n // 4))
    place = np.arange(1, n)
    weight = np.minimum(np.minimum(place, n - place), room).astype(float)
    return np.asarray(weight / weight.sum())


def _after(rows: Array) -> Array:
    """Sum over all later values, shape as given."""
    return np.asarray(np.cumsum(rows[..., ::-1], axis=-1)[..., ::-1] - rows)
