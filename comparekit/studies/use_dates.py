"""When use changed: dates with their probabilities, held against the replacement."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from comparekit.readings.usage import UsageSeries
from comparekit.replacement_protocol import ReplacementProtocol
from comparekit.stats.arrays import Array
from comparekit.stats.change_date import ChangeDate, change_date
from comparekit.stats.rate_ratio import YEAR
from comparekit.stats.spells import drawn_in
from comparekit.studies.use_blocks import daily
from comparekit.studies.use_change import STRONG_SEASON, weather_rows

AT, ELSEWHERE, OPEN = "at", "elsewhere", "open"
_MOST = 3  # changes told
_FEWEST = 5  # values; fewer say nothing of a date
_SHIFT = 0.05  # of the median, added before the logarithm: a day without use is no minus infinity
_WEEKDAYS_FROM = 56  # values, so that seven weekdays have eight each
_DEGREES = "degrees", "degree_days"
_SPELL_DAYS = 10.0  # two changes nearer than that are days away or a party, not a way of living [d]
_JOURNEY_DAYS, _BACK = (
    60.0,
    0.4,
)  # a change so soon taken back, but for so much of its logarithm, is a journey
_TRIALS = 12  # places tried for a change that another one hides
_ROUNDS = 2  # of looking at each change again, the others known
_DAY = np.timedelta64(86_400_000_000_000, "ns")
_LEVEL = 0.9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UseShift:
    """One change of the level of use.

    Attributes
    ----------
    date : datetime64[ns]
        Beginning of the first interval after the change at its most probable place, UTC.
    first, last : datetime64[ns]
        Ends of the smallest set of dates that holds 90 % of the probability; the set may have holes.
    probability : float
        That there was such a change at all, the others known [1].
    near : float
        That it lies within the protocol's reach of the replacement [1].
    factor : float
        Level after over level before [1], between the changes next to it.
    apart : bool
        The set of dates leaves out the replacement and what is within the protocol's reach of it.
    """

    date: np.datetime64
    first: np.datetime64
    last: np.datetime64
    probability: float
    near: float
    factor: float
    apart: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UseDates:
    """Changes of level in order of time, and how they lie to the replacement.

    `relation`: "at" where a change lies at the replacement with the protocol's probability, "elsewhere"
    where changes are shown and the set of none of them reaches it, "open" otherwise. `step_days` is the
    usual length of an interval [d]: no date is known better.
    """

    shifts: tuple[UseShift, ...]
    relation: str
    step_days: float
    times: np.ndarray[tuple[int], np.dtype[np.datetime64]]
    probability: Array


def use_dates(usage: UsageSeries, replaced: np.datetime64, protocol: ReplacementProtocol) -> UseDates | None:
    """Dates at which the level of use changed; None where there are too few intervals."""
    days = daily(usage)
    record = usage if days is None else days
    record = record.chosen(np.isfinite(record.volume))
    if len(record) < _FEWEST:
        return None
    rate = record.rate
    median = float(np.median(rate))
    if median <= 0:
        return None
    y = drawn_in(np.log(np.maximum(rate, 0.0) + _SHIFT * median))
    middle = (record.start + (record.end - record.start) / 2 - record.start[0]) / _DAY
    gaps = np.diff(middle) / float(np.median(np.diff(middle)))
    weather = weather_rows({k: v for k, v in record.covariates.items() if np.isfinite(v).all()})
    known = _known(record, middle, weather, protocol)
    step = float(np.median(record.days))
    least = math.ceil(_SPELL_DAYS / step)
    seasonal = not weather and protocol.season.spread > STRONG_SEASON
    blind = seasonal and middle[-1] - middle[0] < protocol.season.seen_days
    found = (
        []  # a season that strong passes for changes, and this record cannot show it
        if blind
        else _search(y, known, gaps, protocol.change.probability, least, pairs=not too_coarse(step, protocol))
    )
    reach = protocol.change.reach_days + 0.5
    edges = sorted([0, y.size, *(place for place, _ in found)])
    shifts = [_shift(one, _factor(y, edges, at), record, replaced, reach, at) for at, one in found]
    shifts.sort(key=lambda shift: shift.date)
    first = found[0][1] if found else change_date(y, known=known, gaps=gaps)
    return UseDates(
        shifts=tuple(shifts),
        relation=_relation(shifts, step, protocol),
        step_days=step,
        times=record.start[first.candidates],
        probability=first.probability,
    )


def _known(
    record: UsageSeries, middle: Array, weather: Mapping[str, Array], protocol: ReplacementProtocol
) -> Array:
    """Rows for what else moves use: weather, weekday, and season where the record is long enough.

    Degrees enter straight and by their logarithm: heating adds to what is used anyway, and the logarithm
    of that sum is neither.
    """
    rows = []
    for name, row in weather.items():
        rows.append(row)
        if name.endswith(_DEGREES):
            rows.append(np.log1p(row))
    rows = [(row - row.mean()) / row.std() for row in rows]
    if middle[-1] - middle[0] >= protocol.season.seen_days:
        angle = 2 * np.pi * middle / YEAR
        rows += [np.cos(angle), np.sin(angle)]
        if protocol.season.spread > STRONG_SEASON:
            rows += [np.cos(2 * angle), np.sin(2 * angle)]
    if np.median(record.days) < 1.5 and len(record) >= _WEEKDAYS_FROM:
        weekday = np.floor(middle).astype(int) % 7
        rows += [(weekday == k).astype(float) - 1 / 7 for k in range(1, 7)]
    return np.array(rows).reshape(len(rows), len(record))


def _search(
    y: Array, known: Array, gaps: Array, enough: float, least: int, *, pairs: bool
) -> list[tuple[int, ChangeDate]]:
    """Changes one after the other as long as a further one is shown, each looked at again then.

    `pairs`: also two that hide each other; of bills, whose dates nobody tells, that is not worth the search.
    """

    def given(others: list[int]) -> ChangeDate:
        return change_date(y, known=_with(known, others), gaps=gaps)

    places: list[int] = []
    while len(places) < _MOST:
        further = given(places)
        place = int(further.most_probable)
        if float(further.changed) < enough or not _apart([*places, place], least):
            break
        places.append(place)
        for _ in range(_ROUNDS if len(places) > 1 else 0):
            for k in range(len(places)):
                places[k] = int(given(places[:k] + places[k + 1 :]).most_probable)
    if pairs and not places:
        places = _pair(given, y.size, enough, least)
    return [(place, given(places[:k] + places[k + 1 :])) for k, place in enumerate(places)]


def _apart(places: list[int], least: int) -> bool:
    """Whether no two of them bound a mere spell."""
    return min(np.diff(sorted(places)), default=least) >= least


def _pair(given: Callable[[list[int]], ChangeDate], n: int, enough: float, least: int) -> list[int]:
    """Two changes that hide each other (up and down again), each shown once the other is known."""
    best: tuple[float, list[int]] = (enough, [])
    for trial in np.unique(np.linspace(1, n - 1, _TRIALS + 2).astype(int)[1:-1]):
        second = int(given([int(trial)]).most_probable)
        first = given([second])
        place = int(first.most_probable)
        again = given([place])
        shown = min(float(first.changed), float(again.changed))
        pair = [place, int(again.most_probable)]
        if shown >= best[0] and _apart(pair, least):
            best = (shown, pair)
    return best[1]


def _with(known: Array, places: list[int]) -> Array:
    """What is known, and a step at each place."""
    n = known.shape[1]
    steps = [(np.arange(n) >= place).astype(float) for place in places]
    return np.vstack([known, *steps]) if steps else known


def _factor(y: Array, edges: list[int], place: int) -> float:
    """Level of the stretch after a change over that of the stretch before it."""
    k = edges.index(place)
    before, after = y[edges[k - 1] : place], y[place : edges[k + 1]]
    return float(np.exp(np.median(after) - np.median(before)))


def _shift(
    posterior: ChangeDate,
    factor: float,
    record: UsageSeries,
    replaced: np.datetime64,
    reach: float,
    place: int,
) -> UseShift:
    starts = record.start[posterior.candidates]
    chosen = posterior.credible_set(_LEVEL)
    inside = starts[chosen]
    close = np.abs((starts - replaced) / _DAY) <= reach
    return UseShift(
        date=record.start[place],
        first=inside.min(),
        last=inside.max(),
        probability=float(posterior.changed),
        near=float(posterior.changed * posterior.probability[close].sum()),
        factor=factor,
        apart=not bool((chosen & close).any()),
    )


def too_coarse(step_days: float, protocol: ReplacementProtocol) -> bool:
    """Whether intervals of this length [d] are longer than what counts as at the replacement, as bills are.

    A week is not: it is read at the same hour within an hour or two.
    """
    return round(step_days) > 2 * protocol.change.reach_days + 1


def _undone(shift: UseShift, later: list[UseShift]) -> bool:
    """Whether the next change soon takes a change back, as when everybody returns from a journey."""
    if not later or (later[0].date - shift.date) / _DAY > _JOURNEY_DAYS:
        return False
    first, second = math.log(shift.factor), math.log(later[0].factor)
    return abs(first + second) < _BACK * abs(first)


def _relation(shifts: list[UseShift], step: float, protocol: ReplacementProtocol) -> str:
    if not shifts or too_coarse(step, protocol):
        return OPEN
    if any(
        shift.near >= protocol.change.probability and not _undone(shift, shifts[k + 1 :])
        for k, shift in enumerate(shifts)
    ):
        return AT
    return ELSEWHERE if all(shift.apart for shift in shifts) else OPEN
