"""The average bill of one side of a replacement: totals of its whole bills over their number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from comparekit.readings.moments import in_zone
from comparekit.readings.usage import BILLS, UsageSeries
from comparekit.studies.bridge_inputs import BridgeBill, Uncertain, exactly
from comparekit.studies.use_blocks import UseBlocks

TYPICAL_DAYS = 366.0  # what is called typical lies within a year of the replacement
_DAY = np.timedelta64(86_400_000_000_000, "ns")
_MONTH = 30  # d: what a bill is taken to be where there are none
_NEAR = 3.0  # d: a bill this near to the mean length stands for it in the cycle of tiers


def typical(blocks: UseBlocks, side: float) -> NDArray[np.bool_]:
    """Blocks wholly on one side, within a year of the replacement; shape (n,)."""
    return np.asarray((blocks.after == side) & (np.abs(blocks.middle) <= TYPICAL_DAYS))


def typical_rate(blocks: UseBlocks, side: float) -> float:
    """Use a day over the typical time on one side [unit/d]; NaN without any."""
    chosen = typical(blocks, side)
    if not chosen.any():
        return float("nan")
    return float(np.average(blocks.measured[chosen], weights=blocks.days[chosen]))


def average_bill(
    usage: UsageSeries,
    blocks: UseBlocks,
    replaced: np.datetime64,
    side: float,
    *,
    in_amounts: bool,
    in_tiers: bool = False,
    used_before: float = 0.0,
    used_by_bill: Mapping[date, float] | None = None,
    peak_share: float | None = None,
) -> BridgeBill:
    """Mean volume, amount and days of the same bills of one side: what a calculator makes of the record.

    Parameters
    ----------
    usage : UsageSeries
        The record.
    blocks : UseBlocks
        Of it, with at least one whole block on that side. A bill that the replacement divides is in none.
    replaced : datetime64
        UTC.
    side : float
        0 before, 1 after.
    in_amounts : bool
        `usage` carries yuan in place of volumes.
    in_tiers : bool
        A tariff prices it. Tiers rise, so it asks less for the mean than it asked for the bills on average:
        each bill is kept, to be priced on its own.
    used_before, peak_share
        As for `BridgeBill`.
    used_by_bill : mapping of date to float, optional
        Use in the cycle of tiers before each bill [unit], by its first day.

    Notes
    -----
    A record that is no bills has no length of its own: thirty days stand for it. A bill that was divided at
    the replacement counts on either side as the part of a bill it is.
    """
    chosen = typical(blocks, side)
    count, mean_days, amount = 1.0, None, None
    if usage.kind == BILLS and blocks.bills is not None:
        count = float(blocks.bills[chosen].sum())
        mean_days = float(blocks.days[chosen].sum()) / count
        read = not in_tiers or not blocks.half_width[chosen].any()  # else the tariff makes it of the amount
        if read and blocks.paid is not None and np.isfinite(blocks.paid[chosen]).all():
            amount = exactly(float(blocks.paid[chosen].sum()) / count)
    start, end = _days(usage, replaced, side, mean_days)
    length = (end - start).days if mean_days is None else mean_days
    per_day = typical_rate(blocks, side)
    doubt = float(np.average(blocks.half_width[chosen], weights=blocks.days[chosen]))
    value = exactly(per_day * length)
    if doubt:
        low, high = max((per_day - doubt) * length, 0.0), (per_day + doubt) * length
        value = Uncertain(estimate=value.estimate, low=low, high=high, bounds=True)
    return BridgeBill(
        start=start,
        end=end,
        volume=None if in_amounts else value,
        amount=value if in_amounts else amount,
        used_before=used_before,
        peak_share=peak_share,
        average=usage.kind != BILLS or count != 1,
        mean_days=mean_days,
        bills=_bills(usage, blocks, replaced, chosen, used_by_bill, peak_share)
        if in_tiers and used_by_bill and not in_amounts
        else (),
    )


def _bills(
    usage: UsageSeries,
    blocks: UseBlocks,
    replaced: np.datetime64,
    chosen: NDArray[np.bool_],
    used_by_bill: Mapping[date, float],
    peak_share: float | None,
) -> tuple[BridgeBill, ...]:
    """The bills of the chosen blocks; none where one of them is no whole bill, or none is of any use."""
    middle = (usage.start + (usage.end - usage.start) / 2 - replaced) / _DAY
    reach = np.abs(middle[:, None] - blocks.middle[chosen]) < blocks.days[chosen] / 2
    places = np.flatnonzero(reach.any(axis=1) & np.isfinite(usage.volume))
    found = []
    for k in places:
        start, end = (in_zone(moment, usage.timezone).date() for moment in (usage.start[k], usage.end[k]))
        if (
            start not in used_by_bill
            or usage.volume[k] < 0
            or (usage.bills is not None and usage.bills[k] != 1)
        ):
            return ()
        found.append(
            BridgeBill(
                start=start,
                end=end,
                volume=exactly(float(usage.volume[k])),
                used_before=used_by_bill[start],
                peak_share=peak_share,
            )
        )
    return tuple(found) if usage.volume[places].sum() > 0 else ()


def _days(usage: UsageSeries, replaced: np.datetime64, side: float, mean: float | None) -> tuple[date, date]:
    """Days of the bill next to the replacement, of about the mean length; a month without bills."""
    day = in_zone(replaced, usage.timezone).date()
    length = _MONTH if mean is None else round(mean)
    if usage.kind == BILLS:
        chosen = np.flatnonzero(usage.start >= replaced if side else usage.end <= replaced)
        if chosen.size:
            k = chosen[0] if side else chosen[-1]
            ends = usage.start[k], usage.end[k]
            start, end = (in_zone(moment, usage.timezone).date() for moment in ends)
            if mean is None or abs((end - start).days - mean) <= _NEAR:
                return start, end
            day = start if side else end
    return (day, day + timedelta(days=length)) if side else (day - timedelta(days=length), day)
