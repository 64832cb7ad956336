"""Amounts and volumes with their doubts, in words: no more digits than the interval allows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from comparekit.i18n.catalog import speaker
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.wording.numbers import decimals_for, people_unit, signed

_CENT = 2  # decimals: nobody pays less
_EXACT = 3  # decimals of a volume that nothing makes doubtful
_YUAN = "CNY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """Money in a currency, or a volume in the unit people call it by; `decimals` at most."""

    language: str
    name: str
    decimals: int

    def sized(self, value: float, decimals: int | None = None) -> str:
        """The size of a value with its unit, to so many decimals."""
        digits = self.decimals if decimals is None else min(decimals, self.decimals)
        return self._with_unit(f"{abs(value):.{digits}f}")

    def exactly(self, value: float) -> str:
        """As it stands on a bill: money to the cent, a volume without idle zeros."""
        if self.decimals == _CENT:
            return self.sized(value)
        return self._with_unit(f"{abs(value):.{_EXACT}f}".rstrip("0").rstrip("."))

    def at_most(self, value: float) -> str:
        """A bound, rounded up to two significant digits: rounded down it would be none."""
        if value <= 0:
            return self.sized(0.0, 0)
        digits = min(max(0, 1 - math.floor(math.log10(value))), self.decimals)
        return self.sized(math.ceil(value * 10**digits - 1e-9) / 10**digits, digits)

    def changed(self, value: Uncertain) -> str:
        """More or less, and how much, with the range; for residents."""
        say = speaker(self.language, "bridge.amount")
        digits = self._digits(value)
        low, middle, high = (round(x, digits) for x in (value.low, value.estimate, value.high))
        if low == high == 0:
            return say("nothing")
        if low == high:
            key = "less_exactly" if middle < 0 else "more_exactly"
            return say(key, amount=self.sized(middle, digits))
        if low < 0 < high:
            return say("either", low=self.sized(low, digits), high=self.sized(high, digits))
        ends = self.ends(value)
        key = "less" if low < 0 else "more"
        return say(key, amount=self.sized(middle, digits), low=ends[0], high=ends[1])

    def rounded(self, value: Uncertain) -> str:
        """The size of the estimate, to the digits its interval allows."""
        if value.certain:
            return self.exactly(value.estimate)
        return self.sized(value.estimate, self._digits(value))

    def ends(self, value: Uncertain) -> tuple[str, str]:
        """Sizes of both ends, the smaller first; the unit stands with the second."""
        digits = self._digits(value)
        small, large = sorted(abs(x) for x in (value.low, value.high))
        return f"{small:.{digits}f}", self.sized(large, digits)

    def interval(self, value: Uncertain) -> str:
        """With sign and 95 % interval; for officials."""
        digits = self._digits(value)
        estimate = self._with_unit(signed(value.estimate, digits))
        if value.certain:
            return estimate
        ends = [signed(x, digits) for x in (value.low, value.high)]
        return speaker(self.language, "bridge.amount")(
            "interval", estimate=estimate, low=ends[0], high=ends[1]
        )

    def _digits(self, value: Uncertain) -> int:
        return min(decimals_for(value.half_width), self.decimals) if value.half_width else self.decimals

    def _with_unit(self, number: str) -> str:
        say = speaker(self.language, "bridge.amount")
        if self.name == _YUAN:
            return say("yuan", number=number)
        key = "other_currency" if self.decimals == _CENT else "volume"
        named = {"currency": self.name} if self.decimals == _CENT else {"unit": self.name}
        return say(key, number=number, **named)


def money_in(currency: str, language: str) -> Quantity:
    """Amounts of money."""
    return Quantity(language=language, name=currency, decimals=_CENT)


def volume_in(unit: str, utility: str, language: str) -> Quantity:
    """Volumes or energies."""
    return Quantity(language=language, name=people_unit(unit, utility, language), decimals=_EXACT)
