"""The pen for the screen: bars. The old meter grey and hatched, the new one blue and solid."""

from __future__ import annotations

from typing import Any

from comparekit.figures import theme
from comparekit.figures.data import Axis, Role, Series
from comparekit.figures.places import BAR, LYING_BAR, MANY_BARS, ends, place
from comparekit.figures.plotly_values import hover

_HATCHED = {
    "color": theme.GROUND,
    "line": {"color": theme.MUTED, "width": 1.5},
    "pattern": {"shape": "/", "fgcolor": theme.MUTED, "bgcolor": theme.GROUND, "size": 6, "solidity": 0.3},
}
_SOLID = {"color": theme.ACCENT, "line": {"color": theme.ACCENT, "width": 1.5}}
_HOLLOW = {"color": theme.GROUND, "line": {"color": theme.MUTED, "width": 1.5}}
_INK = {
    Role.OLD: _HATCHED,
    Role.NEW: _SOLID,
    Role.SOURCE: _SOLID,
    Role.ASIDE: _HOLLOW,
    Role.STEP: _HOLLOW,
    Role.METER: {"color": theme.ACCENT, "line": {"color": theme.INK, "width": 2.5}},
}
_PLAIN = {
    Role.OLD: {"color": theme.WHISKER, "line": {"width": 0}},
    Role.NEW: {"color": theme.ACCENT, "line": {"width": 0}},
}


def bar_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
    """Bars from zero, or from their base, to each value, cut at the frame."""
    points = [p for p in series.points if p.y is not None]
    usual = LYING_BAR if series.role in (Role.SOURCE, Role.ASIDE) else BAR
    based = {"base": [y.held(p.base)[0] for p in points]} if any(p.base for p in points) else {}
    ink = _PLAIN.get(series.role, _INK[series.role]) if len(points) > MANY_BARS else _INK[series.role]
    return [
        {
            "type": "bar",
            "name": series.name,
            "x": [place(p, series.role) for p in points],
            "y": [y.held(p.y)[0] - (y.held(p.base)[0] if based else 0.0) for p in points if p.y is not None],
            "width": [p.width or usual for p in points] if any(p.width for p in points) else usual,
            **based,
            "marker": ink,
            **hover(points),
            "textposition": "none",
        }
    ]


def step_traces(series: Series, y: Axis) -> list[dict[str, Any]]:
    """Bars between two values, the range of the end on them; one of no length is an upright stroke."""
    points = [p for p in series.points if p.y is not None]
    colour = theme.ACCENT if series.role is Role.METER else theme.MUTED
    halves = [(p.width or BAR) / 2 for p in points]
    strokes = {
        "x": [
            at
            for p, half in zip(points, halves, strict=True)
            for at in (place(p, series.role) - half, place(p, series.role) + half, None)
        ],
        "y": [end for p in points for end in (p.y, p.y, None)],
        "line": {"color": colour, "width": 4 if series.role is Role.METER else 3},
    }
    ranged = [p for p in points if p.span is not None]
    low, high = ends(ranged, y)
    whiskers = {
        "x": [at for p in ranged for at in (place(p, series.role), place(p, series.role), None)],
        "y": [end for pair in zip(low, high, strict=True) for end in (*pair, None)],
        "line": {"color": theme.INK, "width": 1.5},
    }
    drawn = {"type": "scatter", "name": series.name, "mode": "lines", "hoverinfo": "skip"}
    return [*bar_traces(series, y), drawn | strokes, *([drawn | whiskers] if ranged else [])]
