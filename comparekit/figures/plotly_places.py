"""Where the pen for the screen puts things: shared by its traces and its layout."""

from __future__ import annotations

from comparekit.figures.data import Axis, Cut, Point, Role

# In days from the tick: the single day stands left of it, all days so far right of it, and the range
# that counts at the planned end only stands aside, so that it is never taken for the other one.
_OFFSET = {Role.DAY: -0.2, Role.RUNNING: 0.1, Role.WATCHED: 0.1, Role.FIXED: 0.3}


def place(point: Point, role: Role) -> float:
    """Where `point` stands along the days; the deciding range at the value it belongs to."""
    return point.x + _OFFSET[Role.RUNNING if point.deciding else role]


def ends(points: list[Point], y: Axis) -> tuple[list[float], list[float]]:
    """Ends of the spans as they can be drawn; a point without a span ends where it stands."""
    low, high = [], []
    for point in points:
        at = y.low if point.y is None else y.held(point.y)[0]
        held = ((at, Cut.NONE), (at, Cut.NONE)) if point.span is None else point.span.held(y)
        low.append(held[0][0])
        high.append(held[1][0])
    return low, high


def translucent(colour: str, opacity: float) -> str:
    """A colour of the theme that lets what lies below show through."""
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
