"""Use in blocks that a log-linear model can take: bills as they are, days by the week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Finding, Severity
from comparekit.readings.usage import DAILY, HOURLY, UsageSeries, by_day
from comparekit.stats.arrays import Array

WEEK = 7
_FEW_WEEKS = 4  # before the replacement; with fewer, days are taken one by one
_FLOOR = 0.05  # of the median rate: what a block without use is taken for
_DAY = np.timedelta64(86_400_000_000_000, "ns")
#: Columns that move use without being moved by it: any other column of a bill (fees, tiers, counts) would
#: explain a change away.
COVARIATES = ("temperature_c", "degree_days", "holiday", "occupancy")
#: How titles of columns of other households' use begin.
CONTROL_TITLES = ("邻居", "对照", "neighbour", "neighbor", "control")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UseBlocks:
    """Use in blocks, in order of time. Arrays: shape (n,).

    Attributes
    ----------
    rate : array
        Use a day [unit/d], > 0: no less than a twentieth of the usual.
    measured, idle : array
        Use a day as it was [unit/d], and whether that is less.
    days, middle : array
        Length [d], and middle counted from the replacement [d].
    after : array
        Share of the block after the replacement [1].
    half_width : array
        What rounding and open tiers leave unknown of `rate`, either way [unit/d].
    covariates, controls : mapping of str to array
        Means over the block: what moves use, and other households' use [unit/d].
    length : float
        Usual length of a block [d].
    bills : array or None
        How many bills, readings or days were put into each block.
    paid : array or None
        What was paid for each block [yuan], NaN where a part of it is unknown.
    """

    rate: Array
    measured: Array
    idle: NDArray[np.bool_]
    days: Array
    middle: Array
    after: Array
    half_width: Array
    covariates: Mapping[str, Array]
    controls: Mapping[str, Array]
    length: float
    bills: Array | None = None
    paid: Array | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def span(self) -> float:
        """From the first block's beginning to the last one's end [d]."""
        first, last = self.middle[0] - self.days[0] / 2, self.middle[-1] + self.days[-1] / 2
        return float(last - first)

    def chosen(self, mask: NDArray[np.bool_]) -> UseBlocks:
        """The blocks where `mask` holds."""
        return replace(
            self,
            rate=self.rate[mask],
            measured=self.measured[mask],
            idle=self.idle[mask],
            days=self.days[mask],
            middle=self.middle[mask],
            after=self.after[mask],
            half_width=self.half_width[mask],
            covariates={name: values[mask] for name, values in self.covariates.items()},
            controls={name: values[mask] for name, values in self.controls.items()},
        )


def daily(usage: UsageSeries) -> UsageSeries | None:
    """The use of whole days, None where the record is coarser."""
    if usage.kind == HOURLY:
        return by_day(usage)
    return usage if usage.kind == DAILY else None


def use_blocks(usage: UsageSeries, replaced: np.datetime64) -> UseBlocks:
    """Blocks of a record about a replacement.

    Parameters
    ----------
    usage : UsageSeries
        Bills, periodic readings, days or hours.
    replaced : datetime64
        Moment of the replacement, UTC. Days are put into weeks counted from it both ways, so that no week
        holds it; the day of the replacement itself is left out.

    Returns
    -------
    UseBlocks
        Estimated bills are joined with the next read one: only their sum was measured.
    """
    days = daily(usage)
    if days is not None:
        return _weeks(days, replaced)
    return _periods(usage, replaced)


def _periods(usage: UsageSeries, replaced: np.datetime64) -> UseBlocks:
    """Bills and periodic readings, estimated ones joined with what follows."""
    kept = usage.chosen(np.isfinite(usage.volume))
    group = np.concatenate([[0], np.cumsum(~kept.estimated[:-1])]) if len(kept) else np.empty(0, int)
    findings = []
    if kept.estimated.any():
        joined = [int(row) for row in kept.rows[kept.estimated]]
        findings.append(Finding("replacement.estimated_joined", Severity.NOTE, {"rows": joined}))
    return _blocks(kept, group, replaced, findings)


def _weeks(usage: UsageSeries, replaced: np.datetime64) -> UseBlocks:
    """Whole weeks before and after the day of the replacement; single days where there are few."""
    holds = (usage.start < replaced) & (usage.end > replaced)
    kept = usage.chosen(np.isfinite(usage.volume) & ~holds)
    late = kept.start >= replaced
    ago = np.where(late, (kept.start - replaced) / _DAY, (replaced - kept.end) / _DAY)
    if (~late).sum() < _FEW_WEEKS * WEEK:
        return _blocks(kept, np.arange(len(kept)), replaced, [])
    number = np.floor(ago / WEEK + 1e-9).astype(int)
    group = np.where(late, number, -1 - number)
    return _blocks(kept, group, replaced, [], least=WEEK - 2)


def _blocks(
    kept: UsageSeries,
    group: NDArray[np.intp],
    replaced: np.datetime64,
    findings: list[Finding],
    least: int = 1,
) -> UseBlocks:
    """Sums over groups of intervals, groups of fewer than `least` intervals left out."""
    _, index, counts = np.unique(group, return_inverse=True, return_counts=True)

    def added(values: Array) -> Array:
        return np.bincount(index, weights=values, minlength=counts.size).astype(float)

    lengths, volume = added(kept.days), added(kept.volume)
    spread = 0.5 * (kept.high - kept.low)
    wide = np.sqrt(added(np.where(np.isfinite(spread), spread, 0.0) ** 2))
    moments = ((kept.start + (kept.end - kept.start) / 2) - replaced) / _DAY
    share = np.clip((kept.end - replaced) / (kept.end - kept.start), 0.0, 1.0)
    enough = (counts >= least) & (lengths > 0)
    rate = volume / np.where(lengths > 0, lengths, 1.0)
    floor = _FLOOR * float(np.median(rate[enough])) if enough.any() else 0.0
    idle = enough & (rate < floor)
    if idle.any():
        context = {"count": int(idle.sum()), "of": int(enough.sum())}
        findings.append(Finding("replacement.idle_blocks", Severity.CAUTION, context))
    means = {name: added(values * kept.days) / lengths for name, values in kept.covariates.items()}
    whole = {name: values[enough] for name, values in means.items() if np.isfinite(values[enough]).all()}
    lost = sorted(set(means) - set(whole))
    if lost:
        findings.append(Finding("replacement.covariate_incomplete", Severity.CAUTION, {"columns": lost}))
    unused = sorted(name for name in whole if not is_control(name) and name not in COVARIATES)
    if unused:
        findings.append(Finding("replacement.columns_unused", Severity.NOTE, {"columns": unused}))
    controls = {name: values for name, values in whole.items() if is_control(name) and (values > 0).all()}
    return UseBlocks(
        rate=np.maximum(rate, floor)[enough],
        measured=rate[enough],
        idle=(rate <= 0)[enough] | idle[enough],
        days=lengths[enough],
        middle=(added(moments * kept.days) / lengths)[enough],
        after=(added(share * kept.days) / lengths)[enough],
        half_width=(wide / lengths)[enough],
        covariates={name: values for name, values in whole.items() if name in COVARIATES},
        controls=controls,
        length=float(np.median(lengths[enough])) if enough.any() else 0.0,
        bills=(counts.astype(float) if kept.bills is None else added(kept.bills))[enough],
        paid=None if kept.amount is None else added(kept.amount)[enough],
        findings=tuple(findings),
    )


def is_control(title: str) -> bool:
    """Whether a column holds another household's use, by its title."""
    return title.strip().casefold().startswith(CONTROL_TITLES)
