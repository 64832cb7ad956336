"""The pen for the screen: a figure as data becomes a plotly figure. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from comparekit.figures import theme
from comparekit.figures.data import ERRORS, Axis, Cut, FigureData, Role, Series
from comparekit.figures.decided import DECIDED
from comparekit.figures.places import frame_marks
from comparekit.figures.plotly_bars import bar_traces, step_traces
from comparekit.figures.plotly_layout import plotly_layout
from comparekit.figures.plotly_ranges import fixed_traces, watched_traces
from comparekit.figures.plotly_stretches import expected_traces, level_traces
from comparekit.figures.plotly_values import MANY, day_traces, error_traces, hover, running_traces

if TYPE_CHECKING:
    import plotly.graph_objects as go


def plotly_figure(figure: FigureData) -> go.Figure:
    """`plotly_data` as plotly's own object, which checks every name and value in it.

    Returns
    -------
    plotly.graph_objects.Figure
        Without fixed size, for a responsive graph.
    """
    import plotly.graph_objects as go  # noqa: PLC0415 - costs a second, and no page needs it

    return go.Figure(plotly_data(figure))


def plotly_data(figure: FigureData) -> dict[str, Any]:
    """A figure as plotly.js takes it.

    Title, notes and legend are left to the page, where text wraps and can be read aloud; the
    figure's own warning and the label of the band are drawn.

    Parameters
    ----------
    figure : FigureData
        Values as fractions; the axis is labelled with the figure's own tick texts. Along a logarithmic
        axis the trace holds the logarithms (`Axis.position`), on a lying figure `x` the values.

    Returns
    -------
    dict
        ``data`` and ``layout``, plain.
    """
    traces: list[dict[str, Any]] = []
    for role, pen in _PENS.items():  # from the ground up: values stand on their ranges
        series = figure.series_of(role)
        if series is not None:
            traces += [*pen(series, figure.y), *_frame_marks(series, figure.y)]
    if figure.x.log:
        traces = [trace | {"x": [figure.x.position(x) for x in trace["x"]]} for trace in traces]
    if figure.lying:
        traces = [_turned(trace) for trace in traces]
    return {"data": traces, "layout": plotly_layout(figure)}


_PENS: dict[Role, Callable[[Series, Axis], list[dict[str, Any]]]] = {
    Role.OLD: bar_traces,
    Role.NEW: bar_traces,
    Role.SOURCE: bar_traces,
    Role.ASIDE: bar_traces,
    Role.STEP: step_traces,
    Role.METER: step_traces,
    Role.EXPECTED: expected_traces,
    Role.LEVEL: level_traces,
    Role.WATCHED: watched_traces,
    Role.FIXED: fixed_traces,
    Role.DAY: day_traces,
    Role.RUNNING: running_traces,
    **dict.fromkeys(ERRORS, error_traces),
}

_TURNED = {"x": "y", "y": "x", "error_y": "error_x"}
_POINTING = {
    False: {Cut.ABOVE: "triangle-up", Cut.BELOW: "triangle-down"},
    True: {Cut.ABOVE: "triangle-right", Cut.BELOW: "triangle-left"},
}


def _turned(trace: dict[str, Any]) -> dict[str, Any]:
    """A trace on its side."""
    turned = {_TURNED.get(key, key): value for key, value in trace.items()}
    if trace["type"] == "bar":
        turned["orientation"] = "h"
    marker = trace.get("marker", {})
    if isinstance(marker.get("symbol"), list):
        sides = {_POINTING[False][side]: _POINTING[True][side] for side in _POINTING[False]}
        turned["marker"] = marker | {"symbol": [sides[symbol] for symbol in marker["symbol"]]}
    return turned


def _frame_marks(series: Series, y: Axis) -> list[dict[str, Any]]:
    """Triangles where a value, or an end of a range that counts, leaves the frame."""
    marks = frame_marks(series, y)
    if not marks:
        return []
    inward = 0.02 * (y.high - y.low)
    colour = theme.MUTED if series.role in (Role.DAY, Role.OLD, Role.ASIDE) else theme.ACCENT
    colour = DECIDED[series.role][1] if series.role in ERRORS else colour
    return [
        {
            "type": "scatter",
            "name": "",
            "mode": "markers",
            "x": [m.x for m in marks],
            "y": [m.y - inward if m.side is Cut.ABOVE else m.y + inward for m in marks],
            "cliponaxis": False,
            "marker": {
                "symbol": [_POINTING[False][m.side] for m in marks],
                "size": 13 if len(series.points) <= MANY else 9,
                "color": colour,
            },
            **hover([m.point for m in marks]),
        }
    ]
