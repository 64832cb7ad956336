"""The pen for paper: single values, the ranges around them, bars."""

from __future__ import annotations

from collections.abc import Callable

from comparekit.figures import theme
from comparekit.figures.data import ERRORS, Cut, FigureData, Point, Role, Series
from comparekit.figures.decided import DECIDED
from comparekit.figures.places import BAR, LYING_BAR, MANY_BARS, ends, frame_marks, place
from comparekit.figures.svg_drawing import Drawing
from comparekit.figures.svg_frame import Frame
from comparekit.figures.svg_ranges import draw_fixed, draw_watched
from comparekit.figures.svg_stretches import draw_expected, draw_level

_MANY = 14  # points; more than that are drawn smaller
_QUIET = (Role.DAY, Role.OLD, Role.ASIDE)  # their triangles are grey


def draw_series(drawing: Drawing, figure: FigureData, frame: Frame) -> None:
    """All series, from the ground up: values stand on their ranges."""
    for role, pen in _PENS.items():
        series = figure.series_of(role)
        if series is not None and series.points:
            with drawing.group(cls=f"series {role}"):
                pen(drawing, series, frame)
                _frame_marks(drawing, series, frame)


def value_mark(drawing: Drawing, role: Role, px: float, py: float, size: float) -> None:
    """The mark of a single value: its shape tells the role without colour too."""
    if role is Role.DAY:
        corners = [(px, py - size), (px + size, py), (px, py + size), (px - size, py)]
        drawing.path(
            corners, closed=True, fill=theme.GROUND, stroke=theme.MUTED, stroke_width=size * 0.35, cls="value"
        )
    elif role is Role.RUNNING:
        drawing.shape(
            "circle",
            cx=px,
            cy=py,
            r=size,
            fill=theme.ACCENT,
            stroke=theme.GROUND,
            stroke_width=1.5,
            cls="value",
        )
    else:
        shape, colour, full = DECIDED[role]
        style = {
            "fill": colour if full else theme.GROUND,
            "stroke": colour,
            "stroke_width": 2.5,
            "cls": "value",
        }
        if shape == "circle":
            drawing.shape("circle", cx=px, cy=py, r=size, **style)
        else:
            drawing.shape("rect", x=px - size, y=py - size, width=2 * size, height=2 * size, **style)


def value_colour(role: Role) -> str:
    """Colour of an error with this decision."""
    return DECIDED[role][1]


def bar_mark(drawing: Drawing, role: Role, x: float, y: float, width: float, height: float) -> None:
    """A bar: the old meter grey and hatched, the new one solid, what does not count hollow."""
    full = role in (Role.NEW, Role.SOURCE, Role.METER)
    colour = theme.ACCENT if full else theme.MUTED
    if role is Role.OLD:
        drawing.shape("rect", x=x, y=y, width=width, height=height, fill=theme.GROUND)
        drawing.hatching(x, y, width, height, stroke=theme.MUTED, stroke_width=1.3)
    edge, wide = (theme.INK, 2.5) if role is Role.METER else (colour, 1.2)
    drawing.shape(
        "rect", x=x, y=y, width=width, height=height,
        fill=colour if full else "none", stroke=edge, stroke_width=wide, cls="bar",
    )  # fmt: skip


def _draw_days(drawing: Drawing, series: Series, frame: Frame) -> None:
    for point in series.points:
        if point.y is None:
            continue
        at = place(point, series.role)
        (low,), (high,) = ends([point], frame.y)
        with drawing.group(point.text):
            drawing.line(
                *frame.at(at, low), *frame.at(at, high), stroke=theme.WHISKER, stroke_width=1, cls="span"
            )
            _value(drawing, series, point, frame, 5.5, 3.5)


def _draw_running(drawing: Drawing, series: Series, frame: Frame) -> None:
    known = [p for p in series.points if p.y is not None]
    line = [frame.at(place(p, series.role), frame.y.held(p.y)[0]) for p in known if p.y is not None]
    drawing.path(line, stroke=theme.ACCENT, stroke_width=2.5, cls="course")
    for point in series.points:  # one without a value has its words all the same
        with drawing.group(point.text):
            _value(drawing, series, point, frame, 5.5, 3.5)


