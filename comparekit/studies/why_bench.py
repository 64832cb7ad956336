"""How often each method tells the truth about weeks like this one, counted on the spot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparekit.stats.arrays import Array
from comparekit.stats.deviation import DeviationPosterior
from comparekit.stats.differences import equivalence, paired_t
from comparekit.stats.looks import FIRST_LOOK, MOST_LOOKS, boundary_tail
from comparekit.studies.planning_rules import FIXED, verdicts
from comparekit.studies.planning_weeks import Setup, Weeks, simulate_weeks
from comparekit.studies.truth_rate import APART, SEED
from comparekit.studies.why import ALPHA, daily_shares

WEEKS = 400  # a share of 0.95 within 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Of the weeks that gave a range: share whose range holds the truth, and its median half-width [1].

    `silent` is the share of all weeks that gave none. None: no week gave one.
    """

    share: float | None
    half_width: float | None
    silent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCounts:
    """Weeks of one true deviation [1] by each method.

    `called_equal_tost`, `called_equal_ours`: share of the weeks said to lie within the tolerance [1].
    """

    deviation: float
    t: Held
    ours: Held
    called_equal_tost: float
    called_equal_ours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyBench:
    """Counts over simulated weeks whose truth is known.

    Attributes
    ----------
    equal, apart : PairCounts
        Two equal meters, and a test meter that reads 5 % high.
    accused_t, accused_ours : float
        Share of equal pairs called different on some day when somebody looks every day until `looks` [1].
    weeks, days, looks, seed : int
        Weeks of each kind, days of a week, last day of the daily looks.
    """

    equal: PairCounts
    apart: PairCounts
    accused_t: float
    accused_ours: float
    weeks: int
    days: int
    looks: int
    seed: int


def why_bench(setup: Setup, *, weeks: int = WEEKS, looks: int = MOST_LOOKS, seed: int = SEED) -> WhyBench:
    """Count on weeks of this set-up how often a spreadsheet and the comparison tell the truth.

    Parameters
    ----------
    setup : Setup
        From `comparekit.studies.truth_rate.setup_of`; three blocks or more.
    weeks : int
        Weeks of each kind: a share carries a standard uncertainty of at most ``0.5 / sqrt(weeks)``.
    looks : int
        Last day of the daily looks, 3 to 30.
    seed : int
        The same set-up and seed give the same counts.

    Returns
    -------
    WhyBench
        It misleads where the real days are unlike the simulated ones, as `truth_rate`.

    Raises
    ------
    ValueError
        Fewer than three blocks, looks outside 3 to 30.
    """
    if setup.blocks < FIRST_LOOK:
        raise ValueError(f"setup: {FIRST_LOOK} blocks or more, not {setup.blocks!r}")
    if not FIRST_LOOK <= looks <= MOST_LOOKS:
        raise ValueError(f"looks: from {FIRST_LOOK} to {MOST_LOOKS}, not {looks!r}")
    rng = np.random.default_rng(seed)
    equal = simulate_weeks(setup, 0.0, rng, weeks=weeks, blocks=max(setup.blocks, looks))
    apart = simulate_weeks(setup, APART, rng, weeks=weeks, blocks=setup.blocks)
    return WhyBench(
        equal=_counts(equal, 0.0),
        apart=_counts(apart, APART),
        accused_t=_accused_by_t(equal, looks),
        accused_ours=_accused_by_us(equal, looks),
        weeks=weeks,
        days=setup.blocks,
        looks=looks,
        seed=seed,
    )


def _counts(weeks: Weeks, deviation: float) -> PairCounts:
    setup, days = weeks.setup, weeks.setup.blocks
    tolerance = setup.protocol.tolerance
    differences, used = _differences(weeks, days)
    t = paired_t(differences)
    tost = equivalence(differences, tolerance.low, tolerance.high)
    posterior = weeks.fit(days, slice(None))
    return PairCounts(
        deviation=deviation,
        t=_held(t.low, t.high, t.answers & used, deviation),
        ours=_held(*_ends(posterior), posterior.usable, deviation),
        called_equal_tost=float((used & (tost.p < ALPHA)).mean()),
        called_equal_ours=float(verdicts(posterior, setup.protocol, days, FIXED).agree.mean()),
    )


def _differences(weeks: Weeks, days: int) -> tuple[Array, NDArray[np.bool_]]:
    """Daily shares of the first days, and which weeks have any use to relate them to."""
    test, reference = weeks.test[:, :days], weeks.reference[:, :days]
    step = min(weeks.setup.test_step, weeks.setup.reference_step)
    used = np.asarray(reference.sum(axis=1) > 0)
    return daily_shares(test, np.where(used[:, None], reference, 1.0), step), used


def _ends(posterior: DeviationPosterior) -> tuple[Array, Array]:
    """The fixed interval; an end without information holds everything on its side."""
    low, high = posterior.interval(1 - ALPHA)
    return np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high)


def _held(low: Array, high: Array, answers: NDArray[np.bool_], truth: float) -> Held:
    if not answers.any():
        return Held(share=None, half_width=None, silent=1.0)
    inside = (low <= truth) & (truth <= high)
    half = float(np.median(0.5 * (high - low)[answers]))
    return Held(
        share=float(inside[answers].mean()),
        half_width=half if np.isfinite(half) else None,
        silent=float(1 - answers.mean()),
    )


def _accused_by_t(weeks: Weeks, looks: int) -> float:
    accused = np.zeros(len(weeks.test), dtype=bool)
    for days in range(FIRST_LOOK, looks + 1):
        differences, used = _differences(weeks, days)
        found = paired_t(differences)
        accused |= used & found.answers & (found.p < ALPHA)
    return float(accused.mean())


def _accused_by_us(weeks: Weeks, looks: int) -> float:
    accused = np.zeros(len(weeks.test), dtype=bool)
    for days in range(FIRST_LOOK, looks + 1):
        posterior = weeks.fit(days, slice(None))
        below = posterior.beta.cdf(np.zeros(posterior.usable.shape))
        half = 0.5 * float(boundary_tail(days, 1 - ALPHA))
        accused |= posterior.usable & ((below < half) | (below > 1 - half))
    return float(accused.mean())
