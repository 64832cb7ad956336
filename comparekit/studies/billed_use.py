"""Bills as a series of use: volumes through the tariff, what was estimated joined to what made it good."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from comparekit.findings import Finding, Severity
from comparekit.readings.bills import Bill, Bills
from comparekit.readings.usage import BILLS, RegisterBreak, UsageSeries, day_starts
from comparekit.studies.tariff_fit import differing_told_once
from comparekit.tariff import Tariff
from comparekit.tariff_curve import (
    BELOW,
    NOTHING,
    USED_BEFORE,
    Share,
    VolumeRange,
    cost_curve,
    volume_of_bill,
)

_SAME_VOLUME = 1.0  # unit: a bill in whole units and the difference of its readings
_OPEN = VolumeRange(low=0.0, high=math.inf, unique=False, reason=USED_BEFORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledPeriod:
    """A bill with the volumes that fit it, None where it tells none, and the use before it in its cycle."""

    bill: Bill
    volume: VolumeRange | None
    used_before: VolumeRange


def billed_periods(
    bills: Sequence[Bill],
    tariff: Tariff | None,
    *,
    people: int | None = None,
    peak_share: Share = None,
    used_before: float | None = None,
) -> tuple[tuple[BilledPeriod, ...], tuple[Finding, ...]]:
    """The volumes of bills in order of their days, each with what was used before it in its tier cycle.

    Parameters
    ----------
    bills : sequence of Bill
        In order of their days.
    tariff : Tariff or None
        None: only what the bills or their readings tell.
    people, peak_share
        As for `volume_of_bill`.
    used_before : float, optional
        Use in the cycle of tiers before the first bill [unit]; None: not known.

    Returns
    -------
    tuple of BilledPeriod, tuple of Finding
        ``bills.tier_reset_inside``, ``bills.tariff_change_inside``, ``bills.amount_differs`` (of more than
        three bills one finding: ``bills.tariff_differs``),
        ``bills.below_fixed_charge``, ``bills.negative``, ``bills.not_unique``.
    """
    periods: list[BilledPeriod] = []
    findings: list[Finding] = []
    carried = _OPEN if used_before is None else VolumeRange(low=used_before, high=used_before)
    before: Bill | None = None
    for bill in bills:
        used = carried if before is None else _carried(tariff, before, bill, carried)
        volume = _volume(bill, tariff, used, people, peak_share)
        periods.append(BilledPeriod(bill=bill, volume=volume, used_before=used))
        if tariff is not None:
            findings.extend(_crossings(bill, tariff))
            findings.extend(_doubts(bill, volume, tariff, used, people, peak_share))
            carried = _after(bill, tariff, used, _OPEN if volume is None else volume)
        before = bill
    compared = sum(bill.amount is not None and bill.volume is not None for bill in bills)
    findings = differing_told_once(findings, compared)
    open_bills = [p.bill.row for p in periods if p.volume is not None and not p.volume.unique]
    if open_bills:
        reasons = [p.volume.reason for p in periods if p.volume is not None and not p.volume.unique]
        context = {"rows": open_bills, "count": len(open_bills), "reason": reasons[0]}
        findings.append(Finding("bills.not_unique", Severity.CAUTION, context))
    return tuple(periods), tuple(findings)


def billed_use(
    bills: Bills,
    tariff: Tariff | None = None,
    *,
    people: int | None = None,
    peak_share: Share = None,
    used_before: float | None = None,
) -> UsageSeries:
    """Bills as a `UsageSeries`; parameters as `billed_periods`.

    Estimated bills are joined with the bill of the next reading, which makes good what they missed: only
    their sum is measured. A bill that overlaps the one before it counts from the end of that one; one
    wholly inside it is left out. Findings: those of the bills and of `billed_periods`, ``bills.joined``,
    ``bills.left_out``.
    """
    periods, found = billed_periods(
        bills, tariff, people=people, peak_share=peak_share, used_before=used_before
    )
    findings = [*bills.findings, *found]
    groups = list(_groups(periods))
    joined = [period.bill.row for group in groups if len(group) > 1 for _, period in group]
    if joined:
        context = {"rows": joined, "count": len(joined)}
        findings.append(Finding("bills.joined", Severity.NOTE, context))
    kept: list[tuple[date, date, list[tuple[int, BilledPeriod]]]] = []
    until: date | None = None
    for group in groups:
        start, end = group[0][1].bill.start, group[-1][1].bill.end
        start = start if until is None else max(start, until)
        if start < end:
            kept.append((start, end, group))
            until = end
        else:
            context = {"row": group[0][1].bill.row}
            findings.append(Finding("bills.left_out", Severity.CAUTION, context))
    volumes = [_sum([period.volume for _, period in group]) for _, _, group in kept]
    zone = ZoneInfo(bills.timezone)
    low, high = (np.array([getattr(v, end) for v in volumes], dtype=float) for end in ("low", "high"))
    middle = np.where(np.isfinite(high), (low + high) / 2, np.nan)
    return UsageSeries(
        start=day_starts(np.array([start for start, _, _ in kept], dtype="datetime64[D]"), zone),
        end=day_starts(np.array([end for _, end, _ in kept], dtype="datetime64[D]"), zone),
        volume=middle,
        low=low,
        high=high,
        unique=np.array([v.unique for v in volumes], dtype=bool),
        estimated=np.array([group[-1][1].bill.estimated for _, _, group in kept], dtype=bool),
        rows=np.array([group[-1][1].bill.row or -1 for _, _, group in kept], dtype=np.int64),
        bills=np.array([len(group) for _, _, group in kept], dtype=float),
        amount=np.array([_paid([p.bill for _, p in group]) for _, _, group in kept], dtype=float),
        covariates={
            name: np.array([_mean(values, group) for _, _, group in kept], dtype=float)
            for name, values in bills.covariates.items()
        },
        unit=bills.unit,
        utility=bills.utility,
        timezone=bills.timezone,
        breaks=_exchanges(kept, volumes, zone),
        kind=BILLS,
        findings=tuple(findings),
        inputs=bills.inputs,
        columns=bills.columns,
    )


def _exchanges(
    kept: Sequence[tuple[date, date, list[tuple[int, BilledPeriod]]]],
    volumes: Sequence[VolumeRange],
    zone: ZoneInfo,
) -> tuple[RegisterBreak, ...]:
    """Bills in which a meter was exchanged, with each meter's use; their readings tell what was billed."""
    breaks = []
    for (start, end, group), volume in zip(kept, volumes, strict=True):
        bill = group[0][1].bill
        registered = bill.registered
        if len(group) > 1 or registered is None or bill.final is None or bill.initial is None:
            continue
        billed = abs(registered - (volume.low + volume.high) / 2) < _SAME_VOLUME
        if billed and bill.opening is not None and bill.closing is not None:
            days = day_starts(np.array([start, end], dtype="datetime64[D]"), zone)
            parts = round(bill.final - bill.opening, 9), round(bill.closing - bill.initial, 9)
            breaks.append(RegisterBreak(start=days[0], end=days[1], row=bill.row or -1, parts=parts))
    return tuple(breaks)


