"""How much of the change of a bill can the meter have caused at most?

The bills and the meter changed together, so bills alone cannot say. What a series comparison or a
verification says of the suspect meter bounds its part, and the rest is walked from the old bill to the
new one in steps that add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from comparekit.stats.arrays import Array
from comparekit.studies.bridge_evidence import NEW, OLD, MeterEvidence
from comparekit.studies.bridge_inputs import ONE, BridgeBill, Uncertain
from comparekit.studies.bridge_money import AMOUNTS, AVERAGE, NONE, Priced, priced_bills
from comparekit.studies.bridge_result import (
    METER,
    REMAINING,
    TOGETHER,
    AtMost,
    BillEnd,
    Bridge,
    OverTime,
    Step,
)
from comparekit.studies.bridge_spread import DRAWS, draws_of, estimates_of, told
from comparekit.studies.bridge_walk import Stage, Walk, walk, without_rounding
from comparekit.tariff import Tariff

_DUST = 1e-9  # of a volume or an amount: binary dust


def bridge(
    old: BridgeBill,
    new: BridgeBill,
    *,
    evidence: MeterEvidence | None = None,
    season: Uncertain = ONE,
    control: Uncertain = ONE,
    tariff: Tariff | None = None,
    price: float | None = None,
    people: int | None = None,
    since: date | None = None,
    until: date | None = None,
    unit: str = "m3",
    utility: str = "water",
    steepest: float | None = None,
    draws: int = DRAWS,
) -> Bridge:
    """Walk from the old bill to the new one.

    Parameters
    ----------
    old, new : BridgeBill
        A bill or the typical period before the exchange, and a bill after it. An amount that is not
        exact is used only where there is no volume: both would carry the same doubt twice.
    evidence : MeterEvidence or None
        None: the meter's part and the household's stay one step, `use_or_meter`.
    season : Uncertain
        Use at the new bill's season and weather over use at the old bill's, same household [1].
    control : Uncertain
        What neighbours' use did beyond season and weather [1]; one that still holds the season goes in
        here with `season` left at 1.
    tariff, price : Tariff or float
        Price list, or one price [currency/unit]; without both, each bill's own average price.
    people : int
        Size of the household, for the tariff.
    since, until : date
        Time for which the suspect meter's part is added up.
    unit, utility : str
        Of the volumes, for those who tell them.
    steepest : float
        Price of the next unit over the average price of a bill, at most [1]. The meter's bounds in money
        are widened by it where average prices stand for unknown ones; None: they are left as they are.
    draws : int
        Of the simulation that finds the intervals.

    Returns
    -------
    Bridge
        The order of the steps matters, as in every product of factors: a step is valued at what stands
        before it. Days come first (nobody disputes them). The meter's step is valued on that of the two
        bills on which its upper end is more volume, so that "at most" is said of the worse case: as a
        rule the larger bill, right after the days where use fell, as the last step where it rose. Season,
        neighbours and prices come between, and what is left is use.

    Raises
    ------
    ValueError, CompareKitError
        As `priced_bills`; `until` not after `since`.

    Notes
    -----
    For the same use, let the old register show V and the new one mV. With the deviation d of the
    suspect from the other meter (`MeterEvidence.between`: the error of neither alone), m = 1/(1 + d) where
    the old meter is the suspect and 1 + d where the new one is. On the old bill the meter's step is
    V(m - 1), on the new bill V_new(1 - 1/m). With its own error e the suspect counted e/(1 + e) of its own
    reading too much.

    Prices by tiers rise: what the meter adds or takes off is the last of the bill, at its highest price p,
    while the average price of a bill is no less than the lowest, p_1. Without a price list every end of the
    meter's step is therefore taken p/p_1 = `steepest` times where that is further out, and its estimate
    and its nearer end stay at the average price.

    Intervals: inputs are independent; the whole walk is redone at seeded draws (`bridge_spread`). A step
    that one input moves has the ends of that input. Coverage: tests/validation/README.md.
    """
    if since is not None and until is not None and not since < until:
        raise ValueError(f"until: after since ({since}), not {until}")
    bills = priced_bills(old, new, tariff=tariff, price=price, people=people)
    inputs = {
        "old": _volume(bills.old),
        "new": _volume(bills.new),
        "meter": ONE if evidence is None else evidence.factor,
        "season": season,
        "control": control,
    }
    larger = _weighs_more(inputs, bills)
    middle = walk(estimates_of(inputs), bills, larger)
    drawn = walk(draws_of(inputs, draws=draws), bills, larger)
    if abs(middle.steps[-1].money[0, 0]) <= bills.rounding:
        middle, drawn = without_rounding(middle), without_rounding(drawn)
    steep = steepest if evidence is not None and bills.kind in (AVERAGE, AMOUNTS) else None
    steps = tuple(
        step
        for step in _steps(middle, drawn, bills.kind, evidence, steep)
        if (step.code == METER and evidence is not None) or _says_something(step)
    )
    change = _step("change", _minus(middle.new, middle.old), _minus(drawn.new, drawn.old), bills.kind)
    return Bridge(
        old=_end(bills.old, _step("old", middle.old, drawn.old, bills.kind)),
        new=_end(bills.new, _step("new", middle.new, drawn.new, bills.kind)),
        steps=steps,
        change=change,
        valued_on=larger,
        pricing=bills.kind,
        unit=unit,
        utility=utility,
        evidence=evidence,
        season=season,
        control=control,
        at_most=None if evidence is None else _at_most(steps, change),
        over_time=None if evidence is None else _over_time(bills, evidence, since, until, draws, steep),
        currency="CNY" if tariff is None else tariff.currency,
        steepest=steep,
    )


def _weighs_more(inputs: Mapping[str, Uncertain], bills: Priced) -> str:
    """The bill on which the meter's step is larger: V(m - 1), or V_new(m - 1)/m, at the end that counts."""
    same_days = inputs["old"].estimate * bills.new.days / bills.old.days
    after, meter = inputs["new"].estimate, inputs["meter"]
    return OLD if same_days * (meter.low if after < same_days else meter.high) >= after else NEW


