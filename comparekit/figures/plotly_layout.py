"""The frame of a plotly figure: axes, bands, lines."""

from __future__ import annotations

from typing import Any

from comparekit.figures import theme
from comparekit.figures.data import Axis, Band, FigureData, Line
from comparekit.figures.plotly_stretches import mark_shapes
from comparekit.figures.plotly_words import words

_ROW = 76  # px, of a lying figure: the name of a place and what is drawn under it


def plotly_layout(figure: FigureData) -> dict[str, Any]:
    """Everything of `figure` but its series, as plotly's layout."""
    x, y = _axis(figure.x), _axis(figure.y)
    if figure.lying:
        x, y = _lying_axes(figure, x, y)
    else:
        x |= {"showgrid": False, "tickangle": 0, "title": _title(figure.x)}
        y |= {"gridcolor": theme.RULE}
    size = {"height": 72 + _ROW * len(figure.x.ticks)} if figure.lying else {}
    return {
        "autosize": True,
        **size,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 40,
        "paper_bgcolor": theme.GROUND,
        "plot_bgcolor": theme.GROUND,
        "font": {"family": theme.FONTS, "size": theme.TEXT_SIZE, "color": theme.INK},
        "hoverlabel": {"bgcolor": theme.INK, "font": {"color": theme.GROUND, "family": theme.FONTS}},
        "margin": {"l": 24, "r": 16, "t": 8, "b": 8} if figure.lying else {"l": 8, "r": 8, "t": 32, "b": 8},
        "xaxis": x,
        "yaxis": y,
        "shapes": [_band(band, figure) for band in figure.bands]
        + [_line(line, figure) for line in figure.lines]
        + mark_shapes(figure),
        "annotations": words(figure),
    }


def _band(band: Band, figure: FigureData) -> dict[str, Any]:
    across: dict[str, Any] = {"xref": "paper", "x0": 0, "x1": 1}
    if band.start is not None or band.end is not None:
        start, end = (figure.x.position(at) for at in band.places(figure.x))
        across = {"x0": start, "x1": end}
    return _turned(
        {
            "type": "rect",
            "layer": "between",
            **across,
            "y0": band.low,
            "y1": band.high,
            "fillcolor": theme.TOLERANCE,
            "line": {"color": theme.TOLERANCE_EDGE, "width": 1, "dash": "dot"},
        },
        figure.lying,
    )


def _line(line: Line, figure: FigureData) -> dict[str, Any]:
    across: dict[str, Any] = {"xref": "paper", "x0": 0, "x1": 1}
    ink = {"color": theme.INK, "width": 1.5}
    if line.start is not None and line.end is not None:
        across = {"x0": figure.x.position(line.start), "x1": figure.x.position(line.end)}
        ink = {"color": theme.MUTED, "width": 1}
    return _turned(
        {
            "type": "line",
            "layer": "between",
            **across,
            "y0": line.y,
            "y1": line.y,
            "line": ink,
        },
        figure.lying,
    )


def _turned(shape: dict[str, Any], lying: bool) -> dict[str, Any]:
    """A shape on its side: its places run down the figure."""
    if not lying:
        return shape
    other = {"x": "y", "y": "x"}
    return {(other[key[0]] + key[1:] if key[0] in other else key): value for key, value in shape.items()}


def _lying_axes(
    figure: FigureData, places: dict[str, Any], values: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values to the right, places from the top down; their names stand inside the frame."""
    places |= {"range": places["range"][::-1], "showticklabels": False, "showgrid": False}
    values |= {"gridcolor": theme.RULE, "tickangle": 0, "title": _title(figure.y)}
    return values, places


def _title(axis: Axis) -> dict[str, Any]:
    return {"text": axis.title, "standoff": 8, "font": {"size": theme.TEXT_SIZE}}


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "range": [axis.position(axis.low), axis.position(axis.high)],
        "tickfont": {"size": theme.SMALL_SIZE},
        "tickvals": [axis.position(tick.value) for tick in axis.ticks],
        "ticktext": [tick.text.replace("\n", "<br>") for tick in axis.ticks],
        "fixedrange": True,
        "automargin": True,
        "zeroline": False,
        "linecolor": theme.RULE,
        "mirror": True,
        "showline": True,
    }
