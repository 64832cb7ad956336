"""The frame of a plotly figure: axes, tolerance band, zero line, words."""

from __future__ import annotations

from typing import Any

from comparekit.figures import theme
from comparekit.figures.data import Axis, FigureData, Role
from comparekit.figures.plotly_places import ends, place, translucent

_RANGES = (Role.WATCHED, Role.FIXED)
_LABEL = 0.085  # of the height of the frame: room for one line of words


def plotly_layout(figure: FigureData) -> dict[str, Any]:
    """Everything of `figure` but its series, as plotly's layout."""
    bands = [
        {
            "type": "rect",
            "layer": "between",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": band.low,
            "y1": band.high,
            "fillcolor": theme.TOLERANCE,
            "line": {"color": theme.TOLERANCE_EDGE, "width": 1, "dash": "dot"},
        }
        for band in figure.bands
    ]
    labels = [_label(band.label, band.high) for band in figure.bands] + _point_labels(figure)
    if figure.warning:
        labels.append(_label(figure.warning, 1.0) | {"yref": "paper"})  # above the frame: covers nothing
    zero = [
        {
            "type": "line",
            "layer": "between",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": line.y,
            "y1": line.y,
            "line": {"color": theme.INK, "width": 1.5},
        }
        for line in figure.lines
    ]
    return {
        "autosize": True,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 40,
        "paper_bgcolor": theme.GROUND,
        "plot_bgcolor": theme.GROUND,
        "font": {"family": theme.FONTS, "size": theme.TEXT_SIZE, "color": theme.INK},
        "hoverlabel": {"bgcolor": theme.INK, "font": {"color": theme.GROUND, "family": theme.FONTS}},
        "margin": {"l": 8, "r": 8, "t": 32, "b": 8},
        "xaxis": _axis(figure.x)
        | {
            "showgrid": False,
            "tickangle": 0,
            "title": {"text": figure.x.title, "standoff": 8, "font": {"size": theme.TEXT_SIZE}},
        },
        "yaxis": _axis(figure.y) | {"gridcolor": theme.RULE},
        "shapes": bands + zero,
        "annotations": labels,
    }


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "range": [axis.low, axis.high],
        "tickfont": {"size": theme.SMALL_SIZE},
        "tickvals": [tick.value for tick in axis.ticks],
        "ticktext": [tick.text.replace("\n", "<br>") for tick in axis.ticks],
        "fixedrange": True,
        "automargin": True,
        "zeroline": False,
        "linecolor": theme.RULE,
        "mirror": True,
        "showline": True,
    }


def _label(words: str, y: float) -> dict[str, Any]:
    """Small words at the left edge, standing on `y`: the day after the first is where the range starts."""
    return {
        "text": words,
        "xref": "paper",
        "x": 0,
        "y": y,
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": 6,
        "yshift": 2,
        "showarrow": False,
        "bgcolor": translucent(theme.GROUND, 0.85),
        "font": {"size": theme.SMALL_SIZE, "color": theme.MUTED},
    }


def _point_labels(figure: FigureData) -> list[dict[str, Any]]:
    """Values that stand beside their points, out of the way of ranges and line."""
    y, labels = figure.y, []
    height = y.high - y.low
    for series in figure.series:
        for k, point in enumerate(series.points):
            if not point.label or point.y is None:
                continue
            around = [p for s in figure.series if s.role in _RANGES for p in s.points if p.x == point.x]
            lows, highs = ends([point, *around], y)
            low, high = min(lows), max(highs)
            at, up, aside = high, True, 14
            if high > y.high - _LABEL * height:
                at, up = low, False
                if low < y.low + _LABEL * height:  # no room at either end: left of the point
                    before = series.points[k - 1].y if k else None
                    at, up, aside = y.held(point.y)[0], before is not None and before < point.y, -12
            labels.append(
                {
                    "text": f"<b>{point.label}</b>",
                    "x": place(point, series.role),
                    "y": at,
                    "xanchor": "right",
                    "xshift": aside,
                    "yanchor": "bottom" if up else "top",
                    "yshift": 8 if up else -8,
                    "showarrow": False,
                    "font": {"size": theme.TEXT_SIZE, "color": theme.ACCENT},
                }
            )
    return labels
