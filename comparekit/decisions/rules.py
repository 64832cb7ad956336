"""Bounds that a deviation is held against."""

from __future__ import annotations

from comparekit.protocol import Certainty, SeriesProtocol
from comparekit.stats.interval import Interval

_STRENGTH = (Certainty.UNCONFIRMED, Certainty.OWN, Certainty.DERIVED, Certainty.CONFIRMED)


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
    limits = protocol.limits
    test = limits.at(zone, in_service=protocol.test_in_service)
    reference = limits.at(zone, in_service=protocol.reference_in_service)
    origins = [limits.origin]
    if protocol.test_in_service or protocol.reference_in_service:
        origins.append(limits.in_service_origin)
    return test, reference, min((o.certainty for o in origins), key=_STRENGTH.index)