def _draw_errors(drawing: Drawing, series: Series, frame: Frame) -> None:
    colour = DECIDED[series.role][1]
    for point in series.points:
        if point.y is None:
            continue
        at = place(point, series.role)
        (low,), (high,) = ends([point], frame.y)
        with drawing.group(point.text):
            (x0, y0), (x1, y1) = frame.at(at, low), frame.at(at, high)
            drawing.line(x0, y0, x1, y1, stroke=colour, stroke_width=2.5, cls="span")
            for (px, py), end in (((x0, y0), low), ((x1, y1), high)):
                if end in (frame.y.low, frame.y.high):
                    continue  # it goes on beyond the frame
                across = (0, 6) if frame.lying else (6, 0)
                drawing.line(
                    px - across[0],
                    py - across[1],
                    px + across[0],
                    py + across[1],
                    stroke=colour,
                    stroke_width=2,
                )
            _value(drawing, series, point, frame, 5.5, 5.5)


def _draw_bars(drawing: Drawing, series: Series, frame: Frame) -> None:
    many = len(series.points) > MANY_BARS
    for point in series.points:
        if point.y is None:
            continue
        at = place(point, series.role)
        half = (point.width or (LYING_BAR if frame.lying else BAR)) / 2
        (x0, y0) = frame.at(at - half, frame.y.held(point.base)[0])
        (x1, y1) = frame.at(at + half, frame.y.held(point.y)[0])
        left, top, wide, high = min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)
        with drawing.group(point.text):
            if many:
                colour = theme.ACCENT if series.role is Role.NEW else theme.WHISKER
                drawing.shape("rect", x=left, y=top, width=wide, height=high, fill=colour, cls="bar")
            else:
                bar_mark(drawing, series.role, left, top, wide, high)


def _draw_steps(drawing: Drawing, series: Series, frame: Frame) -> None:
    """Bars between two values, the range of the end on them; one of no length is an upright stroke."""
    _draw_bars(drawing, series, frame)
    colour = theme.ACCENT if series.role is Role.METER else theme.MUTED
    for point in series.points:
        if point.y is None:
            continue
        at, half = place(point, series.role), (point.width or BAR) / 2
        stroke = (*frame.at(at - half, point.y), *frame.at(at + half, point.y))
        drawing.line(*stroke, stroke=colour, stroke_width=4 if series.role is Role.METER else 3)
        if point.span is not None:
            (low,), (high,) = ends([point], frame.y)
            drawing.line(
                *frame.at(at, low), *frame.at(at, high), stroke=theme.INK, stroke_width=1.5, cls="span"
            )


_PENS: dict[Role, Callable[[Drawing, Series, Frame], None]] = {
    Role.OLD: _draw_bars,
    Role.NEW: _draw_bars,
    Role.SOURCE: _draw_bars,
    Role.ASIDE: _draw_bars,
    Role.STEP: _draw_steps,
    Role.METER: _draw_steps,
    Role.EXPECTED: draw_expected,
    Role.LEVEL: draw_level,
    Role.WATCHED: draw_watched,
    Role.FIXED: draw_fixed,
    Role.DAY: _draw_days,
    Role.RUNNING: _draw_running,
    **dict.fromkeys(ERRORS, _draw_errors),
}


def _value(drawing: Drawing, series: Series, point: Point, frame: Frame, few: float, many: float) -> None:
    """The mark of a value; none where a triangle at the frame stands for it."""
    if point.y is None or frame.y.held(point.y)[1] is not Cut.NONE:
        return
    size = few if len(series.points) <= _MANY else many
    value_mark(drawing, series.role, *frame.at(place(point, series.role), point.y), size)


def _frame_marks(drawing: Drawing, series: Series, frame: Frame) -> None:
    """Triangles that point out of the frame."""
    size = 6.0 if len(series.points) <= _MANY else 4.0
    for mark in frame_marks(series, frame.y):
        px, py = frame.at(mark.x, mark.y)
        way = 1.0 if mark.side is Cut.ABOVE else -1.0
        corners = [(0.0, 0.0), (-size, -2 * size * way), (size, -2 * size * way)]  # (across, outwards)
        points = [
            (px + out, py + across) if frame.lying else (px + across, py - out) for across, out in corners
        ]
        colour = theme.MUTED if series.role in _QUIET else theme.ACCENT
        if series.role in ERRORS:
            colour = value_colour(series.role)
        with drawing.group(mark.point.text):
            drawing.path(points, closed=True, fill=colour, cls=f"cut-{mark.side}")
