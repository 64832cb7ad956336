"""From a deviation of two meters to the error of one: (1 + deviation)(1 + reference error) - 1."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from comparekit.origin import Certainty
from comparekit.stats.arrays import Array
from comparekit.stats.deviation import DeviationPosterior
from comparekit.stats.interval import Interval
from comparekit.stats.mixture import NormalMixture
from comparekit.studies.reference_error import ReferenceError

_NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class TestMeterError:
    """Error of the test meter (1 + deviation)(1 + reference error) - 1 [1], with its interval.

    `basis` says what the reference meter's error rests on: "certificate", or "within its limits" (no
    certificate: anywhere within the maximum permissible errors). `standard_uncertainty` holds both
    meters' parts; None where there is no interval.
    """

    __test__ = False  # not a test class, whatever pytest thinks of its name

    estimate: float
    standard_uncertainty: float | None
    low: float | None
    high: float | None
    basis: str
    certainty: Certainty


def error_interval(deviation: float, interval: Interval, reference: ReferenceError) -> Interval:
    """Interval of the test meter's error [1] from that of the deviation; unknown ends stay unknown.

    With a certificate the reference meter's part (normal, common to all days) is added in quadrature to
    each side. Without one the error may lie anywhere within the limits, so both bounds are taken whole.
    """
    if reference.limit is not None:
        return replace(
            interval,
            low=None if interval.low is None else (1 + interval.low) * (1 - reference.limit) - 1,
            high=None if interval.high is None else (1 + interval.high) * (1 + reference.limit) - 1,
        )
    factor, u = 1 + reference.estimate, reference.standard_uncertainty
    middle = (1 + deviation) * factor - 1
    common = _NORMAL_95 * u * (1 + deviation)

    def side(end: float | None) -> float | None:
        return None if end is None else float(np.hypot(factor * (end - deviation), common))

    below, above = side(interval.low), side(interval.high)
    return replace(
        interval,
        low=None if below is None else middle - below,
        high=None if above is None else middle + above,
    )


def error_uncertainty(deviation: float, standard_uncertainty: float, reference: ReferenceError) -> float:
    """Combined standard uncertainty of the test meter's error [1] (GUM 5.1.2)."""
    own = (1 + reference.estimate) * standard_uncertainty
    return float(np.hypot(own, (1 + deviation) * reference.standard_uncertainty))


def error_guard_band(interval: Interval, standard_uncertainty: float) -> float | None:
    """Expanded uncertainty U of the test meter's error [1]: w of a decision that keeps its risk.

    Half the 95 % interval, at least twice the standard uncertainty: after two or three runs the tails are
    heavier than normal, and twice would pass a meter beyond its limit in up to 5 % of cases instead of
    2.5 % (tests/validation/README.md). None where an end of the interval is unknown.
    """
    half_width = interval.half_width
    return None if half_width is None else max(half_width, 2 * standard_uncertainty)


def error_cdf(posterior: DeviationPosterior, reference: ReferenceError, error: float) -> float:
    """Probability that the test meter's error is at most `error` [1], for one comparison.

    Every component of the posterior is widened by the reference meter's part.
    """
    deviation = (1 + error) / (1 + reference.estimate) - 1
    w = float(posterior.reference_weight)
    if 1 + w * deviation <= 0:
        return 0.0
    slope = deviation / (1 + w * deviation)
    # d(slope) / d(deviation) at the estimate; the reference error moves the deviation by (1 + deviation)
    estimate = float(posterior.estimate)
    moved = (1 + estimate) * reference.standard_uncertainty / (1 + reference.estimate)
    common = moved / (1 + w * estimate) ** 2
    beta = posterior.beta
    wide: Array = np.hypot(beta.sd, common)
    return float(NormalMixture(weight=beta.weight, mean=beta.mean, sd=wide).cdf(np.asarray(slope)))
