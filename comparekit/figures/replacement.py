"""The timeline of a replacement study: use a day, the replacement, when use changed, what would have been."""

from __future__ import annotations

import math

from comparekit.figures.data import (
    Axis,
    FigureData,
    FigureTable,
    Mark,
    Point,
    Role,
    Series,
    Span,
)
from comparekit.figures.dates import date_axis, day_of, days_from
from comparekit.figures.scale import amount_ticks
from comparekit.i18n.catalog import speaker
from comparekit.readings.moments import in_zone
from comparekit.studies.replacement_result import AMOUNT, ReplacementResult
from comparekit.studies.use_blocks import UseBlocks, use_blocks
from comparekit.studies.use_change import CONTINUATION, Evidence
from comparekit.studies.use_dates import AT, ELSEWHERE, UseShift
from comparekit.wording.numbers import decimals_for, people_unit
from comparekit.wording.use_dates import averages_note, change_day, day_told
from comparekit.wording.use_evidence import what_changed

_NORMAL_95 = 1.959963984540054
_HEAD, _ROW = 1.06, 0.075  # of the largest rate: room above, and more for each label of a moment
_SIDE = 0.02  # of the time shown, free at both sides
_CLOSE = 12.0  # times the largest use: an end of what would have been may not go further


def timeline_figure(result: ReplacementResult, language: str) -> FigureData | None:
    """Use a day along the calendar, with the replacement and the probable dates of change marked.

    Parameters
    ----------
    result : ReplacementResult
        One study.
    language : str
        "zh" or "en".

    Returns
    -------
    FigureData or None
        None without a block on either side. Places are days from the replacement, values use a day in the
        unit of the result (yuan a day where only amounts are known). Bars: bills as they are, days by the
        week; the mean of either side; what would have been without a change, with its 95 % range.
    """
    blocks = use_blocks(result.usage, result.replaced)
    if not (blocks.after == 0).any() or not (blocks.after > 0).any():
        return None
    words = _Words(result, blocks, language)
    say = words.say
    expected = _expected(result, blocks)
    bars = [_bars(role, blocks, words) for role in (Role.OLD, Role.NEW)]
    levels = _levels(result, blocks, words)
    marks = (
        Mark(x=0.0, label=say("replaced"), name=say("replaced_name", day=words.day(0.0))),
        *_shifts(result, words),
    )
    ends = [span.high for _, _, _, span in expected if span.high is not None]
    top = max(float(blocks.rate.max()), min(max(ends, default=0.0), _CLOSE * float(blocks.rate.max())))
    high = top * (_HEAD + _ROW * len(marks))
    first, last = float(blocks.middle[0] - blocks.days[0] / 2), float(blocks.middle[-1] + blocks.days[-1] / 2)
    aside = _SIDE * (last - first)
    series = [*bars, levels, _expected_series(expected, words)]
    return FigureData(
        title=_title(result, words),
        description=say("description", count=blocks.rate.size, what=words.what),
        x=date_axis(result.replaced, first - aside, last + aside, result.usage.timezone, language),
        y=Axis(title=say("y", unit=words.unit), low=0.0, high=high, ticks=amount_ticks(high)),
        series=tuple(one for one in series if one.points),
        bands=(),
        lines=(),
        table=_table(blocks, expected, words),
        notes=_notes(result, blocks, expected, words),
        marks=marks,
    )


class _Words:
    """The words of one figure, and the digits its rates are told to."""

    def __init__(self, result: ReplacementResult, blocks: UseBlocks, language: str) -> None:
        self.say = speaker(language, "figures_replacement.timeline")
        self.language, self.result = language, result
        money = result.measure == AMOUNT
        self.unit = (
            self.say("yuan") if money else people_unit(result.usage.unit, result.protocol.utility, language)
        )
        self.what = what_changed(result, language)
        usual = float(max(blocks.rate.max(), 1e-9))
        self.digits = 2 if money else max(0, 2 - math.floor(math.log10(usual)))

    def rate(self, value: float) -> str:
        """A rate with its unit."""
        return self.say("rate", rate=self.number(value), unit=self.unit)

    def number(self, value: float) -> str:
        return f"{value:.{self.digits}f}"

    def day(self, x: float) -> str:
        """The date at a place."""
        return day_of(self.result.replaced, x, self.result.usage.timezone)


