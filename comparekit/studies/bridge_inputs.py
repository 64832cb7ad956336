"""What the bridge between two bills is built from: quantities with their doubts, and the bills."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date

from comparekit.stats.interval import Interval
from comparekit.tariff_curve import VolumeRange

_DUST = 1e-6  # of a day: binary dust


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """A quantity, with a 95 % interval or with bounds.

    Attributes
    ----------
    estimate, low, high : float
        In the unit of the quantity. The sides may be of different length: each is that of a normal
        distribution of its own.
    bounds : bool
        The ends are hard bounds between which nothing is known (rounding of a bill, flows nobody
        measured); nothing is averaged over them.
    ratio : bool
        A factor: the interval is meant on the scale of logarithms.

    Raises
    ------
    ValueError
        Ends that are not finite or do not enclose the estimate; a factor that is not above zero.
    """

    estimate: float
    low: float
    high: float
    bounds: bool = False
    ratio: bool = False

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.estimate, self.low, self.high))):
            raise ValueError(f"estimate, low, high: finite, not {self.estimate}, {self.low}, {self.high}")
        if not self.low <= self.estimate <= self.high:
            raise ValueError(f"estimate: between low {self.low} and high {self.high}, not {self.estimate}")
        if self.ratio and self.low <= 0:
            raise ValueError(f"low: above zero for a factor, not {self.low}")

    @property
    def certain(self) -> bool:
        """Whether the ends are the estimate."""
        return self.low == self.high

    @property
    def half_width(self) -> float:
        """Half the distance of the ends."""
        return (self.high - self.low) / 2

    @property
    def interval(self) -> Interval:
        """Its ends."""
        return Interval(low=self.low, high=self.high, confidence=None if self.bounds else 0.95)

    def times(self, factor: float) -> Uncertain:
        """So many times of it; `factor` not negative."""
        return replace(self, estimate=factor * self.estimate, low=factor * self.low, high=factor * self.high)


def exactly(value: float) -> Uncertain:
    """A quantity without doubt."""
    return Uncertain(estimate=value, low=value, high=value)


def within(volumes: VolumeRange) -> Uncertain:
    """The volumes [unit] that fit a bill.

    Raises
    ------
    ValueError
        Nothing bounds them from above.
    """
    return Uncertain(estimate=volumes.middle, low=volumes.low, high=volumes.high, bounds=True)


ONE = Uncertain(estimate=1.0, low=1.0, high=1.0, ratio=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeBill:
    """One end of the bridge: a bill, or the typical period before the exchange.

    Attributes
    ----------
    start, end : date
        Days of reading: the next period begins on `end`. They place the bill in the cycle of tiers.
    volume : Uncertain or None
        What the register said [unit]; None where only the amount is known.
    amount : Uncertain or None
        What was paid [currency]; None: what the tariff makes of the volume.
    used_before : float
        Use in the cycle of tiers before `start` [unit].
    peak_share : float or None
        Share of the use in peak hours [1], for tariffs that need it.
    average : bool
        The average period of one side, and no bill that anybody was sent.
    mean_days : float or None
        Mean length of the bills an average was taken of [d]; None: from `start` to `end`.
    bills : tuple of BridgeBill
        The bills an average was taken of, with their volumes, where a tariff is to price each on its own.
    """

    start: date
    end: date
    volume: Uncertain | None = None
    amount: Uncertain | None = None
    used_before: float = 0.0
    peak_share: float | None = None
    average: bool = False
    mean_days: float | None = None
    bills: tuple[BridgeBill, ...] = ()

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError(f"end: after start ({self.start}), not {self.end}")
        if self.volume is None and self.amount is None:
            raise ValueError("volume, amount: one of them at least")

    @property
    def days(self) -> float:
        """Its length, a mean one where it is an average [d]."""
        if self.mean_days is None:
            return (self.end - self.start).days
        whole = round(self.mean_days)
        return whole if abs(self.mean_days - whole) < _DUST else self.mean_days
