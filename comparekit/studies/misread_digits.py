"""Readings with one digit read otherwise: all there are, a decimal place at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from comparekit.readings.register import RegisterSeries
from comparekit.registers.suggestions import written_factor
from comparekit.stats.arrays import Array
from comparekit.studies.observed import Observed

_SAME = 1e-6  # relative: a decimal number and its double


class ReadingPlace(NamedTuple):
    """A reading that a boundary rests on: which register, which boundary, which entry of its series."""

    role: str
    boundary: int
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MisreadDigits:
    """Readings with one digit changed, of one decimal place, smallest change first. Arrays, shape (c,)."""

    places: tuple[ReadingPlace, ...]
    which: NDArray[np.intp]
    change: Array


def misread_digits(seen: Observed) -> Iterator[MisreadDigits]:
    """All readings of `seen` with one digit changed, the finest decimal place first.

    A reading that a boundary rests on gets any other digit in a place, in steps of that reading and by no
    more than its register ran in all.
    """
    places = _places(seen)
    series = dict(seen.registers)
    steps = {"test": seen.pair.test_steps, "reference": seen.pair.reference_steps}
    factors = {role: written_factor(one) for role, one in series.items()}
    ran = {
        "test": float(seen.pair.test[-1] - seen.pair.test[0]) / factors["test"],
        "reference": float(seen.pair.reference[-1] - seen.pair.reference[0]) / factors["reference"],
    }
    step = np.array([steps[p.role][p.boundary] / factors[p.role] for p in places])
    value = np.array([series[p.role].readings[p.entry] for p in places])
    most = np.array([max(ran[p.role], 0.0) for p in places])
    digits = np.arange(10)
    finest = int(np.floor(np.log10(step.min()) + _SAME))
    for exponent in range(finest, int(np.floor(np.log10(max(most.max(), step.min())) + _SAME)) + 1):
        power = 10.0**exponent
        shown = np.floor(value / power * (1 + np.sign(value) * 1e-12) + _SAME) % 10
        change = (digits - shown[:, None]) * power
        counts = change / step[:, None]
        possible = (np.abs(change) > power / 2) & (np.abs(change) <= most[:, None] * (1 + _SAME))
        possible &= np.abs(counts - np.round(counts)) < _SAME * np.maximum(np.abs(counts), 1)
        which, digit = np.nonzero(possible)
        by = change[which, digit]
        order = np.lexsort((by, which, np.round(np.abs(by) / power)))
        if order.size:
            yield MisreadDigits(places=places, which=which[order], change=by[order])


def _places(seen: Observed) -> tuple[ReadingPlace, ...]:
    """Both readings of every boundary, in the order of time."""
    pair, found = seen.pair, []
    shown = {"test": pair.test_shown, "reference": pair.reference_shown}
    for boundary in range(pair.blocks + 1):
        for role, series in seen.registers:
            value = shown[role][boundary] / written_factor(series)
            same = np.flatnonzero(np.abs(series.readings - value) <= 1e-9 * max(abs(value), 1.0))
            if same.size:
                nearest = np.argmin(np.abs(series.times[same] - pair.times[boundary]))
                found.append(ReadingPlace(role, boundary, int(same[nearest])))
    return tuple(found)


def decimals_of(series: RegisterSeries, index: int, change: float) -> int:
    """Decimals of a reading as written, at least as many as the digit that is changed has."""
    needed = max(0, -int(np.floor(np.log10(abs(change)) + _SAME)))
    return needed if series.decimals is None else max(needed, int(series.decimals[index]))
