"""Temperature, pressure and set flow written beside the readings."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Severity
from comparekit.ingest.columns import Column, scale_of
from comparekit.ingest.sheet import Sheet
from comparekit.ingest.vocabulary import folded
from comparekit.stats.arrays import Array

_CELL = re.compile(r"(?P<sign>[-+−–]?) *(?P<number>\d{1,9}(?:\.\d{1,9})?) *(?P<unit>(?:\D.*)?)")


def surrounding(sheet: Sheet, field: str, role: str, places: NDArray[np.int64]) -> Array | None:
    """Temperature [deg C], gauge pressure [kPa] or set flow [m3/h; A] at some rows of a sheet.

    Parameters
    ----------
    sheet : Sheet
        Receives the findings: ``temperature.unread``, ``pressure.unread``, ``flow.unread`` with the rows
        left out; ``temperature.unit`` and so on where the unit of the whole column is unknown.
    field : str
        ``temperature_c``, ``pressure_kpa`` or ``flow``.
    role : str
        Role whose column of a wide log applies; empty in a long log.
    places : int array, shape (k,)
        Places of the rows.

    Returns
    -------
    array, shape (k,), or None
        NaN where nothing readable is written; None without a column. These columns decide no
        verdict by themselves, so that what cannot be read in them is left out and said, no fault.
    """
    column = sheet.column(field, role)
    if column is None:
        return None
    factor = _column_factor(column, field)
    family = field.partition("_")[0]
    texts, index = sheet.words(column)
    values = np.array([*(_value(text, field, factor) for text in texts), np.nan])[index]
    if factor is None and np.isnan(values[index >= 0]).all():
        sheet.find(f"{family}.unit", Severity.NOTE, column=column.title)
    else:
        sheet.find_rows(f"{family}.unread", Severity.NOTE, np.isnan(values) & (index >= 0), column)
    return np.asarray(values[places], dtype=float)


def _column_factor(column: Column, field: str) -> float | None:
    """What the numbers of a column are multiplied with; None when its title does not tell."""
    if column.scale is not None:
        return scale_of(field, column.scale)
    # A water pressure is written in MPa as often as in kPa: without a unit it is not guessed.
    named = field == "temperature_c" or folded(column.title).endswith("kpa")
    return 1.0 if named or column.title == column.field else None


def _value(text: str, field: str, factor: float | None) -> float:
    match = _CELL.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return np.nan
    if match["unit"].strip():
        factor = scale_of(field, match["unit"])
    if factor is None:
        return np.nan
    sign = -1.0 if match["sign"] in ("-", "−", "–") else 1.0
    return sign * float(f"{float(match['number']) * factor:.12g}")
