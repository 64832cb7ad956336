"""Registers that stand still while the meter runs, and then jump or have lost the volume."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from comparekit.stats.arrays import Array

BY = ("time", "volume")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sticking:
    """A register that sticks again and again.

    Parameters
    ----------
    by : str
        "time": it runs and stands in turn, for exponentially distributed times (dirt, a valve that
        catches). "volume": it stands for the same part of every turn of a worn wheel.
    runs, stands : float
        Mean time [h] or volume [unit] for which it runs, and for which it stands.
    loses : bool
        True: what passes meanwhile is lost. False: the register jumps to where it belongs.
    """

    by: str
    runs: float
    stands: float
    loses: bool

    def __post_init__(self) -> None:
        if self.by not in BY:
            raise ValueError(f"by: one of {BY}, not {self.by!r}")
        if not (self.runs > 0 and self.stands > 0):
            raise ValueError(f"runs, stands: above zero, not {self.runs!r}, {self.stands!r}")

    @property
    def lost_share(self) -> float:
        """Long-run share of the volume that is lost [1]."""
        return self.stands / (self.runs + self.stands) if self.loses else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standstill:
    """A register that stands once, from `from_day` to `to_day` [days since the first midnight]."""

    from_day: float
    to_day: float
    loses: bool

    def __post_init__(self) -> None:
        if not self.from_day < self.to_day:
            raise ValueError(f"from_day, to_day: rising, not {self.from_day!r}, {self.to_day!r}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stretches:
    """Times in which a register stands: begin and end [d], rising, apart from each other.

    `kind` says why: "sticking" or "standstill".
    """

    kind: str
    begin: Array
    end: Array
    loses: bool

    def held(self, passed: Callable[[Array], Array], times: Array) -> Array:
        """What the register has counted at each of `times` when `passed` gives what it would have."""
        k = np.searchsorted(self.begin, times, side="right") - 1
        last = np.maximum(k, 0)
        if not self.begin.size:
            return passed(times)
        stands = (k >= 0) & (times < self.end[last])
        moving = np.where(stands, self.begin[last], times)
        if not self.loses:
            return passed(moving)
        lost = np.concatenate([[0.0], np.cumsum(passed(self.end) - passed(self.begin))])
        # While it stands, its present stretch is not over: what it shows is what it had at the begin.
        return np.asarray(passed(moving) - lost[np.where(stands, k, k + 1)])


def draw_stretches(sticking: Sticking, rng: np.random.Generator, *, days: float) -> Stretches:
    """Alternate running and standing over `days` days, beginning anywhere in a turn."""
    period = (sticking.runs + sticking.stands) / 24
    count = int(np.ceil(days / period * 1.5)) + 40
    runs = rng.exponential(sticking.runs / 24, count)
    stands = rng.exponential(sticking.stands / 24, count)
    begin = np.cumsum(runs) + np.concatenate([[0.0], np.cumsum(stands)[:-1]]) - 10 * period
    return Stretches(kind="sticking", begin=begin, end=begin + stands, loses=sticking.loses)


def held_by_volume(passed: Array, sticking: Sticking, phase: float = 0.0) -> Array:
    """What a wheel that sticks for a part of every turn has counted of `passed` [unit].

    It stands over the last part of a turn; `phase` [unit] is where the turn was at the beginning.
    """
    turn = sticking.runs + sticking.stands
    whole, rest = np.divmod(passed + phase, turn)
    moved = sticking.runs if sticking.loses else turn
    return np.asarray(whole * moved + np.minimum(rest, sticking.runs) - min(phase, sticking.runs))
