"""What turns the use of a replacement study into money, and bills into volumes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from comparekit.errors import CompareKitError
from comparekit.findings import Finding, Severity
from comparekit.ingest.tariff_file import load_tariff
from comparekit.readings.bills import Bills
from comparekit.readings.moments import in_zone
from comparekit.readings.usage import UsageSeries
from comparekit.stats.arrays import Array
from comparekit.studies.billed_use import BilledPeriod, billed_periods, billed_use
from comparekit.studies.replacement import Prices
from comparekit.studies.replacement_result import AMOUNT, VOLUME
from comparekit.tariff import YEAR, Edition, Tariff

_HALF_FEN = 0.005  # yuan
_DEAREST = 1e6  # yuan for one unit
_FEWEST = 3  # bills that show one price
_APART = 1.1  # largest over smallest of their volumes
_DIGITS = 5  # decimals of a price
_DUST = 1e-9  # yuan


def prices_of(
    price: float | str | Tariff | None, people: int | None, peak_share: float | None = None
) -> Prices:
    """Prices from yuan for one unit, or from a tariff, its id or its file.

    Raises
    ------
    ValueError
        A price that is not a number above zero, or out of all proportion.
    CompareKitError
        ``replacement.peak_share``: a tariff by the hour, and nothing says how much ran in which hours.
    FaultyProtocol
        No such tariff, or a faulty one.
    """
    tariff = load_tariff(price) if isinstance(price, str) else price
    if isinstance(tariff, Tariff):
        if peak_share is None and any(edition.by_hour for edition in tariff.editions):
            raise CompareKitError("replacement.peak_share", found=tariff.id)
        return Prices(tariff=tariff, people=people, peak_share=peak_share)
    if isinstance(price, str | Tariff):  # for the type checker: those were tariffs
        raise ValueError(price)
    if price is not None and not 0 < price < _DEAREST:
        raise ValueError(f"price: yuan for one unit, above zero, not {price!r}")
    return Prices(price=None if price is None else float(price), people=people)


def prices_with_share(
    price: float | str | Tariff | None, people: int | None, peak_share: float | None, in_file: float | None
) -> tuple[Prices, tuple[Finding, ...]]:
    """As `prices_of`, with the share of peak hours that the file tells where none is given, and told.

    Errors as `prices_of`.
    """
    tariff = load_tariff(price) if isinstance(price, str) else price
    by_hour = isinstance(tariff, Tariff) and any(edition.by_hour for edition in tariff.editions)
    if peak_share is not None or in_file is None or not by_hour:
        return prices_of(tariff, people, peak_share), ()
    found = Finding("usage.peak_share_in_file", Severity.NOTE, {"percent": f"{100 * in_file:.1f} %"})
    return prices_of(tariff, people, in_file), (found,)


def priced_usage(read: Bills | UsageSeries, prices: Prices) -> tuple[UsageSeries, str]:
    """The use in volumes; in yuan (`AMOUNT`) where nothing turns bills back into volumes."""
    if isinstance(read, UsageSeries):
        return read, VOLUME
    usage = billed_use(read, prices.tariff, people=prices.people, peak_share=prices.peak_share)
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


def with_one_price(record: UsageSeries, prices: Prices, measure: str) -> tuple[Prices, tuple[Finding, ...]]:
    """The price that every bill comes to, where nobody named one, and that it was taken.

    Amounts are rounded: a price fits a bill when it gives its amount to half of the last decimal written.
    Bills of one size would say nothing of a dearer tier, so they have to differ.
    """
    if measure == AMOUNT or record.amount is None or (prices.tariff, prices.price) != (None, None):
        return prices, ()
    known = np.isfinite(record.volume) & np.isfinite(record.amount) & (record.volume > 0)
    volume, paid = record.volume[known], record.amount[known]
    if known.sum() < _FEWEST or volume.max() < _APART * volume.min() or not (paid > 0).all():
        return prices, ()
    half = 0.5 * _step(paid) + _DUST
    low, high = float(((paid - half) / volume).max()), float(((paid + half) / volume).min())
    if low > high:
        return prices, ()
    price = next(
        (told for digits in range(_DIGITS) if low <= (told := round((low + high) / 2, digits)) <= high),
        (low + high) / 2,
    )
    unit = "m³" if record.unit == "m3" else record.unit
    context = {"price": f"{price:g}", "count": int(known.sum()), "unit": unit}
    found = Finding("replacement.one_price", Severity.NOTE, context)
    return replace(prices, price=price), (found,)


def _step(paid: Array) -> float:
    """The last decimal written of any amount [yuan]: a fen, a jiao or a yuan."""
    return next(
        (step for step in (1.0, 0.1) if np.allclose(paid / step, np.round(paid / step), rtol=0, atol=1e-6)),
        2 * _HALF_FEN,
    )


def with_used_before(
    read: Bills | UsageSeries, prices: Prices, replaced: np.datetime64
) -> tuple[Prices, bool]:
    """The prices with the place of every bill in its cycle of tiers, and whether it is open."""
    used, used_open = used_before(read, prices, replaced)
    by_bill: tuple[tuple[date, float], ...] = ()
    if prices.tariff is not None and isinstance(read, Bills):
        periods, _ = billed_periods(read, prices.tariff, people=prices.people, peak_share=prices.peak_share)
        by_bill = tuple((period.bill.start, _known_use([period])) for period in periods)
    return replace(prices, used_before=used, used_by_bill=by_bill), used_open


def used_before(
    read: Bills | UsageSeries, prices: Prices, replaced: np.datetime64
) -> tuple[tuple[float, float], bool]:
    """Use in the cycle of tiers before the last bill before, and before the first bill after.

    Returns
    -------
    pair of float, bool
        The uses [unit]; and whether they are open: tiers depend on use in the year that no bill tells, and
        money is that of a year just begun.
    """
    tariff = prices.tariff
    if tariff is None:
        return (0.0, 0.0), False
    if not isinstance(read, Bills):
        return (0.0, 0.0), any(_by_year(edition) for edition in tariff.editions)
    before, after = _beside(read, prices, replaced)
    yearly = [p for p in (*before, *after) if _by_year(tariff.edition_on(p.bill.start))]
    return (_known_use(before), _known_use(after)), any(not p.used_before.unique for p in yearly)


def _by_year(edition: Edition) -> bool:
    return edition.tiers is not None and edition.tiers.cycle == YEAR


def _beside(
    read: Bills, prices: Prices, replaced: np.datetime64
) -> tuple[Sequence[BilledPeriod], Sequence[BilledPeriod]]:
    """The last bill before and the first bill after the replacement."""
    periods, _ = billed_periods(read, prices.tariff, people=prices.people, peak_share=prices.peak_share)
    day = in_zone(replaced, read.timezone).date()
    before = [p for p in periods if p.bill.end <= day]
    after = [p for p in periods if p.bill.start >= day]
    return before[-1:], after[:1]


def _known_use(periods: Sequence[BilledPeriod]) -> float:
    """The least use before a bill in its cycle; nothing where that is open."""
    used = periods[0].used_before if periods else None
    return used.low if used is not None and math.isfinite(used.low) else 0.0
