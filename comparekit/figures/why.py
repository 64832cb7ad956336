"""The same days by each method: one row a method, its range against the tolerance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comparekit.decisions.verdict import Verdict
from comparekit.figures.data import (
    ROW_DROP,
    Axis,
    Band,
    FigureData,
    FigureTable,
    Line,
    Point,
    Role,
    Series,
    Span,
    Tick,
)
from comparekit.figures.scale import deviation_range, exact_percent, percent_ticks
from comparekit.i18n.catalog import speaker
from comparekit.studies.series_result import SeriesResult
from comparekit.studies.why import OtherMethods
from comparekit.wording.numbers import percent_range

_DECIDED = {Verdict.AGREE: Role.PASS, Verdict.DEVIATE: Role.FAIL, Verdict.INCONCLUSIVE: Role.ERROR}
_WIDER = 1.5  # times the own interval: from here on the title says so


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    name: str
    middle: float | None
    span: Span | None
    value: str
    own: bool = False


def why_figure(methods: OtherMethods, result: SeriesResult, language: str) -> FigureData:
    """Ranges of the daily difference by spreadsheet methods and by the comparison, lying.

    Parameters
    ----------
    methods : OtherMethods
        Of the same days as `result`.
    result : SeriesResult
        One comparison.
    language : str
        "zh" or "en".

    Returns
    -------
    FigureData
        A row a method; one that gives no range has its row and the words for it. The comparison's own
        ranges carry the mark of its verdict, a spreadsheet's none.
    """
    say = speaker(language, "why.figure")
    rows = tuple(_rows(methods, result, language))
    tolerance = methods.tolerance
    ends = [end for row in rows if row.span is not None for end in (row.span.low, row.span.high)]
    low, high = deviation_range((tolerance.low, tolerance.high), tuple(ends))
    y = Axis(title=say("y"), low=low, high=high, ticks=percent_ticks(low, high, 4))
    series = _series(rows, _DECIDED[result.verdict], language)
    cut = any(point.leaves(y) for one in series for point in one.points)
    return FigureData(
        title=_title(methods, result, language),
        description=say("description"),
        x=Axis(
            title="",
            low=0.5,
            high=len(rows) + 0.5,
            ticks=tuple(Tick(value=float(k), text=row.name) for k, row in enumerate(rows, start=1)),
        ),
        y=y,
        series=series,
        bands=(
            Band(
                low=tolerance.low,
                high=tolerance.high,
                label=say("tolerance", low=exact_percent(tolerance.low), high=exact_percent(tolerance.high)),
            ),
        ),
        lines=(Line(y=0.0, label=say("zero")),),
        table=FigureTable(
            caption=say("caption"),
            columns=(say("method"), say("range")),
            rows=tuple((row.name, row.value) for row in rows),
        ),
        notes=(say("note.how_to_read"), *([say("note.cut")] if cut else [])),
        lying=True,
    )


def _rows(methods: OtherMethods, result: SeriesResult, language: str) -> Iterator[_Row]:
    say = speaker(language, "why.figure.row")
    bias = float(methods.t.mean)
    for name, ends in (
        ("t", (methods.t.low, methods.t.high)),
        ("tost", (methods.equivalence.low, methods.equivalence.high)),
        ("agreement", (methods.agreement.low, methods.agreement.high)),
    ):
        if name == "t" and methods.no_answer:
            yield _Row(name=say(name), middle=None, span=None, value=say("no_answer"))
            continue
        span = Span(low=float(ends[0]), high=float(ends[1]))
        yield _Row(name=say(name), middle=bias, span=span, value=_range(span, language))
    estimate = result.deviation.estimate
    for name, interval in (("fixed", methods.fixed), ("watched", methods.watched)):
        if interval.low is None and interval.high is None:
            yield _Row(name=say(name), middle=None, span=None, value=say("open"), own=True)
            continue
        span = Span(low=interval.low, high=interval.high)
        yield _Row(name=say(name), middle=estimate, span=span, value=_range(span, language), own=True)


def _series(rows: tuple[_Row, ...], decided: Role, language: str) -> tuple[Series, ...]:
    """The spreadsheet's ranges without a decision, our own with theirs; one series where there is none."""
    say = speaker(language, "why.figure")
    points: dict[Role, list[Point]] = {Role.ERROR: [], decided: []}
    names: dict[Role, list[str]] = {role: [] for role in points}
    for k, row in enumerate(rows, start=1):
        role = decided if row.own else Role.ERROR
        points[role].append(_point(k, row))
        names[role].append(say("name_own" if row.own else "name_others"))
    return tuple(
        Series(role=role, name=" / ".join(dict.fromkeys(names[role])), points=tuple(points[role]))
        for role in points
    )


def _range(span: Span, language: str) -> str:
    if span.low == span.high and span.low is not None:  # a point: digits from nothing
        return exact_percent(round(span.low, 6) + 0.0)
    return percent_range(span.low, span.high, language)


def _point(k: int, row: _Row) -> Point:
    words = f"{row.name}\n{row.value}"
    return Point(x=k + ROW_DROP, y=row.middle, span=row.span, value=row.value, text=words, label=row.value)


def _title(methods: OtherMethods, result: SeriesResult, language: str) -> str:
    say = speaker(language, "why.figure.title")
    if methods.no_answer:
        return say("no_answer", days=methods.days)
    if methods.accused_on is not None and not result.different:
        return say("accused", day=methods.accused_on, days=methods.days)
    own = methods.fixed.half_width
    half = 0.5 * float(methods.t.high - methods.t.low)
    if own and half >= _WIDER * own:
        return say("wider", times=f"{half / own:.0f}" if half >= 9.5 * own else f"{half / own:.1f}")
    return say("other_question")
