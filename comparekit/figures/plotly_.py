"""The pen for the screen: a figure as data becomes a plotly figure. Nothing is decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comparekit.figures import theme
from comparekit.figures.data import Axis, Cut, FigureData, Point, Role, Series

if TYPE_CHECKING:
    import plotly.graph_objects as go

_ASIDE = 0.16  # of a day: the single day stands left of its tick, the running value right of it
_MANY = 14  # points; more than that are drawn smaller
_OFFSET = {Role.DAY: -_ASIDE, Role.RUNNING: _ASIDE}


def plotly_figure(figure: FigureData) -> go.Figure:
    """Draw a figure with plotly.

    Title, notes and legend are left to the page, where text wraps and can be read aloud; the
    figure's own warning and the label of the band are drawn.

    Parameters
    ----------
    figure : FigureData
        Values as fractions; the axis is labelled with the figure's own tick texts.

    Returns
    -------
    plotly.graph_objects.Figure
        Without fixed size, for a responsive graph.
    """
    import plotly.graph_objects as go  # noqa: PLC0415 - costs a second, and only the screen needs it

    traces: list[Any] = []
    for series in sorted(figure.series, key=lambda s: s.role is Role.RUNNING):
        traces += _day_traces(series, figure.y) if series.role is Role.DAY else _running(series, figure.y)
        traces += _frame_marks(series, figure.y)
    return go.Figure(data=traces, layout=_layout(figure))


def _day_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
    points = [p for p in series.points if p.y is not None]
    middle = [y.held(p.y)[0] for p in points if p.y is not None]
    low, high = _ends(points, y)
    return [
        {
            "type": "scatter",
            "name": series.name,
            "mode": "markers",
            "x": [p.x + _OFFSET[series.role] for p in points],
            "y": middle,
            "error_y": {
                "type": "data",
                "symmetric": False,
                "array": [h - m for h, m in zip(high, middle, strict=True)],
                "arrayminus": [m - lo for lo, m in zip(low, middle, strict=True)],
                "color": theme.WHISKER,
                "thickness": 1,
                "width": 0,
            },
            "marker": {
                "symbol": "diamond",
                "size": _sizes(points, y, 10, 6),
                "color": theme.GROUND,
                "line": {"color": theme.MUTED, "width": 2 if len(points) <= _MANY else 1},
            },
            **_hover(points),
        }
    ]


def _running(series: Series, y: Axis) -> list[dict[str, Any]]:
    with_span = [p for p in series.points if p.span is not None]
    low, high = _ends(with_span, y)
    x = [p.x + _OFFSET[series.role] for p in with_span]
    known = [p for p in series.points if p.y is not None]
    funnel = {
        "type": "scatter",
        "name": series.name,
        "mode": "lines",
        "x": x + x[::-1],
        "y": high + low[::-1],
        "fill": "toself",
        "fillcolor": _translucent(theme.ACCENT, 0.16),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    # The last range is the one the verdict rests on: it stands out from the ones on the way.
    bars = [
        {
            "type": "scatter",
            "name": series.name,
            "mode": "lines",
            "x": [place for at in x[part] for place in (at, at, None)],
            "y": [end for ends in zip(low[part], high[part], strict=True) for end in (*ends, None)],
            "line": {"color": _translucent(theme.ACCENT, opacity), "width": width},
            "hoverinfo": "skip",
        }
        for part, opacity, width in ((slice(-1), 0.55, 2.5), (slice(-1, None), 1.0, 6))
    ]
    line = {
        "type": "scatter",
        "name": series.name,
        "mode": "lines+markers",
        "x": [p.x + _OFFSET[series.role] for p in known],
        "y": [y.held(p.y)[0] for p in known if p.y is not None],
        "line": {"color": theme.ACCENT, "width": 2.5},
        "marker": {
            "size": _sizes(known, y, 11, 7),
            "color": theme.ACCENT,
            "line": {"color": theme.GROUND, "width": 1.5},
        },
        **_hover(known),
    }
    return [funnel, *bars, line]


def _frame_marks(series: Series, y: Axis) -> list[dict[str, Any]]:
    """Triangles where a value, or an end of a running span, leaves the frame.

    The thin lines of single days just run into it: a triangle on each would outweigh everything.
    """
    places: list[tuple[float, float, Cut, Point]] = []
    for point in series.points:
        ends = () if point.span is None or series.role is Role.DAY else point.span.held(y)
        value = () if point.y is None else (y.held(point.y),)
        cut = {side: at for at, side in (*ends, *value) if side is not Cut.NONE}
        inward = 0.02 * (y.high - y.low)
        places += [
            (point.x + _OFFSET[series.role], at - inward if side is Cut.ABOVE else at + inward, side, point)
            for side, at in cut.items()
        ]
    if not places:
        return []
    return [
        {
            "type": "scatter",
            "name": "",
            "mode": "markers",
            "x": [x for x, *_ in places],
            "y": [at for _, at, *_ in places],
            "cliponaxis": False,
            "marker": {
                "symbol": ["triangle-up" if side is Cut.ABOVE else "triangle-down" for *_, side, _ in places],
                "size": 13,
                "color": theme.ACCENT if series.role is Role.RUNNING else theme.MUTED,
            },
            **_hover([point for *_, point in places]),
        }
    ]


def _sizes(points: list[Point], y: Axis, few: int, many: int) -> list[int]:
    """Sizes of the markers; none where a triangle at the frame stands for the value."""
    size = few if len(points) <= _MANY else many
    return [size if p.y is not None and y.held(p.y)[1] is Cut.NONE else 0 for p in points]


def _ends(points: list[Point], y: Axis) -> tuple[list[float], list[float]]:
    """Ends of the spans as they can be drawn; a point without a span ends where it stands."""
    low, high = [], []
    for point in points:
        at = y.low if point.y is None else y.held(point.y)[0]
        ends = ((at, Cut.NONE), (at, Cut.NONE)) if point.span is None else point.span.held(y)
        low.append(ends[0][0])
        high.append(ends[1][0])
    return low, high


def _hover(points: list[Point]) -> dict[str, Any]:
    return {"text": [p.text for p in points], "hovertemplate": "%{text}<extra></extra>"}


def _layout(figure: FigureData) -> dict[str, Any]:
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
        | {"showgrid": False, "tickangle": 0, "title": {"text": figure.x.title, "standoff": 8}},
        "yaxis": _axis(figure.y) | {"gridcolor": theme.RULE},
        "shapes": bands + zero,
        "annotations": labels,
    }


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "range": [axis.low, axis.high],
        "tickfont": {"size": theme.SMALL_SIZE},
        "tickvals": [tick.value for tick in axis.ticks],
        "ticktext": [tick.text for tick in axis.ticks],
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
        "bgcolor": _translucent(theme.GROUND, 0.85),
        "font": {"size": theme.SMALL_SIZE, "color": theme.MUTED},
    }


def _point_labels(figure: FigureData) -> list[dict[str, Any]]:
    """Values that stand beside their points, out of the way of span and line."""
    y, labels = figure.y, []
    height = y.high - y.low
    for series in figure.series:
        for k, point in enumerate(series.points):
            if not point.label or point.y is None:
                continue
            (low,), (high,) = _ends([point], y)
            at, up, aside = high, high < y.high - 0.15 * height, 14
            if high - low > 0.25 * height:  # a long span: left of the point, away from the line to it
                before = series.points[k - 1].y if k else None
                at, up, aside = y.held(point.y)[0], before is not None and before < point.y, -12
            elif not up:
                at = low
            labels.append(
                {
                    "text": f"<b>{point.label}</b>",
                    "x": point.x + _OFFSET[series.role],
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


def _translucent(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
