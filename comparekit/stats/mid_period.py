"""A change of rate within a period: a mixture of days before and days after, observed once.

The period scatters as a whole, and what is laid on its days after carries all of that scatter over a share of
the days. Two things follow. The logarithm of such a mean is not linear in the logarithm of the ratio, and
bounded from below: a bill cannot be less than what its days before had used. The ratio is therefore taken on
a grid. And where a few bills, read to whole units, happen to be alike, the next one's chance would be taken
for next to nothing and laid on a few days: a scatter below that of homes' bills is held to be less probable.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from comparekit.stats.arrays import Array
from comparekit.stats.mixture import NormalMixture

#: Standard deviation of the logarithm of the ratio before the data: a factor of seven either way. A share of
#: a bill may leave open that nothing at all was used after; the interval would else begin at nothing.
SIZE = 1.0
#: Homes' monthly bills scatter by about a tenth [1]; a smaller scatter has to be shown by more than so many.
SCATTER, FURTHER = 0.1, 2.0
_COARSE = np.linspace(-4.0, 4.0, 33)
_FINE = 97
_NEGLIGIBLE = 16.0  # of the logarithm below its top
_KERNEL = 0.6  # steps of the grid: sd of each component, smooth and not wider than need be


def mixed(ratio: float | Array, share: float | Array) -> Array:
    """Logarithm of the rate over a period, for a rate of 1 before and exp(`ratio`) in a `share` of it."""
    return np.asarray(np.log1p(share * np.expm1(ratio)))


def lies_within(share: Array) -> NDArray[np.bool_]:
    """The periods with days both before and after."""
    return (share > 0) & (share < 1)


def scatter_prior(sigmas: Array) -> Array:
    """Logarithm of what is held of a scatter before the data, shape (g,): nothing against a large one."""
    return np.asarray(-0.5 * FURTHER * (SCATTER / sigmas) ** 2)


def ratio_within(logs: Callable[[Array], Array], y: Array, share: Array) -> NormalMixture:
    """Posterior of the logarithm of the ratio, as narrow components side by side.

    Parameters
    ----------
    logs : callable
        Logarithms of the likelihoods of records without a change, shape (..., n), under each of c sets of
        the other unknowns, shape (..., c). Each is quadratic in the record.
    y : array, shape (..., n)
        Logarithms of the rates.
    share : array, shape (n,)
        Share of each period after the change, one of them neither 0 nor 1.
    """
    whole, within = (share == 1).astype(float), lies_within(share)
    part, b = float(share[within][0]), within.astype(float)
    moved = np.stack([np.zeros_like(b), whole, -whole, b, -b, whole + b])
    none, up, down, more, less, both = np.moveaxis(logs(y[..., None, :] - moved), -2, 0)
    by_ratio, by_part = 0.5 * (up - down), 0.5 * (more - less)
    squared, part_squared = 0.5 * (up + down) - none, 0.5 * (more + less) - none
    product = both - none - by_ratio - squared - by_part - part_squared

    terms = none, by_ratio, squared, by_part, part_squared, product

    def each(ratios: Array, terms: tuple[Array, ...]) -> Array:
        """Logarithm of the density under every set, shape (k, ..., c)."""
        x = ratios.reshape(-1, *(1,) * none.ndim)
        z = mixed(x, part)
        by = np.ones_like(x), x, x**2, z, z**2, x * z
        found = -0.5 * (x / SIZE) ** 2
        for one, term in zip(by, terms, strict=True):
            found = found + one * term
        return np.asarray(found)

    coarse = each(_COARSE, terms)
    top = coarse.max(axis=(0, -1), keepdims=True) - _NEGLIGIBLE
    heavy = (coarse > top - np.log(coarse.shape[-1])).reshape(-1, coarse.shape[-1]).any(axis=0)
    high = logsumexp(coarse, axis=-1)
    high = (high > high.max(axis=0) - _NEGLIGIBLE).reshape(_COARSE.size, -1).any(axis=1)
    where, last = np.flatnonzero(high), _COARSE.size - 1
    fine = np.linspace(_COARSE[max(where[0] - 1, 0)], _COARSE[min(where[-1] + 1, last)], _FINE)
    kept = tuple(term[..., heavy] for term in terms)
    log = np.moveaxis(logsumexp(each(fine, kept), axis=-1), 0, -1)
    weight = np.exp(log - log.max(axis=-1, keepdims=True))
    weight /= weight.sum(axis=-1, keepdims=True)
    return NormalMixture(
        weight=weight,
        mean=np.broadcast_to(fine, weight.shape),
        sd=np.full(weight.shape, _KERNEL * (fine[1] - fine[0])),
    )
