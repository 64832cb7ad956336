"""The largest difference two meters within their limits can show in these days, or in these runs."""

from __future__ import annotations

import numpy as np

from comparekit.decisions.rules import limits_of, permitted_bounds
from comparekit.limits import ErrorLimits, FlowZones
from comparekit.protocol import SeriesProtocol
from comparekit.readings.intervals import PairedIntervals
from comparekit.readings.meter import Meters
from comparekit.stats.interval import Interval
from comparekit.studies.flow_points import FlowPoint
from comparekit.studies.series_result import PermittedDifference

BOTH_ZONES, VOLUME_SHARES = "both zones", "volume shares"


def permitted_difference(
    pair: PairedIntervals,
    interval: Interval,
    protocol: SeriesProtocol,
    meters: Meters | None,
    points: tuple[FlowPoint, ...] = (),
) -> PermittedDifference:
    """Bounds from the limits of both meters, and whether the interval lies wholly beyond them.

    Where flows were set and both plates give their zones, the limits are weighted with the volumes that
    really ran in each zone ("volume shares"); else the lower zone's limits hold for everything ("both
    zones").
    """
    test_limit, reference_limit, certainty = limits_of(protocol)
    shares = None if meters is None else _weighted(pair, protocol, meters)
    if shares is not None:
        test_limit, reference_limit = shares
    low, high = permitted_bounds(test_limit, reference_limit)
    return PermittedDifference(
        low=low,
        high=high,
        exceeded=any(_beyond(point, protocol, meters, (low, high)) for point in points)
        if points
        else interval.beyond(Interval(low=low, high=high)),
        basis=BOTH_ZONES if shares is None else VOLUME_SHARES,
        certainty=certainty,
    )


def _beyond(
    point: FlowPoint, protocol: SeriesProtocol, meters: Meters | None, bounds: tuple[float, float]
) -> bool:
    """Whether a point lies wholly beyond what two meters within their limits can show at its flow."""
    if meters is not None and point.limit is not None:
        zones = protocol.table.zones_of(meters.reference, protocol.reference_limits)
        zone = None if zones is None else zones.zone(point.flow)
        if zone is not None:
            limit = protocol.reference_limits.at(zone, in_service=protocol.reference_in_service)
            bounds = permitted_bounds(point.limit, limit)
    ends = Interval(low=point.deviation_low, high=point.deviation_high)
    return ends.beyond(Interval(low=bounds[0], high=bounds[1]))


def _weighted(pair: PairedIntervals, protocol: SeriesProtocol, meters: Meters) -> tuple[float, float] | None:
    """Limits of both meters over the runs [1]; None where a flow or a zone is not known."""
    flows = pair.flows[1:]
    if not protocol.plan.runs or not np.isfinite(flows).all():
        return None
    found = []
    for meter, limits, in_service in (
        (meters.test, protocol.limits, protocol.test_in_service),
        (meters.reference, protocol.reference_limits, protocol.reference_in_service),
    ):
        zones = protocol.table.zones_of(meter, limits)
        limit = None if zones is None else _mean_limit(pair, zones, limits, in_service)
        if limit is None:
            return None
        found.append(limit)
    return found[0], found[1]


def _mean_limit(
    pair: PairedIntervals, zones: FlowZones, limits: ErrorLimits, in_service: bool
) -> float | None:
    volumes = np.maximum(pair.reference_volumes, 0.0)
    where = [zones.zone(float(flow)) for flow in pair.flows[1:]]
    if None in where or not volumes.sum() > 0:
        return None  # below the smallest flow no limit holds
    each = np.array([limits.at(str(zone), in_service=in_service) for zone in where])
    return float(each @ volumes / volumes.sum())
