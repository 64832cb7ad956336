"""The pen for paper: levels over stretches, and moments."""

from __future__ import annotations

from comparekit.figures import theme
from comparekit.figures.data import FigureData, Mark, Point, Role, Series
from comparekit.figures.lettering import text_width
from comparekit.figures.places import ends, mark_spots, reach, treads
from comparekit.figures.svg_drawing import Drawing, line_height
from comparekit.figures.svg_frame import Frame

_STRIP, _TINT = 0.22, 0.5  # how much of the colour is seen of a guessed moment, and of what would have been
_DASHES = "7 4"


def draw_expected(drawing: Drawing, series: Series, frame: Frame) -> None:
    """A dashed line, and the ends of its range: what would have been. The range itself is in the ground."""
    areas = _areas(series, frame)
    for point, (x0, y0), (x1, y1) in areas:
        with drawing.group(point.text):
            for y in (y0, y1):  # bars stand before the range: its ends show on them
                drawing.line(x0, y, x1, y, stroke=theme.GROUND, stroke_width=5)
                drawing.line(x0, y, x1, y, stroke=theme.EXPECTED, stroke_width=2.5, cls="edge")
    if areas:  # closed at both sides, like a bracket: it is one range, also where bars hide the tint
        for x, (top, bottom) in (
            (areas[0][1][0], _ends_of(areas[0])),
            (areas[-1][2][0], _ends_of(areas[-1])),
        ):
            drawing.line(x, top, x, bottom, stroke=theme.GROUND, stroke_width=5)
            drawing.line(x, top, x, bottom, stroke=theme.EXPECTED, stroke_width=2.5, cls="side")
    line = [
        None if tread is None else frame.at(tread[0], frame.y.held(tread[1])[0])
        for tread in treads(series.points)
    ]
    drawing.path(line, stroke=theme.GROUND, stroke_width=5)
    drawing.path(line, stroke=theme.INK, stroke_width=2.5, stroke_dasharray=_DASHES, cls="course")


_Area = tuple[Point, tuple[float, float], tuple[float, float]]


def _ends_of(area: _Area) -> tuple[float, float]:
    """Upper and lower end of a range [px]."""
    return area[1][1], area[2][1]


def _areas(series: Series, frame: Frame) -> list[_Area]:
    """Points with their ranges: the upper left and the lower right corner [px]."""
    known = [p for p in series.points if p.y is not None and p.span is not None]
    found = []
    for point, low, high in zip(known, *ends(known, frame.y), strict=True):
        start, end = reach(point)
        found.append((point, frame.at(start, high), frame.at(end, low)))
    return found


def draw_level(drawing: Drawing, series: Series, frame: Frame) -> None:
    """A solid line a stretch, on a white edge: it lies on bars."""
    for point in series.points:
        if point.y is None:
            continue
        start, end = reach(point)
        ends_ = (*frame.at(start, point.y), *frame.at(end, point.y))
        with drawing.group(point.text):
            drawing.line(*ends_, stroke=theme.GROUND, stroke_width=4.5)
            drawing.line(*ends_, stroke=theme.INK, stroke_width=2.5, cls="level")


def draw_areas(drawing: Drawing, figure: FigureData, frame: Frame) -> None:
    """The range of what would have been, and where guessed moments may lie: below everything else."""
    expected = figure.series_of(Role.EXPECTED)
    for _, (x0, y0), (x1, y1) in [] if expected is None else _areas(expected, frame):
        drawing.shape(
            "rect", x=x0, y=y0, width=x1 - x0, height=y1 - y0,
            fill=theme.EXPECTED, fill_opacity=_TINT, cls="area",
        )  # fmt: skip
    for mark in figure.marks:
        if mark.span is not None:
            (low, _), (high, _) = mark.span.held(frame.x)
            (x0, y0), (x1, y1) = frame.at(low, frame.y.high), frame.at(high, frame.y.low)
            drawing.shape(
                "rect", x=x0, y=y0, width=max(x1 - x0, 1.0), height=y1 - y0,
                fill=theme.WHISKER, fill_opacity=_STRIP, cls="strip",
            )  # fmt: skip


def draw_marks(drawing: Drawing, figure: FigureData, frame: Frame) -> None:
    """A line from bottom to top at each moment, dashed where it is a guess; its label at the upper end."""
    small = theme.SMALL_SIZE
    for mark in figure.marks:
        (x, y0), (_, y1) = frame.at(mark.x, frame.y.low), frame.at(mark.x, frame.y.high)
        dashes = None if mark.span is None else _DASHES
        with drawing.group(mark.name):
            drawing.line(x, y0, x, y1, stroke=theme.GROUND, stroke_width=5)
            drawing.line(
                x, y0, x, y1, stroke=theme.INK if mark.span is None else theme.DEVIATE, stroke_width=2.5,
                stroke_dasharray=dashes, cls="mark",
            )  # fmt: skip
    for spot in mark_spots(figure):
        mark = spot.mark
        x, y1 = frame.at(mark.x, frame.y.high)
        aside = {"start": 6.0, "end": -6.0, "middle": 0.0}[spot.anchor]
        half = text_width(mark.label, small) / 2
        if spot.anchor == "middle":
            aside = min(max(0.0, frame.left + half + 4 - x), frame.right - half - 4 - x)
        drawing.words(
            mark.label, x + aside, y1 + 6 + small + spot.row * line_height(small),
            anchor=spot.anchor, bold=True, cls="label", ground=0.9,
        )  # fmt: skip


def key_mark(drawing: Drawing, mark: Mark, x: float, y: float, wide: float) -> None:
    """A sample of a moment for the legend."""
    middle = x + wide / 2
    if mark.span is not None:
        drawing.shape(
            "rect", x=x + 2, y=y, width=wide - 4, height=20, fill=theme.WHISKER, fill_opacity=_STRIP
        )
    drawing.line(
        middle, y, middle, y + 20, stroke=theme.INK if mark.span is None else theme.DEVIATE,
        stroke_width=2.5, stroke_dasharray=None if mark.span is None else _DASHES,
    )  # fmt: skip


def key_stretch(drawing: Drawing, role: Role | None, x: float, y: float, wide: float) -> None:
    """A sample of a level for the legend."""
    if role is Role.EXPECTED:
        drawing.shape("rect", x=x, y=y + 1, width=wide, height=18, fill=theme.EXPECTED, fill_opacity=_TINT)
    drawing.line(
        x, y + 10, x + wide, y + 10, stroke=theme.INK, stroke_width=2.5 if role is Role.EXPECTED else 3,
        stroke_dasharray=_DASHES if role is Role.EXPECTED else None,
    )  # fmt: skip
