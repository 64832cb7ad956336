"""From standard uncertainties with degrees of freedom to an expanded uncertainty."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from comparekit.stats.arrays import Array


def effective_freedom(components: ArrayLike, freedom: ArrayLike) -> Array:
    """Effective degrees of freedom of the sum in quadrature of independent components.

    Parameters
    ----------
    components : array, shape (..., p)
        Contributions to the result, sensitivity times standard uncertainty [one unit]; signs do not matter.
    freedom : array, broadcastable to (..., p)
        Degrees of freedom of each, above zero; infinity where the uncertainty is taken as exact.

    Returns
    -------
    array, shape (...)
        Infinity where no uncertain component contributes. It misleads where components are correlated.

    Notes
    -----
    Welch-Satterthwaite formula, JCGM 100:2008, G.4.1. GUM rounds the result down; this does not.
    """
    u = np.asarray(components, dtype=float)
    nu = np.asarray(freedom, dtype=float)
    if not (nu > 0).all():
        raise ValueError("freedom: every number of degrees of freedom must be above zero")
    total = (u**2).sum(axis=-1)
    # Shares first: the fourth power of a small uncertainty in a small unit would underflow.
    share = u**2 / np.where(total > 0, total, 1.0)[..., None]
    with np.errstate(divide="ignore"):
        return np.asarray(1 / (share**2 / nu).sum(axis=-1))


def coverage_factor(freedom: ArrayLike, confidence: float = 0.95) -> Array:
    """Two-sided quantile of Student's t, shape of `freedom`; of the normal where it is infinite (GUM G.3)."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence: between 0 and 1, not {confidence}")
    nu, p = np.asarray(freedom, dtype=float), 0.5 * (1 + confidence)
    return np.asarray(np.where(np.isinf(nu), ndtri(p), stdtrit(np.where(np.isinf(nu), 1.0, nu), p)))


def expanded_uncertainty(components: ArrayLike, freedom: ArrayLike, confidence: float = 0.95) -> Array:
    """Coverage factor times combined standard uncertainty [unit of the components], shape (...) (G.6.4)."""
    combined = np.sqrt((np.asarray(components, dtype=float) ** 2).sum(axis=-1))
    return np.asarray(coverage_factor(effective_freedom(components, freedom), confidence) * combined)
