"""Which interval decides on a given day, and what it says about many simulated weeks at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from comparekit.protocol import SeriesProtocol
from comparekit.stats.arrays import Array
from comparekit.stats.deviation import DeviationPosterior
from comparekit.stats.looks import FIRST_LOOK, MOST_LOOKS, boundary_tail, e_interval, e_value, planned_tails
from comparekit.studies.series_monitoring import BOUNDARY, E_PROCESS, PLANNED_LOOKS

FIXED, DAILY, NO_RULE = "fixed", "daily", "none"

#: Fewest blocks the fixed interval decides from: one block cannot show how steady the days are.
FIRST_FIXED = 2

_CONFIDENCE = 0.95


class Verdicts(NamedTuple):
    """Which weeks end in *agree* and which in *deviate*, bool arrays; the rest are inconclusive."""

    agree: NDArray[np.bool_]
    deviate: NDArray[np.bool_]

    @property
    def settled(self) -> NDArray[np.bool_]:
        return self.agree | self.deviate


def watched_rule(blocks: int) -> str:
    """The rule of daily looks at this many blocks."""
    if blocks < FIRST_LOOK:
        return NO_RULE
    return BOUNDARY if blocks <= MOST_LOOKS else E_PROCESS


def verdicts(posterior: DeviationPosterior, protocol: SeriesProtocol, blocks: int, rule: str) -> Verdicts:
    """The verdict of every row by the interval that `rule` gives at this many blocks.

    An interval lies inside the tolerance just when it rejects both bounds from between them. Asking the
    bounds saves finding the ends, which is what takes time.
    """
    low, high = protocol.tolerance.low, protocol.tolerance.high
    if rule == NO_RULE:
        nothing = np.zeros(posterior.usable.shape, dtype=bool)
        return Verdicts(nothing, nothing)
    if rule == E_PROCESS:
        with np.errstate(over="ignore", invalid="ignore"):
            against_low, against_high = (
                e_value(posterior, bound) >= 1 / (1 - _CONFIDENCE) for bound in (low, high)
            )
        estimate = posterior.estimate
        above_low, above_high = estimate > low, estimate > high
        agree = against_low & above_low & against_high & (estimate < high)
        deviate = (against_high & above_high) | (against_low & (estimate < low))
        return Verdicts(agree, deviate)
    half = 0.5 * _tail(protocol, blocks, rule)
    at_low, at_high = (posterior.beta.cdf(_slope(posterior, bound)) for bound in (low, high))
    usable = posterior.usable
    return Verdicts(
        usable & (at_low <= half) & (at_high >= 1 - half),
        usable & ((at_high < half) | (at_low > 1 - half)),
    )


def interval_ends(
    posterior: DeviationPosterior, protocol: SeriesProtocol, blocks: int, rule: str
) -> tuple[Array, Array]:
    """Both ends of the deciding interval [1], shape (...); NaN where an end carries no information."""
    if rule == NO_RULE:
        unknown = np.full(posterior.usable.shape, np.nan)
        return unknown, unknown
    if rule == E_PROCESS:
        return e_interval(posterior, _CONFIDENCE)
    return posterior.interval(1 - _tail(protocol, blocks, rule))


def _tail(protocol: SeriesProtocol, blocks: int, rule: str) -> float:
    """Two-sided tail of the interval that `rule` gives."""
    if rule == PLANNED_LOOKS:
        looks = protocol.plan.looks
        return float(planned_tails(looks, _CONFIDENCE)[looks.index(blocks)])
    return float(boundary_tail(blocks, _CONFIDENCE)) if rule == BOUNDARY else 1 - _CONFIDENCE


def _slope(posterior: DeviationPosterior, deviation: float) -> Array:
    return np.asarray(deviation / (1 + posterior.reference_weight * deviation))
