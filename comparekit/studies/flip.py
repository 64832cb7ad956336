"""What would change a verdict: the smallest misread digit after which the same comparison says otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from comparekit.decisions.verdict import Verdict
from comparekit.findings import disqualifies
from comparekit.protocol import SeriesProtocol
from comparekit.registers.suggestions import written_factor
from comparekit.stats.arrays import Array
from comparekit.stats.deviation import DeviationPosterior, fit_deviation
from comparekit.studies.misread import Misread, compared
from comparekit.studies.misread_digits import MisreadDigits, misread_digits
from comparekit.studies.observed import Observed
from comparekit.studies.planning_rules import FIXED, NO_RULE, verdicts
from comparekit.studies.series_meters import for_meters
from comparekit.studies.series_result import SeriesResult


@dataclass(frozen=True, slots=True, kw_only=True)
class FlipSearch:
    """The smallest misread digits that change what a comparison says.

    Attributes
    ----------
    verdict : Misread or None
        The smallest that changes the verdict; None where no single digit does.
    difference : Misread or None
        A still smaller one that changes whether the meters differ.
    tried : int
        Readings with one digit changed that were tried.
    backward : int
        Those left out because a register would run backwards: nobody would take them for readings.
    """

    verdict: Misread | None
    difference: Misread | None
    tried: int
    backward: int


def flip_of(result: SeriesResult) -> FlipSearch | None:
    """The smallest misread digit that changes what `result` says.

    Parameters
    ----------
    result : SeriesResult
        One comparison, with what it was made of.

    Returns
    -------
    FlipSearch or None
        None where the question has no answer: readings nobody wrote down (telemetry), runs of a bench,
        too few days for any verdict, or a verdict withheld for a grave finding.

    Notes
    -----
    One digit of one reading that a boundary rests on becomes any other digit, in steps of that reading
    and by no more than its register ran in all. All of them go through the deviation model as one batch,
    a decimal place at a time. A slip may also change the verdict by being noticed: that hangs on whether
    leaving the reading out moves the estimate by more than the half-width it then has, which is asked of
    the batch as well. What looks promising is then compared in full, smallest change first, so that what
    is told is what the comparison itself says of such a log.
    """
    seen = result.observed
    if seen is None or result.deviation.posterior is None:
        return None
    if result.protocol.plan.runs or disqualifies(result.findings):
        return None
    rule = FIXED if result.basis == FIXED else NO_RULE
    if rule == NO_RULE and result.monitoring is not None:
        rule = result.monitoring.rule
    return None if rule == NO_RULE else _search(seen, rule, result.verdict, result.different)


@lru_cache(maxsize=32)  # a page asks for the same result again and again; `seen` is told by its identity
def _search(seen: Observed, rule: str, verdict: Verdict, different: bool) -> FlipSearch:
    protocol = seen.protocol if seen.meters is None else for_meters(seen.protocol, seen.meters)
    model = _Model(seen, protocol, rule)
    difference: Misread | None = None
    tried = backward = 0
    for candidates in misread_digits(seen):
        hopes = model.hopes(candidates, verdict, different)
        tried += int(hopes.sound.sum())
        backward += int((~hopes.sound).sum())
        slips = _Slips(seen, candidates, hopes.shaken, verdict)
        for k in range(candidates.which.size):
            hoped = hopes.verdict[k] or (hopes.difference[k] and difference is None)
            misread = compared(seen, candidates, k) if hoped else slips.at(k)
            if misread is None:
                continue
            if misread.verdict != verdict:
                return FlipSearch(verdict=misread, difference=difference, tried=tried, backward=backward)
            if difference is None and misread.different != different:
                difference = misread
    return FlipSearch(verdict=None, difference=difference, tried=tried, backward=backward)


class _Hopes(NamedTuple):
    """What the model alone says of each candidate, bool arrays of shape (c,).

    `sound`: no register runs backwards. `verdict`, `difference`: another verdict, another answer whether
    the meters differ. `shaken`: the estimate hangs on the reading so much that a slip, if it is noticed,
    keeps the verdict back.
    """

    sound: NDArray[np.bool_]
    verdict: NDArray[np.bool_]
    difference: NDArray[np.bool_]
    shaken: NDArray[np.bool_]


class _Slips:
    """Candidates that may change the verdict by being noticed; the more a digit is off, the likelier.

    So the largest change of a reading one way is asked first: where even that goes unnoticed, the smaller
    ones do as well.
    """

    def __init__(
        self, seen: Observed, candidates: MisreadDigits, shaken: NDArray[np.bool_], verdict: Verdict
    ) -> None:
        self.seen, self.candidates, self.shaken, self.verdict = seen, candidates, shaken, verdict
        self.largest: dict[tuple[int, bool], int] = {}
        for k in np.flatnonzero(shaken).tolist():
            self.largest[self._way(k)] = k
        self.told: dict[int, Misread | None] = {}

    def at(self, k: int) -> Misread | None:
        """What the comparison says of a candidate; None where there is nothing to be noticed."""
        if not self.shaken[k]:
            return None
        last = self._asked(self.largest[self._way(k)])
        return None if last is None or last.verdict == self.verdict else self._asked(k)

    def _asked(self, k: int) -> Misread | None:
        if k not in self.told:
            self.told[k] = compared(self.seen, self.candidates, k)
        return self.told[k]

    def _way(self, k: int) -> tuple[int, bool]:
        return int(self.candidates.which[k]), bool(self.candidates.change[k] > 0)


class _Model:
    """The deviation model of one comparison, asked about many changed readings at once."""

    def __init__(self, seen: Observed, protocol: SeriesProtocol, rule: str) -> None:
        self.pair, self.protocol, self.rule = seen.pair, protocol, rule
        nothing = replace(protocol.tolerance, low=0.0, high=0.0)
        self.no_difference = replace(protocol, tolerance=nothing)  # outside of it, the meters differ
        self.factors = {role: written_factor(series) for role, series in seen.registers}
        self.stretch = {
            "test": _stretch(self.pair.test, self.pair.test_shown),
            "reference": _stretch(self.pair.reference, self.pair.reference_shown),
        }
        self.without = self._without_each()

    def hopes(self, candidates: MisreadDigits, verdict: Verdict, different: bool) -> _Hopes:
        """What the model says of the candidates."""
        volumes = {
            "test": np.repeat(self.pair.test_volumes[None], candidates.which.size, axis=0),
            "reference": np.repeat(self.pair.reference_volumes[None], candidates.which.size, axis=0),
        }
        boundary = np.array([place.boundary for place in candidates.places])[candidates.which]
        for role, changed in volumes.items():
            own = np.array([place.role == role for place in candidates.places])[candidates.which]
            by = np.where(own, candidates.change * self.factors[role], 0.0)
            for block, sign in ((boundary - 1, 1.0), (boundary, -1.0)):
                rows = np.flatnonzero(own & (block >= 0) & (block < self.pair.blocks))
                changed[rows, block[rows]] += sign * by[rows] * self.stretch[role][block[rows]]
        least = {
            "test": np.minimum(self.pair.test_volumes, 0.0),
            "reference": np.minimum(self.pair.reference_volumes, 0.0),
        }
        sound = np.all([(volumes[r] >= least[r] - 1e-9).all(axis=1) for r in volumes], axis=0)
        hopes = _Hopes(sound, *(np.zeros_like(sound) for _ in range(3)))
        fit = self._fit(volumes["test"][sound], volumes["reference"][sound])
        agrees, deviates = verdicts(fit, self.protocol, self.pair.blocks, self.rule)
        now = {Verdict.AGREE: agrees, Verdict.DEVIATE: deviates}.get(verdict, ~(agrees | deviates))
        differs = verdicts(fit, self.no_difference, self.pair.blocks, self.rule).deviate
        estimate, half_width = (ends[boundary[sound]] for ends in self.without)
        steady = np.abs(fit.estimate - estimate) <= half_width  # false as well where one of them is unknown
        hopes.verdict[sound], hopes.difference[sound] = ~now, differs != different
        hopes.shaken[sound] = ~steady
        return hopes

    def _without_each(self) -> tuple[Array, Array]:
        """Estimate and half-width of the interval with each boundary left out [1], of shape (n + 1,)."""
        count = self.pair.blocks + 1
        left = np.array([np.delete(np.arange(count), k) for k in range(count)])
        fit = fit_deviation(
            np.diff(self.pair.test[left]),
            np.diff(self.pair.reference[left]),
            test_step=self.pair.test_steps[left],
            reference_step=self.pair.reference_steps[left],
        )
        low, high = fit.interval()
        return fit.estimate, (high - low) / 2

    def _fit(self, test: Array, reference: Array) -> DeviationPosterior:
        return fit_deviation(
            test,
            reference,
            test_step=self.pair.test_steps,
            reference_step=self.pair.reference_steps,
            prior_scale=self.protocol.prior_scale,
        )


def _stretch(register: Array, shown: Array) -> Array:
    """What a unit on the register counts for in each block [1]: gas at base conditions counts otherwise."""
    moved, counted = np.diff(shown), np.diff(register)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = counted / moved
    return np.where((moved > 0) & (ratio > 0.3) & (ratio < 3), ratio, 1.0)
