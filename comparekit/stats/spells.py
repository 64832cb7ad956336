"""Short spells far from what lies before and after them: a few days away, a party, a burst hose."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from comparekit.stats.arrays import Array

_MAD = 1.482602218505602  # standard deviation of a normal over its median absolute deviation
_STEADY = 1e-9  # a record without scatter keeps its values


def drawn_in(y: ArrayLike, *, reach: int = 15, width: float = 3.0) -> Array:
    """Values, those of short spells drawn in to what their neighbours show.

    A value may lie between the medians of the `reach` values up to it and of the `reach` values from it on,
    and `width` robust standard deviations beyond either; one farther off becomes the nearer median. A step
    between two levels therefore stays as it is, to the day; a spell shorter than half of `reach` does not
    pass for one, nor does one at an end of the record.

    Parameters
    ----------
    y : array_like, shape (n,)
        Values in order of time, any unit; no NaN.
    reach : int
        Values looked at on either side.
    width : float
        How far beyond the medians a value may lie, in robust standard deviations (from the median absolute
        distance to the median of those before).

    Returns
    -------
    array, shape (n,)
    """
    values = np.asarray(y, dtype=float)
    before, after = _medians(values, reach), _medians(values[::-1], reach)[::-1]
    low, high = np.minimum(before, after), np.maximum(before, after)
    away = np.maximum(np.maximum(low - values, values - high), 0.0)
    spread = max(_MAD * float(np.median(np.abs(values - before))), _STEADY)
    room = width * spread
    return np.where(away > room, np.clip(values, low, high), values)


def _medians(values: Array, reach: int) -> Array:
    """Median of the `reach` values up to each one, itself included; at the beginning of the first ones."""
    reach = min(reach, values.size)
    medians = np.median(sliding_window_view(values, reach), axis=1)
    return np.concatenate([np.full(reach - 1, medians[0]), medians])
