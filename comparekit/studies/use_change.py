"""By what factor use changed, at every level of evidence a record offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from comparekit.replacement_protocol import ReplacementProtocol
from comparekit.stats.arrays import Array
from comparekit.stats.change_date import change_date
from comparekit.stats.counterfactual import OPEN_PRIOR, counterfactual
from comparekit.stats.interval import Interval
from comparekit.stats.mixture import NormalMixture
from comparekit.stats.rate_ratio import YEAR, rate_ratio
from comparekit.studies.use_blocks import COVARIATES, UseBlocks

#: Levels, the strongest first: the first one a record offers is what the summary rests on. With a strong
#: season the same months go before the periods: no yearly wave follows it as they do.
CONTROLS, WEATHER, PERIODS, SAME_MONTHS, CONTINUATION = (
    "controls", "weather", "periods", "same_months", "continuation",
)  # fmt: skip
LEVELS = (CONTROLS, WEATHER, PERIODS, SAME_MONTHS, CONTINUATION)
_FEWEST_BEFORE = 2  # blocks
_SAME_DAYS = 20.0  # a block of another year belongs to the same time of year within this [d]
_NEIGHBOUR = 0.6  # of a block's length: so near, the middles of blocks of two years may be by chance
_CONTINUED = 16  # blocks before, so that a level and its noise can be told apart
_CONTINUED_DAYS = 10.0  # longest block continued: from month to month season moves more than a level [d]
_FEWEST_CONTROLS = 2  # one neighbour may have changed as well
_LIKELY = 0.7  # probability of an earlier change from which use before is not taken as one state
_FEWEST_TO_DATE = 8  # blocks before, so that an earlier change can be shown
#: A yearly wave learnt from the months without heating says that there is none, but winter is no wave: homes
#: use up to ten times more in it. So many times the prior's spread are added where that winter was not seen.
_FIRST_WINTER = 2.0
STRONG_SEASON = 0.2  # spread of a season prior from which homes heat or cool with what is metered [1]
_IDLE = 0.25  # share of blocks without use, on either side, from which a ratio means nothing
_COMFORT_C = (18.0, 26.0)  # heating below, cooling above


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one level of evidence says about the change of use.

    Attributes
    ----------
    level : str
        One of `LEVELS`.
    ratio : NormalMixture
        Of log(rate after / rate before), everything this level knows taken out.
    before, after : int
        Blocks used on either side.
    season : str
        "prior" where season is what the protocol says, "seen" where the record shows it, "none" where it
        cancels.
    columns : tuple of str
        Covariates or controls used.
    expected : tuple of two arrays, shape (after,), or None
        Of `CONTINUATION`: mean and standard deviation of each block after, had nothing changed, its own
        chance included [unit/d].
    """

    level: str
    ratio: NormalMixture
    before: int
    after: int
    season: str
    columns: tuple[str, ...] = ()
    expected: tuple[Array, Array] | None = field(default=None, compare=False, repr=False)

    @property
    def estimate(self) -> float:
        """Ratio of the rates, after to before [1]: the posterior median."""
        return float(np.exp(self.ratio.quantile(0.5)))

    def interval(self, confidence: float = 0.95) -> Interval:
        """Of the ratio [1], both tails alike."""
        tail = 0.5 * (1 - confidence)
        low, high = (float(np.exp(self.ratio.quantile(p))) for p in (tail, 1 - tail))
        return Interval(low=low, high=high, confidence=confidence)


def use_change(blocks: UseBlocks, protocol: ReplacementProtocol) -> tuple[Evidence, ...]:
    """Every level of evidence the blocks offer, the strongest first; none with too few blocks."""
    if mostly_idle(blocks):
        return ()
    blocks = blocks.chosen(~blocks.idle)  # a week away says nothing of how one uses when at home
    before, after = _sides(blocks)
    if before.sum() < _FEWEST_BEFORE or not after.any():
        return ()
    found = {evidence.level: evidence for evidence in _levels(blocks, protocol)}
    few = 0 < len(blocks.controls) < _FEWEST_CONTROLS
    order = _order(protocol)
    if few:
        order = (*(level for level in order if level != CONTROLS), CONTROLS)
    return tuple(found[level] for level in order if level in found)


