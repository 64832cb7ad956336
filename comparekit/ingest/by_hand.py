"""What somebody says of the meters in a log that the file does not say, or says wrong."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from comparekit.ingest.fault_list import FaultList
from comparekit.units import Unit, find_unit, unit_names

ALL = ""  # key of a time zone that holds for every meter


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """Units, steps and time zones set by hand; they go before what the file says.

    Keys are those of the log: roles, or meter numbers where the log gives no roles. Each of them is told
    in a finding of the log, together with what the file says.

    Attributes
    ----------
    units : mapping of meter to unit
        Of the readings, in any usual spelling.
    steps : mapping of meter to float
        Resolution of the register [unit of its readings].
    zones : mapping of meter to IANA name
        Of times that carry no offset; the key `ALL` holds for meters that have none of their own.
    """

    units: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, float] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.units or self.steps or self.zones)

    def unit(self, meter: str) -> Unit | None:
        """Unit of a meter, None where nobody set one."""
        return find_unit(self.units[meter]) if meter in self.units else None

    def zone(self, meter: str) -> str | None:
        """Time zone of a meter, None where nobody set one."""
        return self.zones.get(meter) or self.zones.get(ALL)

    def data(self) -> dict[str, Any]:
        """As plain data: only what there is, so that a look without it stays what it was."""
        told = {"units": self.units, "steps": self.steps, "zones": self.zones}
        return {name: dict(values) for name, values in told.items() if values}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> ByHand:
        """What `data` told, among whatever else is in there."""
        return cls(**{name: dict(data.get(name) or {}) for name in ("units", "steps", "zones")})


NOTHING = ByHand()


def check_values(by_hand: ByHand, faults: FaultList) -> None:
    """Add a fault for each unit, step and zone that is none."""
    for meter, text in by_hand.units.items():
        if find_unit(text) is None:
            faults.add("by_hand.unit", found=text, meter=meter, units=", ".join(unit_names()))
    for meter, step in by_hand.steps.items():
        if not (math.isfinite(step) and step > 0):
            faults.add("by_hand.step", found=f"{step:g}", meter=meter, expected="number_above_zero")
    for meter, zone in by_hand.zones.items():
        if not is_zone(zone):
            faults.add("by_hand.zone", found=zone, meter=meter, expected="timezone")


def check_meters(by_hand: ByHand, meters: Iterable[str], faults: FaultList) -> None:
    """Add a fault for each meter that the log does not hold."""
    known = tuple(meters)
    told = dict.fromkeys((*by_hand.units, *by_hand.steps, *by_hand.zones))
    for meter in told if known else ():
        if meter not in known and meter != ALL:
            faults.add("by_hand.meter", found=meter, expected=", ".join(known))


def is_zone(name: str) -> bool:
    """Whether there is a time zone of that name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
