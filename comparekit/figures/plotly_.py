"""The pen for the screen: a figure as data becomes a plotly figure. Nothing is decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comparekit.figures import theme
from comparekit.figures.data import Axis, Cut, FigureData, Point, Role, Series
from comparekit.figures.plotly_layout import plotly_layout
from comparekit.figures.plotly_places import OFFSET, ends, translucent

if TYPE_CHECKING:
    import plotly.graph_objects as go

_MANY = 14  # points; more than that are drawn smaller


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
    return go.Figure(data=traces, layout=plotly_layout(figure))


def _day_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
    points = [p for p in series.points if p.y is not None]
    middle = [y.held(p.y)[0] for p in points if p.y is not None]
    low, high = ends(points, y)
    return [
        {
            "type": "scatter",
            "name": series.name,
            "mode": "markers",
            "x": [p.x + OFFSET[series.role] for p in points],
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
                "opacity": 1,
                "color": theme.GROUND,
                "line": {"color": theme.MUTED, "width": 2 if len(points) <= _MANY else 1},
            },
            **_hover(points),
        }
    ]


def _running(series: Series, y: Axis) -> list[dict[str, Any]]:
    with_span = [p for p in series.points if p.span is not None]
    low, high = ends(with_span, y)
    x = [p.x + OFFSET[series.role] for p in with_span]
    known = [p for p in series.points if p.y is not None]
    funnel = {
        "type": "scatter",
        "name": series.name,
        "mode": "lines",
        "x": x + x[::-1],
        "y": high + low[::-1],
        "fill": "toself",
        "fillcolor": translucent(theme.ACCENT, 0.16),
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
            "line": {"color": translucent(theme.ACCENT, opacity), "width": width},
            "hoverinfo": "skip",
        }
        for part, opacity, width in ((slice(-1), 0.55, 2.5), (slice(-1, None), 1.0, 6))
    ]
    line = {
        "type": "scatter",
        "name": series.name,
        "mode": "lines+markers",
        "x": [p.x + OFFSET[series.role] for p in known],
        "y": [y.held(p.y)[0] for p in known if p.y is not None],
        "line": {"color": theme.ACCENT, "width": 2.5},
        "marker": {
            "size": _sizes(known, y, 11, 7),
            "opacity": 1,
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
            (point.x + OFFSET[series.role], at - inward if side is Cut.ABOVE else at + inward, side, point)
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


def _hover(points: list[Point]) -> dict[str, Any]:
    return {"text": [p.text for p in points], "hovertemplate": "%{text}<extra></extra>"}