def _volume(bill: BridgeBill) -> Uncertain:
    if bill.volume is None:
        raise ValueError("volume: neither given nor found from the amount")
    return bill.volume


def _steps(
    middle: Walk, drawn: Walk, pricing: str, evidence: MeterEvidence | None, steepest: float | None
) -> list[Step]:
    codes = {REMAINING: TOGETHER} if evidence is None else {}
    return [
        _step(codes.get(m.code, m.code), m, d, pricing, steepest if m.code == METER else None)
        for m, d in zip(middle.steps, drawn.steps, strict=True)
    ]


def _step(code: str, middle: Stage, drawn: Stage, pricing: str, steepest: float | None = None) -> Step:
    money = None if pricing == NONE else told(middle.money, drawn.money)
    return Step(
        code=code,
        volume=None if pricing == AMOUNTS else told(middle.volume, drawn.volume),
        money=money if money is None or steepest is None else _steeper(money, steepest),
    )


def _steeper(money: Uncertain, steepest: float) -> Uncertain:
    """The same money at up to so many times the price: bounds, away from zero, and no interval any more."""
    low, high = min(money.low, steepest * money.low), max(money.high, steepest * money.high)
    return replace(money, low=low, high=high, bounds=True)


def _minus(one: Stage, other: Stage) -> Stage:
    return Stage("change", one.volume - other.volume, one.money - other.money)


def _says_something(step: Step) -> bool:
    known = [value for value in (step.volume, step.money) if value is not None]
    return any(max(abs(value.low), abs(value.high)) > _DUST for value in known)


def _end(bill: BridgeBill, at: Step) -> BillEnd:
    return BillEnd(
        start=bill.start,
        end=bill.end,
        volume=at.volume,
        money=at.money,
        average=bill.average,
        mean_days=bill.mean_days,
    )


def _at_most(steps: tuple[Step, ...], change: Step) -> AtMost:
    own = next(step for step in steps if step.code == METER)
    main = change.volume if change.money is None else change.money
    down = main is not None and main.estimate < 0

    def ends(value: Uncertain | None) -> tuple[float | None, float | None]:
        if value is None:
            return None, None
        toward, against = (-value.low, value.high) if down else (value.high, -value.low)
        return max(toward, 0.0), max(against, 0.0)

    volume, money = ends(own.volume), ends(own.money)
    part = volume[0] if money[0] is None else money[0]
    whole = 0.0 if main is None else abs(main.estimate)
    return AtMost(
        volume=volume[0],
        money=money[0],
        against_volume=volume[1],
        against_money=money[1],
        share=None if part is None or whole <= _DUST else part / whole,
    )


def _over_time(
    bills: Priced,
    evidence: MeterEvidence,
    since: date | None,
    until: date | None,
    draws: int,
    steepest: float | None,
) -> OverTime | None:
    """The suspect's part of its own bill, for all days from `since` to `until`."""
    if since is None or until is None:
        return None
    own, curve = (bills.old, bills.before) if evidence.suspect == OLD else (bills.new, bills.after)
    times = (until - since).days / own.days
    inputs = {"volume": _volume(own), "deviation": evidence.deviation}

    def excess(volume: Array, deviation: Array) -> Stage:
        right = volume / (1 + deviation)
        return Stage("over", times * (volume - right), times * (curve.at(volume) - curve.at(right)))

    drawn = draws_of(inputs, draws=draws)
    over = _step("over", excess(**estimates_of(inputs)), excess(**drawn), bills.kind, steepest)
    return OverTime(start=since, end=until, volume=over.volume, money=over.money)
