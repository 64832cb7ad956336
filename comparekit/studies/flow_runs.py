"""Runs of a bench: each flow that was set, with the test meter's error and its conformity."""

from __future__ import annotations

from datetime import date

import numpy as np

from comparekit.decisions.conformity import Conformity, conformity_of
from comparekit.limits import FlowZones
from comparekit.protocol import SeriesProtocol
from comparekit.readings.intervals import PairedIntervals
from comparekit.readings.meter import Meters
from comparekit.stats.deviation import DeviationPosterior, fit_deviation
from comparekit.stats.interval import Interval
from comparekit.studies.flow_points import FlowPoint
from comparekit.studies.meter_error import error_cdf, error_guard_band, error_interval, error_uncertainty
from comparekit.studies.reference_error import ReferenceError, certified_at, reference_error_at

_SAME_FLOW = 0.05  # relative: flows set by hand that count as one point
FEWEST_RUNS = 2  # one run cannot show how steady the meter is


def flow_points(
    pair: PairedIntervals, protocol: SeriesProtocol, meters: Meters | None, on: date
) -> tuple[FlowPoint, ...]:
    """The points of a bench comparison, in the order they were run; empty where no flow was set.

    Runs at one flow that follow each other are one point. Where the reference meter's certificate says
    nothing about its flow, a point has a deviation but no error; outside the test meter's range of
    flows, or where its plate does not say its zones, it has no limit.
    """
    zones = None
    if meters is not None:
        zones = protocol.table.zones_of(meters.test, protocol.limits)
    return tuple(_point(pair, blocks, protocol, meters, zones, on) for blocks in _groups(pair.flows[1:]))


def overall_conformity(points: tuple[FlowPoint, ...]) -> Conformity | None:
    """The conformity of the point that does worst; None where a point with a limit has none.

    A flow outside the meter's range has no limit that it could keep or break.
    """
    bound = [point for point in points if point.limit is not None]
    known = [point.conformity for point in bound if point.conformity is not None]
    if not known or len(known) < len(bound):
        return None
    order = ("fail", "conditional fail", "conditional pass", "pass")
    return min(known, key=lambda c: (order.index(c.decision), c.probability))


def _groups(flows: np.ndarray) -> list[range]:
    """Blocks of each point: neighbours whose flows were set to about the same."""
    groups: list[range] = []
    for k, flow in enumerate(flows):
        if not np.isfinite(flow):
            continue
        last = groups[-1] if groups else None
        if last is not None and last.stop == k and abs(flow / flows[last.start] - 1) <= _SAME_FLOW:
            groups[-1] = range(last.start, k + 1)
        else:
            groups.append(range(k, k + 1))
    return groups


def _point(
    pair: PairedIntervals,
    blocks: range,
    protocol: SeriesProtocol,
    meters: Meters | None,
    zones: FlowZones | None,
    on: date,
) -> FlowPoint:
    edges = slice(blocks.start, blocks.stop + 1)
    rows = slice(blocks.start, blocks.stop)
    flow = float(pair.flows[1:][rows].mean())
    zone = None if zones is None else zones.zone(flow)
    volume = float(pair.reference_volumes[rows].sum())
    limit = None if zone is None else protocol.limits.at(zone, in_service=protocol.test_in_service)
    posterior = fit_deviation(
        pair.test_volumes[rows],
        pair.reference_volumes[rows],
        test_step=pair.test_steps[edges],
        reference_step=pair.reference_steps[edges],
        prior_scale=protocol.prior_scale,
    )
    deviation = float(posterior.estimate)
    known = np.isfinite(deviation)
    point = FlowPoint(
        flow=flow,
        zone=zone,
        runs=len(blocks),
        volume=volume,
        deviation=deviation if known else None,
        error=None,
        low=None,
        high=None,
        limit=limit,
    )
    certified = meters is not None and certified_at(flow, meters.reference, protocol)
    if meters is None or not certified or not known or len(blocks) < FEWEST_RUNS:
        return point
    reference = reference_error_at(flow, meters.reference, protocol, on)
    interval = error_interval(deviation, _known_ends(posterior), reference)
    error = (1 + deviation) * (1 + reference.estimate) - 1
    conformity = None
    if limit is not None:
        conformity = point_conformity(posterior, reference, limit, protocol.limits.rounding)
    return FlowPoint(
        flow=flow,
        zone=zone,
        runs=len(blocks),
        volume=volume,
        deviation=deviation,
        error=error,
        low=interval.low,
        high=interval.high,
        limit=limit,
        conformity=conformity,
    )


def point_conformity(
    posterior: DeviationPosterior, reference: ReferenceError, limit: float, rounding: float | None
) -> Conformity | None:
    """How the error at a point stands against its limit [1]; None where its uncertainty is not known.

    `rounding` is the interval an error is rounded to before it is judged [1], if any.
    """
    deviation = float(posterior.estimate)
    u = error_uncertainty(deviation, float(posterior.standard_uncertainty), reference)
    band = error_guard_band(error_interval(deviation, _known_ends(posterior), reference), u)
    if band is None or not np.isfinite(u):
        return None
    return conformity_of(
        (1 + deviation) * (1 + reference.estimate) - 1,
        limit=limit,
        standard_uncertainty=u,
        cdf=lambda x: error_cdf(posterior, reference, x),
        guard_band=band,
        rounding_interval=rounding,
    )


def _known_ends(posterior: DeviationPosterior) -> Interval:
    low, high = (float(end) for end in posterior.interval(0.95))
    return Interval(low=low if np.isfinite(low) else None, high=high if np.isfinite(high) else None)
