"""The bench that visitors play with: which meters, homes and readings there are to choose from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from comparekit.bench.expected import expected_deviation
from comparekit.bench.household import FAMILY, LARGE, SEEPING, Household
from comparekit.bench.meters import FAST, GOOD, NEW, WORN, BenchMeter
from comparekit.bench.sticking import Sticking

#: A wheel that catches once in every turn of 0.1 m3 and loses 15 L of it: seen with the bare eye, four
#: times a day.
_CATCHING = Sticking(by="volume", runs=0.085, stands=0.015, loses=True)
_FAST_BY = FAST.shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What state a meter is in: its error curve, and whether its register sticks."""

    meter: BenchMeter
    sticking: Sticking | None = None

    @property
    def lost(self) -> float:
        """Share of the volume that the register loses [1]."""
        return 0.0 if self.sticking is None else self.sticking.lost_share


def _conditions(sound: BenchMeter) -> dict[str, Condition]:
    return {
        "good": Condition(meter=sound),
        "worn": Condition(meter=WORN),
        "fast": Condition(meter=replace(sound, name="fast", shift=_FAST_BY)),
        "sticking": Condition(meter=sound, sticking=_CATCHING),
    }


#: By name, for the old and for the new meter. "fast" is 5 % fast, "worn" loses what runs slowly.
OLD, NEW_METER = _conditions(GOOD), _conditions(NEW)

HOMES: dict[str, Household] = {"family": FAMILY, "large": LARGE, "seeping": SEEPING}

#: Step that is read [m3]: the black drums alone, one red pointer more, all of them.
STEPS = (1.0, 0.1, 0.001)

FEWEST_DAYS, MOST_DAYS = 7, 30
LARGEST_SEED = 999_999


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDayChoice:
    """What a visitor chose; the same choice gives the same run.

    Attributes
    ----------
    old, new : str
        State of each meter: "good", "worn", "fast" or "sticking".
    home : str
        One of `HOMES`.
    step : float
        One of `STEPS` [m3], for both meters.
    days : int
        Length of the run, 7 to 30.
    seed : int
        0 to 999 999.

    Raises
    ------
    ValueError
        Anything else.
    """

    old: str = "good"
    new: str = "good"
    home: str = "family"
    step: float = 0.001
    days: int = 7
    seed: int = 1

    def __post_init__(self) -> None:
        for name, known in ALLOWED.items():
            if getattr(self, name) not in known:
                raise ValueError(f"{name}: not {getattr(self, name)!r}")

    @property
    def truth(self) -> float:
        """Long-run deviation of the two meters at this home [1]."""
        old, new = OLD[self.old], NEW_METER[self.new]
        return expected_deviation(HOMES[self.home], old.meter, new.meter, lost=(old.lost, new.lost))


#: What each part of a choice may be.
ALLOWED: dict[str, tuple[str, ...] | tuple[float, ...] | range] = {
    "old": tuple(OLD),
    "new": tuple(NEW_METER),
    "home": tuple(HOMES),
    "step": STEPS,
    "days": range(FEWEST_DAYS, MOST_DAYS + 1),
    "seed": range(LARGEST_SEED + 1),
}
