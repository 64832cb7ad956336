"""Standard uncertainties of what is known without repeated observation (Type B evaluation).

Every function takes and gives numbers or arrays, in the unit of the quantity.

References: JCGM 100:2008 (GUM), 4.3 and G.4.2; JCGM 101:2008, 6.4.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from comparekit.stats.arrays import Array


def from_certificate(expanded_uncertainty: ArrayLike, coverage_factor: ArrayLike) -> Array:
    """U / k (GUM 4.3.3)."""
    return np.asarray(np.asarray(expanded_uncertainty, dtype=float) / coverage_factor)


def rectangular(half_width: ArrayLike) -> Array:
    """Somewhere within plus or minus a, nothing else known: a / sqrt(3) (GUM 4.3.7)."""
    return np.asarray(np.asarray(half_width, dtype=float) / np.sqrt(3))


def triangular(half_width: ArrayLike) -> Array:
    """Within plus or minus a, the middle likelier: a / sqrt(6) (GUM 4.3.9).

    So is the difference of two rectangular quantities of half width a / 2.
    """
    return np.asarray(np.asarray(half_width, dtype=float) / np.sqrt(6))


def arcsine(half_width: ArrayLike) -> Array:
    """A quantity that swings like a sine: a / sqrt(2) (JCGM 101, 6.4.6)."""
    return np.asarray(np.asarray(half_width, dtype=float) / np.sqrt(2))


def curvilinear_trapezoid(half_width: ArrayLike, inexactness: ArrayLike) -> Array:
    """Rectangular, ends known to plus or minus d: sqrt(a**2 / 3 + d**2 / 9) (JCGM 101, 6.4.3)."""
    a, d = np.asarray(half_width, dtype=float), np.asarray(inexactness, dtype=float)
    return np.asarray(np.sqrt(a**2 / 3 + d**2 / 9))


def freedom_of_reliability(relative_doubt: ArrayLike) -> Array:
    """Degrees of freedom of an uncertainty that is itself known to so much [1] (GUM G.4.2).

    25 % doubt gives 8; no doubt gives infinity.
    """
    with np.errstate(divide="ignore"):
        return np.asarray(0.5 / np.asarray(relative_doubt, dtype=float) ** 2)
