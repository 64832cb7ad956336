"""The pen for the screen: single values, with what rounding or ignorance leaves around them."""

from __future__ import annotations

from typing import Any

from comparekit.figures import theme
from comparekit.figures.data import Axis, Cut, Point, Series
from comparekit.figures.decided import DECIDED
from comparekit.figures.places import ends, place

MANY = 14  # points; more than that are drawn smaller


def day_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
    """Each day on its own, as a diamond with thin whiskers."""
    points = [p for p in series.points if p.y is not None]
    return [
        {
            "type": "scatter",
            "name": series.name,
            "mode": "markers",
            "x": [place(p, series.role) for p in points],
            **_whiskers(points, y, theme.WHISKER, 1, 0),
            "marker": {
                "symbol": "diamond",
                "size": _sizes(points, y, 10, 6),
                "opacity": 1,
                "color": theme.GROUND,
                "line": {"color": theme.MUTED, "width": 2 if len(points) <= MANY else 1},
            },
            **hover(points),
        }
    ]


def running_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
    """All days so far, as a line with round marks."""
    known = [p for p in series.points if p.y is not None]
    return [
        {
            "type": "scatter",
            "name": series.name,
            "mode": "lines+markers",
            "x": [place(p, series.role) for p in known],
            "y": [y.held(p.y)[0] for p in known if p.y is not None],
            "line": {"color": theme.ACCENT, "width": 2.5},
            "marker": {
                "size": _sizes(known, y, 11, 7),
                "opacity": 1,
                "color": theme.ACCENT,
                "line": {"color": theme.GROUND, "width": 1.5},
            },
            **hover(known),
        }
    ]


def error_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
    """Errors with their intervals; the symbol says what was decided."""
    points = [p for p in series.points if p.y is not None]
    symbol, colour, full = DECIDED[series.role]
    return [
        {
            "type": "scatter",
            "name": series.name,
            "mode": "markers",
            "x": [place(p, series.role) for p in points],
            **_whiskers(points, y, colour, 2.5, 5),
            "marker": {
                "symbol": symbol,
                "size": _sizes(points, y, 12, 8),
                "opacity": 1,
                "color": colour if full else theme.GROUND,
                "line": {"color": colour, "width": 2.5},
            },
            **hover(points),
        }
    ]


def hover(points: list[Point]) -> dict[str, Any]:
    """What is shown on pointing at the points."""
    return {
        "text": [p.text.replace("\n", "<br>") for p in points],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _whiskers(points: list[Point], y: Axis, colour: str, thickness: float, cap: float) -> dict[str, Any]:
    middle = [y.held(p.y)[0] for p in points if p.y is not None]
    low, high = ends(points, y)
    return {
        "y": middle,
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [h - m for h, m in zip(high, middle, strict=True)],
            "arrayminus": [m - lo for lo, m in zip(low, middle, strict=True)],
            "color": colour,
            "thickness": thickness,
            "width": cap,
        },
    }


def _sizes(points: list[Point], y: Axis, few: int, many: int) -> list[int]:
    """Sizes of the markers; none where a triangle at the frame stands for the value."""
    size = few if len(points) <= MANY else many
    return [size if p.y is not None and y.held(p.y)[1] is Cut.NONE else 0 for p in points]
