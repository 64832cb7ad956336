"""The error figure: the old meter's error at each flow against its maximum permissible errors."""

from __future__ import annotations

import math
from functools import reduce

from comparekit.figures.data import Axis, FigureData, FigureTable, Line, Point, Role, Series, Span
from comparekit.figures.error_limits import limit_bands, limit_text
from comparekit.figures.lettering import text_width
from comparekit.figures.mixed_error import mixed_error_figure
from comparekit.figures.scale import deviation_range, flow_ticks, percent_ticks
from comparekit.figures.theme import TEXT_SIZE
from comparekit.i18n.catalog import speaker, text
from comparekit.studies.flow_points import FlowPoint
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import percent, percent_range, unit_sign

_PHONE = 290.0  # px between the sides of the frame on a narrow phone
_APART = 6.0  # px between two labels
_MARGIN = 1.6  # times the smallest and the largest flow, at least: where the axis begins and ends
_ALONE = 4.0  # the same for a single flow point
_SIDES = 0.14  # of the decades between them: room for half a value beside the outermost points
_WORST = 3.0  # times the widest limit: further out, an error that no limit holds for is cut at the frame
_ORDER = (Role.PASS, Role.CONDITIONAL_PASS, Role.CONDITIONAL_FAIL, Role.FAIL, Role.ERROR)


def error_figure(result: SeriesResult, language: str) -> FigureData | None:
    """Error of the test meter with its interval, inside or outside its limits.

    With flow points: along the flow, by ratios, each point marked by the decision made on it. Without,
    the one error of a mixed week lies against the limits of both zones, and nothing is decided.

    Parameters
    ----------
    result : SeriesResult
        One comparison, with or without flow points.
    language : str
        "zh" or "en".

    Returns
    -------
    FigureData or None
        None where nothing is known of the test meter's error.
    """
    points = tuple(sorted(result.points, key=lambda point: point.flow))
    if not points:
        return mixed_error_figure(result, language)
    if all(point.error is None for point in points):
        return None
    say = speaker(language, "figures.error")
    unit = unit_sign(result.protocol.table.flow_unit, language)
    x = _flow_axis(points, say("x", unit=unit))
    bands = limit_bands(points, language)
    y = _error_axis(points, say("y"))
    series = _series(points, x, unit, language)
    unlimited = any(point.error is not None and point.limit is None for point in points)
    silent = any(point.error is None for point in points)
    cut = any(point.leaves(y) for one in series for point in one.points)
    keys = [
        "how_to_read",
        *(["zones"] if len({band.label for band in bands}) > 1 else []),
        *(["unlimited"] if unlimited else []),
        *(["silent"] if silent else []),
        *(["cut"] if cut else []),
        "screening",
    ]
    return FigureData(
        title=_title(points, language),
        description=say("description", points=len(points)),
        x=x,
        y=y,
        series=series,
        bands=bands,
        lines=(Line(y=0.0, label=say("zero")),),
        table=_table(points, unit, language),
        notes=tuple(say(f"note.{key}") for key in keys),
    )


def _flow_axis(points: tuple[FlowPoint, ...], title: str) -> Axis:
    first, last = points[0].flow, points[-1].flow
    margin = max(_MARGIN, (last / first) ** _SIDES) if last > first else _ALONE
    low, high = first / margin, last * margin
    return Axis(title=title, low=low, high=high, ticks=flow_ticks(low, high), log=True)


def _error_axis(points: tuple[FlowPoint, ...], title: str) -> Axis:
    errors = [p.error for p in points if p.error is not None]
    widest = max([p.limit for p in points if p.limit is not None] or [max(map(abs, errors)) or 0.01])
    ends = [
        end if end is None or p.limit is not None else min(max(end, -_WORST * widest), _WORST * widest)
        for p in points
        for end in (p.low, p.high, p.error)
    ]
    low, high = deviation_range((-widest, widest), tuple(ends))
    room = 0.06 * (high - low)  # for the values over and under the intervals
    low, high = low - room, high + room
    return Axis(title=title, low=low, high=high, ticks=percent_ticks(low, high))


