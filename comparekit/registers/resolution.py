"""The step of a reading, inferred from its digits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparekit.stats.arrays import Array

_FINEST, _COARSEST = -6, 3  # powers of ten that registers are read to
_DIGITS_WANTED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class InferredResolution:
    """`step` in the unit of the readings; `distinct_digits` last digits seen at that step.

    With fewer than six distinct last digits the guess is weak: a register with a finer step may by
    chance have shown round numbers only.
    """

    step: float
    distinct_digits: int

    @property
    def weak(self) -> bool:
        return self.distinct_digits < _DIGITS_WANTED


def infer_resolution(readings: Array, decimals: NDArray[np.int64] | None = None) -> InferredResolution:
    """Largest power of ten of which all readings are multiples, but no finer than their decimals.

    Parameters
    ----------
    readings : array, shape (n,)
        Readings of one meter [any unit].
    decimals : int array, shape (n,), optional
        Decimals printed for each reading.
    """
    finest = _FINEST if decimals is None or not decimals.size else -int(decimals.max())
    for exponent in range(_COARSEST, finest - 1, -1):
        counts = readings / 10.0**exponent
        # A decimal number is off its multiple by no more than the rounding of a double.
        if np.all(np.abs(counts - np.round(counts)) <= 1e-9 * np.maximum(np.abs(counts), 1.0)):
            break
    digits = np.unique(np.mod(np.round(readings / 10.0**exponent), 10))
    return InferredResolution(step=10.0**exponent, distinct_digits=int(digits.size))
