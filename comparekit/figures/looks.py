"""What the comparison knew after each day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparekit.figures.data import Span
from comparekit.stats.deviation import fit_deviation
from comparekit.studies.series_result import Block, MeterSummary, SeriesResult
from comparekit.units import find_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Long-run deviation [1] from the first `blocks` blocks alone.

    `span` is the 95 % interval for a number of days fixed beforehand: honest at the planned end only.
    """

    blocks: int
    estimate: float | None
    standard_uncertainty: float | None
    span: Span

    @property
    def last_digit(self) -> float | None:
        """What the last digit shown of the estimate follows from [1]: half the span, else one u."""
        if self.span.low is None or self.span.high is None:
            return self.standard_uncertainty
        return 0.5 * (self.span.high - self.span.low)


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
    if n < 2:
        return ()
    counts = np.arange(2, n)
    earlier = []
    if counts.size:
        volumes = np.array([(b.test, b.reference) for b in result.blocks])
        rows = np.broadcast_to(volumes.T[:, None, :], (2, counts.size, n))
        posterior = fit_deviation(
            rows[0],
            rows[1],
            test_step=step_of(result.test, result.unit),
            reference_step=step_of(result.reference, result.unit),
            prior_scale=result.protocol.prior_scale,
            blocks=counts,
        )
        low, high = posterior.interval(0.95)
        columns = (counts, posterior.estimate, posterior.standard_uncertainty, low, high)
        earlier = [
            Look(
                blocks=int(k),
                estimate=_known(estimate),
                standard_uncertainty=_known(u),
                span=Span(low=_known(start), high=_known(end)),
            )
            for k, estimate, u, start, end in zip(*columns, strict=True)
        ]
    interval = result.deviation.interval(0.95)
    last = Look(
        blocks=n,
        estimate=result.deviation.estimate,
        standard_uncertainty=result.deviation.standard_uncertainty,
        span=Span(low=interval.low, high=interval.high),
    )
    return (*earlier, last)


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
