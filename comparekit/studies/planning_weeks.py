"""Weeks that have not happened yet: what two registers would show, from a few numbers about the place.

The virtual bench draws water tap by tap and knows water only; a plan needs thousands of weeks in a
second, of any utility. So blocks are drawn whole:

* volumes lognormal about the daily use;
* unsteadiness of the meters and of the mix of flows as the deviation model has it, of variance
  ``sigma**2 * v_k * mean(v)``;
* between the two readings of a visit mostly nothing passes, and now and then a draw runs: the protocol's
  typical flow for up to its gap, with the chance ``mean flow / typical flow``. As a normal error of the
  same variance this would look better behaved than it is;
* registers that start anywhere and show whole steps.

`tests/validation/planning.py` holds these weeks against those of the bench.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comparekit.protocol import SeriesProtocol
from comparekit.stats.arrays import Array
from comparekit.stats.deviation import DeviationPosterior, fit_deviation

#: Day-to-day standard deviation of two sound meters at a household [1]: scatter of the draws and change
#: of the mix of flows, without what passes between the two readings, which is simulated apart. On the
#: bench the good pair has 0.21 to 0.23 %, on either household; rounded up. With the minute between the
#: readings it makes about 0.4 % at 0.4 m3 a day.
DAY_TO_DAY = 0.0025

#: Coefficient of variation of a day's use [1]: 0.32 and 0.38 in the two households of the bench.
USE_CV = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How two registers are read, and what passes through them.

    Parameters
    ----------
    protocol : SeriesProtocol
        The rules: tolerance, prior scale, limits.
    blocks : int
        Blocks (days) of the comparison.
    volume : float
        Mean volume of a block [unit of the protocol], >= 0.
    test_step, reference_step : float
        Resolution of the readings [unit], > 0.
    sigma : float
        Standard deviation from block to block [1].
    gap_s : float
        Largest time between the two readings of a visit [s]; 0 where `sigma` holds it already, or with
        valves closed.
    rule : str
        Which interval decides: "fixed", or a rule of `comparekit.studies.series_monitoring`; "none"
        where there is nothing to decide from.
    """

    protocol: SeriesProtocol
    blocks: int
    volume: float
    test_step: float
    reference_step: float
    sigma: float
    gap_s: float
    rule: str = "fixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """Increments of both registers, each of shape (weeks, blocks) [unit], and the setup behind them."""

    setup: Setup
    test: Array
    reference: Array

    def fit(self, blocks: int, rows: slice | NDArray[np.intp]) -> DeviationPosterior:
        """What the model makes of the first `blocks` blocks of some of the weeks."""
        return fit_deviation(
            self.test[rows, :blocks],
            self.reference[rows, :blocks],
            test_step=self.setup.test_step,
            reference_step=self.setup.reference_step,
            prior_scale=self.setup.protocol.prior_scale,
        )


def simulate_weeks(
    setup: Setup, deviation: ArrayLike, rng: np.random.Generator, *, weeks: int, blocks: int
) -> Weeks:
    """Draw `weeks` comparisons of `blocks` blocks.

    Parameters
    ----------
    setup : Setup
        Its own number of blocks is not used.
    deviation : scalar, or array of shape (weeks,)
        True deviation of the pair [1].
    rng : numpy.random.Generator
        Where the chance comes from.
    weeks, blocks : int
        How many comparisons, and of how many blocks each.
    """
    shape = (weeks, blocks)
    spread = np.log1p(USE_CV**2)
    volume = setup.volume * np.exp(np.sqrt(spread) * rng.standard_normal(shape) - spread / 2)
    unsteady = setup.sigma * np.sqrt(volume * setup.volume) * rng.standard_normal(shape)
    shift = np.broadcast_to(np.asarray(deviation, dtype=float), (weeks,))[:, None]
    test = np.maximum(volume * (1 + shift) + unsteady, 0.0)
    late = _between_readings(setup, rng, (weeks, blocks + 1))
    return Weeks(
        setup=setup,
        test=_shown(test, 0.0, setup.test_step, rng),
        reference=_shown(volume, late, setup.reference_step, rng),
    )


def _between_readings(setup: Setup, rng: np.random.Generator, shape: tuple[int, int]) -> Array:
    """What passes after the test register was read and before the reference register is [unit]."""
    running, gap = rng.random(shape), rng.random(shape) * setup.gap_s / 3600
    mean_flow = setup.volume / 24
    if setup.gap_s <= 0 or mean_flow <= 0:
        return np.zeros(shape)
    chance = min(1.0, mean_flow / setup.protocol.plan.typical_flow)
    return np.asarray(np.where(running < chance, mean_flow / chance * gap, 0.0))


def _shown(passed: Array, late: Array | float, step: float, rng: np.random.Generator) -> Array:
    """Increments of a register that starts anywhere within a step and truncates."""
    total = np.concatenate([np.zeros((len(passed), 1)), np.cumsum(passed, axis=1)], axis=1) + late
    steps = np.floor(total / step + rng.random((len(passed), 1)))
    return np.asarray(np.diff(steps, axis=1) * step)
