"""What is known of a quantity, as a distribution: the priors of risk calculations."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainc, gammaincc, gammainccinv, gammaincinv, gammaln, ndtr, ndtri, xlogy

from comparekit.stats.arrays import Array


class Density(Protocol):
    """A continuous distribution; every method works on arrays, in the unit of the quantity."""

    def log_density(self, x: ArrayLike) -> Array:
        """Logarithm of the density at `x`; minus infinity where the quantity cannot be."""

    def cdf(self, x: ArrayLike) -> Array:
        """Probability of a value at most `x`; `x` may be infinite."""

    def sf(self, x: ArrayLike) -> Array:
        """Probability of a value above `x`, with its digits kept in the upper tail."""

    def quantile(self, probability: ArrayLike) -> Array:
        """Value below which lies `probability`."""

    def upper_quantile(self, probability: ArrayLike) -> Array:
        """Value above which lies `probability`, with its digits kept for small ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalDensity:
    """Normal distribution; `sd` above zero."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mean) and math.isfinite(self.sd) and self.sd > 0):
            raise ValueError(f"mean, sd: finite, sd above zero, not {self.mean}, {self.sd}")

    def log_density(self, x: ArrayLike) -> Array:
        """See `Density`."""
        z = (np.asarray(x, dtype=float) - self.mean) / self.sd
        return np.asarray(-0.5 * z**2 - math.log(self.sd * math.sqrt(2 * math.pi)))

    def cdf(self, x: ArrayLike) -> Array:
        """See `Density`."""
        return np.asarray(ndtr((np.asarray(x, dtype=float) - self.mean) / self.sd))

    def sf(self, x: ArrayLike) -> Array:
        """See `Density`."""
        return np.asarray(ndtr((self.mean - np.asarray(x, dtype=float)) / self.sd))

    def quantile(self, probability: ArrayLike) -> Array:
        """See `Density`."""
        return np.asarray(self.mean + self.sd * ndtri(np.asarray(probability, dtype=float)))

    def upper_quantile(self, probability: ArrayLike) -> Array:
        """See `Density`."""
        return np.asarray(self.mean - self.sd * ndtri(np.asarray(probability, dtype=float)))


@dataclass(frozen=True, slots=True, kw_only=True)
class GammaDensity:
    """Gamma distribution of a quantity that cannot be negative.

    Mean shape * scale, standard deviation sqrt(shape) * scale (JCGM 106:2012, 7.2.3).
    """

    shape: float
    scale: float

    def __post_init__(self) -> None:
        if not (0 < self.shape < math.inf and 0 < self.scale < math.inf):
            raise ValueError(f"shape, scale: finite, above zero, not {self.shape}, {self.scale}")

    def log_density(self, x: ArrayLike) -> Array:
        """See `Density`."""
        z = np.asarray(x, dtype=float) / self.scale
        inside = np.where(z >= 0, z, 1.0)
        with np.errstate(divide="ignore"):
            log = xlogy(self.shape - 1, inside) - inside - gammaln(self.shape) - math.log(self.scale)
        return np.asarray(np.where(z >= 0, log, -np.inf))

    def cdf(self, x: ArrayLike) -> Array:
        """See `Density`."""
        return np.asarray(gammainc(self.shape, np.maximum(np.asarray(x, dtype=float) / self.scale, 0)))

    def sf(self, x: ArrayLike) -> Array:
        """See `Density`."""
        return np.asarray(gammaincc(self.shape, np.maximum(np.asarray(x, dtype=float) / self.scale, 0)))

    def quantile(self, probability: ArrayLike) -> Array:
        """See `Density`."""
        return np.asarray(self.scale * gammaincinv(self.shape, np.asarray(probability, dtype=float)))

    def upper_quantile(self, probability: ArrayLike) -> Array:
        """See `Density`."""
        return np.asarray(self.scale * gammainccinv(self.shape, np.asarray(probability, dtype=float)))
