"""Which visits stand out: a wrong reading is a spike in the difference of two registers.

One reading that is off by x at visit k makes the block before it too large by x and the block after
it too small by x, in one register only. So each visit is left out in turn, the deviation model is
fitted to the rest, and the reading is held against what the rest predicts. What honest logs do has to
explain the distance: rounding of the readings involved, unsteadiness as far as the other blocks (and
the prior) leave it open, and a draw that ran between the two readings of a visit.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from comparekit.stats.arrays import Array
from comparekit.stats.deviation import DeviationPosterior, fit_deviation

_WINDOW = 31  # visits that a visit is held against: a month, whatever the length of the log
_CELLS = 240  # of the grid on which rounding and draws are added up
#: Share of the chance of a false alarm that is spent on the first and the last visit: they carry the
#: whole estimate, while an error inside cancels and, being a spike, is seen much more easily.
_CHANCE_OF_ENDS = 0.6
_LOOK_CLOSER = 0.05  # the cheap normal tail, beyond which the exact one is computed
_VOLUME_FLOOR = 0.02  # of the mean block, as in the deviation model
_LONGEST_DRAW = 1.5  # times the typical flow for the whole gap: showers and hoses run faster


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """Both registers at common visits. Arrays of shape (n + 1,), volumes in one unit.

    `gap_volumes`: what a typical draw passes between the two readings of a visit; `draw_chance`: how
    likely one is running [1].
    """

    test: Array
    reference: Array
    test_steps: Array
    reference_steps: Array
    gap_volumes: Array
    draw_chance: float

    @property
    def count(self) -> int:
        return int(self.test.size)

    def without(self, visit: int) -> Visits:
        """The same visits without one of them."""
        return self.only(np.delete(np.arange(self.count), visit))

    def only(self, index: NDArray[np.intp]) -> Visits:
        """Some of the visits."""
        return self._replaced(*(a[index] for a in self._arrays()))

    def with_readings(self, visit: int, test: float, reference: float) -> Visits:
        """The same visits with other readings at one of them."""
        values = [a.copy() for a in self._arrays()]
        values[0][visit], values[1][visit] = test, reference
        return self._replaced(*values)

    def _arrays(self) -> tuple[Array, ...]:
        return self.test, self.reference, self.test_steps, self.reference_steps, self.gap_volumes

    def _replaced(self, *arrays: Array) -> Visits:
        names = ("test", "reference", "test_steps", "reference_steps", "gap_volumes")
        return Visits(**dict(zip(names, arrays, strict=True)), draw_chance=self.draw_chance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What the other visits say about the difference test minus reference at one visit.

    Attributes
    ----------
    error : float
        How far the difference read lies above the predicted one (the best single value).
    weights, errors, spreads : arrays, shape (g,)
        The same over the grid of unsteadiness: its posterior weight, the distance from what is then
        predicted, and the standard deviation of that distance, rounding and draws apart.
    grid, chances : arrays
        What rounding and draws may add, and how likely each of these values is.
    """

    error: float
    weights: Array
    errors: Array
    spreads: Array
    grid: Array
    chances: Array

    def tail(self, shift: float = 0.0) -> float:
        """Probability that an honest visit lies at least as far out, after `shift` is added."""
        far = np.abs(self.errors + shift)[:, None]
        out = ndtr((self.grid - far) / self.spreads[:, None]) + ndtr(
            (-self.grid - far) / self.spreads[:, None]
        )
        return float(self.weights @ (out @ self.chances))

    @property
    def spread(self) -> float:
        """Standard deviation of an honest visit, all sources, at the middle of the posterior."""
        middle = int(np.searchsorted(np.cumsum(self.weights), 0.5))
        rest = float(self.chances @ self.grid**2)
        return float(np.sqrt(self.spreads[min(middle, self.spreads.size - 1)] ** 2 + rest))


def most_odd(visits: Visits, *, chance: float) -> tuple[int, Prediction] | None:
    """The visit that stands out most, if an honest log shows one like it with less than `chance`.

    Parameters
    ----------
    visits : Visits
        Three or more; fewer never stand out.
    chance : float
        For the whole log [1], of which the two ends get more than an equal part.

    Returns
    -------
    (int, Prediction) or None
        The index of the visit. Its neighbours often stand out too, but less: leaving them out does
        not make the rest steady.
    """
    if visits.count < 3:
        return None
    batch = _Batch(visits)
    last = visits.count - 1
    inner, end = chance * (1 - _CHANCE_OF_ENDS) / max(last - 1, 1), chance * _CHANCE_OF_ENDS / 2
    best: tuple[float, int, Prediction] | None = None
    for k in np.flatnonzero(batch.normal_tails() < _LOOK_CLOSER).tolist():
        roughness = float(batch.roughness[k])
        if best is not None and roughness >= best[0]:
            continue
        prediction = batch.prediction(k)
        if prediction.tail() < (end if k in (0, last) else inner):
            best = (roughness, k, prediction)
    return None if best is None else best[1:]


def prediction_at(visits: Visits, visit: int) -> Prediction | None:
    """What the others say about one visit; None when there are too few."""
    return None if visits.count < 3 else _Batch(visits, [visit]).prediction(0)


