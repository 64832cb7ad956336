"""The currents of a plate, in the older notation and in the newer ones."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_AMPERES = r"(\d+(?:\.\d+)?)\s*A?"
_THREE = r"(?:3\s*[×x*]\s*)?"
_OLD = re.compile(rf"{_THREE}{_AMPERES}\s*(?:\(\s*{_AMPERES}\s*\)|[-–~]\s*{_AMPERES})\s*A?", re.I)
_NEW = re.compile(rf"{_THREE}{_AMPERES}\s*[-–~]\s*{_AMPERES}\s*\(\s*{_AMPERES}\s*\)\s*A?", re.I)

#: OIML R 46 takes Itr as 1/10 of Ib (direct connected) and 1/20 of In (by transformer); from there also
#: Imin at 0.2 to 0.5 Itr: so the second number is Itr up to 5 times Imin, Ib from 10, In from 50.
_TRANSITIONAL, _DIRECT, _TRANSFORMER = 5.0, 10.0, 50.0


class Currents(NamedTuple):
    """Reference, largest, smallest and transitional current [A]; the latter two None in the old notation."""

    reference: float
    largest: float
    smallest: float | None = None
    transitional: float | None = None


def currents_of(told: object) -> Currents | None:
    """Currents as plates write them; None for what is none of these ways.

    "5(60) A", also "10-60" and "3×5(60) A": reference and largest current. "0.2-0.5(60) A": smallest,
    transitional and largest current. "0.25-5(60) A": smallest, reference and largest current. Which of the
    newer two it is tells the step between the first two numbers.
    """
    text = unicodedata.normalize("NFKC", str(told)).strip()
    if old := _OLD.fullmatch(text):
        reference, largest = float(old[1]), float(old[2] or old[3])
        return Currents(reference, largest) if 0 < reference < largest else None
    new = _NEW.fullmatch(text)
    if new is None:
        return None
    smallest, second, largest = (float(number) for number in new.groups())
    if not 0 < smallest < second < largest:
        return None
    step = second / smallest * (1 + 1e-9)
    if step <= _TRANSITIONAL * (1 + 1e-6):
        return Currents(10 * second, largest, smallest, second) if 10 * second < largest else None
    if step < _DIRECT:
        return None
    return Currents(second, largest, smallest, second / (20 if step >= _TRANSFORMER else 10))
