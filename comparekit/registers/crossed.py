"""Visits whose two readings stand in each other's place."""

from __future__ import annotations

import numpy as np

from comparekit.readings.intervals import PairedIntervals
from comparekit.stats.arrays import Array

_HOUR = np.timedelta64(3_600_000_000_000, "ns")


def crossed_spans(pair: PairedIntervals, *, overload_flow: float) -> list[tuple[int, int]]:
    """Runs of visits, first and last index, in which the registers are exchanged.

    Two registers that stand far apart cross over without any statistics: read as written, one of them
    falls or leaps further than water can flow; read crosswise, both go on. Of the two kinds of visits
    the rarer are taken for the exchanged ones (of two equal halves the later). Registers that stand
    within a day's volume of each other cannot be told apart this way.

    Parameters
    ----------
    pair : PairedIntervals
        Both registers at their common visits.
    overload_flow : float
        Largest possible flow [base unit/h].
    """
    most = overload_flow * (np.diff(pair.times) / _HOUR)
    slack = np.maximum(pair.test_steps, pair.reference_steps)[1:]
    test, reference = pair.test_shown, pair.reference_shown

    def goes_on(before: Array, after: Array) -> np.ndarray:
        moved = after[1:] - before[:-1]
        return np.asarray((moved >= -slack) & (moved <= most + slack))

    straight = goes_on(pair.test, pair.test) & goes_on(pair.reference, pair.reference)
    crossed = goes_on(test, reference) & goes_on(reference, test)
    crossing = crossed & ~straight
    if not crossing.any():
        return []
    side = np.concatenate([[0], np.cumsum(crossing) % 2])
    odd = side == (1 if 2 * side.sum() <= side.size else 0)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], odd, [False]])))
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]
