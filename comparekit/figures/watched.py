"""The interval that is honest under the looks really taken, as it stood after each day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comparekit.figures.data import Span
from comparekit.protocol import SeriesProtocol
from comparekit.stats.deviation import DeviationPosterior
from comparekit.stats.looks import boundary_interval, e_interval
from comparekit.stats.mixture import NormalMixture
from comparekit.studies.series_monitoring import BOUNDARY, E_PROCESS, PLANNED_LOOKS, monitor


def watched_spans(
    posterior: DeviationPosterior, counts: np.ndarray, protocol: SeriesProtocol
) -> list[Span | None]:
    """One 95 % interval a look [1], by the rule that holds for its number of blocks.

    Parameters
    ----------
    posterior : DeviationPosterior
        Over the looks, shape (k,).
    counts : int array, shape (k,)
        Blocks at each look.
    protocol : SeriesProtocol
        Where it plans looks, only those are looks.

    Returns
    -------
    list of Span or None
        k of them; None where nobody may look yet.
    """
    rules = {i: seen for i, k in enumerate(counts) if (seen := monitor(posterior, int(k), protocol))}
    spans: list[Span | None] = [None] * len(counts)
    for rule in (BOUNDARY, E_PROCESS):
        at = [i for i, seen in rules.items() if seen.rule == rule and not protocol.plan.looks]
        if at:
            rows = _at(posterior, at)
            ends = boundary_interval(rows, counts[at]) if rule == BOUNDARY else e_interval(rows)
            for i, low, high in zip(at, *ends, strict=True):
                spans[i] = Span(low=_known(low), high=_known(high))
    for i, seen in rules.items():
        if seen.rule == PLANNED_LOOKS:
            found = replace(seen, posterior=_at(posterior, i)).interval(0.95)
            spans[i] = Span(low=found.low, high=found.high)
    return spans


def _at(posterior: DeviationPosterior, at: int | list[int]) -> DeviationPosterior:
    """Some rows of a batch, or one without its leading axis."""
    beta = posterior.beta
    return DeviationPosterior(
        beta=NormalMixture(weight=beta.weight[at], mean=beta.mean[at], sd=beta.sd[at]),
        reference_weight=np.asarray(posterior.reference_weight[at]),
        sigma=posterior.sigma,
        usable=np.asarray(posterior.usable[at]),
    )


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
