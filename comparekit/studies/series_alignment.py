"""Two registers at common boundaries: by visits, or from telemetry."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comparekit.alignment.clocks import estimate_clocks, shift_clock
from comparekit.alignment.pair import pair_visits
from comparekit.alignment.resample import is_telemetry, resample_days
from comparekit.alignment.stretch import same_meters
from comparekit.findings import Finding
from comparekit.protocol import SeriesProtocol
from comparekit.readings.intervals import PairedIntervals
from comparekit.readings.meter import Meters
from comparekit.registers.clean import CleanRegister
from comparekit.registers.conditions import at_base_conditions


def align(
    test: CleanRegister, reference: CleanRegister, protocol: SeriesProtocol, meters: Meters | None = None
) -> tuple[PairedIntervals, tuple[Finding, ...]]:
    """Boundaries about a day apart at which both registers are known, between the same two meters.

    Gas goes to base conditions first (what a meter compensates itself is left to it). Runs of a bench
    are blocks as they are. Dense logs are telemetry: their boundaries are the days of the
    protocol's time zone, and their clocks are compared (corrected only where the protocol says so).

    Raises
    ------
    UnusableLog
        Fewer than two common boundaries.
    """
    notes: list[Finding] = []
    if protocol.base_conditions is not None:
        both = (None, None) if meters is None else (meters.test.compensation, meters.reference.compensation)
        test, reference, found = at_base_conditions(test, reference, protocol.base_conditions, both)
        notes.extend(found)
    plan = protocol.plan
    if plan.runs:
        pair, found = pair_visits(test, reference, visit_gap_s=plan.visit_gap_s, runs=True)
    elif is_telemetry(test, reference, longest_gap_h=plan.longest_gap_h):
        clocks, found = estimate_clocks(test, reference)
        notes.extend(found)
        if plan.clocks == "apply" and clocks.usable and found:
            test = shift_clock(test, clocks)
        off = 0.0
        if plan.clocks != "apply" and clocks.usable and found:
            # Left as it is, the offset is a gap between the two readings of every boundary.
            off = 60 * max(abs(clocks.offset_low), abs(clocks.offset_high))
        pair, seen = resample_days(
            test, reference, timezone=protocol.timezone, longest_gap_h=plan.longest_gap_h
        )
        pair, found = replace(pair, gaps=np.full(pair.times.size, off)), seen
    else:
        pair, found = pair_visits(test, reference, visit_gap_s=plan.visit_gap_s)
    notes.extend(found)
    pair, found = same_meters(pair, test, reference)
    return pair, (*notes, *found)
