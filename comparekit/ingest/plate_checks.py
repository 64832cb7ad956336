"""What a plate says twice and not alike: each a fault at the line that cannot be."""

from __future__ import annotations

from itertools import pairwise

from comparekit.ingest.toml_reader import TomlReader
from comparekit.readings.meter import Meter

_LEAST_RATIO = 10.0  # Q3/Q1; what any edition of ISO 4064 has allowed
_ROUNDED = 0.05  # plates print Q1 of Q3 2.5 and R160 as 0.016 or 0.0156


def refuse_contradictions(toml: TomlReader, role: str, meter: Meter) -> None:
    """Add a fault for every entry of a plate that contradicts another one."""
    flows = [("q1", meter.q1), ("q2", meter.q2), ("q3", meter.q3), ("q_max", meter.q_max)]
    _refuse_falling(toml, role, flows)
    _refuse_falling(toml, role, [("q_min", meter.q_min), ("q_max", meter.q_max)])
    reference, largest = meter.currents or (None, None)
    _refuse_falling(toml, role, [("i_min", meter.i_min), ("i_tr", meter.i_tr), ("currents", reference)])
    if meter.currents is None:
        _refuse_falling(toml, role, [("i_tr", meter.i_tr), ("currents", largest)])
    _refuse_ratio(toml, role, meter)


def refuse_one_meter(toml: TomlReader, test: Meter, reference: Meter) -> None:
    """Add a fault where both plates carry one number: then somebody described one meter twice."""
    if test.serial is not None and test.serial == reference.serial:
        toml.add("same_serial", ("reference", "serial"), found=test.serial)


def _refuse_falling(toml: TomlReader, role: str, flows: list[tuple[str, float | None]]) -> None:
    """A flow that is not above the one that has to lie below it."""
    known = [(key, value) for key, value in flows if value is not None]
    for (lower, least), (key, value) in pairwise(known):
        if not value > least and not _told(toml, role, key):
            toml.add("out_of_range", (role, key), found=f"{value:g}", expected=f"> {lower} = {least:g}")


def _refuse_ratio(toml: TomlReader, role: str, meter: Meter) -> None:
    ratio = meter.ratio_r
    if ratio is None or _told(toml, role, "ratio_r"):
        return
    if ratio < _LEAST_RATIO:
        toml.add("out_of_range", (role, "ratio_r"), found=f"{ratio:g}", expected=f"≥ {_LEAST_RATIO:g}")
    elif meter.q3 is not None and meter.q1 is not None:
        own = meter.q3 / meter.q1
        if abs(own / ratio - 1) > _ROUNDED:
            toml.add("contradicts", (role, "ratio_r"), found=f"{ratio:g}", expected=f"q3/q1 = {own:.4g}")
    elif meter.q3 is not None and meter.q2 is not None and meter.q2 <= meter.q3 / ratio:
        least = meter.q3 / ratio
        toml.add("contradicts", (role, "q2"), found=f"{meter.q2:g}", expected=f"q3/ratio_r = {least:.4g}")


def _told(toml: TomlReader, role: str, key: str) -> bool:
    """Whether the entry is at fault already."""
    return any(fault.column == f"{role}.{key}" for fault in toml.faults)
