"""Runs of a bench: each flow that was set, with the test meter's error and its conformity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from comparekit.decisions.conformity import Conformity, conformity_of
from comparekit.findings import Finding, Severity
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
_ENOUGH_STEPS = 20  # of the reference register: below that a standing test register says nothing
#: Scatter of the runs at one flow [1] beyond which their intervals were not validated to hold.
UNSTEADY_RUNS = 0.01
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
    groups = _groups(pair.flows[1:])
    # The truth is to lie inside the intervals of all points at once (Bonferroni).
    confidence = 1 - 0.05 / max(len(groups), 1)
    return tuple(_point(pair, blocks, protocol, meters, zones, on, confidence) for blocks in groups)


def run_findings(
    points: tuple[FlowPoint, ...], pair: PairedIntervals, protocol: SeriesProtocol
) -> tuple[Finding, ...]:
    """Findings about the runs at each flow: too little drawn, too unlike one another."""
    step = float(max(pair.test_steps.max(), pair.reference_steps.max()))
    unit = protocol.table.flow_unit
    few = [p for p in points if p.volume / p.runs < protocol.plan.minimum_steps * step]
    found = []
    if few:
        details = {"flows": _named(few, unit), "steps": f"{protocol.plan.minimum_steps:g}"}
        found.append(Finding("runs.few_steps", Severity.NOTE, details))
    wild = [p for p in points if p.scatter > UNSTEADY_RUNS]
    if wild:
        scatter = max(p.scatter for p in wild)
        details = {"flows": _named(wild, unit), "scatter": f"{100 * scatter:.1f} %"}
        found.append(Finding("runs.unsteady", Severity.CAUTION, details))
    return tuple(found)


def _named(points: list[FlowPoint], unit: str) -> str:
    return ", ".join(f"{point.flow:.3g}" for point in points) + f" {unit}"


def points_interval(points: tuple[FlowPoint, ...], tolerance: Interval) -> Interval | None:
    """Interval of the point that decides: the one reaching farthest from the tolerance, or into it least.

    Limits hold at each flow, and how much water was passed at which is the experimenter's choice: so no
    point may hide behind another. None where no flow was set.
    """
    if not points:
        return None
    return max((_ends(point) for point in points), key=lambda ends: _reach(ends, tolerance))


def worst_point(points: tuple[FlowPoint, ...], tolerance: Interval) -> FlowPoint | None:
    """The point that decides, see `points_interval`."""
    return max(points, key=lambda point: _reach(_ends(point), tolerance)) if points else None


def _ends(point: FlowPoint) -> Interval:
    return Interval(low=point.deviation_low, high=point.deviation_high, confidence=0.95)


def _reach(ends: Interval, tolerance: Interval) -> tuple[int, float]:
    """Beyond the tolerance before not known before inside, then by how far."""
    low = -np.inf if ends.low is None else ends.low
    high = np.inf if ends.high is None else ends.high
    bottom, top = float(tolerance.low or 0.0), float(tolerance.high or 0.0)
    if low > top or high < bottom:
        return 2, float(max(low - top, bottom - high))
    return int(low < bottom or high > top), float(max(high - top, bottom - low))


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
    confidence: float,
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
    several = len(blocks) >= FEWEST_RUNS
    together = _known_ends(posterior, confidence) if known and several else Interval(low=None, high=None)
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
        deviation_low=together.low,
        deviation_high=together.high,
        scatter=_scatter(pair, rows),
    )
    if not known:
        return _standing(point, pair, blocks)
    certified = meters is not None and certified_at(flow, meters.reference, protocol)
    if meters is None or not certified or not several:
        return point
    reference = reference_error_at(flow, meters.reference, protocol, on)
    interval = error_interval(deviation, _known_ends(posterior), reference)
    error = (1 + deviation) * (1 + reference.estimate) - 1
    conformity = None
    if limit is not None:
        conformity = point_conformity(posterior, reference, limit, protocol.limits.rounding)
    return replace(point, error=error, low=interval.low, high=interval.high, conformity=conformity)


def _scatter(pair: PairedIntervals, rows: slice) -> float:
    """Standard deviation of the runs' ratios [1] beyond what rounding alone can make; 0 for one run."""
    test, reference = pair.test_volumes[rows], pair.reference_volumes[rows]
    if test.size < FEWEST_RUNS or (reference <= 0).any():
        return 0.0
    ratios = test / reference
    steps = np.hypot(pair.test_steps[1:][rows], pair.reference_steps[1:][rows])
    rounding = float(np.mean(steps / np.sqrt(6) / reference))
    return float(np.sqrt(max(float(np.var(ratios, ddof=1)) - rounding**2, 0.0)))


def _standing(point: FlowPoint, pair: PairedIntervals, blocks: range) -> FlowPoint:
    """A test register that stands while the reference runs: nothing is registered, up to its step.

    No model is needed for that: the hard bounds of both registers are the interval.
    """
    first, last = blocks.start, blocks.stop
    moved = float(pair.test[last] - pair.test[first])
    d_test = float(max(pair.test_steps[first], pair.test_steps[last]))
    d_ref = float(max(pair.reference_steps[first], pair.reference_steps[last]))
    if moved < 0 or moved > d_test or point.volume < _ENOUGH_STEPS * d_ref:
        return point
    high = (moved + d_test) / (point.volume - d_ref) - 1
    error = moved / point.volume - 1
    conformity = None
    if point.limit is not None:
        u = (high + 1) / np.sqrt(3)
        conformity = conformity_of(error, limit=point.limit, standard_uncertainty=float(u))
    return replace(
        point,
        deviation=error,
        deviation_low=-1.0,
        deviation_high=high,
        error=error,
        low=-1.0,
        high=high,
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


def _known_ends(posterior: DeviationPosterior, confidence: float = 0.95) -> Interval:
    low, high = (float(end) for end in posterior.interval(confidence))
    return Interval(low=low if np.isfinite(low) else None, high=high if np.isfinite(high) else None)
