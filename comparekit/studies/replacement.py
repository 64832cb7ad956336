"""Before and after a replacement: did use change, when, and how much of it can the meter be?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from comparekit.decisions.meter_share import decide_meter_share
from comparekit.findings import Finding, Severity, disqualifies
from comparekit.readings.moments import in_zone
from comparekit.readings.usage import UsageSeries
from comparekit.replacement_protocol import ReplacementProtocol
from comparekit.stats.interval import Interval
from comparekit.studies.average_bill import TYPICAL_DAYS, average_bill, typical_rate
from comparekit.studies.bridge import bridge
from comparekit.studies.bridge_evidence import MeterEvidence
from comparekit.studies.bridge_inputs import ONE, Uncertain
from comparekit.studies.bridge_result import Bridge
from comparekit.studies.replacement_result import AMOUNT, VOLUME, ReplacementResult
from comparekit.studies.settlement_result import Settlement
from comparekit.studies.use_blocks import UseBlocks, use_blocks
from comparekit.studies.use_change import CONTROLS, Evidence, mostly_idle, use_change
from comparekit.studies.use_dates import UseDates, too_coarse, use_dates
from comparekit.tariff import Tariff


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What turns volume into money; nothing of it need be known.

    `used_before` is the use in the cycle of tiers before the last bill before and before the first bill
    after the replacement [unit]; `used_by_bill` the same for each bill, by its first day.
    """

    tariff: Tariff | None = None
    price: float | None = None
    people: int | None = None
    used_before: tuple[float, float] = (0.0, 0.0)
    used_by_bill: tuple[tuple[date, float], ...] = ()
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
        code = "replacement.not_in_use" if mostly_idle(blocks) else "replacement.too_little"
        found.append(Finding(code, Severity.CAUTION, _counts(blocks)))
    elif evidence[0].season == "prior":
        found.append(Finding("replacement.season_unseen", Severity.NOTE, {"days": round(blocks.span)}))
    if evidence and _disagree(evidence):
        found.append(Finding("replacement.levels_disagree", Severity.CAUTION, {}))
    deviation = None if meter is None else meter.deviation.interval
    dates = use_dates(usage, replaced, protocol)
    walked = _bridge(usage, replaced, blocks, evidence, meter, prices, measure, since, protocol)
    tolerance = Interval(low=protocol.tolerance.low, high=protocol.tolerance.high)
    return ReplacementResult(
        protocol=protocol,
        usage=usage,
        measure=measure,
        replaced=replaced,
        rate_before=typical_rate(blocks, 0.0),
        rate_after=typical_rate(blocks, 1.0),
        evidence=evidence,
        changed=_changed(evidence, protocol),
        dates=dates,
        meter=meter,
        bridge=None
        if walked is None
        else walked.with_changes(_earlier(dates, replaced, usage.timezone, protocol)),
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
    """Whether a level has no value in common with the one the conclusion rests on."""
    intervals = [one.interval() for one in evidence]
    lows = [-math.inf if i.low is None else i.low for i in intervals]
    highs = [math.inf if i.high is None else i.high for i in intervals]
    return max(lows) > highs[0] or min(highs) < lows[0]


def _earlier(
    dates: UseDates | None, replaced: np.datetime64, zone: str, protocol: ReplacementProtocol
) -> tuple[date, ...]:
    """Days of changes apart from the replacement that the average before it holds."""
    if dates is None or too_coarse(dates.step_days, protocol):
        return ()
    ago = [(replaced - shift.date) / np.timedelta64(1, "D") for shift in dates.shifts]
    held = [
        shift
        for shift, days in zip(dates.shifts, ago, strict=True)
        if protocol.change.reach_days < days <= TYPICAL_DAYS
    ]
    return tuple(in_zone(shift.date, zone).date() for shift in held)


def _counts(blocks: UseBlocks) -> dict[str, object]:
    before, idle = blocks.after == 0, blocks.idle
    return {
        "before": int(before.sum()),
        "after": int((~before).sum()),
        "idle_before": int((before & idle).sum()),
        "idle_after": int((~before & idle).sum()),
    }


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
    """From the average bill before to the average bill after."""
    rates = typical_rate(blocks, 0.0), typical_rate(blocks, 1.0)
    if not evidence or not all(rate > 0 for rate in rates):
        return None
    day = in_zone(replaced, usage.timezone).date()
    old, new = (
        average_bill(
            usage,
            blocks,
            replaced,
            side,
            in_amounts=measure == AMOUNT,
            in_tiers=prices.tariff is not None,
            used_before=prices.used_before[int(side)],
            used_by_bill=dict(prices.used_by_bill),
            peak_share=prices.peak_share,
        )
        for side in (0.0, 1.0)
    )
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
