"""A mixture of normal distributions: what is left when an unknown spread has been integrated out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from comparekit.stats.arrays import Array

_ITERATIONS = 60
_RELATIVE_TOLERANCE = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalMixture:
    """Normal components along the last axis, with weights that sum to one.

    Parameters
    ----------
    weight, mean, sd : array, shape (..., g)
        Weight, mean and standard deviation of each component; `sd` > 0. Units are the caller's.
    """

    weight: Array
    mean: Array
    sd: Array

    @property
    def expectation(self) -> Array:
        """Mean of the mixture, shape (...)."""
        return np.asarray((self.weight * self.mean).sum(axis=-1))

    def widened(self, sd: float) -> NormalMixture:
        """That of a value with an independent normal one of this standard deviation, about zero, added."""
        return NormalMixture(weight=self.weight, mean=self.mean, sd=np.hypot(self.sd, sd))

    def cdf(self, x: Array) -> Array:
        """Probability of a value at most `x`, shape (...)."""
        z = (np.asarray(x)[..., None] - self.mean) / self.sd
        return np.asarray((self.weight * ndtr(z)).sum(axis=-1))

    def quantile(self, probability: float | Array) -> Array:
        """Value below which the mixture holds `probability`, shape (...).

        Newton steps kept inside a shrinking bracket: the distribution function is smooth and
        increasing, but its tails are flat where a component is wide, and a bare Newton step leaps
        out there.
        """
        p = np.broadcast_to(np.asarray(probability, dtype=float), self.mean.shape[:-1])
        z = ndtri(p)[..., None]
        ends = self.mean + z * self.sd  # each component's own quantile: the mixture's lies between
        low, high = ends.min(axis=-1), ends.max(axis=-1)
        x = np.asarray((self.weight * ends).sum(axis=-1))
        for _ in range(_ITERATIONS):
            scaled = (x[..., None] - self.mean) / self.sd
            excess = (self.weight * ndtr(scaled)).sum(axis=-1) - p
            low, high = np.where(excess < 0, x, low), np.where(excess < 0, high, x)
            density = (self.weight * np.exp(-0.5 * scaled**2) / self.sd).sum(axis=-1)
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                step = x - excess * np.sqrt(2 * np.pi) / density
            inside = (step > low) & (step < high)
            new = np.where(inside, step, 0.5 * (low + high))
            done = np.abs(new - x) <= _RELATIVE_TOLERANCE * (high - low + np.abs(new)) + 1e-300
            x = new
            if done.all():
                break
        return np.asarray(x)
