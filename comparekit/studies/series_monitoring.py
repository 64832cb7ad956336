"""Which interval a series comparison rests on while people look day by day."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from comparekit.protocol import SeriesProtocol
from comparekit.stats.deviation import DeviationPosterior
from comparekit.stats.interval import Interval
from comparekit.stats.looks import FIRST_LOOK, MOST_LOOKS, boundary_interval, e_interval, planned_tails

BOUNDARY, E_PROCESS, PLANNED_LOOKS = "boundary", "e-process", "planned looks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring:
    """The interval that is honest under daily looks.

    `looks`: blocks so far. `rule`: "boundary" (up to 30 daily looks), "e-process" (longer, or whenever
    one likes), "planned looks" (the protocol set the looks before the start).
    """

    looks: int
    rule: str
    planned: tuple[int, ...] = ()
    posterior: DeviationPosterior = field(repr=False)

    def interval(self, confidence: float = 0.95) -> Interval:
        """Interval of the long-run deviation [1]; an end without information is None.

        Raises
        ------
        ValueError
            A confidence the rule was not calibrated for.
        """
        if self.rule == PLANNED_LOOKS:
            tail = planned_tails(self.planned, confidence)[self.planned.index(self.looks)]
            ends = self.posterior.interval(1 - float(tail))
        elif self.rule == BOUNDARY:
            ends = boundary_interval(self.posterior, self.looks, confidence)
        else:
            ends = e_interval(self.posterior, confidence)
        low, high = (float(end) for end in ends)
        return Interval(
            low=low if np.isfinite(low) else None,
            high=high if np.isfinite(high) else None,
            confidence=confidence,
        )


def monitor(posterior: DeviationPosterior | None, blocks: int, protocol: SeriesProtocol) -> Monitoring | None:
    """The rule for this many blocks under this protocol; None before there is anything to look at."""
    if posterior is None or blocks < FIRST_LOOK:
        return None
    planned = protocol.plan.looks
    if planned:
        rule = PLANNED_LOOKS if blocks in planned else E_PROCESS
    else:
        rule = BOUNDARY if blocks <= MOST_LOOKS else E_PROCESS
    return Monitoring(looks=blocks, rule=rule, planned=planned, posterior=posterior)


def basis_of(blocks: int, protocol: SeriesProtocol, *, judged_before: bool) -> str:
    """Fixed at just the planned number of blocks and only once, else monitoring.

    Where the protocol plans looks, its error is spent on them: then never "fixed".
    """
    planned_end = blocks == protocol.plan.blocks and not protocol.plan.looks
    return "fixed" if planned_end and not judged_before else "monitoring"
