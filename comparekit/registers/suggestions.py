"""Suspects as findings: where, what was found, and the corrections one may accept by name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparekit.findings import Finding, Severity
from comparekit.readings.intervals import PairedIntervals
from comparekit.readings.register import RegisterSeries
from comparekit.registers.clean import CleanRegister
from comparekit.registers.readings_meant import Meant
from comparekit.units import find_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cell as it may have been meant: a reading [unit as written], or hours to add to its time."""

    role: str
    row: int | None
    value: float | None = None
    hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A likely correction. `name` is short and says where (``r5-test``); `changes` are its cells."""

    name: str
    found: str
    text: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A finding about a probable slip, with the corrections that would make it ordinary, best first."""

    finding: Finding
    suggestions: tuple[Suggestion, ...] = ()


def exchanged(
    test: CleanRegister,
    reference: CleanRegister,
    pair: PairedIntervals,
    span: tuple[int, int],
    severity: Severity,
    factors: tuple[float, float],
) -> Suspect:
    """Visits `span[0]` to `span[1]` whose two readings stand in each other's place."""
    first, last = span
    rows = [_row_at(pair.test_rows, first), _row_at(pair.test_rows, last)]
    name = f"r{rows[0]}-swap"
    single = first == last and test.visit is not None
    shown = pair.test_shown[first], pair.reference_shown[first]
    texts = [f"{value:.10g}" for value in shown]
    changes = tuple(
        Change(role=role, row=_row_at(places, k), value=float(values[k]) / factor)
        for k in range(first, last + 1)
        for role, places, values, factor in (
            ("test", pair.test_rows, pair.reference_shown, factors[0]),
            ("reference", pair.reference_rows, pair.test_shown, factors[1]),
        )
    )
    found, text = " / ".join(texts), " / ".join(reversed(texts))
    context = {
        "role": None,
        "meter_id": f"{test.meter_id}, {reference.meter_id}",
        "row": rows[0],
        "from": rows[0],
        "to": rows[1],
        "found": found,
        "suggestion": text,
        "id": name,
    }
    code = "transcription.columns_swapped" if single else "transcription.meters_swapped"
    suggestion = Suggestion(name=name, found=found, text=text, changes=changes)
    return Suspect(finding=Finding(code, severity, context), suggestions=(suggestion,))


def misdated(test: CleanRegister, reference: CleanRegister, case: tuple[int, int, float]) -> Suspect:
    """A visit whose time was written wrongly: index in each register, and the hours to add."""
    i, j, hours = case
    rows = [None if r.rows is None else int(r.rows[k]) for r, k in ((test, i), (reference, j))]
    name = f"r{rows[0]}-time"
    half_day = abs(hours) == 12
    shift = hours if half_day else hours / 24
    text = f"{shift:+g}".replace("-", "−")
    context = {
        "role": None,
        "meter_id": f"{test.meter_id}, {reference.meter_id}",
        "row": rows[0],
        "found": "",
        "suggestion": text,
        "hours": hours,
        "id": name,
    }
    changes = (
        Change(role="test", row=rows[0], hours=hours),
        Change(role="reference", row=rows[1], hours=hours),
    )
    code = "transcription.half_day" if half_day else "transcription.date"
    return Suspect(
        finding=Finding(code, Severity.CAUTION, context),
        suggestions=(Suggestion(name=name, found="", text=text, changes=changes),),
    )


def mistyped(
    test: CleanRegister,
    reference: CleanRegister,
    pair: PairedIntervals,
    visit: int,
    meant: list[Meant],
    severity: Severity,
) -> Suspect:
    """A visit at which one reading is wrong, with what it was probably meant to be, best first."""
    registers = {"test": (test, pair.test_rows), "reference": (reference, pair.reference_rows)}
    best = meant[0]
    register, rows = registers[best.role]
    row = _row_at(rows, visit)
    context: dict[str, object] = {
        "role": best.role,
        "meter_id": register.meter_id,
        "row": row,
        "found": best.found,
    }
    if best.kind == "unexplained":
        return Suspect(finding=Finding("transcription.unexplained", severity, context))
    suggestions: list[Suggestion] = []
    for one in meant:
        both = one.kind == "columns_swapped"
        name = f"r{row}-swap" if both else f"r{_row_at(registers[one.role][1], visit)}-{one.role}"
        if name in [s.name for s in suggestions]:
            name += f"-{len(suggestions) + 1}"
        changes = tuple(
            Change(role=role, row=_row_at(registers[role][1], visit), value=value)
            for role, value in one.values.items()
        )
        suggestions.append(Suggestion(name=name, found=one.found, text=one.text, changes=changes))
    context |= {"suggestion": best.text, "id": suggestions[0].name}
    if len(suggestions) > 1:
        context["alternatives"] = [f"{s.name}: {s.found} → {s.text}" for s in suggestions[1:]]
    code = best.kind
    if code == "columns_swapped" and test.visit is None:
        code = "meters_swapped"
    if code in ("columns_swapped", "meters_swapped"):
        context |= {"role": None, "from": row, "to": row}
    finding = Finding(f"transcription.{code}", severity, context)
    return Suspect(finding=finding, suggestions=tuple(suggestions))


def written_factor(series: RegisterSeries) -> float:
    """Base units in one unit of the readings as written: unit and transformer ratio."""
    unit = find_unit(series.unit)
    return series.multiplier * (1.0 if unit is None else unit.factor)


def _row_at(rows: np.ndarray, visit: int) -> int | None:
    row = int(rows[visit])
    return None if row < 0 else row
