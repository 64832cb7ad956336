"""What a deviation means in money, at a price for one unit and the use that was observed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from comparekit.findings import disqualifies
from comparekit.studies.series_result import SeriesResult

DAYS = 30  # of the month that people think in
CURRENCY = "CNY"
_BILL = 100.0  # yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Yuan that the test meter counts too much (below zero: too little); None where an end is open."""

    estimate: float | None
    low: float | None
    high: float | None

    @property
    def half_width(self) -> float | None:
        """Half the distance of the ends; None where one is open."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What the test meter counts too much in yuan, against the reference meter.

    Attributes
    ----------
    price : float
        Yuan for one unit.
    daily : float
        What ran through the reference meter in a day [unit].
    month : Amount
        In `DAYS` days of such use.
    hundred : Amount
        In each 100 yuan billed by the test meter.

    Notes
    -----
    The ends are those of the interval the verdict rests on. What the reference meter is off by itself is
    not in them, nor is a tariff of steps: this is one price for all.
    """

    price: float
    unit: str
    daily: float
    month: Amount
    hundred: Amount


def money_of(result: SeriesResult) -> Money | None:
    """What the deviation of `result` means in money.

    None without a price, on a bench (its runs are nobody's daily use), and where the verdict is withheld
    for a grave finding: an amount of doubtful readings would be quoted all the same.
    """
    if result.price is None or result.protocol.plan.runs or disqualifies(result.findings):
        return None
    if not (result.window.days > 0 and result.volume_reference > 0):
        return None
    daily = result.volume_reference / result.window.days
    month = result.price * daily * DAYS
    return Money(
        price=result.price,
        unit=result.unit,
        daily=daily,
        month=_amount(result, lambda deviation: month * deviation),
        hundred=_amount(result, lambda deviation: _BILL * deviation / (1 + deviation)),
    )


def _amount(result: SeriesResult, yuan: Callable[[float], float]) -> Amount:
    """Estimate and ends of the deciding interval in yuan; `yuan` rises with the deviation."""
    interval = result.deciding_interval
    low, estimate, high = (
        None if value is None else yuan(value)
        for value in (interval.low, result.deviation.estimate, interval.high)
    )
    return Amount(estimate=estimate, low=low, high=high)
