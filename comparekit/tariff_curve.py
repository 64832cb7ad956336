"""From volume to bill and back: the amount of a period as a piecewise linear function of its use.

Within a period the amount rises with the volume, in straight pieces, so that it has one inverse; what
makes a bill's volume doubtful is what the bill does not say: the use before it in the cycle of tiers, and
the share in peak hours. All arithmetic is in floats; amounts are rounded to the tariff's step (fen) at
the end only, half up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product

import numpy as np
from numpy.typing import ArrayLike

from comparekit.stats.arrays import Array
from comparekit.tariff import Edition, PeriodPart, Tariff

_DUST = 1e-11  # of an amount: binary dust of decimal prices
_TIES = 1 + 3e-6  # of half a step: rounding takes what lies a hair below a tie for the tie
Share = float | tuple[float, float] | None

ROUNDING, USED_BEFORE, PEAK_SHARE = "rounding", "used_before", "peak_share"
FREE, BELOW = "free", "below_fixed_charge"


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeRange:
    """The volumes [unit] that fit a bill, from `low` to `high`; `high` may be infinite.

    `unique`: one volume, known to the rounding of amounts. Else `reason` says what is not known:
    ``used_before`` (use earlier in the cycle of tiers), ``peak_share``, ``free`` (a tier without price),
    ``below_fixed_charge`` (no use gives so small an amount; both ends are 0).
    """

    low: float
    high: float
    unique: bool = True
    reason: str = ROUNDING

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    def __add__(self, other: VolumeRange) -> VolumeRange:
        doubtful = next((r for r in (self, other) if not r.unique), self)
        return VolumeRange(
            low=self.low + other.low,
            high=self.high + other.high,
            unique=doubtful.unique,
            reason=doubtful.reason,
        )

    def part(self, share: float) -> VolumeRange:
        """So much of it [1]."""
        return VolumeRange(
            low=self.low * share, high=self.high * share, unique=self.unique, reason=self.reason
        )


NOTHING = VolumeRange(low=0.0, high=0.0)


@dataclass(frozen=True, slots=True)
class CostCurve:
    """Amount [currency] of a period as a function of its volume [unit], before rounding.

    Straight between the knots (`volumes`, `amounts`), the first at volume 0, and with `slope`
    [currency/unit] behind the last.
    """

    volumes: tuple[float, ...]
    amounts: tuple[float, ...]
    slope: float

    def at(self, volume: ArrayLike) -> Array:
        """Amounts [currency] of volumes [unit], of any shape; before rounding."""
        volumes = np.asarray(volume, dtype=float)
        inside = np.interp(volumes, self.volumes, self.amounts)
        beyond = np.maximum(0.0, volumes - self.volumes[-1])
        return np.asarray(inside + self.slope * beyond, dtype=float)

    def amount(self, volume: float) -> float:
        """Amount [currency] of one volume; before rounding."""
        k = bisect_right(self.volumes, volume) - 1
        return self.amounts[k] + self.price_at(volume) * (volume - self.volumes[k])

    def price_at(self, volume: float) -> float:
        """Price of the next unit [currency/unit]."""
        k = bisect_right(self.volumes, volume) - 1
        if k == len(self.volumes) - 1:
            return self.slope
        return (self.amounts[k + 1] - self.amounts[k]) / (self.volumes[k + 1] - self.volumes[k])

    def lowest(self, amount: float) -> float:
        """The smallest volume that costs this amount."""
        return self._inverse(amount, bisect_left(self.amounts, amount))

    def highest(self, amount: float) -> float:
        """The largest volume that costs this amount; another one only where use is free."""
        return self._inverse(amount, bisect_right(self.amounts, amount))

    def _inverse(self, amount: float, k: int) -> float:
        if k == 0:
            return 0.0
        if k == len(self.amounts):
            return self.volumes[-1] + (amount - self.amounts[-1]) / self.slope
        share = (amount - self.amounts[k - 1]) / (self.amounts[k] - self.amounts[k - 1])
        return self.volumes[k - 1] + share * (self.volumes[k] - self.volumes[k - 1])


def cost_curve(
    tariff: Tariff,
    start: date,
    end: date,
    *,
    used_before: float = 0.0,
    people: int | None = None,
    peak_share: float | None = None,
) -> CostCurve:
    """Amount of the period from `start` to `end` (days of reading) as a function of its volume.

    Parameters
    ----------
    tariff : Tariff
        A period in which an edition or a cycle begins is cut by days (`Tariff.parts`).
    start, end : date
        The next period begins on `end`.
    used_before : float
        Use [unit] in the cycle of tiers before `start`; of no effect where the cycle begins there.
    people : int, optional
        Size of the household.
    peak_share : float, optional
        Share of the use in peak hours [1]; needed where the tariff has peak and valley prices.

    Raises
    ------
    ValueError
        A negative `used_before`, a share outside 0 to 1 or missing, `end` not after `start`.
    CompareKitError
        ``tariff.not_yet_valid``.
    """
    return _curve(tariff.parts(start, end), used_before, people, peak_share)


def _curve(
    parts: tuple[PeriodPart, ...], used_before: float, people: int | None, peak_share: float | None
) -> CostCurve:
    if not used_before >= 0 or (peak_share is not None and not 0 <= peak_share <= 1):
        raise ValueError(f"used_before, peak_share: at least 0 and 0 to 1, not {used_before}, {peak_share}")
    tracks = [_track(part, people, peak_share) for part in parts]
    days = (parts[-1].end - parts[0].start).days
    fixed = sum(part.share * charge.charged(days) for part in parts for charge in part.edition.fixed)
    carried = _before_each(parts, used_before)
    knots = {0.0}
    for part, track, (used, prior) in zip(parts, tracks, carried, strict=True):
        for limit in track.limits:
            if limit > used:
                knots |= {(limit - used) / reach for reach in (prior, prior + part.share) if reach > 0}
    volumes = tuple(sorted(knots))
    amounts = [
        fixed
        + sum(
            track.cost(used + (prior + part.share) * v) - track.cost(used + prior * v)
            for part, track, (used, prior) in zip(parts, tracks, carried, strict=True)
        )
        for v in volumes
    ]
    slope = sum(part.share * track.prices[-1] for part, track in zip(parts, tracks, strict=True))
    return CostCurve(volumes, tuple(amounts), slope)


def volume_of_bill(
    tariff: Tariff,
    amount: float,
    start: date,
    end: date,
    *,
    used_before: float | VolumeRange | None = None,
    people: int | None = None,
    peak_share: Share = None,
) -> VolumeRange:
    """The volumes that give a bill of this amount.

    Parameters
    ----------
    tariff, start, end, people
        As for `cost_curve`.
    amount : float
        As on the bill [currency], rounded to the tariff's step; not negative.
    used_before : float, VolumeRange or None
        Use in the cycle of tiers before `start` [unit]; None: not known, which opens the range to every
        possible one, unless the cycle begins at `start`.
    peak_share : float, pair of float, or None
        Share in peak hours [1], or its bounds; None: not known.

    Returns
    -------
    VolumeRange
        With everything known, half a rounding step around the amount divided by the price of a unit.

    Raises
    ------
    ValueError, CompareKitError
        As `cost_curve`; a negative amount.
    """
    if not amount >= 0:
        raise ValueError(f"amount: zero or more, not {amount!r}")
    parts = tariff.parts(start, end)
    used, known_use = _used(tariff, parts[0], used_before, people)
    shares, known_share = _shares(parts, peak_share)
    slack = _TIES * tariff.rounding / 2 + _DUST * amount
    lows, highs, smallest = [], [], 0.0
    for before, share in product(used, shares):
        curve = _curve(parts, before, people, share)
        lows.append(curve.lowest(max(0.0, amount - slack)))
        highs.append(curve.highest(amount + slack))
        smallest = curve.amounts[0]
    low, high = min(lows), max(highs)
    if amount + slack < smallest:
        return VolumeRange(low=0.0, high=0.0, unique=False, reason=BELOW)
    if not known_use and _differ(lows) | _differ(highs):
        return VolumeRange(low=low, high=high, unique=False, reason=USED_BEFORE)
    if not known_share and _differ(lows) | _differ(highs):
        return VolumeRange(low=low, high=high, unique=False, reason=PEAK_SHARE)
    free = any(a == b for a, b in pairwise(curve.amounts)) and _covers_free(curve, amount, slack)
    return VolumeRange(low=low, high=high, unique=not free, reason=FREE if free else ROUNDING)


def _covers_free(curve: CostCurve, amount: float, slack: float) -> bool:
    """Whether a stretch without price costs the amount."""
    flats = [a for a, b in pairwise(curve.amounts) if a == b]
    return any(amount - slack <= flat <= amount + slack for flat in flats)


@dataclass(frozen=True, slots=True)
class _Track:
    """Cost of a cycle's use under one edition."""

    limits: tuple[float, ...]
    prices: tuple[float, ...]

    def cost(self, used: float) -> float:
        total, floor = 0.0, 0.0
        for limit, price in zip(self.limits, self.prices, strict=False):
            if used <= limit:
                return total + price * (used - floor)
            total, floor = total + price * (limit - floor), limit
        return total + self.prices[-1] * (used - floor)


