"""Serial correlation: what yesterday's deviation says of today's, taken out of rows of numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from comparekit.stats.arrays import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Whitening:
    """The change of coordinates in which neighbours are independent, for one correlation.

    Noise of a stationary autoregression of order one with correlation ``phi**gap`` between neighbours
    `gap` apart and variance 1 becomes independent noise of variance 1.

    Attributes
    ----------
    carried : array, shape (n,)
        How much of the value before is subtracted; 0 for the first.
    scale : array, shape (n,)
        What the remainder is divided by.
    """

    carried: Array
    scale: Array

    @classmethod
    def of(cls, phi: float, gaps: ArrayLike) -> Whitening:
        """For correlation `phi` [1], 0 <= phi < 1, over `gaps`, shape (n - 1,), 1 for a usual one."""
        carried = np.concatenate([[0.0], float(phi) ** np.asarray(gaps, dtype=float)])
        return cls(carried=carried, scale=np.sqrt(1.0 - carried**2))

    @property
    def log_determinant(self) -> float:
        """Logarithm of the determinant of the change of coordinates."""
        return float(-np.log(self.scale).sum())

    def __call__(self, rows: Array) -> Array:
        """Rows, shape (..., n), in the new coordinates."""
        out = np.array(rows, dtype=float)
        out[..., 1:] -= self.carried[1:] * np.asarray(rows)[..., :-1]
        return np.asarray(out / self.scale)
