"""Bounds that a deviation is held against."""

from __future__ import annotations

from comparekit.origin import Certainty, weakest
from comparekit.protocol import SeriesProtocol
from comparekit.stats.interval import Interval


def tolerance_interval(protocol: SeriesProtocol) -> Interval:
    """Tolerance of the comparison [1]."""
    return Interval(low=protocol.tolerance.low, high=protocol.tolerance.high)


def permitted_bounds(test_limit: float, reference_limit: float) -> tuple[float, float]:
    """Largest deviation that two meters within their limits can show [1].

    Parameters
    ----------
    test_limit, reference_limit : float
        Maximum permissible errors of both meters [1], both ways.
    """
    low = (1 - test_limit) / (1 + reference_limit) - 1
    high = (1 + test_limit) / (1 - reference_limit) - 1
    return low, high


def limits_of(protocol: SeriesProtocol, zone: str = "lower") -> tuple[float, float, Certainty]:
    """Limits of the test and the reference meter [1] in `zone`, and how sure we are of them.

    From daily readings nobody knows in which zone the water ran, hence the wider lower zone.
    """
    both = (
        (protocol.limits, protocol.test_in_service),
        (protocol.reference_limits, protocol.reference_in_service),
    )
    test, reference = (limits.at(zone, in_service=in_service) for limits, in_service in both)
    origins = [limits.origin for limits, _ in both]
    origins += [limits.in_service_origin for limits, in_service in both if in_service]
    return test, reference, weakest(*origins)


def mixed_limit(protocol: SeriesProtocol, role: str) -> float:
    """Limit of one meter [1] weighted with the assumed shares of volume per zone."""
    of_test = role == "test"
    limits = protocol.limits if of_test else protocol.reference_limits
    in_service = protocol.test_in_service if of_test else protocol.reference_in_service
    lower, upper = (limits.at(zone, in_service=in_service) for zone in ("lower", "upper"))
    share = protocol.flow_shares.lower
    return share * lower + (1 - share) * upper
