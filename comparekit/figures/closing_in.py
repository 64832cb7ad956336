"""The difference figure as a run of days sees it grow: one picture a day, all in the same frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from comparekit.figures.data import Axis, FigureData, FigureTable, Label, Line, Point, Role, Series, Tick
from comparekit.figures.scale import deviation_range, percent_ticks, thinned
from comparekit.figures.series import difference_figure
from comparekit.i18n.catalog import speaker
from comparekit.stats.interval import Interval
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import percent

#: What the last digit of the truth follows from [1], as of an uncertainty: a tenth of a percent is shown.
TRUTH_DIGIT = 0.002

_ROOM = 1.4  # times the last range, which the early ones may take in the frame
_WIDEST = 5.0  # times the tolerance: early ranges beyond it are cut at the frame
_SHOWN = (Role.DAY, Role.RUNNING, Role.WATCHED)


def closing_in_figures(
    results: Sequence[SeriesResult],
    intervals: Sequence[Interval],
    titles: Sequence[str],
    language: str,
    *,
    truth: float | None = None,
    words_at: float = 0.125,
) -> tuple[FigureData, ...]:
    """One figure for the start and for each day, the axes the same in all of them.

    Parameters
    ----------
    results : sequence of SeriesResult
        After 1, 2, ... n days of the same comparison, each looked at.
    intervals : sequence of Interval
        The interval that each of them rests on [1].
    titles : sequence of str
        What stands over each picture: before the first reading, and after each day; n + 1 of them.
    language : str
        "zh" or "en".
    truth : float, optional
        The true deviation [1]: it takes part in choosing the frame, and stands in the last figure, which
        is then given once more, after the others, with the truth as a line.
    words_at : float
        Where on the axis the words of the truth stand, as a share: left of the ranges, inside the frame.

    Returns
    -------
    tuple of FigureData
        n + 1 of them, the first still empty; one more with `truth`. Points carry no words of their own: the
        page has a table.
    """
    say = speaker(language, "bench_page.figure")
    whole = difference_figure(results[-1], language)
    y = _value_axis(results[-1], intervals, whole.y.title, truth)
    x = Axis(
        title=say("x"),
        low=whole.x.low,
        high=whole.x.high,
        ticks=tuple(Tick(value=float(k), text=str(k)) for k in thinned(len(results))),
    )
    bare = replace(whole, x=x, y=y, warning="", notes=(), alone=())
    days = tuple(
        replace(
            bare,
            title=title,
            series=tuple(_until(k, series) for series in whole.series if series.role in _SHOWN),
            table=FigureTable(caption="", columns=(), rows=()),
        )
        for k, title in enumerate(titles)
    )
    if truth is None:
        return days
    mark = Line(y=truth, label=say("truth", truth=percent(truth, TRUTH_DIGIT, language)))
    words = Label(x=x.value_at(words_at), y=truth, text=mark.label)
    title = say("with_truth", title=titles[-1], truth=mark.label)
    return (*days, replace(days[-1], title=title, lines=(*bare.lines, mark), labels=(words,)))


def _value_axis(last: SeriesResult, intervals: Sequence[Interval], title: str, truth: float | None) -> Axis:
    """A frame that holds the tolerance, the truth, and what of the ranges is not too wide."""
    tolerance, final = last.protocol.tolerance, intervals[-1]
    wanted = [end for end in (final.low, final.high, truth, last.deviation.estimate) if end is not None]
    widest = max(_WIDEST * max(-tolerance.low, tolerance.high), *(_ROOM * abs(end) for end in wanted), 0.0)
    ends = [
        min(max(end, -widest), widest)
        for interval in intervals
        for end in (interval.low, interval.high)
        if end is not None
    ]
    low, high = deviation_range((tolerance.low, tolerance.high), (*ends, truth))
    return Axis(title=title, low=low, high=high, ticks=percent_ticks(low, high))


def _until(day: int, series: Series) -> Series:
    """What a series showed after `day` days; the range of that day is the one that counts."""
    points = tuple(_bare(point, day, series.role) for point in series.points if point.x <= day)
    return replace(series, points=points)


def _bare(point: Point, day: int, role: Role) -> Point:
    last = point.x == day
    label = point.value if last and role is Role.RUNNING and point.y is not None else ""
    return replace(point, text="", label=label, deciding=last and role is Role.WATCHED)
