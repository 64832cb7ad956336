"""What two meters do at a household in the long run, worked out instead of simulated."""

from __future__ import annotations

import numpy as np
from scipy import special

from comparekit.bench.household import Household, Use
from comparekit.bench.meters import BenchMeter
from comparekit.stats.arrays import Array

_FLOWS = 20_000  # quantiles of the flow of one use
_WEEKEND = 2 / 7


def expected_deviation(
    household: Household,
    test: BenchMeter,
    reference: BenchMeter,
    *,
    lost: tuple[float, float] = (0.0, 0.0),
) -> float:
    """Long-run V_test / V_ref - 1 [1] of two meters at `household`.

    Parameters
    ----------
    household : Household
        Who draws.
    test, reference : BenchMeter
        Their error curves; scatter averages out, creep is not counted.
    lost : pair of float
        Share of what each counts that its register loses by sticking [1].

    Notes
    -----
    Volume and flow of a draw are independent, so every use weighs with its mean volume and the mean of
    1 + error over its flows, taken at equal steps of probability. `tests/bench` holds it against long
    simulations.
    """
    kept = [
        (1 - share) * sum(_daily(use, household) * _counted(use, meter) for use in household.uses)
        for meter, share in ((test, lost[0]), (reference, lost[1]))
    ]
    return kept[0] / kept[1] - 1


def _daily(use: Use, household: Household) -> float:
    """Mean volume of a day, over the whole week [unit]."""
    week = 1.0 if use.steady else 1 + _WEEKEND * (household.weekend - 1)
    return use.per_day * use.volume * week


def _counted(use: Use, meter: BenchMeter) -> float:
    return float(np.mean(1 + meter.error(_flows(use))))


def _flows(use: Use) -> Array:
    """Flows of a use at equal steps of probability [unit/h]."""
    variance = np.log1p(use.flow_cv**2)
    middle = (np.arange(_FLOWS) + 0.5) / _FLOWS
    return np.asarray(use.flow * np.exp(np.sqrt(variance) * special.ndtri(middle) - variance / 2))
