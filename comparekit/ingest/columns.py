"""What one title says: field, unit, time zone."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from comparekit.ingest.vocabulary import field_of, folded, zone_of
from comparekit.units import find_unit

_BRACKETS = re.compile(r"(?P<base>.+?)\s*[(\[{【〔](?:单位:?)?\s*(?P<inner>[^()\[\]{}]*?)\s*[)\]}】〕]")
_TAIL = re.compile(r"(?P<base>.+?)[\s_/,:;·-]+(?P<inner>[^\s_/,:;]+)")
_RATE = re.compile(r"(?P<base>.+?)[\s_:;·-]+(?P<inner>[^\s_,:;/]+/[^\s_,:;/]+)")  # a unit such as L/min
_QUANTITIES = ("reading", "resolution", "modulus")
_SCALES = {
    "temperature_c": {"c": 1.0, "°c": 1.0, "degc": 1.0, "摄氏度": 1.0, "度": 1.0},
    "flow": {"m3/h": 1.0, "l/h": 0.001, "l/min": 0.06, "a": 1.0},
    "pressure_kpa": {"kpa": 1.0, "mpa": 1000.0, "pa": 0.001, "bar": 100.0, "mbar": 0.1, "hpa": 0.1},
}
_ENDS = tuple(_SCALES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that is understood: where, its title, and what the title names.

    `unit` of a quantity of the register, `zone` of a time, `scale` of a temperature or pressure.
    """

    index: int
    title: str
    field: str
    unit: str | None = None
    zone: str | None = None
    scale: str | None = None


def column_of(index: int, title: str, mapped: str | None = None) -> Column | None:
    """The column called `title`, None when it is not understood.

    Parameters
    ----------
    index : int
        Its place.
    title : str
        As written; a unit, or the zone of a time, may stand behind or in brackets.
    mapped : str, optional
        Field it is said to hold, whatever its title says.
    """
    whole = mapped or field_of(title)
    plain = unicodedata.normalize("NFKC", title).strip()
    if bracket := _BRACKETS.fullmatch(plain):
        name = mapped or (None if whole else field_of(bracket["base"]))
        if name:
            return _with_remark(index, title, name, bracket["inner"], mapped is not None)
    for tail in filter(None, (_RATE.fullmatch(plain), _TAIL.fullmatch(plain))):
        name = mapped or (None if whole else field_of(tail["base"]))
        if name and _is_remark_of(name, tail["inner"]):
            return _with_remark(index, title, name, tail["inner"], True)
    return Column(index=index, title=title, field=whole) if whole else None


def scale_of(field: str, text: str) -> float | None:
    """What a number written in `text` is multiplied with to be in the unit of `field`; None if unknown."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    return _SCALES[field].get(plain)


def _is_remark_of(name: str, inner: str) -> bool:
    """Whether a word behind a title is a unit such a column can have."""
    if name.endswith(_ENDS):
        return scale_of(_ending(name), inner) is not None
    return find_unit(inner) is not None


def _with_remark(index: int, title: str, name: str, inner: str, only_known: bool) -> Column:
    unit = zone = scale = None
    if name.endswith(_ENDS):
        scale = inner or None
    elif name.endswith(_QUANTITIES):
        known = find_unit(inner) is not None
        unit = inner if inner and (known or not only_known) else None
    elif name.endswith("time"):
        zone = zone_of(inner)
    return Column(index=index, title=title, field=name, unit=unit, zone=zone, scale=scale)


def _ending(name: str) -> str:
    return next(end for end in _ENDS if name.endswith(end))


def is_blank_title(text: str) -> bool:
    """Whether a cell among titles says nothing: blank, or a dash that holds its place."""
    return not folded(text)
