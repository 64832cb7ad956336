"""Amounts and volumes with their doubts, in words: no more digits than the interval allows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from comparekit.i18n.catalog import speaker
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.wording.numbers import people_unit, signed

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
        return self.sized(_outward(value, digits), digits)

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
        if value.low < 0 < value.high:
            return say("either", **self.either(value))
        ends = self.ends(value)
        key = "less" if value.low < 0 else "more"
        return say(key, amount=self.sized(middle, digits), low=ends[0], high=ends[1])

    def either(self, value: Uncertain) -> dict[str, str]:
        """Sizes of the ends below and above zero, neither rounded toward it."""
        digits = self._digits(value)
        low, high = (_outward(x, digits) for x in (-value.low, value.high))
        return {"low": self.sized(low, digits), "high": self.sized(high, digits)}

    def rounded(self, value: Uncertain) -> str:
        """The size of the estimate, to the digits its interval allows."""
        if value.certain:
            return self.exactly(value.estimate)
        return self.sized(value.estimate, self._digits(value))

    def ends(self, value: Uncertain) -> tuple[str, str]:
        """Sizes of both ends, the smaller first, rounded outward; the unit stands with the second."""
        digits = self._digits(value)
        small, large = sorted(abs(x) for x in (value.low, value.high))
        within = _outward(small, digits) if value.low < 0 < value.high else -_outward(-small, digits)
        return f"{abs(within):.{digits}f}", self.sized(_outward(large, digits), digits)

    def interval(self, value: Uncertain) -> str:
        """With sign and 95 % interval, or with bounds; for officials."""
        digits = self._digits(value)
        estimate = self._with_unit(signed(value.estimate, digits))
        if value.certain:
            return estimate
        low, high = -_outward(-value.low, digits), _outward(value.high, digits)
        return speaker(self.language, "bridge.amount")(
            "bounds" if value.bounds else "interval",
            estimate=estimate,
            low=signed(low, digits),
            high=signed(high, digits),
        )

    def _digits(self, value: Uncertain) -> int:
        """Two significant digits of half the interval, as a bound is told."""
        half = value.half_width
        return min(max(0, 1 - math.floor(math.log10(half))), self.decimals) if half else self.decimals

    def _with_unit(self, number: str) -> str:
        say = speaker(self.language, "bridge.amount")
        if self.name == _YUAN:
            return say("yuan", number=number)
        key = "other_currency" if self.decimals == _CENT else "volume"
        named = {"currency": self.name} if self.decimals == _CENT else {"unit": self.name}
        return say(key, number=number, **named)


def _outward(value: float, digits: int) -> float:
    """Rounded up to so many decimals; of the value below zero and its sign taken off again, down."""
    return float(math.ceil(value * 10.0**digits - 1e-9)) / 10.0**digits


def days_told(days: float, decimals: int = 1) -> str:
    """A number of days, with a decimal where a mean is not whole."""
    return f"{days:.{decimals}f}".rstrip("0").rstrip(".")


def money_in(currency: str, language: str) -> Quantity:
    """Amounts of money."""
    return Quantity(language=language, name=currency, decimals=_CENT)


def volume_in(unit: str, utility: str, language: str) -> Quantity:
    """Volumes or energies."""
    return Quantity(language=language, name=people_unit(unit, utility, language), decimals=_EXACT)