def _volume(
    bill: Bill, tariff: Tariff | None, used: VolumeRange, people: int | None, share: Share
) -> VolumeRange | None:
    told = bill.volume if bill.volume is not None else bill.registered
    if told is not None:
        return VolumeRange(low=told, high=told)
    if tariff is None or bill.amount is None or bill.amount < 0:
        return None
    return volume_of_bill(
        tariff, bill.amount, bill.start, bill.end, used_before=used, people=people, peak_share=share
    )


def _carried(tariff: Tariff | None, before: Bill, bill: Bill, carried: VolumeRange) -> VolumeRange:
    """Use in the bill's cycle before it; days between the bills may hold any."""
    tiers = None if tariff is None else tariff.edition_on(bill.start).tiers
    if tiers is None or before.end == bill.start:
        return carried
    if before.end > bill.start or tiers.cycle_of(bill.start)[0] > before.end:
        return _OPEN
    return replace(_OPEN, low=carried.low)


def _after(bill: Bill, tariff: Tariff, used: VolumeRange, volume: VolumeRange) -> VolumeRange:
    """Use in the cycle that the bill ends in, up to its end."""
    parts = tariff.parts(bill.start, bill.end)
    cycle = parts[-1].cycle
    if cycle is None:
        return NOTHING
    inside = volume.part(sum(part.share for part in parts if part.cycle == cycle))
    return used + inside if cycle == parts[0].cycle and cycle < bill.start else inside


