"""What is due by a rule once a meter has been verified, or would be due if it were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from comparekit.errors import CompareKitError
from comparekit.settlement_rules import Basis, Payer, SettlementRule, SettlementTable, Span
from comparekit.stats.arrays import Array
from comparekit.studies.bridge_inputs import Uncertain, exactly
from comparekit.studies.bridge_spread import draws_of, estimates_of, told
from comparekit.studies.settlement_result import (
    BACK_CHARGE,
    BASIS,
    BEYOND,
    FORMULA,
    NO_DATE,
    NO_PRICE,
    NO_USE,
    OLD_TARIFF,
    OPEN,
    REFUND,
    SPAN,
    STANDS_STILL,
    WITHIN,
    Settlement,
    Verified,
)
from comparekit.tariff import Tariff
from comparekit.tariff_curve import cost_curve

_MONTH = 30  # days, of the plain arithmetic
_Cost = Callable[[Array], Array]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumption:
    """What the meter registered, and what it cost.

    Attributes
    ----------
    removed_on : date
        End of what is corrected: the day the meter was taken down, or its error put right.
    checked_on : date or None
        Last verification, or installation where there was none since.
    per_day : Uncertain or None
        Registered in a day [unit/d].
    volume : Uncertain or None
        Registered in the very days that the rule corrects [unit], where known; better than `per_day`.
    between : callable or None
        From the bills: registered from one day to another [unit], None where they do not tell; better than
        `per_day` too.
    price : float or None
        One price [currency/unit], where there is no `tariff`.
    people, peak_share
        For the tariff.
    """

    removed_on: date
    checked_on: date | None = None
    per_day: Uncertain | None = None
    volume: Uncertain | None = None
    between: Callable[[date, date], float | None] | None = None
    tariff: Tariff | None = None
    price: float | None = None
    people: int | None = None
    peak_share: float | None = None
    unit: str = "m3"


def settlements(
    table: SettlementTable, verified: Verified, use: Consumption, *, place: str | None = None
) -> tuple[Settlement, ...]:
    """By every rule in force at the place on the day the meter was taken down."""
    return tuple(settle(rule, verified, use) for rule in table.rules_for(place, use.removed_on))


def settle(rule: SettlementRule, verified: Verified, use: Consumption) -> Settlement:
    """What one rule makes of an error.

    Parameters
    ----------
    rule : SettlementRule
        It speaks of errors beyond the limits only.
    verified : Verified
        `hypothetical` without a verification: the amount is then what would be due if a verification
        found this very error.
    use : Consumption
        One of `per_day` and `volume`, and the dates, for an amount.

    Returns
    -------
    Settlement
        Without an amount where the rule, as far as known, does not give one: nothing is made up.

    Notes
    -----
    A meter with the error e that registered W passed W/(1 + e): the correction is W e/(1 + e) from zero
    error, W (e - L)/(1 + e) from the limit L on its side. Half of the time since the last check is its
    second half. With a tariff the correction is taken off the use of these days as the tariff would have
    charged it, tiers by month or year included and every day of it alike.
    """
    status = verified.status
    error = verified.error
    direction = REFUND if error is not None and error.estimate > 0 else BACK_CHARGE
    large = error is not None and abs(error.estimate) > verified.limit
    supposed = verified.hypothetical and status == OPEN and large
    month = _month(verified, use)
    if not (status == BEYOND or supposed):
        payer = rule.costs.within if status == WITHIN else Payer.NOT_TOLD
        return Settlement(
            rule=rule, verified=verified, status=status, direction=None, payer=payer, unit=use.unit,
            currency=_currency(use), month_volume=month[0], month_money=month[1],
        )  # fmt: skip
    missing = _not_told(rule) or (() if error is not None else (STANDS_STILL,))
    start = _first_day(rule, use)
    if not missing and start is None:
        missing = (NO_DATE,)
    registered = _registered(rule, use, start)
    if not missing and registered is None:
        missing = (NO_USE,)
    volume = money = None
    if not missing and registered is not None and start is not None and error is not None:
        limit = verified.limit if rule.basis == Basis.EXCESS else 0.0
        cost, missing = _cost(use, registered, start, use.removed_on)
        volume, money = _corrected(registered, error, limit, cost)
    return Settlement(
        rule=rule,
        verified=verified,
        status=status,
        direction=direction,
        payer=rule.costs.beyond,
        unit=use.unit,
        currency=_currency(use),
        start=start,
        end=None if start is None else use.removed_on,
        use=registered,
        volume=volume,
        money=money,
        missing=missing,
        month_volume=month[0],
        month_money=month[1],
    )


def _not_told(rule: SettlementRule) -> tuple[str, ...]:
    if not rule.formula_seen and rule.basis == Basis.NOT_TOLD and rule.period.span == Span.NOT_TOLD:
        return (FORMULA,)
    found = []
    if rule.basis == Basis.NOT_TOLD:
        found.append(BASIS)
    if rule.period.span == Span.NOT_TOLD:
        found.append(SPAN)
    return tuple(found) or (() if rule.formula_seen else (FORMULA,))


def _first_day(rule: SettlementRule, use: Consumption) -> date | None:
    """First of the days that are corrected."""
    period, end = rule.period, use.removed_on
    if period.span == Span.MONTHS and period.months is not None:
        months = end.year * 12 + end.month - 1 - period.months
        first = date(months // 12, months % 12 + 1, 1)
        following = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
        return first + timedelta(days=min(end.day, (following - first).days) - 1)
    if period.span == Span.SINCE_LAST_CHECK and period.share is not None and use.checked_on is not None:
        if not use.checked_on < end:
            raise ValueError(f"checked_on: before {end}, not {use.checked_on}")
        return end - timedelta(days=round(period.share * (end - use.checked_on).days))
    return None


def _registered(rule: SettlementRule, use: Consumption, start: date | None) -> Uncertain | None:
    """What the meter showed in the days that are corrected."""
    if use.volume is not None:
        return use.volume
    if use.per_day is None or start is None:
        return None
    billed = None if use.between is None else use.between(start, use.removed_on)
    if billed is not None:
        return exactly(billed)
    days = float((use.removed_on - start).days)
    if rule.period.share is not None and use.checked_on is not None:
        days = rule.period.share * (use.removed_on - use.checked_on).days  # half a day and all
    return use.per_day.times(days)


def _month(verified: Verified, use: Consumption) -> tuple[Uncertain | None, Uncertain | None]:
    """What the error makes of 30 days of this use, whatever a rule says."""
    if use.per_day is None or verified.error is None:
        return None, None
    start = use.removed_on - timedelta(days=_MONTH)
    registered = use.per_day.times(_MONTH)
    cost, _ = _cost(use, registered, start, use.removed_on)
    return _corrected(registered, verified.error, 0.0, cost)


def _cost(
    use: Consumption, registered: Uncertain, start: date, end: date
) -> tuple[_Cost | None, tuple[str, ...]]:
    """What volumes of these days cost; None and the reason where nobody knows."""
    if use.tariff is not None:
        per_day = registered.estimate / (end - start).days
        try:
            tiers = use.tariff.edition_on(start).tiers
            before = 0.0 if tiers is None else per_day * (start - tiers.cycle_of(start)[0]).days
            curve = cost_curve(
                use.tariff, start, end, used_before=before, people=use.people, peak_share=use.peak_share
            )
        except CompareKitError as error:
            if error.code != "tariff.not_yet_valid":
                raise
            return None, (OLD_TARIFF,)
        return curve.at, ()
    if use.price is not None:
        price = use.price
        return (lambda volume: price * volume), ()
    return None, (NO_PRICE,)


def _corrected(
    registered: Uncertain, error: Uncertain, limit: float, cost: _Cost | None
) -> tuple[Uncertain, Uncertain | None]:
    """Correction of what was registered [unit; currency], above zero where the meter counted too much."""
    allowed = limit if error.estimate > 0 else -limit
    inputs = {"registered": registered, "error": error}

    def both(values: dict[str, Array]) -> tuple[Array, Array | None]:
        shown, wrong = values["registered"], values["error"]
        right = shown * (1 + allowed) / (1 + wrong)
        return shown - right, None if cost is None else cost(shown) - cost(right)

    middle = both(estimates_of(inputs))
    drawn = both(draws_of(inputs))
    volume = told(middle[0], drawn[0])
    if middle[1] is None or drawn[1] is None:
        return volume, None
    return volume, told(middle[1], drawn[1])


def _currency(use: Consumption) -> str:
    return "CNY" if use.tariff is None else use.tariff.currency
