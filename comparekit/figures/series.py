"""The difference figure: each day, all days so far, and the tolerance."""

from __future__ import annotations

from comparekit.figures.data import Axis, Band, FigureData, FigureTable, Line, Point, Role, Series, Span, Tick
from comparekit.figures.looks import Look, daily_deviation, looks, step_of
from comparekit.figures.scale import deviation_range, exact_percent, percent_ticks, thinned
from comparekit.i18n.catalog import text
from comparekit.protocol import Tolerance
from comparekit.readings.moments import in_zone
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import percent, percent_range
from comparekit.wording.times import day_label
from comparekit.wording.verdict import figure_title

_SIDE = 0.6  # of a day, free at both sides of the first and the last point


def difference_figure(result: SeriesResult, language: str) -> FigureData:
    """Daily and running deviation of a series comparison, inside the tolerance of the comparison.

    The running interval is the one for a fixed number of days: it is honest at the planned end only,
    and the figure says so inside its frame. The range of the axis follows the tolerance and the
    final interval, so that a wide first day does not flatten everything; what is further out is
    marked at the frame.

    Parameters
    ----------
    result : SeriesResult
        One comparison.
    language : str
        "zh" or "en".

    Returns
    -------
    FigureData
        With a series of each day, one of all days so far (from the second day on), one band (the
        tolerance) and one line (zero).
    """

    def say(key: str, **values: object) -> str:
        return text(language, f"figures.difference.{key}", **values)

    days = tuple(day_label(b.end, result.protocol.timezone, language) for b in result.blocks)
    known = looks(result)
    tolerance = result.protocol.tolerance
    interval = result.deviation.interval(0.95)
    low, high = deviation_range(
        (tolerance.low, tolerance.high), (interval.low, interval.high, result.deviation.estimate)
    )
    y = Axis(title=say("y"), low=low, high=high, ticks=percent_ticks(low, high))
    each_day = Series(role=Role.DAY, name=say("day"), points=_days(result, days, language))
    so_far = Series(role=Role.RUNNING, name=say("running"), points=_running(known, days, language))
    series = (each_day, so_far) if so_far.points else (each_day,)
    return FigureData(
        title=figure_title(result, language),
        description=say("description", days=len(days)),
        x=Axis(title=say("x"), low=1 - _SIDE, high=len(days) + _SIDE, ticks=_day_ticks(result, language)),
        y=y,
        series=series,
        bands=(_tolerance_band(tolerance, language),),
        lines=(Line(y=0.0, label=say("zero")),),
        table=_table(series, known, days, language),
        warning=say("warning") if so_far.points else "",
        notes=_notes(series, y, language),
    )


def _day_ticks(result: SeriesResult, language: str) -> tuple[Tick, ...]:
    """Days along the axis; the month only where it changes, so that a phone has room for them."""
    ticks, month = [], None
    for k in thinned(len(result.blocks)):
        end = result.blocks[k - 1].end
        local = in_zone(end, result.protocol.timezone)
        label = text(language, "figures.difference.day_alone", day=local.day)
        if local.month != month:
            label = day_label(end, result.protocol.timezone, language)
        month = local.month
        ticks.append(Tick(value=float(k), text=label))
    return tuple(ticks)


def _tolerance_band(tolerance: Tolerance, language: str) -> Band:
    if tolerance.low == -tolerance.high:
        bound = exact_percent(tolerance.high, signed=False)
        label = text(language, "figures.difference.tolerance_symmetric", bound=bound)
    else:
        low, high = (exact_percent(bound) for bound in (tolerance.low, tolerance.high))
        label = text(language, "figures.difference.tolerance", low=low, high=high)
    return Band(low=tolerance.low, high=tolerance.high, label=label)


def _days(result: SeriesResult, days: tuple[str, ...], language: str) -> tuple[Point, ...]:
    test_step, reference_step = step_of(result.test, result.unit), step_of(result.reference, result.unit)
    points = []
    for k, block in enumerate(result.blocks, start=1):
        found = daily_deviation(block, test_step, reference_step)
        key, value, span = "no_ratio", "", None
        if found is not None:
            key, span = "day", found[1]
            value = percent(found[0], _spread(span), language)
        y = None if found is None else found[0]
        words = text(language, f"figures.difference.point.{key}", day=days[k - 1], value=value)
        points.append(Point(x=float(k), y=y, span=span, value=value, text=words))
    return tuple(points)


def _running(known: tuple[Look, ...], days: tuple[str, ...], language: str) -> tuple[Point, ...]:
    points = []
    for look in known:
        day = days[look.blocks - 1]
        value = "" if look.estimate is None else percent(look.estimate, look.last_digit, language)
        words = text(language, "figures.difference.point.no_estimate", day=day)
        if look.estimate is not None:
            words = text(
                language,
                "figures.difference.point.running",
                day=day,
                value=value,
                span=span_text(look.span, language),
            )
        label = value if look is known[-1] else ""
        points.append(
            Point(x=float(look.blocks), y=look.estimate, span=look.span, value=value, text=words, label=label)
        )
    return tuple(points)


def span_text(span: Span, language: str) -> str:
    """A range as people read it; an end about which the data say nothing is said so."""
    if span.low is None and span.high is None:
        return text(language, "figures.difference.unknown_span")
    return percent_range(span.low, span.high, language)


def _spread(span: Span) -> float | None:
    return None if span.low is None or span.high is None else 0.5 * (span.high - span.low)


def _notes(series: tuple[Series, ...], y: Axis, language: str) -> tuple[str, ...]:
    """How to read the figure, and what it leaves out."""
    keys = ["how_to_read", "why_not_early"] if len(series) > 1 else ["one_day"]
    if any(point.leaves(y) for s in series for point in s.points):
        keys.append("cut")
    if any(point.y is None for point in series[0].points):
        keys.append("no_ratio")
    return tuple(text(language, f"figures.difference.note.{key}") for key in keys)


def _table(
    series: tuple[Series, ...], known: tuple[Look, ...], days: tuple[str, ...], language: str
) -> FigureTable:

    def say(key: str) -> str:
        return text(language, f"figures.difference.table.{key}")

    none = say("none")
    running = {look.blocks: look for look in known}
    values = {int(p.x): p.value or none for p in series[-1].points} if known else {}
    rows = []
    for k, (day, point) in enumerate(zip(days, series[0].points, strict=True), start=1):
        look = running.get(k)
        span = none if look is None else span_text(look.span, language)
        rows.append((day, point.value or none, values.get(k, none), span))
    return FigureTable(
        caption=say("caption"),
        columns=(say("day"), say("each_day"), say("so_far"), say("span")),
        rows=tuple(rows),
    )