def _order(protocol: ReplacementProtocol) -> tuple[str, ...]:
    """The levels, the strongest first."""
    if protocol.season.spread <= STRONG_SEASON:
        return LEVELS
    return (CONTROLS, WEATHER, SAME_MONTHS, PERIODS, CONTINUATION)


def mostly_idle(blocks: UseBlocks) -> bool:
    """Whether so many blocks before, or after, are without use that a ratio would mean nothing."""
    return any(side.any() and blocks.idle[side].mean() > _IDLE for side in _sides(blocks))


def _sides(blocks: UseBlocks) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Blocks wholly before, and blocks not wholly before."""
    return blocks.after == 0, blocks.after > 0


def of_periods(blocks: UseBlocks, protocol: ReplacementProtocol) -> Evidence:
    """The level that only knows the record itself; at least three blocks, on both sides."""
    found = _evidence(blocks, np.log(blocks.rate), PERIODS, *_season(blocks, protocol))
    if found.season != "prior" or protocol.season.spread <= STRONG_SEASON or not season_unseen(blocks):
        return found
    return replace(found, ratio=found.ratio.widened(_FIRST_WINTER * protocol.season.spread))


def season_unseen(blocks: UseBlocks) -> bool:
    """Whether some of what follows the replacement lies in a time of year that nothing before it does."""
    before, after = blocks.middle[blocks.after == 0], blocks.middle[blocks.after > 0]
    near = max(_SAME_DAYS, _NEIGHBOUR * blocks.length)
    apart = (after[:, None] - before[None, :]) / YEAR
    return bool((np.abs(apart - np.round(apart)).min(axis=1) * YEAR > near).any())


def _season(blocks: UseBlocks, protocol: ReplacementProtocol) -> tuple[float, str]:
    """Spread of the yearly wave's coefficients, and whether the record shows its season."""
    if blocks.span >= protocol.season.seen_days:
        return protocol.season.seen_spread, "seen"
    return protocol.season.spread, "prior"


def _levels(blocks: UseBlocks, protocol: ReplacementProtocol) -> Iterator[Evidence]:
    spread, season = _season(blocks, protocol)
    weather = weather_rows(blocks.covariates)
    log = np.log(blocks.rate)
    yield of_periods(blocks, protocol)
    if weather:
        yield _evidence(blocks, log, WEATHER, spread, season, weather)
    if blocks.controls:
        shared = np.mean([np.log(values) for values in blocks.controls.values()], axis=0)
        named = tuple(blocks.controls)
        # Neighbours have the same season and weather; what is left of them is small.
        yield _evidence(blocks, log - shared, CONTROLS, None, "none", {}, named)
    if _one_state(blocks, weather, season):  # these two take use before as it is
        yield from _same_months(blocks, log, paired=protocol.season.spread > STRONG_SEASON)
        yield from _continuation(blocks, weather, season)


def _one_state(blocks: UseBlocks, weather: Mapping[str, Array], season: str) -> bool:
    """Whether an earlier change among the blocks before is not much more probable than none."""
    before = blocks.after == 0
    if before.sum() < _FEWEST_TO_DATE:
        return True
    rows = [*weather.values(), *(np.log(values) for values in blocks.controls.values())]
    if season == "seen":
        rows += _wave(blocks)
    known = np.stack(rows)[:, before] if rows else None
    found = change_date(np.log(blocks.rate[before]), known=known)
    return float(found.changed) < _LIKELY


def _wave(blocks: UseBlocks) -> list[Array]:
    angle = 2 * np.pi * blocks.middle / YEAR
    return [np.cos(angle), np.sin(angle)]


def _evidence(
    blocks: UseBlocks,
    log: Array,
    level: str,
    spread: float | None,
    season: str,
    rows: Mapping[str, Array] | None = None,
    columns: tuple[str, ...] = (),
) -> Evidence:
    before, after = _sides(blocks)
    ratio = rate_ratio(
        log,
        blocks.after,
        days=blocks.days,
        middle=blocks.middle,
        season_spread=spread,
        covariates=np.stack(list(rows.values())) if rows else None,
    )
    return Evidence(
        level=level,
        ratio=ratio,
        before=int(before.sum()),
        after=int(after.sum()),
        season=season,
        columns=columns or tuple(rows or ()),
    )


