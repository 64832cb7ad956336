"""The pen for the screen: a figure as data becomes a plotly figure. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from comparekit.figures import theme
from comparekit.figures.data import Axis, Cut, FigureData, Point, Role, Series
from comparekit.figures.plotly_layout import plotly_layout
from comparekit.figures.plotly_places import ends, place
from comparekit.figures.plotly_ranges import fixed_traces, watched_traces

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
    for role, pen in _PENS.items():  # from the ground up: values stand on their ranges
        series = figure.series_of(role)
        if series is not None:
            traces += [*pen(series, figure.y), *_frame_marks(series, figure.y)]
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
            "x": [place(p, series.role) for p in points],
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


def _running_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
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
            **_hover(known),
        }
    ]


_PENS: dict[Role, Callable[[Series, Axis], list[dict[str, Any]]]] = {
    Role.WATCHED: watched_traces,
    Role.FIXED: fixed_traces,
    Role.DAY: _day_traces,
    Role.RUNNING: _running_traces,
}


def _frame_marks(series: Series, y: Axis) -> list[dict[str, Any]]:
    """Triangles where a value, or an end of a range that counts, leaves the frame.

    Thin lines just run into it: a triangle on each would outweigh everything.
    """
    places: list[tuple[float, float, Cut, Point]] = []
    for point in series.points:
        counts = series.role is Role.WATCHED or point.deciding
        ends = point.span.held(y) if point.span is not None and counts else ()
        value = () if point.y is None else (y.held(point.y),)
        cut = {side: at for at, side in (*ends, *value) if side is not Cut.NONE}
        inward = 0.02 * (y.high - y.low)
        places += [
            (place(point, series.role), at - inward if side is Cut.ABOVE else at + inward, side, point)
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
                "size": 13 if len(series.points) <= _MANY else 9,
                "color": theme.MUTED if series.role is Role.DAY else theme.ACCENT,
            },
            **_hover([point for *_, point in places]),
        }
    ]


def _sizes(points: list[Point], y: Axis, few: int, many: int) -> list[int]:
    """Sizes of the markers; none where a triangle at the frame stands for the value."""
    size = few if len(points) <= _MANY else many
    return [size if p.y is not None and y.held(p.y)[1] is Cut.NONE else 0 for p in points]


def _hover(points: list[Point]) -> dict[str, Any]:
    return {
        "text": [p.text.replace("\n", "<br>") for p in points],
        "hovertemplate": "%{text}<extra></extra>",
    }
