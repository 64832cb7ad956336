"""Numbers for people: with units, and no more digits than the uncertainty allows."""

from __future__ import annotations

import math
from decimal import Decimal

from comparekit.i18n.catalog import has_text, text

_MINUS = "−"
_UNIT_SIGN = {"m3": "m³", "kWh": "kWh", "m3/h": "m³/h"}


def percent(
    value: float | None, uncertainty: float | None = None, language: str = "zh", signed: bool = True
) -> str:
    """A fraction as percent, e.g. ``+0.19 %``.

    Parameters
    ----------
    value : float or None
        Fraction [1]; None is shown as a dash.
    uncertainty : float, optional
        Standard uncertainty or half-width [1]: it decides the last digit.
    language : str
        "zh" or "en".
    signed : bool
        Whether a plus sign is written.
    """
    if value is None:
        return text(language, "verdict.number.none")
    digits = decimals_for(100 * (uncertainty if uncertainty else abs(value) / 10 or 0.01))
    return f"{_plain(100 * value, digits, signed)} %"


def percent_range(low: float | None, high: float | None, language: str) -> str:
    """Both ends of an interval as percent; an end without information is said to be open."""
    width = None if low is None or high is None else (high - low) / 2
    none = text(language, "verdict.number.open")
    ends = [none if end is None else percent(end, width, language) for end in (low, high)]
    return text(language, "verdict.number.range", low=ends[0], high=ends[1])


def volume(value: float, step: float, unit: str, language: str) -> str:
    """A volume or energy to the step it was read in, with its unit sign."""
    return f"{_plain(value, step_decimals(step), False)} {unit_sign(unit, language)}"


def people_volume(value: float, unit: str, utility: str, language: str, *, digits: int = 2) -> str:
    """A volume in the word people use for it (吨, 方, 度), to so many significant digits.

    Below a tenth of a unit water is given in litres.
    """
    if utility == "water" and 0 < abs(value) < 0.1:
        litres = text(language, "verdict.unit.litre")
        return f"{_plain(1000 * value, _significant(1000 * value, digits), False)} {litres}"
    return f"{_plain(value, _significant(value, digits), False)} {people_unit(unit, utility, language)}"


def people_unit(unit: str, utility: str, language: str) -> str:
    """The unit as people call it."""
    key = f"verdict.unit.{utility}"
    return text(language, key) if has_text(language, key) else unit_sign(unit, language)


def unit_sign(unit: str, language: str) -> str:
    """The unit as standards write it."""
    return _UNIT_SIGN.get(unit, unit)


def signed(value: float, decimals: int) -> str:
    """A difference with its sign; zero has none."""
    return _plain(value, decimals, True)


def step_decimals(step: float) -> int:
    """Decimals a reading in this step carries."""
    exponent = Decimal(repr(float(step))).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def decimals_for(uncertainty: float) -> int:
    """Decimals that show one digit of the uncertainty, two when it starts with 1."""
    exponent = math.floor(math.log10(uncertainty))
    leading = uncertainty / 10**exponent
    return min(max(0, -exponent + (1 if leading < 1.95 else 0)), 4)


def _significant(value: float, digits: int) -> int:
    return 0 if value == 0 else max(0, digits - 1 - math.floor(math.log10(abs(value))))


def _plain(value: float, decimals: int, signed: bool) -> str:
    shown = f"{abs(value):.{decimals}f}"
    zero = float(shown) == 0
    sign = "" if zero else _MINUS if value < 0 else "+" if signed else ""
    return sign + shown