def _track(part: PeriodPart, people: int | None, peak_share: float | None) -> _Track:
    edition: Edition = part.edition
    limits = edition.tiers.limits_for(people) if edition.tiers else ()
    return _Track(limits, edition.prices(peak_share if edition.by_hour else None))


def _before_each(parts: tuple[PeriodPart, ...], used_before: float) -> list[tuple[float, float]]:
    """Use before each part within its cycle: from before the period [unit], and its share of the period."""
    first = parts[0].cycle if parts[0].cycle != parts[0].start else None
    found: list[tuple[float, float]] = []
    for k, part in enumerate(parts):
        earlier = sum(p.share for p in parts[:k] if part.cycle is not None and p.cycle == part.cycle)
        found.append((used_before if part.cycle is not None and part.cycle == first else 0.0, earlier))
    return found


def _used(
    tariff: Tariff, first: PeriodPart, used: float | VolumeRange | None, people: int | None
) -> tuple[tuple[float, ...], bool]:
    """Ends of the use before the period, and whether it is known."""
    if first.cycle is None or first.cycle == first.start:
        return (0.0,), True
    last = max(e.tiers.limits_for(people)[-1] for e in tariff.editions if e.tiers)  # then every unit is dear
    if used is None:
        return (0.0, last), False
    if isinstance(used, VolumeRange):
        return tuple(dict.fromkeys((min(used.low, last), min(used.high, last)))), used.unique
    return (used,), True


def _shares(parts: tuple[PeriodPart, ...], share: Share) -> tuple[tuple[float | None, ...], bool]:
    """Ends of the peak share, and whether it is known: at a given volume the amount is linear in it."""
    if not any(part.edition.by_hour for part in parts):
        return (None,), True
    if share is None:
        return (0.0, 1.0), False
    return (share, False) if isinstance(share, tuple) else ((share,), True)


def _differ(ends: list[float]) -> bool:
    return max(ends) - min(ends) > _DUST * max(1.0, abs(max(ends)))
