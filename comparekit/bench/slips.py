"""What people do to readings when they write them down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np


def wrong_digit(shown: str, rng: np.random.Generator) -> str:
    """One digit of `shown` becomes another: any place, any other digit."""
    at = int(rng.choice([i for i, c in enumerate(shown) if c != "."]))
    return shown[:at] + str((int(shown[at]) + int(rng.integers(1, 10))) % 10) + shown[at + 1 :]


def swapped_digits(shown: str, rng: np.random.Generator) -> str:
    """Two neighbouring digits change places; unchanged where all are alike."""
    digits = [i for i, c in enumerate(shown) if c != "."]
    pairs = [(a, b) for a, b in pairwise(digits) if shown[a] != shown[b]]
    if not pairs:
        return shown
    a, b = pairs[int(rng.integers(len(pairs)))]
    written = list(shown)
    written[a], written[b] = shown[b], shown[a]
    return "".join(written)


def lost_point(shown: str, rng: np.random.Generator) -> str:
    """The decimal point is left out."""
    return shown.replace(".", "")


def drums_only(shown: str, rng: np.random.Generator) -> str:
    """The drums are read and the pointers left: whole units only."""
    return shown.partition(".")[0]


#: Slips in one reading, by name.
OF_READING: dict[str, Callable[[str, np.random.Generator], str]] = {
    "wrong_digit": wrong_digit,
    "swapped_digits": swapped_digits,
    "lost_point": lost_point,
    "drums_only": drums_only,
}
#: Slips in a whole visit.
OF_VISIT = ("swapped_meters", "forgotten", "wrong_day")
KINDS = (*OF_READING, *OF_VISIT)
ROLES = ("test", "reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One slip: its kind, the visit (counted from 1; 0 for any but the first and the last), and the meter.

    `role` is "test", "reference", or empty for either; without meaning for slips in a whole visit.
    """

    kind: str
    visit: int = 0
    role: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind: one of {KINDS}, not {self.kind!r}")
        if self.role not in ("", *ROLES):
            raise ValueError(f"role: one of {ROLES} or empty, not {self.role!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit as written: local time, the readings of test and reference; `number` counts from 1."""

    number: int
    time: datetime
    shown: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slipped:
    """What a slip did: visit number, meter ("" for both), what was meant and what stands there now."""

    kind: str
    visit: int
    role: str
    meant: str
    written: str


def make_slips(
    visits: Sequence[Visit], slips: Sequence[Slip], rng: np.random.Generator
) -> tuple[list[Visit], list[Slipped]]:
    """The visits with every slip made, in order, and what was done.

    Slips that may fall anywhere fall on different visits while there are enough. A forgotten visit is
    missing from the list.
    """
    written = {visit.number: visit for visit in visits}
    taken = {slip.visit for slip in slips}
    done = []
    for slip in slips:
        number = slip.visit or _free(visits, taken, rng)
        taken.add(number)
        role = slip.role or ROLES[int(rng.integers(2))]
        if number not in written:
            continue
        visit, made = _made(written[number], slip.kind, role, rng)
        done.append(made)
        written.pop(number)
        if visit is not None:
            written[number] = visit
    return [written[number] for number in sorted(written)], done


def _free(visits: Sequence[Visit], taken: set[int], rng: np.random.Generator) -> int:
    inner = [visit.number for visit in visits][1:-1] or [visit.number for visit in visits]
    free = [number for number in inner if number not in taken] or inner
    return free[int(rng.integers(len(free)))]


def _made(visit: Visit, kind: str, role: str, rng: np.random.Generator) -> tuple[Visit | None, Slipped]:
    both = " / ".join(visit.shown)
    if kind == "forgotten":
        return None, Slipped(kind=kind, visit=visit.number, role="", meant=both, written="")
    if kind == "swapped_meters":
        after = replace(visit, shown=visit.shown[::-1])
        return after, Slipped(
            kind=kind, visit=visit.number, role="", meant=both, written=" / ".join(after.shown)
        )
    if kind == "wrong_day":
        after = replace(visit, time=visit.time + timedelta(days=int(rng.choice([-1, 1]))))
        meant, now = (f"{v.time:%Y-%m-%d %H:%M}" for v in (visit, after))
        return after, Slipped(kind=kind, visit=visit.number, role="", meant=meant, written=now)
    place = ROLES.index(role)
    text = OF_READING[kind](visit.shown[place], rng)
    shown = (text, visit.shown[1]) if place == 0 else (visit.shown[0], text)
    return replace(visit, shown=shown), Slipped(
        kind=kind, visit=visit.number, role=role, meant=visit.shown[place], written=text
    )
