"""Plates that cannot be those of the meters at hand: another utility's, or of a class nobody makes."""

from __future__ import annotations

import re

from comparekit.errors import Fault, FaultyMeters
from comparekit.limits import LimitTable
from comparekit.readings.meter import Meter, Meters

#: Entries that only the plates of one utility have.
_OWN = {
    "water": ("q3", "ratio_r", "q1", "q2", "old_class"),
    "gas": ("medium", "compensation"),
    "electricity": ("currents", "i_min", "i_tr"),
}
#: How sizes are written, also those that no limit table knows.
_SIZES = {"water": r"(?<![a-z])n-?\d", "gas": r"(?<![a-z])[gjn]-?\d"}


def refuse_unknown_plates(meters: Meters, table: LimitTable) -> None:
    """Refuse what would else silently be as good as no plate at all.

    A class or size that plates carry, but of which no limits are known, is no fault: that is told in the
    findings (`comparekit.studies.plate_findings`).

    Raises
    ------
    FaultyMeters
        Every class, size or old class that no plate of this utility has, and every entry of another one's.
    """
    both = (("test", meters.test), ("reference", meters.reference))
    faults = [fault for role, meter in both for fault in _faults(role, meter, meters, table)]
    if faults:
        raise FaultyMeters(sorted(faults, key=lambda fault: fault.row or 0))


def _faults(role: str, meter: Meter, meters: Meters, table: LimitTable) -> list[Fault]:
    def fault(code: str, key: str, found: str | None, expected: str) -> Fault:
        column = f"{role}.{key}"
        row = meters.lines.get(column)
        file = meters.file or None
        return Fault(code=f"meters.{code}", file=file, row=row, column=column, found=found, expected=expected)

    others = (key for utility, keys in _OWN.items() if utility != table.utility for key in keys)
    foreign = [
        fault("other_utility", k, None, table.utility) for k in others if getattr(meter, k) is not None
    ]
    unknown: list[Fault] = []
    told = meter.accuracy_class
    if told is not None and not table.exists(told):
        classes = [*(c.accuracy_class for c in table.classes), *table.without_limits]
        unknown.append(fault("unknown_class", "class", told, ", ".join(classes)))
    sizes, old = [size.name for size in table.sizes], [c.name for c in table.old_classes]
    if meter.plate is not None and sizes and table.size_of(meter.plate) is None:
        looks_like_one = re.search(_SIZES.get(table.utility, "$^"), meter.plate.replace(" ", "").casefold())
        if not looks_like_one:
            unknown.append(fault("unknown_size", "plate", meter.plate, ", ".join(sizes)))
    if meter.old_class is not None and old and table.old_class_of(meter.old_class) is None:
        unknown.append(fault("unknown_size", "old_class", meter.old_class, ", ".join(old)))
    return [*unknown, *foreign]
