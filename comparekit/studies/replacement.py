"""Before and after a replacement: did use change, when, and how much of it can the meter be?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from comparekit.decisions.meter_share import decide_meter_share
from comparekit.findings import Finding, Severity, disqualifies
from comparekit.readings.moments import in_zone
from comparekit.readings.usage import BILLS, UsageSeries
from comparekit.replacement_protocol import ReplacementProtocol
from comparekit.stats.interval import Interval
from comparekit.studies.bridge import bridge
from comparekit.studies.bridge_evidence import MeterEvidence
from comparekit.studies.bridge_inputs import ONE, BridgeBill, Uncertain, exactly
from comparekit.studies.bridge_result import Bridge
from comparekit.studies.replacement_result import AMOUNT, VOLUME, ReplacementResult
from comparekit.studies.settlement_result import Settlement
from comparekit.studies.use_blocks import UseBlocks, use_blocks
from comparekit.studies.use_change import CONTROLS, Evidence, use_change
from comparekit.studies.use_dates import use_dates
from comparekit.tariff import Tariff

_YEAR = 366.0  # d: what is called typical lies within a year of the replacement
_MONTH = 30  # d: what a bill is taken to be where there are none
_DAY = np.timedelta64(86_400_000_000_000, "ns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What turns volume into money; nothing of it need be known.

    `used_before` is the use in the cycle of tiers before the last bill before and before the first bill
    after the replacement [unit].
    """

    tariff: Tariff | None = None
    price: float | None = None
    people: int | None = None
    used_before: tuple[float, float] = (0.0, 0.0)
    peak_share: float | None = None


def study_replacement(
    usage: UsageSeries,
    replaced: np.datetime64,
    protocol: ReplacementProtocol,
    *,
    meter: MeterEvidence | None = None,
    prices: Prices | None = None,
    measure: str = VOLUME,
    settlements: tuple[Settlement, ...] = (),
    findings: tuple[Finding, ...] = (),
    assumptions: tuple[str, ...] = (),
    since: date | None = None,
) -> ReplacementResult:
    """Study a record of use about a replacement.

    Parameters
    ----------
    usage : UsageSeries
        Bills, periodic readings, days or hours, on both sides of the replacement.
    replaced : datetime64
        Moment of the replacement, UTC.
    protocol : ReplacementProtocol
        The rules.
    meter : MeterEvidence, optional
        What is known of the suspect meter. Without it the verdict is *inconclusive*: bills alone never
        show a faulty meter.
    prices : Prices, optional
        What turns volumes into money.
    measure : str
        ``amount`` where `usage` carries yuan.
    settlements, findings, assumptions : tuples
        What else belongs to the result.
    since : date, optional
        First day of what the suspect meter's part is added up over: when it was put in.

    Returns
    -------
    ReplacementResult
        Every interval in it is at 0.95.
    """
    prices = prices or Prices()
    blocks = use_blocks(usage, replaced)
    evidence = use_change(blocks, protocol)
    found = [*usage.findings, *findings, *blocks.findings]
    if not evidence:
        found.append(Finding("replacement.too_little", Severity.CAUTION, _counts(blocks)))
    elif evidence[0].season == "prior":
        found.append(Finding("replacement.season_unseen", Severity.NOTE, {"days": round(blocks.span)}))
    if evidence and _disagree(evidence):
        found.append(Finding("replacement.levels_disagree", Severity.CAUTION, {}))
    deviation = None if meter is None else meter.deviation.interval
    tolerance = Interval(low=protocol.tolerance.low, high=protocol.tolerance.high)
    return ReplacementResult(
        protocol=protocol,
        usage=usage,
        measure=measure,
        replaced=replaced,
        rate_before=_rate(blocks, 0.0),
        rate_after=_rate(blocks, 1.0),
        evidence=evidence,
        changed=_changed(evidence, protocol),
        dates=use_dates(usage, replaced, protocol),
        meter=meter,
        bridge=_bridge(usage, replaced, blocks, evidence, meter, prices, measure, since, protocol),
        settlements=settlements,
        verdict=decide_meter_share(deviation, tolerance, disqualified=disqualifies(tuple(found))),
        findings=tuple(found),
        inputs=usage.inputs,
        assumptions=assumptions,
        price=prices.price,
        tariff=prices.tariff,
    )


def _changed(evidence: tuple[Evidence, ...], protocol: ReplacementProtocol) -> bool | None:
    if not evidence:
        return None
    interval = evidence[0].interval()
    if interval.excludes(1.0):
        return True
    near = Interval(low=1 - protocol.change.matters, high=1 + protocol.change.matters)
    return False if interval.within(near) else None


def _disagree(evidence: tuple[Evidence, ...]) -> bool:
    """Whether two levels leave each other no common value."""
    intervals = [one.interval() for one in evidence]
    lows = [i.low for i in intervals if i.low is not None]
    highs = [i.high for i in intervals if i.high is not None]
    return max(lows) > min(highs)


