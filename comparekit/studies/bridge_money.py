"""What volumes cost at both ends of the bridge, by the best price list there is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from comparekit.studies.average_cost import average_cost
from comparekit.studies.bridge_inputs import BridgeBill, Uncertain
from comparekit.tariff import Tariff
from comparekit.tariff_curve import CostCurve, cost_curve, volume_of_bill

TARIFF, PRICE, AVERAGE, AMOUNTS, NONE = "tariff", "price", "average", "amounts", "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """Both bills with their volumes, and the amounts that volumes would give.

    Attributes
    ----------
    kind : str
        ``tariff``; ``price``: one price for all; ``average``: each bill's own amount by its own volume;
        ``amounts``: no volume is known, the amounts themselves are carried through the factors, as if
        every yuan bought the same; ``none``: no money at all. With ``average`` and ``amounts`` the price of
        the next unit is not known: `comparekit.studies.bridge.bridge` bounds it by `steepest`.
    before, kept, after : CostCurve
        At the old bill; at its place in the cycle and its prices, but over the days of the new bill; at
        the new bill. With ``amounts``, "volumes" are amounts.
    old, new : BridgeBill
        With their volumes filled in.
    rounding : float
        Two amounts differ by less than this without any reason [currency].
    """

    kind: str
    before: CostCurve
    kept: CostCurve
    after: CostCurve
    old: BridgeBill
    new: BridgeBill
    rounding: float = 0.02


def priced_bills(
    old: BridgeBill,
    new: BridgeBill,
    *,
    tariff: Tariff | None = None,
    price: float | None = None,
    people: int | None = None,
) -> Priced:
    """Both bills, priced.

    Raises
    ------
    ValueError
        One bill has only a volume, the other only an amount, and there is no price to connect them; a
        tariff by the hour without the share of peak hours; a bill whose volume nothing bounds.
    CompareKitError
        ``tariff.not_yet_valid``.
    """
    if tariff is not None:
        old, new = (_with_volume(bill, tariff, people) for bill in (old, new))
        like_new = _like_new(old, new, tariff)
        before, kept, after = (_curve(bill, tariff, people) for bill in (old, like_new, new))
        rounding = 2 * tariff.rounding
        return Priced(kind=TARIFF, before=before, kept=kept, after=after, old=old, new=new, rounding=rounding)
    if price is not None:
        old, new = (_at_price(bill, price) for bill in (old, new))
        flat = _flat(price)
        return Priced(kind=PRICE, before=flat, kept=flat, after=flat, old=old, new=new)
    if old.volume is not None and new.volume is not None:
        prices = _average(old), _average(new)
        if prices[0] is None or prices[1] is None:
            free = _flat(0.0)
            return Priced(kind=NONE, before=free, kept=free, after=free, old=old, new=new)
        before, after = _flat(prices[0]), _flat(prices[1])
        return Priced(kind=AVERAGE, before=before, kept=before, after=after, old=old, new=new)
    if old.amount is None or new.amount is None:
        raise ValueError(
            "price, tariff: needed where one bill has only a volume and the other only an amount"
        )
    old, new = replace(old, volume=old.amount), replace(new, volume=new.amount)
    flat = _flat(1.0)
    return Priced(kind=AMOUNTS, before=flat, kept=flat, after=flat, old=old, new=new)


def _like_new(old: BridgeBill, new: BridgeBill, tariff: Tariff) -> BridgeBill:
    """The old bill's prices and place in the cycle, over days of the new bill's number.

    Under one and the same edition they are the new bill's own days: counted on from the old bill's first
    day, a February would reach into March and begin another cycle of tiers.
    Averages that are priced bill by bill keep their own bills: those are the old prices and places.
    """
    if old.bills:
        return old
    if tariff.edition_on(old.start) is tariff.edition_on(new.start):
        return replace(new, used_before=old.used_before, peak_share=old.peak_share)
    return replace(old, end=old.start + (new.end - new.start))


def _flat(price: float) -> CostCurve:
    return CostCurve((0.0,), (0.0,), price)


def _average(bill: BridgeBill) -> float | None:
    if bill.amount is None or bill.volume is None or not bill.volume.estimate > 0:
        return None
    return bill.amount.estimate / bill.volume.estimate


def _curve(bill: BridgeBill, tariff: Tariff, people: int | None) -> CostCurve:
    """What the bill costs by its volume; an average by its mean volume, all its bills growing alike."""
    if bill.bills:
        volumes = [0.0 if one.volume is None else one.volume.estimate for one in bill.bills]
        return average_cost([_curve(one, tariff, people) for one in bill.bills], volumes)
    return cost_curve(
        tariff,
        bill.start,
        bill.end,
        used_before=bill.used_before,
        people=people,
        peak_share=bill.peak_share,
    )


def _with_volume(bill: BridgeBill, tariff: Tariff, people: int | None) -> BridgeBill:
    """The bill with the volume that gives its amount, where it has none."""
    if bill.volume is not None or bill.amount is None:
        return bill
    own = bill.amount
    low, middle, high = (
        volume_of_bill(
            tariff,
            amount,
            bill.start,
            bill.end,
            used_before=bill.used_before,
            people=people,
            peak_share=bill.peak_share,
        )
        for amount in (own.low, own.estimate, own.high)
    )
    volume = Uncertain(estimate=middle.middle, low=low.low, high=high.high, bounds=own.bounds or own.certain)
    return replace(bill, volume=volume)


def _at_price(bill: BridgeBill, price: float) -> BridgeBill:
    if bill.volume is not None or bill.amount is None:
        return bill
    return replace(bill, volume=bill.amount.times(1 / price))