def _role(point: FlowPoint) -> Role:
    if point.conformity is None or point.conformity.indicative:
        return Role.ERROR
    return Role(point.conformity.decision.replace(" ", "-"))


def _decision(point: FlowPoint, language: str) -> str:
    if point.conformity is None or _role(point) is Role.ERROR:
        return text(language, "figures.error.undecided")
    return text(language, f"verdict.conformity.{point.conformity.decision}")


def _series(points: tuple[FlowPoint, ...], x: Axis, unit: str, language: str) -> tuple[Series, ...]:
    say = speaker(language, "figures.error")
    beside = _beside(points, x, language)
    drawn: dict[Role, list[Point]] = {}
    for point in points:
        if point.error is None:
            continue
        role, value = _role(point), _value(point, language)
        words = say(
            "point", flow=flow_text(point.flow, unit), value=value, span=_span(point, language),
            decision=_decision(point, language),
        )  # fmt: skip
        drawn.setdefault(role, []).append(
            Point(
                x=point.flow,
                y=point.error,
                span=Span(low=point.low, high=point.high),
                value=value,
                text=words,
                label=value if point in beside else "",
                below=beside.get(point, False),
            )
        )
    return tuple(
        Series(role=role, name=say(f"name.{role}"), points=tuple(drawn[role]))
        for role in _ORDER
        if role in drawn
    )


def _beside(points: tuple[FlowPoint, ...], x: Axis, language: str) -> dict[FlowPoint, bool]:
    """Which points carry their value, and whether under them: over and under there is room for one each.

    Of two neighbours the higher one has its value over it, so that nobody takes one for the other.
    """
    known = [point for point in points if point.error is not None]
    taken: dict[bool, float] = {False: float("-inf"), True: float("-inf")}
    beside = {}
    for k, point in enumerate(known):
        half = 0.5 * text_width(_value(point, language), TEXT_SIZE, bold=True)
        at = x.share(point.flow) * _PHONE
        lower = _is_lower(known, k)
        for below in (lower, not lower):
            if at - half >= taken[below] + _APART:
                beside[point], taken[below] = below, at + half
                break
    return beside


def _is_lower(points: list[FlowPoint], k: int) -> bool:
    """Whether the error of point `k` lies under that of its nearest neighbour in flow."""
    others = [j for j in (k - 1, k + 1) if 0 <= j < len(points)]
    if not others:
        return False
    nearest = min(others, key=lambda j: abs(math.log(points[j].flow / points[k].flow)))
    return (points[k].error or 0.0) < (points[nearest].error or 0.0)


def _title(points: tuple[FlowPoint, ...], language: str) -> str:
    say = speaker(language, "figures.error")
    roles = [_role(point) for point in points if point.error is not None]
    if set(roles) == {Role.ERROR}:
        return say("title.undecided", points=len(points))
    parts = [say(f"count.{role}", count=roles.count(role)) for role in _ORDER if role in roles]
    counts = reduce(lambda first, second: say("listed", first=first, second=second), parts)
    return say("title.decided", counts=counts)


def _table(points: tuple[FlowPoint, ...], unit: str, language: str) -> FigureTable:
    say = speaker(language, "figures.error")
    rows = []
    for point in points:
        known = point.error is not None
        rows.append(
            (
                flow_text(point.flow, unit),
                _value(point, language) if known else say("none"),
                _span(point, language) if known else say("none"),
                say("none") if point.limit is None else limit_text(point.limit),
                _decision(point, language),
            )
        )
    columns = ("flow", "error", "range", "limit", "decision_column")
    return FigureTable(caption=say("caption"), columns=tuple(say(c) for c in columns), rows=tuple(rows))


def flow_text(flow: float, unit: str) -> str:
    """A flow to three digits, with its unit."""
    return f"{float(f'{flow:.3g}'):.10g} {unit}"


def _value(point: FlowPoint, language: str) -> str:
    half = None if point.low is None or point.high is None else (point.high - point.low) / 2
    return percent(point.error, half or None, language)


def _span(point: FlowPoint, language: str) -> str:
    return percent_range(point.low, point.high, language)
