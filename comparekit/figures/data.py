"""A figure as data: everything decided, nothing drawn.

A figure is built once and drawn by several pens (plotly on the screen, SVG on paper), so numbers,
digits, words and what is cut off at the frame are settled here and the pens only place ink.
Values are fractions; the text beside them is what a person reads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a series shows; pens choose colour and shape from it, the same everywhere."""

    DAY = "day"  # each day alone
    RUNNING = "running"  # all days so far
    WATCHED = "watched"  # its range under the looks really taken
    FIXED = "fixed"  # its range for a single look at the planned end
    OLD = "old"  # bars of the old (test) meter: grey, hatched
    NEW = "new"  # bars of the new (reference) meter: the accent, solid
    SOURCE = "source"  # bars of what makes up an uncertainty
    ASIDE = "aside"  # bars of what stands beside it and does not count
    STEP = "step"  # bars from one value to another, with their ranges
    METER = "meter"  # the one of them that is the meter's
    EXPECTED = "expected"  # what would have been, a level a stretch, with its range
    LEVEL = "level"  # means over stretches
    ERROR = "error"  # an error on which nothing was decided
    PASS = "pass"
    CONDITIONAL_PASS = "conditional-pass"
    CONDITIONAL_FAIL = "conditional-fail"
    FAIL = "fail"


#: In a lying figure the name of the place k hangs from the top of its row, k - 0.5, and what is drawn
#: stands lower, at k + ROW_DROP, in a lane that ends at k + 0.45.
ROW_DROP, ROW_LANE = 0.2, (-0.05, 0.45)

STEPS = (Role.STEP, Role.METER)
BARS = (Role.OLD, Role.NEW, Role.SOURCE, Role.ASIDE, *STEPS)
STRETCHES = (Role.EXPECTED, Role.LEVEL)
ERRORS = (Role.ERROR, Role.PASS, Role.CONDITIONAL_PASS, Role.CONDITIONAL_FAIL, Role.FAIL)


class Cut(StrEnum):
    """Where a value or an end left the frame."""

    NONE = ""
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One labelled place of an axis; `text` may have two lines."""

    value: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The visible part of an axis, `low` to `high`, its title and its ticks; with `log`, by ratios."""

    title: str
    low: float
    high: float
    ticks: tuple[Tick, ...]
    log: bool = False

    def position(self, value: float) -> float:
        """Where `value` stands on a ruler along the axis: itself, or its decimal logarithm."""
        return math.log10(value) if self.log else value

    def share(self, value: float) -> float:
        """How far along the axis `value` stands: 0 at `low`, 1 at `high`."""
        low, high = self.position(self.low), self.position(self.high)
        return (self.position(value) - low) / (high - low)

    def value_at(self, share: float) -> float:
        """What stands at `share` of the axis: the way back."""
        low, high = self.position(self.low), self.position(self.high)
        position = low + share * (high - low)
        return 10.0**position if self.log else position

    def held(self, value: float) -> tuple[float, Cut]:
        """`value` kept inside the frame, and on which side it had left it."""
        if value > self.high:
            return self.high, Cut.ABOVE
        if value < self.low:
            return self.low, Cut.BELOW
        return value, Cut.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From `low` to `high`; None for an end about which the data say nothing."""

    low: float | None
    high: float | None

    def held(self, axis: Axis) -> tuple[tuple[float, Cut], tuple[float, Cut]]:
        """Both ends as they can be drawn on `axis`; an unknown end reaches the frame and is cut there."""
        low = (axis.low, Cut.BELOW) if self.low is None else axis.held(self.low)
        high = (axis.high, Cut.ABOVE) if self.high is None else axis.held(self.high)
        return low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point at `x`: its value and the span around it.

    `value` is `y` (or the span) as people read it, `text` the lines shown on pointing at it, `label` what
    stands beside it all the time, with `below` under the point instead of over it. `y` is None where there
    is no value, `span` where nothing is to be drawn around it. `deciding` marks the one span of the figure
    that the verdict rests on. With a `width` it stands for the places from x - width/2 to x + width/2; a bar
    begins at the value `base`.
    """

    x: float
    y: float | None
    span: Span | None
    value: str
    text: str
    label: str = ""
    below: bool = False
    deciding: bool = False
    width: float | None = None
    base: float = 0.0

    def leaves(self, axis: Axis) -> bool:
        """Whether the value or an end of its span lies outside the frame."""
        ends = () if self.span is None else self.span.held(axis)
        value = () if self.y is None else (axis.held(self.y),)
        return any(side is not Cut.NONE for _, side in (*ends, *value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Points that belong together, and what they are called in the legend."""

    role: Role
    name: str
    points: tuple[Point, ...]

    @property
    def visible(self) -> bool:
        """Whether there is anything to draw."""
        return any(p.y is not None or p.span is not None for p in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A band of values, `label` beside it: across the whole figure, or from the place `start` to `end`."""

    low: float
    high: float
    label: str
    start: float | None = None
    end: float | None = None

    def places(self, axis: Axis) -> tuple[float, float]:
        """Between which places of `axis` the band is to be drawn."""
        return axis.low if self.start is None else self.start, axis.high if self.end is None else self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line at one value: across the whole figure, or a thin one from the place `start` to `end`."""

    y: float
    label: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A moment of an upright figure: a line at the place `x` from bottom to top, `label` at its upper end.

    `name` says in the legend what it is. With a `span` it is a guess, and these are the places it may be at.
    """

    x: float
    label: str
    name: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words that stand over the value `y` at the place `x`."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTable:
    """The same numbers as text, for those who cannot see the drawing or want to read them off."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureData:
    """A whole figure.

    Attributes
    ----------
    title : str
        The finding, as a sentence.
    description : str
        What is to be seen, for those who cannot see it.
    x, y : Axis
        The axis of the places (days, flows, rows) and the axis of the values.
    warning : str
        Stands inside the picture, so that it travels with every copy of the picture.
    notes : tuple of str
        Sentences below the figure: how to read it, what was cut off.
    alone : tuple of str
        The notes where the picture stands without its table; empty: the same.
    labels : tuple of Label
        Words inside the frame that belong to a place, not to one point.
    lying : bool
        Drawn on its side: a row a place, named by the ticks of `x`, values to the right.
    marks : tuple of Mark
        Moments, the label of each below that of the one before.
    """

    title: str
    description: str
    x: Axis
    y: Axis
    series: tuple[Series, ...]
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    table: FigureTable
    warning: str = ""
    notes: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    lying: bool = False
    marks: tuple[Mark, ...] = ()

    def series_of(self, role: Role) -> Series | None:
        """The series with this role, None when the figure has none."""
        return next((s for s in self.series if s.role is role), None)

    @property
    def deciding(self) -> Span | None:
        """The span that the verdict rests on, None when there is none yet."""
        return next((p.span for s in self.series for p in s.points if p.deciding), None)