def _same_months(blocks: UseBlocks, log: Array, *, paired: bool) -> Iterator[Evidence]:
    """The blocks after against those of the same time of year before: season cancels.

    `paired`: every month has a level of its own, since those of a strong season are no scatter.
    """
    after = blocks.after == 1
    apart = blocks.middle[None, :] - blocks.middle[after][:, None]
    years = np.round(apart / YEAR)
    same = (np.abs(apart - years * YEAR) <= _SAME_DAYS) & (years < 0) & (blocks.after == 0)[None, :]
    chosen = after | same.any(axis=0)
    if not after.any() or not same.any(axis=1).all() or chosen.sum() < _FEWEST_BEFORE + 1:
        return
    ratio = rate_ratio(
        log[chosen],
        blocks.after[chosen],
        days=blocks.days[chosen],
        middle=blocks.middle[chosen],
        covariates=_months(blocks.chosen(chosen)) if paired else None,
        one_state=True,
    )
    yield Evidence(
        level=SAME_MONTHS,
        ratio=ratio,
        before=int((chosen & ~after).sum()),
        after=int(after.sum()),
        season="none",
    )


def _months(blocks: UseBlocks) -> Array | None:
    """A row for each month but the first, 1 in its blocks of every year; None where there is but one."""
    wide = max(YEAR / 12, blocks.length)
    late = blocks.middle[blocks.after == 1]
    months = np.round((late - late[0]) % YEAR / wide) % round(YEAR / wide)
    apart = (blocks.middle[:, None] - late[None, :]) / YEAR
    month = months[np.abs(apart - np.round(apart)).argmin(axis=1)]
    rows = [(month == one).astype(float) for one in np.unique(month)[1:]]
    return np.stack(rows) if rows else None


def _continuation(blocks: UseBlocks, weather: Mapping[str, Array], season: str) -> Iterator[Evidence]:
    """A structural time series continued from before, on the scale of use itself."""
    before, after = blocks.after == 0, blocks.after == 1
    long_enough = before.sum() >= _CONTINUED and blocks.length <= _CONTINUED_DAYS
    if not long_enough or not after.any() or not (before | after).all():
        return
    rows = [*weather.values(), *blocks.controls.values()]
    if season == "seen":  # a level learnt before knows nothing of the year that goes on
        rows += _wave(blocks)
    columns = np.stack(rows) if rows else None
    known = counterfactual(blocks.rate, int(before.sum()), columns, noise_prior=OPEN_PRIOR)
    if float(known.average.quantile(0.001)) <= 0:  # a continuation that may reach zero has no ratio
        return
    # log(observed / expected), by the delta rule on each component: components are narrow or light
    average = known.average
    kept = average.mean > 0
    yield Evidence(
        level=CONTINUATION,
        ratio=NormalMixture(
            weight=np.where(kept, average.weight, 0.0) / average.weight[kept].sum(),
            mean=np.log(known.observed) - np.log(np.where(kept, average.mean, 1.0)),
            sd=average.sd / np.where(kept, average.mean, 1.0),
        ),
        before=int(before.sum()),
        after=int(after.sum()),
        season="seen" if season == "seen" else "none",
        columns=(*weather, *blocks.controls),
        expected=(known.mean, known.sd),
    )


def weather_rows(covariates: Mapping[str, Array]) -> dict[str, Array]:
    """Covariates as they enter: temperature as the degrees that call for heating and for cooling."""
    rows: dict[str, Array] = {}
    for name, values in covariates.items():
        if name == "temperature_c":
            heat, cool = np.maximum(_COMFORT_C[0] - values, 0), np.maximum(values - _COMFORT_C[1], 0)
            rows |= {"heating_degrees": heat, "cooling_degrees": cool}
        elif name in COVARIATES:
            rows[name] = values
    return {name: values for name, values in rows.items() if np.ptp(values) > 0}
