"""What many draws add up to over time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparekit.stats.arrays import Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """A cumulative register before it is rounded: draws that register evenly while they run.

    Parameters
    ----------
    start, duration : array, shape (n,)
        Of the draws [d].
    rate : array, shape (n,)
        What each registers while it runs [unit/d]; below zero where the register runs backwards.
    """

    start: Array
    duration: Array
    rate: Array

    def at(self, times: Array) -> Array:
        """Registered since ever [unit] at each of `times` [d], in any order."""
        begun = _ramps(self.start, self.rate, times)
        ended = _ramps(self.start + self.duration, self.rate, times)
        passed = np.empty(times.size)
        order = np.argsort(times, kind="stable")
        risen = (begun - ended)[order]
        # Sums of many draws differ in the last digits; a register never runs backwards for that.
        passed[order] = risen if (self.rate < 0).any() else np.maximum.accumulate(risen)
        return passed


def _ramps(start: Array, rate: Array, times: Array) -> Array:
    """Sum of ``rate * (time - start)`` over the starts before each time."""
    order = np.argsort(start)
    start, rate = start[order], rate[order]
    slope = np.concatenate([[0.0], np.cumsum(rate)])
    level = np.concatenate([[0.0], np.cumsum(rate * start)])
    k = np.searchsorted(start, times)
    return np.asarray(slope[k] * times - level[k])
