"""The pen for the screen: the ranges of all days so far."""

from __future__ import annotations

from typing import Any

from comparekit.figures import theme
from comparekit.figures.data import Axis, Point, Series
from comparekit.figures.places import ends, funnel, inside, place


def watched_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
    """A solid funnel that closes in from day to day: its outline is what may be read off."""
    x, low, high = funnel(series, y)
    area = {
        "type": "scatter",
        "name": series.name,
        "mode": "lines",
        "x": x + x[::-1],
        "y": high + low[::-1],
        "fill": "toself",
        "fillcolor": theme.translucent(theme.ACCENT, 0.15),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    edges = [
        {
            "type": "scatter",
            "name": series.name,
            "mode": "lines",
            "x": x,
            "y": inside(edge, y),
            "line": {"color": theme.ACCENT, "width": 2},
            "hoverinfo": "skip",
        }
        for edge in (high, low)
    ]
    return [area, *edges, *_bar(list(series.points), series, y)]


def fixed_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
    """Thin dashed lines: on the way they count for nothing yet."""
    points = [p for p in series.points if not p.deciding]
    low, high = ends(points, y)
    x = [place(p, series.role) for p in points]
    thin = {
        "type": "scatter",
        "name": series.name,
        "mode": "lines",
        "x": [at for here in x for at in (here, here, None)],
        "y": [end for pair in zip(low, high, strict=True) for end in (*pair, None)],
        "line": {"color": theme.RANGE_ASIDE, "width": 1.5, "dash": "3px,3px"},
        "hoverinfo": "skip",
    }
    return [*([thin] if points else []), *_bar(list(series.points), series, y)]


def _bar(points: list[Point], series: Series, y: Axis) -> list[dict[str, Any]]:
    """The range that the verdict rests on stands out from all others."""
    bars = []
    for point in points:
        if point.deciding:
            (low,), (high,) = ends([point], y)
            at = place(point, series.role)
            bars.append(
                {
                    "type": "scatter",
                    "name": series.name,
                    "mode": "lines+markers",
                    "x": [at, at],
                    "y": [low, high],
                    "line": {"color": theme.ACCENT, "width": 6},
                    "marker": {
                        "symbol": "line-ew",
                        "size": 16,
                        "opacity": 1,
                        "line": {"color": theme.ACCENT, "width": 3},
                    },
                    "hoverinfo": "skip",
                }
            )
    return bars
