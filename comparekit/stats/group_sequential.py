"""Looks fixed beforehand: boundaries that spend the error as O'Brien and Fleming would."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr, ndtri

from comparekit.stats.arrays import Array

_POINTS = 801  # of the density grid between the boundaries: errors below 1e-5 in z


def spending_tails(fractions: Sequence[float], alpha: float = 0.05) -> Array:
    """Two-sided nominal tail at each planned look, shape (k,).

    Parameters
    ----------
    fractions : sequence of float
        Information at each look as a fraction of that at the last, rising, the last one 1.
    alpha : float
        Chance of leaving out the truth at any look.

    Returns
    -------
    array
        Use the central interval of that tail at each look: early looks are very wide, the last one
        hardly wider than an interval looked at once.

    Raises
    ------
    ValueError
        Fractions that do not rise, or do not end at 1.

    Notes
    -----
    Spending function ``2 - 2 Phi(z / sqrt(t))`` on each side with half of alpha (Lan & DeMets,
    Biometrika 70 (1983) 659); crossing probabilities by recursive integration of the sub-density of
    the score (Armitage, McPherson & Rowe, J. R. Statist. Soc. A 132 (1969) 235).
    """
    t = np.asarray(fractions, dtype=float)
    if t.size == 0 or (np.diff(t, prepend=0.0) <= 0).any() or abs(t[-1] - 1) > 1e-9:
        raise ValueError(f"fractions: rising above 0 and ending at 1, not {fractions!r}")
    z = ndtri(1 - alpha / 4)
    spend = np.diff(4 * ndtr(-z / np.sqrt(t)), prepend=0.0)
    bounds: list[float] = []
    grid = density = np.empty(0)
    for k in range(t.size):
        if k == 0:
            bounds.append(float(ndtri(1 - spend[0] / 2)))
        else:
            bounds.append(_boundary(grid, density, float(t[k - 1]), float(t[k]), float(spend[k])))
        edge = bounds[-1] * np.sqrt(t[k])
        new = np.linspace(-edge, edge, _POINTS)
        density = _next_density(grid, density, new, float(t[k - 1]) if k else 0.0, float(t[k]))
        grid = new
    return np.asarray(2 * ndtr(-np.array(bounds)))


def _boundary(grid: Array, density: Array, before: float, now: float, spend: float) -> float:
    """Boundary [z] that is crossed at this look, and not before, with probability `spend`."""
    step = np.sqrt(now - before)
    low, high = 0.0, 12.0
    for _ in range(60):
        z = 0.5 * (low + high)
        edge = z * np.sqrt(now)
        crossing = ndtr((grid - edge) / step) + ndtr((-edge - grid) / step)
        low, high = (z, high) if np.trapezoid(density * crossing, grid) > spend else (low, z)
    return 0.5 * (low + high)


def _next_density(grid: Array, density: Array, new: Array, before: float, now: float) -> Array:
    """Sub-density of the score at this look for paths that have crossed nothing yet."""
    if grid.size == 0:
        return np.asarray(np.exp(-0.5 * new**2 / now) / np.sqrt(2 * np.pi * now))
    variance = now - before
    kernel = np.exp(-0.5 * (new[:, None] - grid[None, :]) ** 2 / variance) / np.sqrt(2 * np.pi * variance)
    return np.asarray(np.trapezoid(kernel * density[None, :], grid, axis=1))