def _counts(blocks: UseBlocks) -> dict[str, object]:
    return {"before": int((blocks.after == 0).sum()), "after": int((blocks.after > 0).sum())}


def _typical(blocks: UseBlocks, side: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Blocks wholly on one side, within a year of the replacement."""
    return np.asarray((blocks.after == side) & (np.abs(blocks.middle) <= _YEAR))


def _rate(blocks: UseBlocks, side: float) -> float:
    """Use a day over the typical time on one side [unit/d]."""
    chosen = _typical(blocks, side)
    if not chosen.any():
        return float("nan")
    return float(np.average(blocks.measured[chosen], weights=blocks.days[chosen]))


def _bridge(
    usage: UsageSeries,
    replaced: np.datetime64,
    blocks: UseBlocks,
    evidence: tuple[Evidence, ...],
    meter: MeterEvidence | None,
    prices: Prices,
    measure: str,
    since: date | None,
    protocol: ReplacementProtocol,
) -> Bridge | None:
    """From the average bill before to the average bill after, on the days of the bills at the replacement."""
    rates = _rate(blocks, 0.0), _rate(blocks, 1.0)
    if not evidence or not all(rate > 0 for rate in rates):
        return None
    zone = usage.timezone
    day = in_zone(replaced, zone).date()
    old = _bill(usage, blocks, replaced, 0.0, prices, measure, day)
    new = _bill(usage, blocks, replaced, 1.0, prices, measure, day)
    explained = _explained(evidence[0], rates[1] / rates[0])
    shared = evidence[0].level == CONTROLS
    return bridge(
        old,
        new,
        evidence=meter,
        season=ONE if shared else explained,
        control=explained if shared else ONE,
        tariff=prices.tariff,
        price=prices.price if measure == VOLUME else None,
        people=prices.people,
        since=since if meter is not None else None,
        until=day if meter is not None and since is not None and since < day else None,
        unit=usage.unit,
        utility=usage.utility or "water",
        steepest=protocol.steepest.ratio,
    )


def _explained(evidence: Evidence, raw: float) -> Uncertain:
    """What season, weather or neighbours did: the plain ratio over the one with all that taken out."""
    interval = evidence.interval()
    if interval.low is None or interval.high is None:
        return ONE
    estimate = raw / evidence.estimate
    return Uncertain(
        estimate=estimate,
        low=min(raw / interval.high, estimate),
        high=max(raw / interval.low, estimate),
        ratio=True,
    )


def _bill(
    usage: UsageSeries,
    blocks: UseBlocks,
    replaced: np.datetime64,
    side: float,
    prices: Prices,
    measure: str,
    day: date,
) -> BridgeBill:
    """The average bill of one side, on the days of the bill next to the replacement."""
    start, end = _days(usage, replaced, side, day)
    length = (end - start).days
    chosen = _typical(blocks, side)
    per_day = _rate(blocks, side)
    doubt = float(np.average(blocks.half_width[chosen], weights=blocks.days[chosen]))
    value = Uncertain(
        estimate=per_day * length,
        low=max((per_day - doubt) * length, 0.0),
        high=(per_day + doubt) * length,
        bounds=True,
    )
    if doubt == 0.0:
        value = exactly(per_day * length)
    # A tariff is convex: it asks less for the average than it asked for the bills on average.
    amount = None if prices.tariff is not None else _amount(usage, replaced, side, length)
    return BridgeBill(
        start=start,
        end=end,
        volume=value if measure == VOLUME else None,
        amount=value if measure == AMOUNT else amount,
        used_before=prices.used_before[int(side)],
        peak_share=prices.peak_share,
        average=usage.kind != BILLS or int(chosen.sum()) != 1,
    )


def _amount(usage: UsageSeries, replaced: np.datetime64, side: float, length: int) -> Uncertain | None:
    """What was paid for as many days, where every bill of that side tells it."""
    if usage.amount is None:
        return None
    near = np.abs((usage.start - replaced) / _DAY) <= _YEAR
    chosen = near & (usage.start >= replaced if side else usage.end <= replaced)
    if not chosen.any() or not np.isfinite(usage.amount[chosen]).all():
        return None
    return exactly(float(usage.amount[chosen].sum() / usage.days[chosen].sum()) * length)


def _days(usage: UsageSeries, replaced: np.datetime64, side: float, day: date) -> tuple[date, date]:
    """Days of the bill next to the replacement; a month where there are no bills."""
    zone = ZoneInfo(usage.timezone)
    if usage.kind == BILLS:
        chosen = np.flatnonzero(usage.start >= replaced if side else usage.end <= replaced)
        if chosen.size:
            k = chosen[0] if side else chosen[-1]
            ends = usage.start[k], usage.end[k]
            start, end = (in_zone(moment, str(zone)).date() for moment in ends)
            return start, end
    return (day, day + timedelta(days=_MONTH)) if side else (day - timedelta(days=_MONTH), day)
