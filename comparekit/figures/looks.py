"""What the comparison knew after each day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparekit.figures.data import Span
from comparekit.figures.watched import watched_spans
from comparekit.stats.deviation import fit_deviation
from comparekit.stats.looks import FIRST_LOOK
from comparekit.studies.series_result import Block, MeterSummary, SeriesResult
from comparekit.units import find_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Long-run deviation [1] from the first `blocks` blocks alone.

    `watched` is the 95 % interval under the looks really taken, from the third block on; `fixed` the one
    for a single look at the planned end, None after it, and where the protocol plans looks of its own.
    """

    blocks: int
    estimate: float | None
    standard_uncertainty: float | None
    watched: Span | None
    fixed: Span | None

    @property
    def last_digit(self) -> float | None:
        """What the last digit shown of the estimate follows from [1]: half a span, else one u."""
        for span in (self.fixed, self.watched):
            if span is not None and span.low is not None and span.high is not None:
                return 0.5 * (span.high - span.low)
        return self.standard_uncertainty


def looks(result: SeriesResult) -> tuple[Look, ...]:
    """A look after every day from the second on; the last one is the result itself.

    Parameters
    ----------
    result : SeriesResult
        With n blocks.

    Returns
    -------
    tuple of Look
        n - 1 of them, none for a single block.
    """
    n = len(result.blocks)
    return (*_earlier(result, np.arange(2, n)), _last(result, n)) if n >= 2 else ()


def _earlier(result: SeriesResult, counts: np.ndarray) -> list[Look]:
    if not counts.size:
        return []
    volumes = np.array([(b.test, b.reference) for b in result.blocks])
    test, reference = np.broadcast_to(volumes.T[:, None, :], (2, counts.size, len(volumes)))
    posterior = fit_deviation(
        test,
        reference,
        test_step=step_of(result.test, result.unit),
        reference_step=step_of(result.reference, result.unit),
        prior_scale=result.protocol.prior_scale,
        blocks=counts,
    )
    watched = watched_spans(posterior, counts, result.protocol)
    columns = (posterior.estimate, posterior.standard_uncertainty, *posterior.interval(0.95))
    return [
        Look(
            blocks=int(k),
            estimate=_known(estimate),
            standard_uncertainty=_known(u),
            watched=seen,
            fixed=Span(low=_known(low), high=_known(high)) if _has_fixed(int(k), result) else None,
        )
        for k, seen, estimate, u, low, high in zip(counts, watched, *columns, strict=True)
    ]


def _last(result: SeriesResult, n: int) -> Look:
    fixed, watched = result.deviation.interval(0.95), result.monitoring_interval(0.95)
    return Look(
        blocks=n,
        estimate=result.deviation.estimate,
        standard_uncertainty=result.deviation.standard_uncertainty,
        watched=Span(low=watched.low, high=watched.high) if n >= FIRST_LOOK else None,
        fixed=Span(low=fixed.low, high=fixed.high) if _has_fixed(n, result) else None,
    )


def _has_fixed(blocks: int, result: SeriesResult) -> bool:
    plan = result.protocol.plan
    return not plan.looks and blocks <= plan.blocks


def daily_deviation(block: Block, test_step: float, reference_step: float) -> tuple[float, Span] | None:
    """Deviation of one block alone [1], and the bounds that rounding of its readings leaves.

    None when the reference register moved by no more than its step: there is no ratio.

    Parameters
    ----------
    block : Block
        One day.
    test_step, reference_step : float
        Resolution of the readings, in the unit of the block's volumes.
    """
    if block.reference <= reference_step:
        return None
    low = max(block.test - test_step, 0.0) / (block.reference + reference_step) - 1
    high = (block.test + test_step) / (block.reference - reference_step) - 1
    return block.test / block.reference - 1, Span(low=low, high=high)


def step_of(meter: MeterSummary, unit: str) -> float:
    """Resolution of a meter's readings in `unit`, which must measure the same thing."""
    own, wanted = find_unit(meter.unit), find_unit(unit)
    if own is None or wanted is None or own.base != wanted.base:
        raise ValueError(f"unit: {meter.unit!r} does not convert to {unit!r}")
    return meter.resolution * own.factor / wanted.factor


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
