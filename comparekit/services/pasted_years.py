"""Years that pasted lines leave out: by their order, by the date of the replacement, by today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from comparekit.services.pasted_lines import PastedLine, WrittenDay

_MONTH, _YEAR = 31, 372  # steps of a calendar in which every month has 31 days
_MOST_YEARS = 15


def with_years(
    lines: Sequence[PastedLine], replaced: date | None, today: date
) -> tuple[list[PastedLine], set[int]]:
    """The lines with their years, and the places of those whose year was not written.

    Lines follow each other, rising or falling, whichever is the shorter way; a year that is written holds
    for its neighbours. Where none is, the record is the latest one that does not lie in the future, and
    holds the date of the replacement where that is known. Lines for which this gives not one year stay as
    they are.

    Parameters
    ----------
    lines : sequence of PastedLine
        As pasted; those without days are passed over.
    replaced, today : date
        When the meter was replaced, None where nothing tells; the day of reading.
    """
    places = [k for k, line in enumerate(lines) if line.days]
    ends = [lines[k].days[-1] for k in places]
    if all(end.year is not None for end in ends):
        return list(lines), set()
    known = [None if end.year is None else end.year * _YEAR + _within(end) for end in ends]
    found = _chained([_within(end) for end in ends], known, _position(today))
    if found is None:
        found = list(_latest([_within(end) for end in ends], ends, replaced, today))
    made, assumed = list(lines), set()
    for k, position, end in zip(places, found, ends, strict=True):
        if end.year is None and position is not None:
            made[k] = replace(lines[k], days=_dated(lines[k].days, position // _YEAR))
            assumed.add(k)
    return made, assumed


def _within(day: WrittenDay) -> int:
    """Its place in the year; a month stands at its beginning."""
    return (day.month - 1) * _MONTH + (day.day or 1) - 1


def _steps(places: Sequence[int]) -> list[int]:
    """From line to line, all rising or all falling, whichever way is shorter."""
    turns = list(pairwise(places))
    rising = [(b - a) % _YEAR for a, b in turns]
    falling = [-((a - b) % _YEAR) for a, b in turns]
    up, down = sum(rising), -sum(falling)
    straight = sum(b - a for a, b in turns) >= 0
    return rising if up < down or (up == down and straight) else falling


def _chained(places: Sequence[int], known: Sequence[int | None], now: int) -> list[int | None] | None:
    """Positions by the neighbours whose year is written, up to `now`; None where no line's is."""
    if all(position is None for position in known):
        return None
    steps = _steps(places)
    forward, backward = list(known), list(known)
    for k, step in enumerate(steps):
        before = forward[k]
        if forward[k + 1] is None and before is not None:
            forward[k + 1] = before + step
    for k, step in reversed(list(enumerate(steps))):
        after = backward[k + 1]
        if backward[k] is None and after is not None:
            backward[k] = after - step
    both = zip(forward, backward, strict=True)
    agreed = [a if b is None or a == b else b if a is None else None for a, b in both]
    return [None if position is not None and position > now else position for position in agreed]


def _latest(
    places: Sequence[int], ends: Sequence[WrittenDay], replaced: date | None, today: date
) -> list[int | None]:
    """Positions of the latest record before today; none where several could hold the replacement."""
    positions = [places[0]]
    for step in _steps(places):
        positions.append(positions[-1] + step)
    now = _position(today)
    years = [
        year
        for year in range(today.year + 1, today.year - _MOST_YEARS, -1)
        if max(positions) + year * _YEAR <= now
    ]
    if replaced is not None:
        day = _position(replaced)
        length = _MONTH if ends[-1].day is None else 0
        first, last = min(positions), max(positions) + length
        holding = [year for year in years if first + year * _YEAR <= day <= last + year * _YEAR]
        if len(holding) > 1:
            return [None] * len(places)
        years = holding or years
    return [position + years[0] * _YEAR for position in positions]


def _position(day: date) -> int:
    return day.year * _YEAR + (day.month - 1) * _MONTH + day.day - 1


def _dated(days: tuple[WrittenDay, ...], year: int) -> tuple[WrittenDay, ...]:
    """Both days with their years, the last one's being `year`."""
    last = replace(days[-1], year=year)
    if len(days) == 1:
        return (last,)
    first = days[0]
    earlier = (first.month, first.day or 0) > (last.month, last.day or 0)
    return (first if first.year is not None else replace(first, year=year - earlier)), last