class _Batch:
    """All visits left out in turn, as one batch of the deviation model."""

    def __init__(self, visits: Visits, chosen: list[int] | None = None) -> None:
        self.visits = visits
        n = visits.count
        self.index = np.arange(n) if chosen is None else np.array(chosen)
        width = min(n, _WINDOW)
        start = np.clip(self.index - width // 2, 0, n - width)
        members = start[:, None] + np.arange(width)
        others = members[members != self.index[:, None]].reshape(self.index.size, width - 1)
        self.test = visits.test - visits.test[0]
        self.reference = visits.reference - visits.reference[0]
        self.fit: DeviationPosterior = fit_deviation(
            np.diff(self.test[others]),
            np.diff(self.reference[others]),
            test_step=visits.test_steps[others],
            reference_step=visits.reference_steps[others],
        )
        w = self.fit.reference_weight
        span = [a[others[:, -1]] - a[others[:, 0]] for a in (self.test, self.reference)]
        self.mean_block = np.maximum(w * span[0] + (1 - w) * span[1], 1e-12) / max(width - 2, 1)
        self.roughness = _roughness(np.diff(self.test[others]), np.diff(self.reference[others]))
        self.errors, self.spreads, self.shares = self._distances(n)

    def _distances(self, n: int) -> tuple[Array, Array, Array]:
        """Distance from the prediction, its standard deviation over the grid, share of the block before.

        Inside the log the two neighbours predict the visit, whatever the deviation is; at its ends
        the deviation of the other blocks does.
        """
        k, w, mean = self.index, self.fit.reference_weight, self.mean_block
        before, after = np.maximum(k - 1, 0), np.minimum(k + 1, n - 1)
        difference = self.test - self.reference
        middle = w * self.test[k] + (1 - w) * self.reference[k]
        low = w * self.test[before] + (1 - w) * self.reference[before]
        high = w * self.test[after] + (1 - w) * self.reference[after]
        whole = np.maximum(high - low, _VOLUME_FLOOR * mean)
        inner = (k > 0) & (k < n - 1)
        share = np.where(inner, np.clip((middle - low) / whole, 0.0, 1.0), np.where(k == 0, 1.0, 0.0))
        expected = (1 - share) * difference[before] + share * difference[after]
        # At an end the neighbour is reached by one block; the smaller increment is the sound one.
        moved = np.minimum(
            self.test[after] - self.test[before], self.reference[after] - self.reference[before]
        )
        volume = np.clip(moved, _VOLUME_FLOOR * mean, 10 * mean)
        sign = np.where(k == 0, 1.0, -1.0)
        slope = np.where(inner, 0.0, sign * volume)[:, None]
        errors = (difference[k] - expected)[:, None] + slope * self.fit.beta.mean
        # A visit halfway between its neighbours is the least certain; assumed of all of them.
        noise = np.where(inner, whole / 4, volume) * mean
        variance = self.fit.sigma**2 * noise[:, None] + (slope * self.fit.beta.sd) ** 2
        return errors, np.sqrt(variance), share

    def normal_tails(self) -> NDArray[np.float64]:
        """A cheap first look: rounding as a normal error, no draws."""
        v, k = self.visits, self.index
        rounding = np.sqrt((v.test_steps[k] ** 2 + v.reference_steps[k] ** 2) / 12)[:, None]
        z = np.abs(self.errors) / np.hypot(self.spreads, rounding)
        tails: NDArray[np.float64] = np.where(
            self.fit.usable, (self.fit.beta.weight * 2 * ndtr(-z)).sum(axis=1), 1.0
        )
        return tails

    def prediction(self, row: int) -> Prediction:
        k, share = int(self.index[row]), float(self.shares[row])
        near = [(k, 1.0), (k - 1, 1 - share), (k + 1, share)]
        near = [(i, c) for i, c in near if 0 <= i < self.visits.count and c > 0]
        grid, chances = _additions(self.visits, near)
        weights = self.fit.beta.weight[row]
        return Prediction(
            error=float(weights @ self.errors[row]),
            weights=weights,
            errors=self.errors[row],
            spreads=np.maximum(self.spreads[row], 1e-9),
            grid=grid,
            chances=chances,
        )


def _roughness(test: Array, reference: Array) -> Array:
    """How far the blocks of each row stray from their own usual ratio, added up [unit], shape (rows,).

    The visit without which this is least is the culprit. A posterior of sigma would say the same of
    small slips; beside a gross one it is all at its upper end.
    """
    smaller = np.maximum(np.minimum(test, reference), 0.0)
    difference = test - reference
    ratios = np.where(smaller > 0, difference / np.where(smaller > 0, smaller, 1.0), np.nan)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a row without any use has no ratio: zero will do
        usual = np.nan_to_num(np.nanmedian(ratios, axis=1))
    return np.asarray(np.abs(difference - usual[:, None] * smaller).sum(axis=1))


def _additions(visits: Visits, near: list[tuple[int, float]]) -> tuple[Array, Array]:
    """Distribution of what the rounding and the draws of some visits add to a distance."""
    steps = [c * s[i] for i, c in near for s in (visits.test_steps, visits.reference_steps)]
    draws = [c * _LONGEST_DRAW * visits.gap_volumes[i] for i, c in near]
    reach = sum(steps) / 2 + sum(draws)
    grid = np.linspace(-reach, reach, 2 * _CELLS + 1)
    cell = reach / _CELLS
    chances = np.zeros(grid.size)
    chances[_CELLS] = 1.0
    for width in steps:
        half = round(width / 2 / cell)
        chances = np.convolve(chances, np.full(2 * half + 1, 1 / (2 * half + 1)), mode="same")
    for longest in draws:
        half = round(longest / cell)
        if half:
            # Short ends of draws are likelier than a draw that runs through the whole gap.
            shape = 1 - np.abs(np.arange(-half, half + 1)) / (half + 1)
            kernel = visits.draw_chance * shape / shape.sum()
            kernel[half] += 1 - visits.draw_chance
            chances = np.convolve(chances, kernel, mode="same")
    return grid, chances / chances.sum()
