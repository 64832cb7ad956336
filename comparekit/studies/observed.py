"""What a series comparison was made of, kept beside its result so that one may ask "what if"."""

from __future__ import annotations

from dataclasses import dataclass

from comparekit.findings import Finding
from comparekit.protocol import SeriesProtocol
from comparekit.readings.intervals import PairedIntervals
from comparekit.readings.log import Event
from comparekit.readings.meter import Meters
from comparekit.readings.register import RegisterSeries

_MOST_READINGS = 4  # times the boundaries: beyond that a device wrote them down


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Observed:
    """Both registers as people wrote them down, the boundaries found in them, and the rules asked for.

    `protocol` is the one that was asked for, before plates changed its limits. The rest is as for
    `comparekit.studies.series.compare_series`.
    """

    test: RegisterSeries
    reference: RegisterSeries
    pair: PairedIntervals
    protocol: SeriesProtocol
    events: tuple[Event, ...] | None
    findings: tuple[Finding, ...]
    meters: Meters | None
    judged_before: bool

    @property
    def registers(self) -> tuple[tuple[str, RegisterSeries], ...]:
        """Role and register of the test meter, then of the reference meter."""
        return ("test", self.test), ("reference", self.reference)


def written_by_people(test: RegisterSeries, reference: RegisterSeries, pair: PairedIntervals) -> bool:
    """Whether these readings were taken by somebody who may have misread one: no telemetry."""
    if pair.test_variance.any() or pair.reference_variance.any():
        return False
    return max(len(test), len(reference)) <= _MOST_READINGS * (pair.blocks + 1)
