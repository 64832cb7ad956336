"""Serial correlation: what yesterday's deviation says of today's, taken out of rows of numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from comparekit.stats.arrays import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Whitening:
    """The change of coordinates in which neighbours are independent, for one correlation or several at once.

    Noise of a stationary autoregression of order one with correlation ``phi**gap`` between neighbours
    `gap` apart and variance 1 becomes independent noise of variance 1.

    Attributes
    ----------
    carried : array, shape (n,) or (c, n)
        How much of the value before is subtracted; 0 for the first.
    scale : array, shape (n,) or (c, n)
        What the remainder is divided by.
    """

    carried: Array
    scale: Array

    @classmethod
    def of(cls, phi: ArrayLike, gaps: ArrayLike) -> Whitening:
        """For correlations `phi` [1], 0 <= phi < 1, one or shape (c,), over `gaps`, shape (n - 1,).

        A usual gap is 1.
        """
        power = np.asarray(phi, dtype=float)[..., None] ** np.asarray(gaps, dtype=float)
        carried = np.concatenate([np.zeros((*power.shape[:-1], 1)), power], axis=-1)
        return cls(carried=carried, scale=np.sqrt(1.0 - carried**2))

    @property
    def log_determinant(self) -> Array:
        """Logarithm of the determinant of the change of coordinates, shape () or (c,)."""
        return np.asarray(-np.log(self.scale).sum(axis=-1))

    def __call__(self, rows: Array) -> Array:
        """Rows, shape (..., n), in the new coordinates; shape (c, ..., n) for c correlations."""
        values = np.asarray(rows, dtype=float)
        carried, scale = (beside(one, values.ndim) for one in (self.carried, self.scale))
        first, others = values[..., :1], values[..., 1:] - carried[..., 1:] * values[..., :-1]
        first = np.broadcast_to(first, (*others.shape[:-1], 1))
        return np.asarray(np.concatenate([first, others], axis=-1) / scale)


def beside(rows: Array, dimensions: int) -> Array:
    """Rows, shape (n,) or (c, n), with axes put in to go with values of so many `dimensions` each."""
    return rows if rows.ndim == 1 else rows.reshape(rows.shape[0], *(1,) * (dimensions - 1), rows.shape[1])
