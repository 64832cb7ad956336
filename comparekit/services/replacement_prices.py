"""What turns the use of a replacement study into money, and bills into volumes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from comparekit.ingest.tariff_file import load_tariff
from comparekit.readings.bills import Bills
from comparekit.readings.usage import UsageSeries
from comparekit.studies.billed_use import BilledPeriod, billed_periods, billed_use
from comparekit.studies.replacement import Prices
from comparekit.studies.replacement_result import AMOUNT, VOLUME
from comparekit.tariff import Tariff

_HALF_FEN = 0.005  # yuan


def prices_of(price: float | str | Tariff | None, people: int | None) -> Prices:
    """Prices from yuan for one unit, or from a tariff, its id or its file.

    Raises
    ------
    ValueError
        A price that is not a number above zero.
    FaultyProtocol
        No such tariff, or a faulty one.
    """
    if isinstance(price, str):
        return Prices(tariff=load_tariff(price), people=people)
    if isinstance(price, Tariff):
        return Prices(tariff=price, people=people)
    if price is not None and not 0 < price < math.inf:
        raise ValueError(f"price: yuan for one unit, above zero, not {price!r}")
    return Prices(price=None if price is None else float(price), people=people)


def priced_usage(read: Bills | UsageSeries, prices: Prices) -> tuple[UsageSeries, str]:
    """The use in volumes; in yuan (`AMOUNT`) where nothing turns bills back into volumes."""
    if isinstance(read, UsageSeries):
        return read, VOLUME
    usage = billed_use(read, prices.tariff, people=prices.people)
    if np.isfinite(usage.volume).any() or usage.amount is None:
        return usage, VOLUME
    flat = prices.price
    paid = usage.amount if flat is None else usage.amount / flat
    known = np.isfinite(paid)
    doubt = 0.0 if flat is None else _HALF_FEN / flat
    volumes = replace(
        usage,
        volume=paid,
        low=np.where(known, np.maximum(paid - doubt, 0.0), usage.low),
        high=np.where(known, paid + doubt, usage.high),
        unique=known,
    )
    return volumes, AMOUNT if flat is None else VOLUME


def used_before(read: Bills | UsageSeries, prices: Prices, replaced: np.datetime64) -> tuple[float, float]:
    """Use in the cycle of tiers before the last bill before, and before the first bill after."""
    if prices.tariff is None or not isinstance(read, Bills):
        return 0.0, 0.0
    periods, _ = billed_periods(read, prices.tariff, people=prices.people)
    day = replaced.astype("datetime64[D]").item()
    before = [p for p in periods if p.bill.end <= day]
    after = [p for p in periods if p.bill.start >= day]
    return _known_use(before[-1:]), _known_use(after[:1])


def _known_use(periods: Sequence[BilledPeriod]) -> float:
    """The least use before a bill in its cycle; nothing where that is open."""
    used = periods[0].used_before if periods else None
    return used.low if used is not None and math.isfinite(used.low) else 0.0
