"""That use had changed before: a step or a spell at an unknown time, weighed by what the record says of it.

A household whose tenants moved in half a year before, or whose leak ran for three weeks, was not in one
state. What it was in just before is what a change has to be held against, and when that state began is not
known. Every possible time is therefore one model more, with one coefficient more, normal about zero; what
each says of the change is mixed by its posterior probability. A step that the record shows takes nearly all
the weight, and the change is then held against what lies after it; one that it does not show widens the
interval by as much as it may matter.

One coefficient more costs no new fit (block elimination).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparekit.stats.arrays import Array

#: Odds before the data of a step at any one period, and of any spell for each period, to no earlier change.
#: High, since a step's size may be next to nothing; were they lower, steps that a correlated record hides
#: would be covered in fewer than 90 of 100 households.
STEP, SPELL = 0.15, 0.03
#: Periods before; among fewer, chance passes for steps, and their scatter covers what may have happened.
FEWEST = 8
#: Standard deviation of a step's or a spell's size [log]: a household that loses a third of its use.
SIZE = 0.4
_LONGEST_SPELL = 8  # periods


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierChanges:
    """Possible earlier changes.

    Attributes
    ----------
    rows : array, shape (k, n)
        1 in the periods after a step, or within a spell.
    log_prior : array, shape (k,)
        Logarithm of each one's weight before the data.
    none : float
        Logarithm of the weight of no earlier change.
    """

    rows: Array
    log_prior: Array
    none: float


def earlier_changes(before: int, n: int) -> EarlierChanges:
    """Every step and every short spell among the first `before` of `n` periods.

    None where `before` is less than `FEWEST`. A step leaves at least one period on either side; a spell has
    passed again before the last of them.
    """
    place = np.arange(n)
    steps = [place >= k for k in range(1, before)] if before >= FEWEST else []
    spells = [
        (place >= k) & (place < end)
        for k in range(1, len(steps) + 1)
        for end in range(k + 1, min(k + _LONGEST_SPELL, before - 1) + 1)
    ]
    odds = [STEP] * len(steps) + [SPELL * len(steps) / len(spells) for _ in spells]
    total = 1.0 + sum(odds)
    return EarlierChanges(
        rows=np.array([*steps, *spells], dtype=float).reshape(len(odds), n),
        log_prior=np.log(np.array(odds) / total),
        none=-float(np.log(total)),
    )


def with_one_more(
    log: Array,
    coefficients: Array,
    covariance: Array,
    *,
    y: Array,
    rows: Array,
    more: Array,
    variance: Array,
) -> tuple[Array, Array, Array]:
    """Log likelihood, and mean and sd of the first coefficient, once one row more is in the model.

    Parameters
    ----------
    log : array, shape (..., g)
        Log likelihood without it, for each of g variances.
    coefficients, covariance : arrays, shapes (..., g, p) and (g, p, p)
        Posterior of the p coefficients without it.
    y, rows, more : arrays, shapes (..., n), (p, n) and (k, n)
        Whitened values, rows of the model, and the k rows of which one is added.
    variance : array, shape (g,)
        Of a whitened value.

    Returns
    -------
    log, mean : arrays, shape (..., g, k)
    sd : array, shape (g, k)
    """
    scale = variance[:, None]
    cross = rows @ more.T  # (p, k)
    carried = covariance @ cross / variance[:, None, None]  # (g, p, k)
    own = SIZE**-2 + ((more**2).sum(axis=1) - (cross[None] * carried).sum(axis=1)) / scale  # (g, k)
    pull = ((y @ more.T)[..., None, :] - coefficients @ cross) / scale  # (..., g, k)
    likelihood = log[..., None] - 0.5 * np.log(SIZE**2 * own) + 0.5 * pull**2 / own
    mean = coefficients[..., 0, None] - carried[:, 0] * pull / own
    return likelihood, mean, np.sqrt(covariance[:, 0, 0, None] + carried[:, 0] ** 2 / own)
