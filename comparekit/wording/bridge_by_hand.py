"""The bridge to be redone by hand in a meeting: every line a sum that a pocket calculator does."""

from __future__ import annotations

from functools import reduce

from comparekit.i18n.catalog import text
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.studies.bridge_money import AMOUNTS
from comparekit.studies.bridge_result import BillEnd, Bridge
from comparekit.wording.bridge import factor_told, step_name
from comparekit.wording.numbers import signed
from comparekit.wording.uncertain import money_in, volume_in


def check_lines(bridge: Bridge, language: str) -> tuple[str, ...]:
    """Both bills, the days, the meter's step with the ends of its interval, the factors, the sum."""
    say = _Sayer(bridge, language)
    lines = [say.bill("old", bridge.old), say.bill("new", bridge.new), say.days()]
    if bridge.evidence is not None:
        lines.append(say.meter())
    for code, factor in (("season", bridge.season), ("control", bridge.control)):
        if bridge.step(code) is not None:
            lines.append(text(language, f"bridge.check.{code}", **{code: factor_told(factor)}))
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
        whole = text(self.language, f"bridge.check.{key}", days=end.days, **parts)
        single = text(self.language, f"bridge.check.{key}_single", days=end.days, amount=told[0])
        return whole if len(told) == 2 else single

    def days(self) -> str:
        old, new = self.bridge.old.days, self.bridge.new.days
        if old == new:
            return ""
        before = self._carried(self.bridge.old)
        return text(
            self.language,
            "bridge.check.days",
            volume=self.volume.exactly(before),
            old_days=old,
            new_days=new,
            result=self.volume.exactly(before * new / old),
        )

    def meter(self) -> str:
        evidence, step = self.bridge.evidence, self.bridge.step("meter")
        if evidence is None or step is None:
            return ""
        on_old = self.bridge.valued_on == "old"
        days = self.bridge.new.days / self.bridge.old.days
        base = self._carried(self.bridge.old) * days if on_old else self._carried(self.bridge.new)
        own = evidence.deviation
        divided = on_old == (evidence.suspect == "old")

        def part(d: float) -> str:
            return self.volume.exactly(base * d / (1 + d) if divided else base * d)

        low, middle, high = own.low, own.estimate, own.high
        return text(
            self.language,
            f"bridge.check.meter_{evidence.suspect}_{self.bridge.valued_on}",
            base=self.volume.exactly(base),
            low=signed(low, 4),
            estimate=signed(middle, 4),
            high=signed(high, 4),
            result_low=_with_sign(low, part(low)),
            result=_with_sign(middle, part(middle)),
            result_high=_with_sign(high, part(high)),
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
        listed = reduce(
            lambda first, second: text(self.language, "bridge.check.plus", first=first, second=second), terms
        )
        shown = _with_sign(total, quantity.exactly(total))
        return text(self.language, "bridge.check.sum", terms=listed, result=shown)

    def _carried(self, end: BillEnd) -> float:
        value: Uncertain | None = end.money if self.in_money else end.volume
        return 0.0 if value is None else value.estimate


def _with_sign(value: float, sized: str) -> str:
    return f"−{sized}" if value < 0 else sized
