"""The numbers of a report's tables and sums: the digits are those of the reading."""

from __future__ import annotations

import math

from comparekit.figures.amounts import read_decimals
from comparekit.wording.numbers import signed


def as_read(value: float, step: float) -> str:
    """`value` with the decimals of readings in `step`, no sign but a minus."""
    return signed(value, read_decimals(step)).lstrip("+")


def apart(value: float, step: float) -> str:
    """A difference with the decimals of readings in `step`, and its sign."""
    return signed(value, read_decimals(step))


def ratio(value: float, uncertainty: float | None) -> str:
    """A ratio near 1 with no more decimals than `uncertainty` (half the width of its bounds) allows."""
    if uncertainty is None or uncertainty <= 0:
        return f"{value:.4f}"
    return f"{value:.{min(max(-math.floor(math.log10(uncertainty)), 1), 6)}f}"


def own_number(meter_id: str) -> str:
    """The number of a meter where the log tells one; a role in its place is none."""
    return "" if meter_id in ("", "test", "reference") else meter_id
