"""Units of registers: what they measure and how they convert to the unit computed in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """`name` as written in results, `base` the unit computed in, `factor` base units in one of it."""

    name: str
    base: str
    factor: float


_UNITS = {
    unit.name: unit
    for unit in (
        Unit("m3", "m3", 1.0),
        Unit("L", "m3", 0.001),
        Unit("t", "m3", 1.0),  # a tonne of water, as bills and people say it
        Unit("ft3", "m3", 0.028316846592),  # international foot, exact
        Unit("gal", "m3", 0.003785411784),  # US gallon, exact
        Unit("kWh", "kWh", 1.0),
        Unit("MWh", "kWh", 1000.0),
        Unit("Wh", "kWh", 0.001),
    )
}

_ALIASES = {
    "m3": ("m³", "m^3", "㎥", "立方", "立方米", "立方公尺", "方", "cbm", "cubic metre", "cubic meter"),
    "L": ("l", "升", "公升", "litre", "liter", "dm3", "dm³"),
    "t": ("吨", "噸", "ton", "tonne"),
    "ft3": ("ft³", "cf", "立方英尺"),
    "gal": ("us gal", "加仑"),
    "kWh": ("kwh", "kw·h", "kw.h", "度", "千瓦时", "千瓦·时", "千瓦小时"),
    "MWh": ("mwh", "兆瓦时"),
    "Wh": ("wh", "瓦时"),
}
_BY_ALIAS = {name.casefold(): unit for name, unit in _UNITS.items()} | {
    alias.casefold(): _UNITS[name] for name, aliases in _ALIASES.items() for alias in aliases
}


def find_unit(text: str) -> Unit | None:
    """The unit written as `text`, in any of its usual spellings; None when it is not one."""
    return _BY_ALIAS.get(text.strip().casefold())


def unit_names() -> tuple[str, ...]:
    """Canonical names, for messages."""
    return tuple(_UNITS)
