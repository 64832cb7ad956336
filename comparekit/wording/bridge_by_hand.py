"""The bridge to be redone by hand in a meeting: every line a sum that a pocket calculator does."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import reduce

from comparekit.i18n.catalog import text
from comparekit.studies.bridge_evidence import NEW, OLD
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.studies.bridge_money import AMOUNTS
from comparekit.studies.bridge_result import BillEnd, Bridge
from comparekit.wording.bridge import bill_name, factor_told, other_note, step_name
from comparekit.wording.numbers import signed
from comparekit.wording.uncertain import days_told, money_in, volume_in

_DIGITS, _MOST = 4, 7  # decimals of a deviation, at least and at most
_LENGTH = 3  # decimals of a mean number of days
_MORE = 4  # decimals of an amount that is multiplied on


def check_lines(bridge: Bridge, language: str) -> tuple[str, ...]:
    """Both ends, the days, both meters' errors, the meter's step with its bounds, the factors, the sum."""
    say = _Sayer(bridge, language)
    lines = [say.bill("old", bridge.old), say.bill("new", bridge.new), say.days()]
    if bridge.evidence is not None:
        lines += [other_note(bridge.evidence, language), say.between(), say.meter(), say.steep()]
    for code, factor in (("season", bridge.season), ("control", bridge.control)):
        if (step := bridge.step(code)) is not None:
            told = {"name": step_name(step, language), code: factor_told(factor)}
            lines.append(text(language, f"bridge.check.{code}", **told))
    lines.append(say.sum())
    return tuple(line for line in lines if line)


class _Sayer:
    def __init__(self, bridge: Bridge, language: str) -> None:
        self.bridge, self.language = bridge, language
        self.in_money = bridge.pricing == AMOUNTS  # then the amounts themselves go through the factors
        money = money_in(bridge.currency, language)
        self.money = money
        self.volume = money if self.in_money else volume_in(bridge.unit, bridge.utility, language)

    def bill(self, key: str, end: BillEnd) -> str:
        told = [
            quantity.exactly(value.estimate)
            for quantity, value in ((self.volume, end.volume), (self.money, end.money))
            if value is not None
        ]
        parts = {"volume": told[0], "money": told[-1]}
        days = days_told(end.days, _LENGTH)
        name = bill_name(self.bridge, key, self.language)
        name = name[:1].upper() + name[1:]
        if len(told) == 2:
            return text(self.language, "bridge.check.bill", bill=name, days=days, **parts)
        return text(self.language, "bridge.check.bill_single", bill=name, days=days, amount=told[0])

    def days(self) -> str:
        old, new = self.bridge.old.days, self.bridge.new.days
        if old == new:
            return ""
        before = self._carried(self.bridge.old)
        return text(
            self.language,
            "bridge.check.days",
            volume=self.volume.exactly(before),
            old_days=days_told(old, _LENGTH),
            new_days=days_told(new, _LENGTH),
            result=self.volume.exactly(before * new / old),
        )

    def between(self) -> str:
        """The deviation of the suspect from the other meter, from the errors of both."""
        evidence = self.bridge.evidence
        if evidence is None or evidence.other is None or evidence.compared is not None:
            return ""
        own, other, between = evidence.deviation, evidence.other.error, evidence.between
        sides = (OLD, NEW) if evidence.suspect == OLD else (NEW, OLD)
        suspect, beside = (text(self.language, f"bridge.suspect.{side}") for side in sides)
        return text(
            self.language,
            "bridge.check.between",
            suspect=suspect,
            other=beside,
            own_low=_added(own.low),
            own_high=_added(own.high),
            other_low=_added(other.low),
            other_high=_added(other.high),
            **_shown(between),
        )

    def meter(self) -> str:
        evidence, step = self.bridge.evidence, self.bridge.step("meter")
        if evidence is None or step is None:
            return ""
        base = self._base()

        def part(d: float) -> str:
            return self.volume.exactly(self._part(d))

        own = evidence.between
        low, middle, high = own.low, own.estimate, own.high
        return text(
            self.language,
            f"bridge.check.meter_{evidence.suspect}_{self.bridge.valued_on}",
            base=self.volume.exactly(base),
            **_shown(own),
            therefore=self._therefore(evidence.suspect, own),
            result_low=_with_sign(low, part(low)),
            result=_with_sign(middle, part(middle)),
            result_high=_with_sign(high, part(high)),
        )

    def _therefore(self, suspect: str, own: Uncertain) -> str:
        """What a deviation of the sign it has does to the bill; of both signs where it may have either."""
        sides = [side for side, said in (("high", own.high > 0), ("low", own.low < 0)) if said] or ["high"]
        told = [text(self.language, f"bridge.check.therefore_{suspect}_{side}") for side in sides]
        key = "both" if len(told) > 1 else "one"
        return text(self.language, f"bridge.check.therefore_{key}", first=told[0], second=told[-1])

    def steep(self) -> str:
        """The ends of the meter's step at the steepest price: those further from zero."""
        evidence, steepest = self.bridge.evidence, self.bridge.steepest
        if evidence is None or steepest is None:
            return ""
        own = evidence.between
        ends = [own.low, own.high] if own.low < 0 < own.high else [max(own.low, own.high, key=abs)]
        end = self.bridge.old if self.bridge.valued_on == OLD else self.bridge.new
        volume, money = end.volume, end.money
        price = 1.0
        if not self.in_money and volume is not None and money is not None:
            price = money.estimate / volume.estimate
        terms = [
            text(
                self.language,
                f"bridge.check.steep_{'amount' if self.in_money else 'volume'}",
                part=self._exact_part(d),
                price=self.money.exactly(price),
                ratio=f"{steepest:g}",
                result=self.money.at_most(abs(self._part(d) * price * steepest)),
            )
            for d in ends
        ]
        return text(
            self.language,
            "bridge.check.steep",
            ratio=f"{steepest:g}",
            terms=self._listed(list(dict.fromkeys(terms))),
        )

    def sum(self) -> str:
        """The steps as they add up, in money where there is any."""
        quantity = self.volume if self.bridge.change.money is None else self.money
        known = [
            (step_name(step, self.language), step.volume if self.bridge.change.money is None else step.money)
            for step in self.bridge.steps
        ]
        values = [(name, value.estimate) for name, value in known if value is not None]
        total = sum(value for _, value in values)
        if not values:
            return ""
        terms = [f"{name} {_with_sign(value, quantity.exactly(value))}" for name, value in values]
        shown = _with_sign(total, quantity.exactly(total))
        return text(self.language, "bridge.check.sum", terms=self._listed(terms), result=shown)

    def _exact_part(self, d: float) -> str:
        """With the digits that a bound rounded up needs."""
        if self.in_money:
            return replace(self.money, decimals=_MORE).sized(self._part(d))
        return self.volume.exactly(self._part(d))

    def _listed(self, terms: list[str]) -> str:
        return reduce(
            lambda first, second: text(self.language, "bridge.check.plus", first=first, second=second), terms
        )

    def _base(self) -> float:
        """Volume (or amount) the meter's step is taken of."""
        if self.bridge.valued_on == OLD:
            return self._carried(self.bridge.old) * self.bridge.new.days / self.bridge.old.days
        return self._carried(self.bridge.new)

    def _part(self, d: float) -> float:
        """What a deviation d of the suspect from the other meter makes of it."""
        evidence = self.bridge.evidence
        divided = evidence is not None and self.bridge.valued_on == evidence.suspect
        return self._base() * d / (1 + d) if divided else self._base() * d

    def _carried(self, end: BillEnd) -> float:
        value: Uncertain | None = end.money if self.in_money else end.volume
        return 0.0 if value is None else value.estimate


def _shown(own: Uncertain) -> dict[str, str]:
    """A deviation and its ends, with the digits that give its sums to three figures."""
    largest = max(abs(own.low), abs(own.high))
    digits = min(max(_DIGITS, 2 - math.floor(math.log10(largest))), _MOST) if largest else _DIGITS
    ends = {"low": own.low, "estimate": own.estimate, "high": own.high}
    return {name: signed(value, digits) for name, value in ends.items()}


def _added(error: float) -> str:
    """An error as it stands behind a one: "+ 0.0300"."""
    return f"{'−' if error < 0 else '+'} {abs(error):.4f}"


def _with_sign(value: float, sized: str) -> str:
    """The size with its sign, none where the size shown is zero."""
    return f"−{sized}" if value < 0 and any(digit in sized for digit in "123456789") else sized
