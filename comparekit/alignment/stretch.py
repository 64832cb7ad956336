"""The stretch of a log in which both meters stayed the same."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Finding, Severity
from comparekit.readings.intervals import PairedIntervals
from comparekit.registers.clean import CleanRegister


def same_meters(
    pair: PairedIntervals, test: CleanRegister, reference: CleanRegister
) -> tuple[PairedIntervals, tuple[Finding, ...]]:
    """The longest run of blocks between the same two physical meters.

    After an exchange the register goes on, but the meter is another one: a deviation over both would
    be nobody's. Without an exchange the pair comes back as it is.

    Returns
    -------
    PairedIntervals, tuple of Finding
        Findings: alignment.stretch (caution), with the blocks used and left out;
        alignment.no_stretch (disqualifying) where no block lies between the same two meters.
    """
    if not (test.segment.any() or reference.segment.any()):
        return pair, ()
    which = _segment_at(test, pair) * (int(reference.segment.max()) + 1) + _segment_at(reference, pair)
    edges = np.flatnonzero(np.diff(which)) + 1
    runs = np.split(np.arange(which.size), edges)
    used = max(runs, key=len)  # the first of equally long ones
    if used.size < 2:
        return pair, (Finding("alignment.no_stretch", Severity.DISQUALIFYING),)
    details = {"blocks": int(used.size) - 1, "left_out": pair.blocks - (int(used.size) - 1)}
    values = {field.name: getattr(pair, field.name)[used] for field in fields(pair)}
    return PairedIntervals(**values), (Finding("alignment.stretch", Severity.CAUTION, details),)


def _segment_at(register: CleanRegister, pair: PairedIntervals) -> NDArray[np.intp]:
    """Physical meter of the register's reading nearest to each boundary, shape (n + 1,)."""
    after = np.clip(np.searchsorted(register.times, pair.times), 0, register.times.size - 1)
    before = np.maximum(after - 1, 0)
    nearer = np.abs(register.times[before] - pair.times) < np.abs(register.times[after] - pair.times)
    return np.asarray(register.segment[np.where(nearer, before, after)])
