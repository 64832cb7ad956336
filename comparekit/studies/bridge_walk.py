"""The walk from the old bill to the new one, on arrays: what each step adds in volume and money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from comparekit.stats.arrays import Array
from comparekit.studies.bridge_evidence import OLD
from comparekit.studies.bridge_inputs import BridgeBill
from comparekit.studies.bridge_money import AMOUNTS, AVERAGE, Priced
from comparekit.studies.bridge_result import CONTROL, DAYS, METER, OTHER, REMAINING, SEASON, TARIFF
from comparekit.tariff_curve import CostCurve


class Stage(NamedTuple):
    """Volume [unit] and money [currency], or what a step adds of them; arrays that broadcast."""

    code: str
    volume: Array
    money: Array


class Walk(NamedTuple):
    """Both ends, and the steps between them, which add up to their difference."""

    old: Stage
    steps: tuple[Stage, ...]
    new: Stage


def walk(values: Mapping[str, Array], bills: Priced, larger: str) -> Walk:
    """Every step at the given values.

    Parameters
    ----------
    values : mapping of str to array
        ``old``, ``new`` (volumes [unit]), ``meter``, ``season``, ``control`` (factors [1]).
    bills : Priced
        Days and prices of both ends.
    larger : str
        ``old`` or ``new``: the bill on which the meter's step is valued.
    """
    before, after = values["old"], values["new"]
    meter, season, control = values["meter"], values["season"], values["control"]
    same_days = before * (bills.new.days / bills.old.days)
    kept, last = bills.kept, bills.after
    if larger == OLD:
        changed = same_days * meter
        path = [
            (DAYS, same_days, kept),
            (METER, changed, kept),
            (SEASON, changed * season, kept),
            (CONTROL, changed * season * control, kept),
            (TARIFF, changed * season * control, last),
            (REMAINING, after, last),
        ]
    else:
        path = [
            (DAYS, same_days, kept),
            (SEASON, same_days * season, kept),
            (CONTROL, same_days * season * control, kept),
            (TARIFF, same_days * season * control, last),
            (REMAINING, after / meter, last),
            (METER, after, last),
        ]
    at, steps = (before, bills.before.at(before)), []
    for code, volume, curve in path:
        money = curve.at(volume)
        steps.append(Stage(code, volume - at[0], money - at[1]))
        at = volume, money
    paid = _paid(bills.old, bills, bills.before, before), _paid(bills.new, bills, bills.after, after)
    other = (paid[1] - at[1]) - (paid[0] - bills.before.at(before))
    steps.append(Stage(OTHER, np.zeros((1, 1)), other))
    return Walk(Stage("old", before, paid[0]), tuple(steps), Stage("new", after, paid[1]))


def without_rounding(course: Walk) -> Walk:
    """The same with `other` put into the remaining use: rounding of two amounts is no step of its own."""
    other = course.steps[-1].money
    steps = [s._replace(money=s.money + other) if s.code == REMAINING else s for s in course.steps[:-1]]
    return course._replace(steps=tuple(steps))


def _paid(bill: BridgeBill, bills: Priced, curve: CostCurve, volume: Array) -> Array:
    """The amount on the bill where it is exact, else what the volume costs."""
    if bill.amount is None or not bill.amount.certain or bills.kind in (AVERAGE, AMOUNTS):
        return curve.at(volume)
    return np.full((1, 1), bill.amount.estimate)
