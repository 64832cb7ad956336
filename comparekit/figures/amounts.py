"""Small differences of volumes as people read them: in litres or watt-hours rather than 0.00x."""

from __future__ import annotations

import math
from dataclasses import dataclass

from comparekit.i18n.catalog import text
from comparekit.wording.numbers import signed, step_decimals, unit_sign

_SMALLER = {"m3": "litre", "kWh": "Wh"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallUnit:
    """The unit of a difference: `factor` of it in one unit of the volumes, `decimals` it is read to."""

    name: str
    factor: float
    decimals: int

    def number(self, difference: float) -> str:
        """The difference with its sign, no unit."""
        return signed(difference * self.factor, self.decimals)

    def amount(self, difference: float) -> str:
        """Its size with the unit."""
        return f"{abs(difference) * self.factor:.{self.decimals}f} {self.name}"


def read_decimals(step: float) -> int:
    """Decimals a reading in this step carries, for a converted step no more than it means."""
    return min(step_decimals(step), max(0, math.ceil(-math.log10(step) - 1e-9) + 1))


def small_unit(step: float, unit: str, language: str) -> SmallUnit:
    """A thousandth of `unit` where `step`, the coarser of the two registers, has three decimals or more."""
    decimals = read_decimals(step)
    if decimals < 3 or unit not in _SMALLER:
        return SmallUnit(name=unit_sign(unit, language), factor=1.0, decimals=decimals)
    small = _SMALLER[unit]
    name = text(language, "verdict.unit.litre") if small == "litre" else small
    return SmallUnit(name=name, factor=1000.0, decimals=decimals - 3)
