"""The pen for the screen: levels over stretches, and moments."""

from __future__ import annotations

from typing import Any

from comparekit.figures import theme
from comparekit.figures.data import Axis, FigureData, Series
from comparekit.figures.places import ends, mark_spots, reach, treads
from comparekit.figures.plotly_values import hover

_ROW = 20  # px a label of a moment stands lower than the one before
_ANCHOR = {"start": "left", "end": "right", "middle": "center"}
_ASIDE = {"start": 6, "end": -6, "middle": 0}


def expected_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
    """A dashed line on its range: what would have been."""
    known = [p for p in series.points if p.y is not None and p.span is not None]
    low, high = ends(known, y)
    x: list[float | None] = []
    edge: list[float | None] = []
    for point, bottom, top in zip(known, low, high, strict=True):
        start, end = reach(point)
        x += [start, end, end, start, start, None]
        edge += [top, top, bottom, bottom, top, None]
    area = {
        "type": "scatter",
        "name": series.name,
        "mode": "lines",
        "x": x,
        "y": edge,
        "fill": "toself",
        "fillcolor": theme.translucent(theme.EXPECTED, 0.45),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    return [area, *_stairs(series, y, "dash")]


def level_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
    """A solid line a stretch."""
    return _stairs(series, y, "solid")


def _stairs(series: Series, y: Axis, dash: str) -> list[dict[str, Any]]:
    line = treads(series.points)
    points = [p for p in series.points if p.y is not None]
    course = {
        "type": "scatter",
        "name": series.name,
        "mode": "lines",
        "x": [None if at is None else at[0] for at in line],
        "y": [None if at is None else y.held(at[1])[0] for at in line],
        "line": {"color": theme.INK, "width": 2.5, "dash": dash},
        "hoverinfo": "skip",
    }
    pointed = {
        "type": "scatter",
        "name": series.name,
        "mode": "markers",
        "x": [p.x for p in points],
        "y": [y.held(p.y)[0] for p in points if p.y is not None],
        "marker": {"size": 12, "opacity": 0},
        **hover(points),
    }
    return [course, pointed]


def mark_shapes(figure: FigureData) -> list[dict[str, Any]]:
    """Strips in which guessed moments may lie, and a line at each moment."""
    shapes = []
    across = {"yref": "paper", "y0": 0, "y1": 1}
    for mark in figure.marks:
        if mark.span is not None:
            (low, _), (high, _) = mark.span.held(figure.x)
            fill = theme.translucent(theme.WHISKER, 0.22)
            shapes.append(
                {"type": "rect", "x0": low, "x1": high, **across, "fillcolor": fill, "line": {"width": 0}}
            )
        colour, dash = (theme.INK, "solid") if mark.span is None else (theme.DEVIATE, "dash")
        line = {"color": colour, "width": 2.5, "dash": dash}
        shapes.append({"type": "line", "x0": mark.x, "x1": mark.x, **across, "line": line})
    return shapes


def mark_words(figure: FigureData) -> list[dict[str, Any]]:
    """The labels of the moments, under the upper side."""
    return [
        {
            "text": f"<b>{spot.mark.label}</b>",
            "x": spot.mark.x,
            "yref": "paper",
            "y": 1,
            "xanchor": _ANCHOR[spot.anchor],
            "yanchor": "top",
            "xshift": _ASIDE[spot.anchor],
            "yshift": -6 - _ROW * spot.row,
            "showarrow": False,
            "bgcolor": theme.translucent(theme.GROUND, 0.9),
            "font": {"size": theme.SMALL_SIZE, "color": theme.INK},
        }
        for spot in mark_spots(figure)
    ]
