"""Where things stand in a figure, for every pen: nothing here knows ink or pixels of a screen."""

from __future__ import annotations

from dataclasses import dataclass

from comparekit.figures.data import BARS, ERRORS, Axis, Cut, FigureData, Label, Mark, Point, Role, Series
from comparekit.figures.lettering import text_width, wrapped
from comparekit.figures.theme import SMALL_SIZE

# In places from the tick: the single day stands left of it, all days so far right of it, and the range
# that counts at the planned end only stands aside, so that it is never taken for the other one.
_OFFSET = {
    Role.DAY: -0.2,
    Role.RUNNING: 0.1,
    Role.WATCHED: 0.1,
    Role.FIXED: 0.3,
    Role.OLD: -0.2,
    Role.NEW: 0.2,
}
_LEDGE = 0.12  # of a day, by which the funnel reaches beyond its first and last look
_RANGES = (Role.WATCHED, Role.FIXED)
_LABEL = 0.085  # of the height of the frame: room for one line of words

BAR, LYING_BAR = 0.36, 0.3  # width of a bar, in places
MANY_BARS = 40  # more than that stand as one area, without outlines
_TOUCHING = 0.02  # of a width: nearer stretches touch
_SIDE = 0.25  # of the frame: a label nearer to a side reads away from it


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameMark:
    """A triangle where `point`, or an end of its span, leaves the frame at the value `y`."""

    x: float
    y: float
    side: Cut
    point: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where the label of a point stands: over (`up`) or under the value `y`, `aside` px from the place `x`.

    `centred` on the place, or ending there; `gap` px from the value to the words.
    """

    x: float
    y: float
    text: str
    up: bool
    aside: float
    centred: bool
    gap: float = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSpot:
    """The label of a moment, in the row counted from the top; the words start, end or are centred there."""

    mark: Mark
    row: int
    anchor: str


def place(point: Point, role: Role) -> float:
    """Where `point` stands along the places; the deciding range at the value it belongs to."""
    if point.width is not None:
        return point.x
    return point.x + _OFFSET.get(Role.RUNNING if point.deciding else role, 0.0)


def reach(point: Point) -> tuple[float, float]:
    """The places from which and to which a point with a width stands."""
    half = (point.width or 0.0) / 2
    return point.x - half, point.x + half


def treads(points: tuple[Point, ...]) -> list[tuple[float, float] | None]:
    """Points with widths as a line of stairs; None where the next one does not begin where one ended."""
    line: list[tuple[float, float] | None] = []
    for point in points:
        if point.y is None:
            continue
        start, end = reach(point)
        if line and (line[-1] is None or abs(line[-1][0] - start) > _TOUCHING * (point.width or 1.0)):
            line.append(None)
        line += [(start, point.y), (end, point.y)]
    return line


def mark_spots(figure: FigureData) -> list[MarkSpot]:
    """Labels of the moments: each in a row of its own under the upper side, kept inside the frame."""
    spots = []
    for row, mark in enumerate(figure.marks):
        share = figure.x.share(mark.x)
        anchor = "start" if share < _SIDE else "end" if share > 1 - _SIDE else "middle"
        spots.append(MarkSpot(mark=mark, row=row, anchor=anchor))
    return spots


def row_values(figure: FigureData) -> dict[float, str]:
    """What stands at the right end of each row of a lying figure: the label of its point."""
    points = (point for series in figure.series for point in series.points)
    return {float(round(point.x)): point.label for point in points if point.label}


def row_words(name: str, value: str, room: float) -> tuple[list[str], int]:
    """The name of a row of a lying figure in lines, and the line on which its value stands at the right.

    Beside the name where that leaves it half the `room` [px] or needs no second line; else below it.
    """
    beside = room - 16 - text_width(value, SMALL_SIZE, bold=True)
    lines = wrapped(name, beside, SMALL_SIZE) if beside > 0 else []
    if len(lines) == 1 or (lines and beside > room / 2):
        return lines, 0
    whole = wrapped(name, room - 12, SMALL_SIZE)
    return [*whole, ""], len(whole)


def ends(points: list[Point], y: Axis) -> tuple[list[float], list[float]]:
    """Ends of the spans as they can be drawn; a point without a span ends where it stands."""
    low, high = [], []
    for point in points:
        at = y.low if point.y is None else y.held(point.y)[0]
        held = ((at, Cut.NONE), (at, Cut.NONE)) if point.span is None else point.span.held(y)
        low.append(held[0][0])
        high.append(held[1][0])
    return low, high


def funnel(series: Series, y: Axis) -> tuple[list[float], list[float], list[float]]:
    """Places, lower and upper ends of a range that closes in from look to look."""
    points = [series.points[0], *series.points, series.points[-1]]
    low, high = ends(points, y)
    x = [place(p, series.role) for p in points]
    x[0], x[-1] = x[0] - _LEDGE, x[-1] + _LEDGE
    return x, low, high


def inside(edge: list[float], y: Axis) -> list[float | None]:
    """An edge without its parts along the frame: there the range goes on."""
    cut = [end in (y.low, y.high) for end in edge]
    around = zip([True, *cut[:-1]], cut, [*cut[1:], True], strict=True)
    return [None if all(here) else end for here, end in zip(around, edge, strict=True)]


def frame_marks(series: Series, y: Axis) -> list[FrameMark]:
    """Triangles where a value, or an end of a range that counts, leaves the frame.

    Thin lines just run into it: a triangle on each would outweigh everything.
    """
    marks: list[FrameMark] = []
    for point in series.points:
        counts = series.role in (Role.WATCHED, *ERRORS) or point.deciding
        reach = point.span.held(y) if point.span is not None and counts else ()
        value = () if point.y is None else (y.held(point.y),)
        cut = {side: at for at, side in (*reach, *value) if side is not Cut.NONE}
        at_place = place(point, series.role)
        marks += [FrameMark(x=at_place, y=at, side=side, point=point) for side, at in cut.items()]
    return marks


def label_spots(figure: FigureData) -> list[Spot]:
    """Values that stand beside their points in an upright figure, out of the way of ranges and line."""
    y, spots = figure.y, []
    height = y.high - y.low
    for series in figure.series:
        for k, point in enumerate(series.points):
            if not point.label or point.y is None:
                continue
            if series.role in ERRORS:
                (low,), (high,) = ends([point], y)
                cut = y.held(point.y)[1] is not Cut.NONE
                up = not point.below if not cut else y.held(point.y)[1] is Cut.BELOW
                at = high if up else low
                spots.append(_spot(point, series.role, at, up, 0.0, centred=True, gap=22.0 if cut else 8.0))
                continue
            around = [p for s in figure.series if s.role in _RANGES for p in s.points if p.x == point.x]
            lows, highs = ends([point, *around], y)
            low, high = min(lows), max(highs)
            at, up, aside = high, True, 14.0
            if high > y.high - _LABEL * height:
                at, up = low, False
                if low < y.low + _LABEL * height:  # no room at either end: left of the point
                    before = series.points[k - 1].y if k else None
                    at, up, aside = y.held(point.y)[0], before is not None and before < point.y, -12.0
            spots.append(_spot(point, series.role, at, up, aside, centred=False))
    return spots


def label_height(figure: FigureData, label: Label, half: float) -> float:
    """Value over which a label stands that reaches `half` places to both sides: clear of the bars there."""
    reached = (
        point.y
        for series in figure.series
        if series.role in BARS
        for point in series.points
        if point.y is not None and abs(place(point, series.role) - label.x) < half + BAR / 2
    )
    return figure.y.held(max((label.y, *reached)))[0]


def _spot(
    point: Point, role: Role, y: float, up: bool, aside: float, *, centred: bool, gap: float = 8.0
) -> Spot:
    at_place = place(point, role)
    return Spot(x=at_place, y=y, text=point.label, up=up, aside=aside, centred=centred, gap=gap)
