"""The points of the difference figure: each day, all days so far, and its two ranges."""

from __future__ import annotations

from comparekit.figures.data import Point, Role, Series, Span
from comparekit.figures.difference_words import difference_words
from comparekit.figures.looks import Look, daily_deviation, step_of
from comparekit.i18n.catalog import text
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import percent, percent_range


def day_series(result: SeriesResult, days: tuple[str, ...], language: str) -> Series:
    """Each day on its own, with what rounding of its readings can cause."""
    say = difference_words(result, language)
    test_step, reference_step = step_of(result.test, result.unit), step_of(result.reference, result.unit)
    points = []
    for k, block in enumerate(result.blocks, start=1):
        found = daily_deviation(block, test_step, reference_step)
        key, y, value, span = "no_ratio", None, "", None
        if found is not None:
            key, (y, span) = "day", found
            value = percent(y, _spread(span), language)
        words = say(f"point.{key}", day=days[k - 1], value=value)
        points.append(Point(x=float(k), y=y, span=span, value=value, text=words))
    return Series(role=Role.DAY, name=say("day"), points=tuple(points))


def running_series(
    result: SeriesResult, known: tuple[Look, ...], days: tuple[str, ...], language: str
) -> Series:
    """All days so far; the last value stands beside its point."""
    say = difference_words(result, language)
    points = []
    for look in known:
        value = "" if look.estimate is None else percent(look.estimate, look.last_digit, language)
        words = [say("point.running" if value else "point.no_estimate",
                     day=days[look.blocks - 1], value=value)]  # fmt: skip
        for role, span in ((Role.WATCHED, look.watched), (Role.FIXED, look.fixed)):
            if value and span is not None:
                words.append(say(f"point.{role}", span=span_text(span, language)))
        points.append(
            Point(
                x=float(look.blocks),
                y=look.estimate,
                span=None,
                value=value,
                text="\n".join(words),
                label=value if look is known[-1] else "",
            )
        )
    return Series(role=Role.RUNNING, name=say("running"), points=tuple(points))


def watched_series(result: SeriesResult, known: tuple[Look, ...], language: str) -> Series:
    """The range under the looks really taken: the one that may be used for stopping."""
    say = difference_words(result, language)
    rule = "boundary" if result.monitoring is None else result.monitoring.rule.replace(" ", "_")
    return Series(
        role=Role.WATCHED,
        name=say(f"watched.{rule}"),
        points=tuple(
            _range(Role.WATCHED, look, look.watched, language,
                   deciding=result.basis == "monitoring" and look is known[-1])
            for look in known
            if look.watched is not None
        ),
    )  # fmt: skip


def fixed_series(result: SeriesResult, known: tuple[Look, ...], language: str) -> Series:
    """The range for a single look: it counts at the planned end only."""
    return Series(
        role=Role.FIXED,
        name=difference_words(result, language)("fixed", planned=result.protocol.plan.blocks),
        points=tuple(
            _range(Role.FIXED, look, look.fixed, language,
                   deciding=result.basis == "fixed" and look is known[-1])
            for look in known
            if look.fixed is not None
        ),
    )  # fmt: skip


def span_text(span: Span, language: str) -> str:
    """A range as people read it; an end about which the data say nothing is said so."""
    if span.low is None and span.high is None:
        return _say(language, "unknown_span")
    return percent_range(span.low, span.high, language)


def _range(role: Role, look: Look, span: Span, language: str, *, deciding: bool) -> Point:
    value = span_text(span, language)
    words = _say(language, f"point.{role}", span=value)
    return Point(x=float(look.blocks), y=None, span=span, value=value, text=words, deciding=deciding)


def _spread(span: Span) -> float | None:
    return None if span.low is None or span.high is None else 0.5 * (span.high - span.low)


def _say(language: str, key: str, **values: object) -> str:
    return text(language, f"figures.difference.{key}", **values)
