"""What was compared, in the words of a result: meters, blocks, assumptions."""

from __future__ import annotations

import numpy as np

from comparekit.protocol import SeriesProtocol
from comparekit.readings.intervals import PairedIntervals
from comparekit.readings.meter import Meters
from comparekit.registers.clean import CleanRegister
from comparekit.stats.arrays import Array
from comparekit.studies.series_result import Block, MeterSummary


def meter_summary(register: CleanRegister, steps: Array) -> MeterSummary:
    """One meter; `steps` are the resolutions of its readings at the boundaries [base unit]."""
    return MeterSummary(
        meter_id=register.meter_id,
        resolution=float(steps.max()),
        resolution_given=register.resolution_given,
        unit=register.unit,
        readings=int(register.times.size),
    )


def block_rows(pair: PairedIntervals) -> tuple[Block, ...]:
    """The blocks one by one, each with the rows its readings stand in."""
    test, reference = pair.test_volumes, pair.reference_volumes
    difference = np.round(test - reference, 9) + 0.0
    return tuple(
        Block(
            start=pair.times[k],
            end=pair.times[k + 1],
            test=float(test[k]),
            reference=float(reference[k]),
            difference=float(difference[k]),
            rows=(
                _row(pair.test_rows[k]),
                _row(pair.test_rows[k + 1]),
                _row(pair.reference_rows[k]),
                _row(pair.reference_rows[k + 1]),
            ),
            readings=(
                float(pair.test_shown[k]),
                float(pair.test_shown[k + 1]),
                float(pair.reference_shown[k]),
                float(pair.reference_shown[k + 1]),
            ),
            flow=float(pair.flows[k + 1]) if np.isfinite(pair.flows[k + 1]) else None,
        )
        for k in range(pair.blocks)
    )


def assumption_codes(
    pair: PairedIntervals, protocol: SeriesProtocol, meters: Meters | None = None
) -> tuple[str, ...]:
    """What was taken for granted, as catalog keys; what the plates say is no assumption."""
    codes = []
    if meters is None or meters.test.in_service is None:
        codes.append("test_in_service" if protocol.test_in_service else "test_newly_verified")
    if meters is None or (meters.reference.in_service is None and not meters.reference.certificate):
        codes.append("reference_in_service" if protocol.reference_in_service else "reference_newly_verified")
    if np.isnan(pair.gaps).any() and protocol.plan.reading_gap_s > 0:
        codes.append("reading_gap")
    return tuple(codes)


def _row(row: int) -> int | None:
    return None if row < 0 else int(row)
