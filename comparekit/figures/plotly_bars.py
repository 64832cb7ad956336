"""The pen for the screen: bars. The old meter grey and hatched, the new one blue and solid."""

from __future__ import annotations

from typing import Any

from comparekit.figures import theme
from comparekit.figures.data import Axis, Role, Series
from comparekit.figures.places import BAR, LYING_BAR, place
from comparekit.figures.plotly_values import hover

_HATCHED = {
    "color": theme.GROUND,
    "line": {"color": theme.MUTED, "width": 1.5},
    "pattern": {"shape": "/", "fgcolor": theme.MUTED, "bgcolor": theme.GROUND, "size": 6, "solidity": 0.3},
}
_SOLID = {"color": theme.ACCENT, "line": {"color": theme.ACCENT, "width": 1.5}}
_HOLLOW = {"color": theme.GROUND, "line": {"color": theme.MUTED, "width": 1.5}}
_INK = {Role.OLD: _HATCHED, Role.NEW: _SOLID, Role.SOURCE: _SOLID, Role.ASIDE: _HOLLOW}


def bar_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
    """Bars from zero up to each value, cut at the frame."""
    points = [p for p in series.points if p.y is not None]
    return [
        {
            "type": "bar",
            "name": series.name,
            "x": [place(p, series.role) for p in points],
            "y": [y.held(p.y)[0] for p in points if p.y is not None],
            "width": LYING_BAR if series.role in (Role.SOURCE, Role.ASIDE) else BAR,
            "marker": _INK[series.role],
            **hover(points),
            "textposition": "none",
        }
    ]
