"""The pen for paper: the ranges of all days so far."""

from __future__ import annotations

from typing import Any

from comparekit.figures import theme
from comparekit.figures.data import Point, Series
from comparekit.figures.places import ends, funnel, inside, place
from comparekit.figures.svg_drawing import Drawing
from comparekit.figures.svg_frame import Frame


def draw_watched(drawing: Drawing, series: Series, frame: Frame) -> None:
    """A solid funnel that closes in from day to day: its outline is what may be read off."""
    x, low, high = funnel(series, frame.y)
    upper = [frame.at(at, end) for at, end in zip(x, high, strict=True)]
    lower = [frame.at(at, end) for at, end in zip(x, low, strict=True)]
    drawing.path([*upper, *lower[::-1]], closed=True, fill=theme.ACCENT, fill_opacity=0.15, cls="area")
    for name, edge in (("upper", high), ("lower", low)):
        drawn = [
            None if end is None else frame.at(at, end)
            for at, end in zip(x, inside(edge, frame.y), strict=True)
        ]
        drawing.path(drawn, stroke=theme.ACCENT, stroke_width=2, cls=name)
    _spans(drawing, series, frame, None)


def draw_fixed(drawing: Drawing, series: Series, frame: Frame) -> None:
    """Thin dashed lines: on the way they count for nothing yet."""
    _spans(
        drawing, series, frame, {"stroke": theme.RANGE_ASIDE, "stroke_width": 1.5, "stroke_dasharray": "3 3"}
    )


def _spans(drawing: Drawing, series: Series, frame: Frame, style: dict[str, Any] | None) -> None:
    """The spans one by one in `style`; the one that the verdict rests on stands out from all others."""
    for point in series.points:
        top, bottom = _ends(point, series, frame)
        with drawing.group(point.text):
            if point.deciding:
                drawing.line(*top, *bottom, stroke=theme.ACCENT, stroke_width=6, cls="deciding")
                for px, py in (top, bottom):
                    drawing.line(px - 8, py, px + 8, py, stroke=theme.ACCENT, stroke_width=3)
            elif style:
                drawing.line(*top, *bottom, **style, cls="span")


def _ends(point: Point, series: Series, frame: Frame) -> tuple[tuple[float, float], tuple[float, float]]:
    (low,), (high,) = ends([point], frame.y)
    at = place(point, series.role)
    return frame.at(at, high), frame.at(at, low)
