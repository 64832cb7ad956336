"""Two registers at common boundaries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparekit.readings.register import Times
from comparekit.stats.arrays import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedIntervals:
    """Both registers at n + 1 boundaries, which enclose n blocks. All arrays have shape (n + 1,).

    Attributes
    ----------
    times : datetime64, UTC
        The earlier of the two readings at each boundary.
    test, reference : cumulative registers [base unit], rollovers undone.
    test_shown, reference_shown : what the registers showed [base unit].
    test_steps, reference_steps : resolutions of the readings [base unit].
    gaps : time between the two readings [s]; NaN where the log tells none.
    test_variance, reference_variance : variance of each register beyond its rounding, from
        interpolation between readings [base unit squared]; zero for visits.
    test_reach, reference_reach : most by which a boundary value can be off for being interpolated
        [base unit]: the volume between the readings around it; zero for visits.
    flows : flow that was set for the block which ends at each boundary [m3/h; A]; NaN where none was.
    test_rows, reference_rows : rows in the file, -1 where unknown.
    """

    times: Times
    test: Array
    reference: Array
    test_shown: Array
    reference_shown: Array
    test_steps: Array
    reference_steps: Array
    gaps: Array
    test_variance: Array
    reference_variance: Array
    test_reach: Array
    reference_reach: Array
    flows: Array
    test_rows: NDArray[np.int64]
    reference_rows: NDArray[np.int64]

    @property
    def blocks(self) -> int:
        return int(self.times.size) - 1

    @property
    def test_volumes(self) -> Array:
        """Increments of the test register [base unit], shape (n,)."""
        return _increments(self.test)

    @property
    def reference_volumes(self) -> Array:
        """Increments of the reference register [base unit], shape (n,)."""
        return _increments(self.reference)


def _increments(cumulative: Array) -> Array:
    # Decimal readings leave binary dust when subtracted; no register has nine decimals.
    return np.round(np.diff(cumulative), 9) + 0.0
