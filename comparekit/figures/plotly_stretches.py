"""The pen for the screen: levels over stretches, and moments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comparekit.figures import theme
from comparekit.figures.data import Axis, FigureData, Role, Series
from comparekit.figures.places import ends, mark_spots, reach, treads
from comparekit.figures.plotly_values import hover

_TINT = 0.5  # how much of the colour is seen of what would have been
_ROW = 20  # px a label of a moment stands lower than the one before
_ANCHOR = {"start": "left", "end": "right", "middle": "center"}
_ASIDE = {"start": 6, "end": -6, "middle": 0}


def expected_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
    """A dashed line, and the ends of its range: what would have been. For the range see `area_shapes`."""
    x: list[float | None] = []
    level: list[float | None] = []
    areas = _areas(series, y)
    for start, end, bottom, top in areas:
        x += [start, end, None, start, end, None]
        level += [top, top, None, bottom, bottom, None]
    if areas:  # closed at both sides, like a bracket: it is one range, also where bars hide the tint
        x += [areas[0][0], areas[0][0], None, areas[-1][1], areas[-1][1], None]
        level += [*areas[0][2:], None, *areas[-1][2:], None]
    course = {
        "type": "scatter",
        "name": series.name,
        "mode": "lines",
        "x": x,
        "y": level,
        "hoverinfo": "skip",
    }
    outer = [
        course | {"line": {"color": colour, "width": width}}
        for colour, width in ((theme.GROUND, 5), (theme.EXPECTED, 2.5))
    ]
    return [*outer, *_lines(treads(series.points), series, y, "dash")]


def area_shapes(series: Series, y: Axis) -> list[dict[str, Any]]:
    """The range of what would have been, behind the bars: no trace would lie there."""
    fill = {"fillcolor": theme.translucent(theme.EXPECTED, _TINT), "line": {"width": 0}, "layer": "below"}
    return [
        {"type": "rect", "x0": start, "x1": end, "y0": bottom, "y1": top, **fill}
        for start, end, bottom, top in _areas(series, y)
    ]


def _areas(series: Series, y: Axis) -> list[tuple[float, float, float, float]]:
    """Points with their ranges: left, right, lower and upper end."""
    known = [p for p in series.points if p.y is not None and p.span is not None]
    return [(*reach(p), low, high) for p, low, high in zip(known, *ends(known, y), strict=True)]


def level_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
    """A solid line a stretch."""
    line: list[tuple[float, float] | None] = []
    for point in series.points:  # each alone: the way from one to the next is no value
        line += [*treads((point,)), None]
    return _lines(line, series, y, "solid")


def _lines(
    line: Sequence[tuple[float, float] | None], series: Series, y: Axis, dash: str
) -> list[dict[str, Any]]:
    """A line on a white edge, since it lies on bars; and what is told on pointing at it."""
    points = [p for p in series.points if p.y is not None]
    course = {
        "type": "scatter",
        "name": series.name,
        "mode": "lines",
        "x": [None if at is None else at[0] for at in line],
        "y": [None if at is None else y.held(at[1])[0] for at in line],
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
    return [
        {**course, "line": {"color": theme.GROUND, "width": 5}},
        {**course, "line": {"color": theme.INK, "width": 2.5, "dash": dash}},
        pointed,
    ]


def mark_shapes(figure: FigureData) -> list[dict[str, Any]]:
    """The range of what would have been, strips in which guessed moments may lie, a line at each moment."""
    expected = figure.series_of(Role.EXPECTED)
    shapes = [] if expected is None else area_shapes(expected, figure.y)
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
