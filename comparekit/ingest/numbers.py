"""Numbers as people type them: full-width digits, thousands separators, a unit behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from comparekit.ingest.layouts import Layout, layouts
from comparekit.stats.arrays import Array
from comparekit.units import find_unit

_NUMBER = re.compile(
    r" *\+? *(?P<whole>0{1,3}(?:,000)+(?!0)|0{1,3}(?: 000)+(?!0)|0*)(?P<point>\.?)(?P<part>0*)"
    r" *(?P<unit>(?:[^\W\d_]|㎥).*?)? *"
)
_EXACT_DIGITS = 15  # so many digits fit a float without rounding, and 10**22 is the last exact power


class NumberState(IntEnum):
    """What became of a cell."""

    FINE = 0
    EMPTY = 1
    NOT_A_NUMBER = 2
    NEGATIVE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A column of numbers.

    Attributes
    ----------
    values : array, shape (n,)
        0 where the state is not fine.
    decimals : int array, shape (n,)
        Digits written after the point.
    state : int array, shape (n,)
        `NumberState` of each cell.
    unit : int array, shape (n,)
        Index into `units` of the unit written behind the number; -1 for none.
    units : tuple of str
        Canonical names of the units met.
    bare_comma : bool array, shape (n,)
        One comma with three digits behind it and no point: taken for thousands, but some write the
        decimal point so.
    """

    values: Array
    decimals: NDArray[np.int64]
    state: NDArray[np.int8]
    unit: NDArray[np.int64]
    units: tuple[str, ...]
    bare_comma: NDArray[np.bool_]


def read_numbers(cells: Sequence[str]) -> Numbers:
    """Numbers in `cells`, each with its state; no cell is a reason to stop.

    Accepted: ``12.345``, ``１２．３４５``, ``1,234.56``, ``1 234.56``, ``+12``, ``12.345 m³``. Not:
    exponents, signs of money, NaN, infinity, a comma as decimal point.
    """
    n = len(cells)
    values = np.zeros(n)
    decimals = np.zeros(n, dtype=np.int64)
    state = np.full(n, NumberState.NOT_A_NUMBER, dtype=np.int8)
    unit = np.full(n, -1, dtype=np.int64)
    bare_comma = np.zeros(n, dtype=bool)
    units: dict[str, int] = {}
    for layout in layouts(cells):
        match = _match(layout.text)
        if match is None:
            state[layout.places] = _state_of_no_number(layout.text)
            continue
        fine = np.ones(len(layout.places), dtype=bool)
        whole, part = match["whole"], match["part"]
        if "," in whole or " " in whole:
            fine &= layout.codes[:, match.start("whole")] != ord("0")
            bare_comma[layout.places] = whole.count(",") == 1 and not match["point"]
        if match["unit"]:
            unit[layout.places], known = _units(layout, match, units)
            fine &= known
        values[layout.places] = _values(layout, match)
        decimals[layout.places] = len(part)
        state[layout.places] = np.where(fine, NumberState.FINE, NumberState.NOT_A_NUMBER)
    unreadable = (state != NumberState.FINE) | ~np.isfinite(values)
    state[unreadable & (state == NumberState.FINE)] = NumberState.NOT_A_NUMBER
    values[unreadable] = 0.0
    bare_comma[unreadable] = False
    return Numbers(
        values=values,
        decimals=decimals,
        state=state,
        unit=unit,
        units=tuple(units),
        bare_comma=bare_comma,
    )


@lru_cache(maxsize=4096)
def _match(layout: str) -> re.Match[str] | None:
    match = _NUMBER.fullmatch(layout)
    return match if match and (match["whole"] or match["part"]) else None


def _state_of_no_number(layout: str) -> NumberState:
    text = layout.strip()
    if not text:
        return NumberState.EMPTY
    if text[0] in "-−–" and _match(text[1:].strip()):
        return NumberState.NEGATIVE
    return NumberState.NOT_A_NUMBER


def _values(layout: Layout, match: re.Match[str]) -> Array:
    start = match.start("whole")
    whole = [(start + m.start(), start + m.end()) for m in re.finditer("0+", match["whole"])]
    part = match.span("part")
    digits = sum(stop - begin for begin, stop in (*whole, part))
    if digits <= _EXACT_DIGITS:
        # Both are exact, so the quotient is the float nearest to the decimal that was written.
        quotient: Array = layout.number(*whole, part) / 10.0 ** len(match["part"])
        return quotient
    cells = layout.cells(0, part[1])
    return np.array([float(cell.replace(",", "").replace(" ", "")) for cell in cells])


def _units(
    layout: Layout, match: re.Match[str], units: dict[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Index of the unit behind each number, and where it is a known one."""
    found: dict[str, int] = {}
    texts = layout.cells(*match.span("unit"))
    for text in dict.fromkeys(texts):
        known = find_unit(text)
        found[text] = -1 if known is None else units.setdefault(known.name, len(units))
    index = np.array([found[text] for text in texts], dtype=np.int64)
    return index, index >= 0
