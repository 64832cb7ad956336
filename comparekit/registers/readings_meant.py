"""What the readings of a visit that stands out were probably meant to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from comparekit.registers.corrections import decimals_of, share_of, slips, written
from comparekit.registers.suspects import Prediction, Visits, prediction_at

_ORDINARY = 0.02  # a correction that leaves the visit rarer than this among honest ones explains nothing
_FAR = 8.0  # standard deviations: no need to ask any closer
_WORTH_NAMING = 0.1  # of the chance of the best
_MOST_NAMED = 3
_DAILY_SPREAD = 0.5  # of the logarithm of a day's volume: people use more one day than another
_ROLES = ("test", "reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """One explanation: `kind` of slip (or "unexplained"), the `role` it befell, texts before and after.

    `values`: reading by role that was meant [unit as written].
    """

    kind: str
    role: str
    found: str
    text: str = ""
    values: Mapping[str, float]
    weight: float = 0.0


class Written(NamedTuple):
    """A reading as it stands in the log, and how its unit goes over into the cumulative register.

    ``cumulative = scale * value + offset``: unit, transformer ratio and base conditions make the scale,
    rollovers and exchanges the offset. `step` is in the unit as written.
    """

    value: float
    step: float
    scale: float
    offset: float


def readings_meant(visits: Visits, place: int, notes: tuple[Written, Written]) -> list[Meant]:
    """Explanations of an odd visit, the likeliest first; never empty.

    Parameters
    ----------
    visits : Visits
        With the visit in doubt among them.
    place : int
        Its index.
    notes : (Written, Written)
        What the log says there of the test and of the reference register.
    """
    registers = (visits.test, visits.reference)
    steps = visits.test_steps, visits.reference_steps
    found = [written(note.value, note.step) for note in notes]
    explained = []
    doubts = []
    for r in (0, 1):
        sound = _sound_reading(registers[r], registers[1 - r], place)
        trust = _plausible(registers[1 - r], place, float(steps[1 - r][place]))
        doubts.append(trust)
        if trust == 0:
            continue
        readings = [float(registers[0][place]), float(registers[1][place])]
        readings[r] = sound
        prediction = prediction_at(visits.with_readings(place, *readings), place)
        if prediction is None:
            continue
        sign = 1.0 if r == 0 else -1.0
        low, high = _between(registers[r], place)
        decimals = decimals_of(notes[r].step)
        for slip in slips(found[r], decimals) if _digits(found[r]) else ():
            value = float(slip.text)
            cumulative = notes[r].scale * value + notes[r].offset
            if not low <= cumulative <= high:
                continue
            weight = _weight(prediction, sign * (cumulative - sound))
            if weight:
                explained.append(
                    Meant(
                        kind=slip.kind,
                        role=_ROLES[r],
                        found=f"{notes[r].value:.10g}" if slip.kind == "decimal_point" else found[r],
                        text=f"{value:.{decimals}f}",
                        values={_ROLES[r]: value},
                        weight=weight * slip.chance * trust,
                    )
                )
    explained += _columns(visits, place, notes, found)
    if not explained:
        # The register whose partner moves the more usually is the one in doubt.
        r = int(np.argmax(doubts))
        return [Meant(kind="unexplained", role=_ROLES[r], found=found[r], values={})]
    explained.sort(key=lambda one: -one.weight)
    best = explained[0]
    named: list[Meant] = []
    for one in explained:
        same = any(one.values == other.values for other in named)
        if one.weight >= _WORTH_NAMING * best.weight and not same and len(named) < _MOST_NAMED:
            named.append(one)
    return named


def _digits(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _sound_reading(register: np.ndarray, other: np.ndarray, place: int) -> float:
    """What the register should have shown, going by the other one."""
    last = register.size - 1
    if 0 < place < last:
        a, b = place - 1, place + 1
        span = other[b] - other[a]
        share = float(np.clip((other[place] - other[a]) / span, 0, 1)) if span > 0 else 0.5
        return float(register[a] + share * (register[b] - register[a]))
    rest = slice(1, None) if place == 0 else slice(None, -1)
    mine, theirs = register[rest], other[rest]
    span = theirs[-1] - theirs[0]
    ratio = float((mine[-1] - mine[0]) / span) if span > 0 else 1.0
    near = 1 if place == 0 else last - 1
    return float(register[near] + ratio * (other[place] - other[near]))


def _plausible(register: np.ndarray, place: int, step: float) -> float:
    """How well the increments of this register at a visit agree with its other days [1]: 0 backwards."""
    volumes = np.diff(register)
    near = [k for k in (place - 1, place) if 0 <= k < volumes.size]
    if any(volumes[k] < -step for k in near):
        return 0.0
    others = np.delete(volumes, near)
    usual = float(np.median(others)) if others.size else 0.0
    if usual <= 0:
        return 1.0
    # A register read coarsely, or a day away from home, may well stand: hence the floor.
    logs = [np.log((max(volumes[k], 0.0) + 0.1 * usual + step) / (1.1 * usual + step)) for k in near]
    return float(np.exp(-0.5 * sum(x * x for x in logs) / _DAILY_SPREAD**2)) + 1e-12


def _between(register: np.ndarray, place: int) -> tuple[float, float]:
    last = register.size - 1
    low = register[place - 1] if place > 0 else -np.inf
    high = register[place + 1] if place < last else np.inf
    return float(low) - 1e-9, float(high) + 1e-9


def _weight(prediction: Prediction, shift: float) -> float:
    """Likelihood of a corrected reading; 0 where it is not ordinary."""
    distance = abs(prediction.error + shift)
    if distance > _FAR * prediction.spread or prediction.tail(shift) < _ORDINARY:
        return 0.0
    return float(np.exp(-0.5 * ((prediction.error + shift) / prediction.spread) ** 2))


def _columns(visits: Visits, place: int, notes: tuple[Written, Written], found: list[str]) -> list[Meant]:
    """Both readings of the visit in each other's column."""
    values = [float(found[1]), float(found[0])]
    cumulative = [note.scale * v + note.offset for v, note in zip(values, notes, strict=True)]
    for r, register in enumerate((visits.test, visits.reference)):
        low, high = _between(register, place)
        if not low <= cumulative[r] <= high:
            return []
    prediction = prediction_at(visits.with_readings(place, *cumulative), place)
    weight = 0.0 if prediction is None else _weight(prediction, 0.0)
    if not weight:
        return []
    return [
        Meant(
            kind="columns_swapped",
            role="test",
            found=f"{found[0]} / {found[1]}",
            text=f"{found[1]} / {found[0]}",
            values=dict(zip(_ROLES, values, strict=True)),
            weight=weight * share_of("columns_swapped"),
        )
    ]
