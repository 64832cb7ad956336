"""An interval whose ends may be unknown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Two ends, in the unit of what they enclose; `None` where the data say nothing on that side.

    An interval at confidence 0.95 holds the true value in at least 95 of 100 comparisons made this
    way. It is no statement about this one comparison's chance of being right.
    """

    low: float | None
    high: float | None
    confidence: float | None = None

    @property
    def half_width(self) -> float | None:
        """Half the distance between the ends, or None when an end is unknown."""
        if self.low is None or self.high is None:
            return None
        return 0.5 * (self.high - self.low)

    def excludes(self, value: float) -> bool:
        """Whether `value` lies outside. An unknown end excludes nothing on its side."""
        return (self.low is not None and value < self.low) or (self.high is not None and value > self.high)

    def within(self, outer: Interval) -> bool:
        """Whether the whole interval lies inside `outer` (whose ends are both known)."""
        if self.low is None or self.high is None or outer.low is None or outer.high is None:
            return False
        return outer.low <= self.low and self.high <= outer.high

    def beyond(self, outer: Interval) -> bool:
        """Whether the whole interval lies outside `outer` (whose ends are both known)."""
        if outer.low is None or outer.high is None:
            return False
        return (self.low is not None and self.low > outer.high) or (
            self.high is not None and self.high < outer.low
        )
