"""What would settle a verdict that is still open."""

from __future__ import annotations

import numpy as np

from comparekit.decisions.rules import tolerance_interval
from comparekit.decisions.verdict import Verdict, decide
from comparekit.protocol import SeriesProtocol
from comparekit.readings.intervals import PairedIntervals
from comparekit.stats.interval import Interval
from comparekit.stats.looks import MOST_LOOKS, boundary_tail
from comparekit.stats.prospect import blocks_to_settle
from comparekit.studies.series_result import LongRunDeviation, MoreNeeded

_DAY = np.timedelta64(86_400_000_000_000, "ns")
_SETTLED_WITH = 0.8


def more_needed(
    verdict: Verdict,
    interval: Interval,
    long_run: LongRunDeviation,
    pair: PairedIntervals,
    protocol: SeriesProtocol,
) -> MoreNeeded | None:
    """Days and volume until the verdict would be settled; None when it is, or when days do not help.

    Parameters
    ----------
    verdict, interval
        The verdict and the interval it rests on.
    long_run, pair, protocol
        The deviation as estimated, the boundaries so far, and the rules.

    Notes
    -----
    People go on looking every day, so the interval to come is that of daily looks; at the planned end
    it is the fixed one.
    """
    tolerance = tolerance_interval(protocol)
    if verdict is not Verdict.INCONCLUSIVE or decide(interval, tolerance, disqualified=False) != verdict:
        return None  # settled, or disqualified: more days would not help
    volume = float(pair.reference[-1] - pair.reference[0]) / pair.blocks
    total = _total(long_run, pair, protocol, volume)
    if total is None:
        return MoreNeeded(days=None, volume=None, unit=protocol.unit, probability=_SETTLED_WITH)
    more = total - pair.blocks
    length = float((pair.times[-1] - pair.times[0]) / _DAY) / pair.blocks
    return MoreNeeded(
        days=max(int(np.ceil(more * length - 0.2)), 1),
        volume=more * volume,
        unit=protocol.unit,
        probability=_SETTLED_WITH,
        blocks=more,
    )


def _total(
    long_run: LongRunDeviation, pair: PairedIntervals, protocol: SeriesProtocol, volume: float
) -> int | None:
    planned = protocol.plan.blocks
    if long_run.posterior is None or long_run.estimate is None:
        # Too little seen to tell: the plan stands.
        return planned if pair.blocks < planned else None
    return blocks_to_settle(
        long_run.posterior,
        estimate=long_run.estimate,
        volume=volume,
        test_step=float(pair.test_steps[-1]),
        reference_step=float(pair.reference_steps[-1]),
        blocks=pair.blocks,
        low=protocol.tolerance.low,
        high=protocol.tolerance.high,
        probability=_SETTLED_WITH,
        tail=lambda blocks: np.where(blocks == planned, 0.05, _watched_tail(blocks)),
    )


def _watched_tail(blocks: np.ndarray) -> np.ndarray:
    """Two-sided tail of the interval under daily looks; beyond the boundary, about that of the e-process."""
    return np.asarray(boundary_tail(np.minimum(blocks, MOST_LOOKS)))