def _bars(role: Role, blocks: UseBlocks, words: _Words) -> Series:
    """The blocks of one side; of one that holds the replacement that side's part, as high as the whole."""
    points = []
    for k in range(blocks.rate.size):
        middle, days, rate = (float(v[k]) for v in (blocks.middle, blocks.days, blocks.rate))
        whole = middle - days / 2, middle + days / 2
        inside = 0 < blocks.after[k] < 1
        if not inside and (role is Role.NEW) != bool(blocks.after[k] > 0):
            continue
        start, end = whole if not inside else (0.0, whole[1]) if role is Role.NEW else (whole[0], 0.0)
        text = words.say(
            "point_inside" if inside else "point",
            start=words.day(whole[0]),
            end=words.day(whole[1]),
            rate=words.rate(rate),
        )
        points.append(
            Point(
                x=(start + end) / 2, y=rate, span=None, value=words.rate(rate), text=text, width=end - start
            )
        )  # fmt: skip
    return Series(role=role, name=words.say(str(role)), points=tuple(points))


def _levels(result: ReplacementResult, blocks: UseBlocks, words: _Words) -> Series:
    """The mean of either side over the time it was taken of."""
    points = []
    for side, rate in ((0.0, result.rate_before), (1.0, result.rate_after)):
        chosen = (blocks.after == side) & (abs(blocks.middle) <= 366.0)
        if not chosen.any() or not math.isfinite(rate):
            continue
        starts, ends = blocks.middle - blocks.days / 2, blocks.middle + blocks.days / 2
        start, end = float(starts[chosen].min()), float(ends[chosen].max())
        key = "level_after" if side else "level_before"
        points.append(
            Point(
                x=(start + end) / 2, y=rate, span=None, value=words.rate(rate),
                text=words.say(key, rate=words.rate(rate)), width=end - start,
            )
        )  # fmt: skip
    name = words.say("level", before=words.number(result.rate_before), after=words.rate(result.rate_after))
    return Series(
        role=Role.LEVEL, name=name if len(points) == 2 else words.say("level_one"), points=tuple(points)
    )


_Stretch = tuple[float, float, float, Span]  # middle [d], width [d], expected [unit/d], its range


def _expected(result: ReplacementResult, blocks: UseBlocks) -> list[_Stretch]:
    """What would have been: week by week where a continuation was computed, else one mean with its range."""
    continued = _continued(result)
    chosen = [k for k in range(blocks.rate.size) if blocks.after[k] == 1]
    if continued is not None and continued.expected is not None:
        mean, sd = continued.expected
        return [
            (
                float(blocks.middle[k]), float(blocks.days[k]), float(m),
                Span(low=max(float(m - _NORMAL_95 * s), 0.0), high=float(m + _NORMAL_95 * s)),
            )
            for k, m, s in zip((k for k in chosen if not blocks.idle[k]), mean, sd, strict=True)
        ]  # fmt: skip
    if not result.evidence or not chosen or not math.isfinite(result.rate_after):
        return []
    interval, ratio = result.evidence[0].interval(), result.evidence[0].estimate
    if not interval.low or not interval.high:
        return []
    start = float(blocks.middle[chosen[0]] - blocks.days[chosen[0]] / 2)
    end = float(blocks.middle[chosen[-1]] + blocks.days[chosen[-1]] / 2)
    span = Span(low=result.rate_after / interval.high, high=result.rate_after / interval.low)
    return [((start + end) / 2, end - start, result.rate_after / ratio, span)]


def _continued(result: ReplacementResult) -> Evidence | None:
    return next((one for one in result.evidence if one.level == CONTINUATION), None)


def _expected_series(expected: list[_Stretch], words: _Words) -> Series:
    points = tuple(
        Point(
            x=x, y=y, span=span, value=_span(y, span, words), width=width,
            text=words.say("point_expected", expected=_span(y, span, words)),
        )
        for x, width, y, span in expected
    )  # fmt: skip
    name = words.say("expected_weeks" if len(expected) > 1 else "expected_mean", value=_told(expected, words))
    return Series(role=Role.EXPECTED, name=name, points=points)