def _crossings(bill: Bill, tariff: Tariff) -> Iterator[Finding]:
    """The tier year, or the tariff, that begins inside a bill."""
    parts = tariff.parts(bill.start, bill.end)
    for before, after in pairwise(parts):
        context = {"row": bill.row, "day": str(after.start)}
        if before.edition is not after.edition:
            yield Finding("bills.tariff_change_inside", Severity.NOTE, context)
        elif after.edition.tiers is not None and after.edition.tiers.cycle == "year":
            yield Finding("bills.tier_reset_inside", Severity.NOTE, context)


def _doubts(
    bill: Bill,
    volume: VolumeRange | None,
    tariff: Tariff,
    used: VolumeRange,
    people: int | None,
    share: Share,
) -> Iterator[Finding]:
    if bill.amount is not None and bill.amount < 0:
        yield Finding("bills.negative", Severity.CAUTION, {"row": bill.row})
    elif volume is not None and volume.reason == BELOW:
        yield Finding("bills.below_fixed_charge", Severity.CAUTION, {"row": bill.row})
    elif volume is not None and bill.amount is not None and bill.volume is not None:
        fitting = volume_of_bill(
            tariff, bill.amount, bill.start, bill.end, used_before=used, people=people, peak_share=share
        )
        if not fitting.low - 0.01 <= bill.volume <= fitting.high + 0.01:
            context = {"row": bill.row, "volume": f"{bill.volume:g}", "yuan": f"{bill.amount:.2f}"}
            context["expected"] = _expected(bill, tariff, used, people, share)
            yield Finding("bills.amount_differs", Severity.CAUTION, context)


def _expected(bill: Bill, tariff: Tariff, used: VolumeRange, people: int | None, share: Share) -> str:
    """What the tariff asks for the bill's volume, where one number says it."""
    known = used.low if used.unique else 0.0
    by_hour = any(part.edition.by_hour for part in tariff.parts(bill.start, bill.end))
    at = (share if isinstance(share, float | int) else 0.5) if by_hour else None
    curve = cost_curve(tariff, bill.start, bill.end, used_before=known, people=people, peak_share=at)
    return f"{tariff.rounded(curve.amount(bill.volume or 0.0)):.2f}"


def _groups(periods: Sequence[BilledPeriod]) -> Iterator[list[tuple[int, BilledPeriod]]]:
    """Each bill, estimated ones together with the bill of the next reading right behind them."""
    group: list[tuple[int, BilledPeriod]] = []
    for k, period in enumerate(periods):
        if group and group[-1][1].bill.end != period.bill.start:
            yield group
            group = []
        group.append((k, period))
        if not period.bill.estimated:
            yield group
            group = []
    if group:
        yield group


def _sum(volumes: Sequence[VolumeRange | None]) -> VolumeRange:
    total = NOTHING
    for volume in volumes:
        total = total + (_OPEN if volume is None else volume)
    return total


def _paid(bills: Sequence[Bill]) -> float:
    return math.fsum(math.nan if bill.amount is None else bill.amount for bill in bills)


def _mean(values: np.ndarray, group: Sequence[tuple[int, BilledPeriod]]) -> float:
    """Mean of a covariate over the bills of a group, by days."""
    days = [period.bill.days for _, period in group]
    return float(np.average([values[k] for k, _ in group], weights=days))
