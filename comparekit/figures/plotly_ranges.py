"""The pen for the screen: the ranges of all days so far."""

from __future__ import annotations

from typing import Any

from comparekit.figures import theme
from comparekit.figures.data import Axis, Point, Series
from comparekit.figures.plotly_places import ends, place, translucent

_LEDGE = 0.12  # of a day, by which the funnel reaches beyond its first and last look


def watched_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
    """A solid funnel that closes in from day to day: its outline is what may be read off."""
    points = [series.points[0], *series.points, series.points[-1]]
    low, high = ends(points, y)
    x = [place(p, series.role) for p in points]
    x[0], x[-1] = x[0] - _LEDGE, x[-1] + _LEDGE
    funnel = {
        "type": "scatter",
        "name": series.name,
        "mode": "lines",
        "x": x + x[::-1],
        "y": high + low[::-1],
        "fill": "toself",
        "fillcolor": translucent(theme.ACCENT, 0.15),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    edges = [
        {
            "type": "scatter",
            "name": series.name,
            "mode": "lines",
            "x": x,
            "y": _inside(edge, y),
            "line": {"color": theme.ACCENT, "width": 2},
            "hoverinfo": "skip",
        }
        for edge in (high, low)
    ]
    return [funnel, *edges, *_bar(list(series.points), series, y)]


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


def _inside(edge: list[float], y: Axis) -> list[float | None]:
    """An edge without its parts along the frame: there the range goes on."""
    cut = [end in (y.low, y.high) for end in edge]
    around = zip([True, *cut[:-1]], cut, [*cut[1:], True], strict=True)
    return [None if all(here) else end for here, end in zip(around, edge, strict=True)]


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