def _told(expected: list[_Stretch], words: _Words) -> str:
    return _span(expected[0][2], expected[0][3], words) if len(expected) == 1 else ""


def _span(y: float, span: Span, words: _Words) -> str:
    low, high = span.low or 0.0, span.high or 0.0
    digits = min(max(decimals_for((high - low) / 2), 0), words.digits) if high > low else words.digits
    ends = [f"{v:.{digits}f}" for v in (y, low, high)]
    return words.say("span", value=ends[0], low=ends[1], high=ends[2], unit=words.unit)


def _shifts(result: ReplacementResult, words: _Words) -> tuple[Mark, ...]:
    """When use changed, as far as days are known; a change at the replacement has no line of its own."""
    dates = result.dates
    if dates is None or not change_day(result, words.language):
        return ()
    return tuple(_shift(shift, result, words) for shift in dates.shifts)


def _shift(shift: UseShift, result: ReplacementResult, words: _Words) -> Mark:
    first, last, day = (
        day_told(moment, result, words.language) for moment in (shift.first, shift.last, shift.date)
    )
    return Mark(
        x=days_from(result.replaced, shift.date),
        label=words.say("changed", day=day),
        name=words.say(
            "changed_name_day" if first == last else "changed_name", day=day, first=first, last=last
        ),
        span=Span(low=days_from(result.replaced, shift.first), high=days_from(result.replaced, shift.last)),
    )


def _title(result: ReplacementResult, words: _Words) -> str:
    dates, rates = result.dates, (result.rate_before, result.rate_after)
    told = {"before": words.rate(rates[0]), "after": words.rate(rates[1])}
    day = change_day(result, words.language)
    if dates is not None and day:
        if dates.relation == ELSEWHERE and len(dates.shifts) > 1:
            return words.say("title.several", count=len(dates.shifts))
        if dates.relation == ELSEWHERE:
            return words.say("title.elsewhere", day=day)
        if dates.relation == AT:
            return words.say("title.at", day=day, **told)
    if not all(map(math.isfinite, rates)):
        return words.say("title.plain", what=words.what)
    return words.say("title.rates", **told)


def _table(blocks: UseBlocks, expected: list[_Stretch], words: _Words) -> FigureTable:
    say = words.say
    by_place = {round(x, 6): _span(y, span, words) for x, _, y, span in expected} if len(expected) > 1 else {}
    rows = []
    for k in range(blocks.rate.size):
        middle, days = float(blocks.middle[k]), float(blocks.days[k])
        after = float(blocks.after[k])
        side = say("side_both") if 0 < after < 1 else say("side_after" if after else "side_before")
        row = [
            words.day(middle - days / 2),
            words.day(middle + days / 2),
            side,
            words.number(float(blocks.rate[k])),
        ]
        if by_place:
            row.append(by_place.get(round(middle, 6), say("none")))
        rows.append(tuple(row))
    if len(expected) == 1:
        x, width, y, span = expected[0]
        rows.append(
            (words.day(x - width / 2), words.day(x + width / 2), say("without"), _span(y, span, words))
        )
    columns = [say("start"), say("end"), say("side"), say("rate_column", unit=words.unit)]
    return FigureTable(
        caption=say("caption"),
        columns=(*columns, *((say("expected_column"),) if by_place else ())),
        rows=tuple(rows),
    )


def _notes(
    result: ReplacementResult, blocks: UseBlocks, expected: list[_Stretch], words: _Words
) -> tuple[str, ...]:
    """How to read the bars, and what the range of what would have been is."""
    keys = ["weeks" if blocks.length == 7.0 else "periods"]
    if ((blocks.after > 0) & (blocks.after < 1)).any():
        keys.append("inside")
    if expected:
        keys.append("continued" if len(expected) > 1 else "mean")
    if any(mark.span is not None for mark in _shifts(result, words)):
        keys.append("dates")
    confidence = in_zone(result.replaced, result.usage.timezone).strftime("%Y-%m-%d")
    notes = [words.say(f"note.{key}", replaced=confidence, what=words.what) for key in keys]
    return tuple(filter(None, (*notes, averages_note(result, words.language))))
