"""Clocks of telemetry: off by minutes, drifting, in the wrong zone, or set anew in the middle of a log."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparekit.stats.arrays import Array

_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A meter's clock; as it stands, a right one.

    Parameters
    ----------
    offset_min : float
        Clock minus true time in the middle of the log [min].
    drift_s_per_day : float
        How much it gains [s/d]. A quartz of 50 ppm makes 4.3 s/d.
    zone_h : float
        Hours by which its zone is wrong: -8 for a clock that keeps UTC in China.
    jump_day, jump_min : float
        When it is set, in days since the first midnight, and by how much it then goes forward [min].
    """

    offset_min: float = 0.0
    drift_s_per_day: float = 0.0
    zone_h: float = 0.0
    jump_day: float = 0.0
    jump_min: float = 0.0

    @property
    def is_right(self) -> bool:
        return self == Clock()

    def stamp(self, moments: Array, middle: float) -> Array:
        """What it shows [d] at true `moments` [d], with its offset as of `middle` [d]."""
        jumped = np.where(moments >= self.jump_day, self.jump_min / 1440, 0.0)
        return np.asarray(self.shown_before_jump(moments, middle) + jumped)

    def moment(self, stamps: Array, middle: float) -> Array:
        """True time [d] at which a clock that never jumps would show `stamps` [d]."""
        gain = self.drift_s_per_day / _DAY_S
        return np.asarray(middle + (stamps - middle - self._constant) / (1 + gain))

    @property
    def _constant(self) -> float:
        return self.offset_min / 1440 + self.zone_h / 24

    def shown_before_jump(self, moments: Array, middle: float) -> Array:
        """What it would show [d] at true `moments` [d], never set anew."""
        gain = self.drift_s_per_day / _DAY_S
        return np.asarray(moments + self._constant + gain * (moments - middle))
