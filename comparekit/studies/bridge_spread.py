"""How far the doubts of several inputs carry: a small, seeded Monte Carlo that redoes a formula."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
from scipy.special import ndtri

from comparekit.stats.arrays import Array
from comparekit.studies.bridge_inputs import Uncertain

_NORMAL_95 = 1.959963984540054
_PROBABILITIES = (0.025, 0.975)
_SEED = 20250506  # any; the same inputs give the same interval
_BETWEEN = 3  # values tried of an input of which only bounds are known: both ends and the estimate
DRAWS = 4000


def draws_of(inputs: Mapping[str, Uncertain], *, draws: int = DRAWS, seed: int = _SEED) -> dict[str, Array]:
    """Values of the inputs, arrays that broadcast to shape (cases, draws).

    Parameters
    ----------
    inputs : mapping
        Quantities, independent of one another.
    draws : int
        Of the inputs with a 95 % interval: a Latin hypercube, so that a single one of them is met at
        its exact quantiles.
    seed : int
        Of the generator that pairs them.

    Notes
    -----
    The cases are the ends and estimates of the inputs of which only bounds are known, in all
    combinations: `ends_of` takes the widest of them.
    """
    rng = np.random.default_rng(seed)
    normal = ndtri((np.arange(draws) + 0.5) / draws)
    bounded = [name for name, value in inputs.items() if value.bounds and not value.certain]
    values = [(inputs[n].low, inputs[n].estimate, inputs[n].high) for n in bounded]
    cases = np.array(list(product(*values)), dtype=float).reshape(_BETWEEN ** len(bounded), len(bounded))
    found: dict[str, Array] = {name: cases[:, k, None] for k, name in enumerate(bounded)}
    for name, value in inputs.items():
        if value.certain:
            found[name] = np.array([[value.estimate]])
        elif name not in found:
            found[name] = _drawn(value, rng.permutation(normal))[None, :]
    return found


def ends_of(values: Array) -> tuple[float, float]:
    """Lowest 2.5 % and highest 97.5 % quantile over the cases, of an array of shape (cases, draws)."""
    if values.shape[-1] == 1:
        return float(values.min()), float(values.max())
    low, high = np.quantile(values, _PROBABILITIES, axis=-1, method="hazen")
    return float(low.min()), float(high.max())


def told(middle: Array, drawn: Array) -> Uncertain:
    """A result with its 95 % interval: `middle` at the estimates of the inputs, `drawn` at their draws."""
    estimate, (low, high) = float(middle[0, 0]), ends_of(drawn)
    return Uncertain(estimate=estimate, low=min(low, estimate), high=max(high, estimate))


def estimates_of(inputs: Mapping[str, Uncertain]) -> dict[str, Array]:
    """The estimates of the inputs, in the shape of `draws_of`: one case, one draw."""
    return {name: np.array([[value.estimate]]) for name, value in inputs.items()}


def _drawn(value: Uncertain, normal: Array) -> Array:
    """Two halves of normal distributions that meet at the estimate."""
    ends = (value.low, value.estimate, value.high)
    low, middle, high = np.log(ends) if value.ratio else np.asarray(ends)
    side = np.where(normal < 0, middle - low, high - middle) / _NORMAL_95
    drawn = middle + side * normal
    return np.asarray(np.exp(drawn) if value.ratio else drawn)
