"""The uncertainty budget of a series comparison, row by row."""

from __future__ import annotations

import numpy as np

from comparekit.protocol import SeriesProtocol
from comparekit.readings.intervals import PairedIntervals
from comparekit.stats.arrays import Array
from comparekit.stats.budget import deviation_parts
from comparekit.studies.reference_error import ReferenceError
from comparekit.studies.series_result import BudgetRow, LongRunDeviation

_DAY = np.timedelta64(86_400_000_000_000, "ns")


def budget_rows(
    pair: PairedIntervals,
    gaps: Array,
    long_run: LongRunDeviation,
    protocol: SeriesProtocol,
    reference: ReferenceError,
) -> tuple[BudgetRow, ...]:
    """Rows of the deviation, and what comes on top for the test meter alone; empty without a ratio.

    `gaps` is the time between the two readings at each boundary [s], shape (n + 1,). The volume that
    may pass in a gap has the variance mean flow x typical draw x gap squared (measurement model, 4).
    """
    if long_run.sigma is None or long_run.estimate is None:
        return ()
    volume = float(pair.reference[-1] - pair.reference[0])
    hours = float((pair.times[-1] - pair.times[0]) / _DAY) * 24
    per_second = np.sqrt(volume / hours * protocol.plan.typical_flow) / 3600
    parts = deviation_parts(
        pair.test_volumes,
        pair.reference_volumes,
        test_step=pair.test_steps,
        reference_step=pair.reference_steps,
        sigma=long_run.sigma,
        test_interpolated=pair.test_variance,
        reference_interpolated=pair.reference_variance,
        timing=(float(per_second * gaps[0]), float(per_second * gaps[-1])),
    )
    rows = {
        "resolution of test register": parts.test_rounding,
        "resolution of reference register": parts.reference_rounding,
        "scatter between runs" if protocol.plan.runs else "day-to-day unsteadiness": parts.unsteadiness,
    }
    if parts.interpolation > 0:
        rows["interpolation between readings"] = parts.interpolation
    total = sum(u * u for u in rows.values())
    budget = [
        BudgetRow(source=source, value=0.0, standard_uncertainty=u, share=u * u / total)
        for source, u in rows.items()
    ]
    # What passes between two readings shows in the scatter of the days, so it has its share in the
    # row before; by itself it bounds what the registers did in the window.
    budget.append(
        BudgetRow(
            source="time between the two readings",
            value=0.0,
            standard_uncertainty=parts.timing,
            share=None,
            quantity="window deviation",
        )
    )
    value = reference.estimate
    for source, u in reference.parts.items():
        budget.append(
            BudgetRow(
                source=source,
                value=value,
                standard_uncertainty=(1 + long_run.estimate) * u,
                share=None,
                quantity="test error",
            )
        )
        value = 0.0  # the first row carries the error itself, the others only its doubts
    return tuple(budget)
