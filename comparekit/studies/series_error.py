"""What a series comparison says about the test meter alone: its error, and whether that conforms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from comparekit.decisions.conformity import Conformity, conformity_of
from comparekit.decisions.rules import limits_of, mixed_limit
from comparekit.origin import Certainty
from comparekit.protocol import SeriesProtocol
from comparekit.readings.intervals import PairedIntervals
from comparekit.readings.meter import Meter, Meters
from comparekit.stats.interval import Interval
from comparekit.studies.flow_points import FlowPoint
from comparekit.studies.flow_runs import UNSTEADY_RUNS, flow_points, overall_conformity
from comparekit.studies.meter_error import (
    TestMeterError,
    error_cdf,
    error_guard_band,
    error_interval,
    error_uncertainty,
)
from comparekit.studies.reference_error import (
    CERTIFICATE,
    ReferenceError,
    reference_error,
    reference_error_over,
)
from comparekit.studies.series_result import LongRunDeviation


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutError:
    """The test meter's error, the reference meter's, the flow points and the conformity."""

    error: TestMeterError | None
    reference: ReferenceError
    points: tuple[FlowPoint, ...]
    conformity: Conformity | None


def about_error(
    pair: PairedIntervals,
    long_run: LongRunDeviation,
    interval: Interval,
    protocol: SeriesProtocol,
    meters: Meters | None,
    on: date,
    *,
    barred: bool = False,
) -> AboutError:
    """Everything about the test meter alone.

    Parameters
    ----------
    pair, long_run : PairedIntervals, LongRunDeviation
        What was measured.
    interval : Interval
        The deciding interval of the deviation [1].
    protocol : SeriesProtocol
        Already with the limits of these meters.
    meters : Meters or None
        With the reference meter's certificate, if there is one.
    on : date
        Last day of the comparison.
    barred : bool
        A finding forbids every verdict: then nothing is said of the test meter either.

    Returns
    -------
    AboutError
        `conformity` stands on flow points where flows were set; from a mixed week it is indicative, and
        None without a certificate.
    """
    if meters is not None:
        meters = replace(meters, reference=_measuring(meters.reference))
    meter = Meter() if meters is None else meters.reference
    reference = _reference(pair, protocol, meter, on)
    points = flow_points(pair, protocol, meters, on) if protocol.plan.runs else ()
    if barred:
        points = tuple(replace(p, error=None, low=None, high=None, conformity=None) for p in points)
    else:
        # A standard past its verification decides nothing, nor do runs that scatter more than was validated.
        late = _out_of_validity(meter, on)
        points = tuple(_only_indicative(p) if late or p.scatter > UNSTEADY_RUNS else p for p in points)
    if barred or long_run.estimate is None:
        return AboutError(error=None, reference=reference, points=points, conformity=None)
    ends = error_interval(long_run.estimate, interval, reference)
    own = long_run.standard_uncertainty
    u = None if own is None else error_uncertainty(long_run.estimate, own, reference)
    error = TestMeterError(
        estimate=(1 + long_run.estimate) * (1 + reference.estimate) - 1,
        standard_uncertainty=u,
        low=ends.low,
        high=ends.high,
        basis=reference.basis,
        certainty=Certainty.OWN if reference.basis == CERTIFICATE else limits_of(protocol)[2],
    )
    conformity = None
    if points:
        conformity = overall_conformity(points)
    elif reference.basis == CERTIFICATE and not protocol.plan.runs and _has_limits(meters, protocol):
        conformity = _indicative(error, long_run, reference, protocol)
    return AboutError(error=error, reference=reference, points=points, conformity=conformity)


def _measuring(meter: Meter) -> Meter:
    """The meter without the points at which it stood still: nothing can be held against those."""
    return replace(meter, certificate=tuple(point for point in meter.certificate if not point.stands_still))


def _has_limits(meters: Meters | None, protocol: SeriesProtocol) -> bool:
    """Whether the limits are those of the test meter's own class, where its plate tells one."""
    told = None if meters is None else meters.test.accuracy_class
    return told is None or protocol.table.of_class(told) is not None


def _out_of_validity(meter: Meter, on: date) -> bool:
    return meter.valid_to is not None and meter.valid_to < on


def _only_indicative(point: FlowPoint) -> FlowPoint:
    if point.conformity is None:
        return point
    return replace(point, conformity=replace(point.conformity, indicative=True))


def _reference(pair: PairedIntervals, protocol: SeriesProtocol, meter: Meter, on: date) -> ReferenceError:
    """Over the flows that were set where they are known, else over the assumed shares of volume."""
    flows, volumes = pair.flows[1:], pair.reference_volumes
    if protocol.plan.runs and meter.certificate and np.isfinite(flows).all() and volumes.sum() > 0:
        return reference_error_over(flows, volumes, meter, protocol, on)
    zones = protocol.table.zones_of(meter, protocol.reference_limits)
    return reference_error(meter, protocol, zones, on)


def _indicative(
    error: TestMeterError, long_run: LongRunDeviation, reference: ReferenceError, protocol: SeriesProtocol
) -> Conformity | None:
    """Against the limits weighted with the assumed shares of volume: a hint, no decision."""
    posterior = long_run.posterior
    if posterior is None or error.standard_uncertainty is None:
        return None
    return conformity_of(
        error.estimate,
        limit=mixed_limit(protocol, "test"),
        standard_uncertainty=error.standard_uncertainty,
        guard_band=error_guard_band(Interval(low=error.low, high=error.high), error.standard_uncertainty),
        cdf=lambda x: error_cdf(posterior, reference, x),
        rounding_interval=protocol.limits.rounding,
        indicative=True,
    )
