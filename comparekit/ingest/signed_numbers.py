"""Numbers that may be negative, carry a sign of money, or be left out: amounts, use, weather."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparekit.ingest.numbers import NumberState, read_numbers
from comparekit.stats.arrays import Array

_MONEY = re.compile(r"^(?:¥|CNY|RMB|人民币)\s*|\s*(?:元|CNY|RMB|yuan)整?$", re.IGNORECASE)
_MINUS = "-−–"
_EMPTY = {"", "-", "--", "—", "——", "/", "na", "n/a", "nan", "null", "none", "无", "缺", "空"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedNumbers:
    """A column: values with NaN where nothing readable stands, and where a cell is empty or no number."""

    values: Array
    empty: NDArray[np.bool_]
    unreadable: NDArray[np.bool_]
    units: tuple[str, ...]
    bare_comma: NDArray[np.bool_]


def read_signed(cells: Sequence[str]) -> SignedNumbers:
    """Numbers in `cells`, shape (n,): as `read_numbers`, and ``-12.50``, ``(12.5)``, ``¥12.5``, ``12.5元``.

    ``NA``, ``-`` and their like are empty cells.
    """
    bare, negative = [], np.zeros(len(cells), dtype=bool)
    for k, cell in enumerate(cells):
        text = unicodedata.normalize("NFKC", cell).strip()
        if text.casefold() in _EMPTY:
            bare.append("")
            continue
        if text[0] == "(" and text[-1] == ")":
            negative[k], text = True, text[1:-1].strip()
        text = _MONEY.sub("", text).strip()
        if text and text[0] in _MINUS:
            negative[k], text = not negative[k], _MONEY.sub("", text[1:].strip()).strip()
        bare.append(text or "?")
    read = read_numbers(bare)
    values = np.where(read.state == NumberState.FINE, np.where(negative, -read.values, read.values), np.nan)
    empty = read.state == NumberState.EMPTY
    return SignedNumbers(
        values=values + 0.0,
        empty=empty,
        unreadable=np.isnan(values) & ~empty,
        units=read.units,
        bare_comma=read.bare_comma,
    )
