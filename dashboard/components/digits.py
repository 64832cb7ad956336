"""Numbers of a table: the unit stands above them, the digits are those of the reading."""

from __future__ import annotations

import math

from comparekit.wording.numbers import step_decimals

_MINUS = "−"


def in_steps(value: float, step: float, *, signed: bool = False) -> str:
    """`value` with the decimals of `step`; with `signed`, a sign on everything but zero."""
    digits = f"{abs(value):.{step_decimals(step)}f}"
    if float(digits) == 0:
        return digits
    sign = _MINUS if value < 0 else "+" if signed else ""
    return sign + digits


def ratio_text(ratio: float, uncertainty: float | None) -> str:
    """A ratio near 1 with no more decimals than `uncertainty` (half the width of its bounds) allows."""
    if uncertainty is None or uncertainty <= 0:
        return f"{ratio:.4f}"
    return f"{ratio:.{min(max(-math.floor(math.log10(uncertainty)), 1), 6)}f}"
