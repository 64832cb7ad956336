"""What is known of the suspect meter in a replacement study, and what is due for it by which rule."""

from __future__ import annotations

import math
from datetime import date, timedelta

from comparekit.errors import CompareKitError, Fault, FaultyMeters, UnusableLog
from comparekit.findings import Finding, Severity
from comparekit.ingest.limits_file import load_limits
from comparekit.ingest.settlement_file import load_settlement
from comparekit.limits import ErrorLimits
from comparekit.readings.meter import Meter, Meters
from comparekit.readings.moments import in_zone
from comparekit.settlement_rules import SettlementTable
from comparekit.studies.bridge_evidence import OLD, MeterEvidence, series_evidence, verification_evidence
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.studies.replacement import Prices
from comparekit.studies.replacement_result import VOLUME, ReplacementResult
from comparekit.studies.series_result import SeriesResult
from comparekit.studies.settlement import Consumption, settlements
from comparekit.studies.settlement_result import Settlement, Verified

_RECENT = timedelta(days=30)  # before the removal: taken down for the verification, then put back
_UPPER = "upper"  # zone of flow: where most of a home's use runs


def evidence_of_meter(
    suspect: str,
    compared: SeriesResult | None,
    plates: Meters | None,
    *,
    utility: str,
    removed_on: date,
) -> tuple[MeterEvidence | None, tuple[Finding, ...]]:
    """What a verification says of the suspect, else a comparison in series; None where neither does.

    A verification goes first: it is the one that settles a dispute. Of the meter removed it counts only
    when it was made then; what contradicts it, or what it did not measure, forbids a verdict.

    Raises
    ------
    UnusableLog
        The comparison is one of another utility.
    FaultyMeters
        Plates given as all there is, which say nothing of the suspect.
    """
    if compared is not None and compared.protocol.utility != utility:
        found = compared.protocol.utility
        file = compared.inputs[0].file if compared.inputs else None
        raise UnusableLog([Fault(code="series.other_utility", file=file, found=found, expected=utility)])
    series = None if compared is None else series_evidence(compared, suspect)
    findings: list[Finding] = []
    if compared is not None and series is None:
        findings.append(Finding("replacement.series_unusable", Severity.CAUTION, {}))
    if plates is not None:
        own = plates.test if suspect == OLD else plates.reference
        if own.certificate and suspect == OLD and not _made_then(own, removed_on):
            context = {"date": str(own.certified_on or "–"), "removed": str(removed_on)}
            findings.append(Finding("replacement.certificate_old", Severity.CAUTION, context))
        elif own.certificate:
            verified = verification_evidence(own.certificate, suspect)
            if not _low_flow_verified(own, utility):
                lowest = min(point.flow for point in own.certificate)
                findings.append(
                    Finding(
                        "replacement.low_flow_unverified", Severity.DISQUALIFYING, {"flow": f"{lowest:g}"}
                    )
                )
            if series is not None and _apart(verified, series):
                findings.append(Finding("replacement.meter_contradicts", Severity.DISQUALIFYING, {}))
            return verified, tuple(findings)
        told = own.certificate or own.verified_on is not None or own.accuracy_class is not None
        if compared is None and not told:
            table = "test" if suspect == OLD else "reference"
            context = {"table": table}
            raise FaultyMeters([Fault(code="meters.no_certificate", file=plates.file, context=context)])
    return series, tuple(findings)


def _made_then(meter: Meter, removed_on: date) -> bool:
    """Whether the certificate tells of the meter as it was when it was taken down."""
    made = meter.certified_on or meter.verified_on
    return made is not None and made >= removed_on - _RECENT


def _low_flow_verified(meter: Meter, utility: str) -> bool:
    """Whether a flow of the lower zone was verified: there worn meters lose most."""
    table = load_limits(utility)
    zones = table.zones_of(meter, _limits_of(meter, utility) or table.classes[0])
    lowest = min(point.flow for point in meter.certificate)
    if zones is None:
        return len(meter.certificate) > 1
    return lowest < zones.transition


def _apart(one: MeterEvidence, other: MeterEvidence) -> bool:
    """Whether two say of the suspect what cannot both be."""
    return one.deviation.high < other.deviation.low or other.deviation.high < one.deviation.low


def in_use_since(plates: Meters | None, removed_on: date, suspect: str = OLD) -> date | None:
    """Day of the removed meter's last verification before it was removed, None where that is not known.

    A meter is often verified once more after it was taken down; that day begins nothing.
    """
    known = None if plates is None or suspect != OLD else plates.test.verified_on
    return known if known is not None and known < removed_on else None


def settled(
    result: ReplacementResult,
    plates: Meters | None,
    compared: SeriesResult | None,
    prices: Prices,
    place: str | None,
) -> tuple[Settlement, ...]:
    """By every rule in force; of a comparison in series alone, what would be due if it were verified."""
    if result.meter is None or result.meter.suspect != OLD or result.measure != VOLUME:
        return ()
    old = Meter() if plates is None else plates.test
    made = result.meter.basis == "verification"
    verified = Verified(
        error=result.meter.deviation,
        limit=_limit(old, compared, result.protocol.utility),
        conforming=_conforming(old, result.protocol.utility) if made else None,
        hypothetical=not made,
    )
    removed = in_zone(result.replaced, result.usage.timezone).date()
    rate = result.rate_before
    use = Consumption(
        removed_on=removed,
        checked_on=in_use_since(plates, removed),
        per_day=Uncertain(estimate=rate, low=rate, high=rate) if math.isfinite(rate) else None,
        tariff=prices.tariff,
        price=prices.price,
        people=prices.people,
        unit=result.usage.unit,
    )
    return settlements(_rules(result.protocol.utility, place), verified, use, place=place)


def _rules(utility: str, place: str | None) -> SettlementTable:
    """The rules of a utility.

    Raises
    ------
    CompareKitError
        ``settlement.no_place``: a place none of them is of.
    """
    table = load_settlement(utility)
    if place is not None and place not in table.places:
        known = ", ".join(sorted(table.places)) or "–"
        raise CompareKitError("settlement.no_place", found=place, expected=known)
    return table


def _conforming(meter: Meter, utility: str) -> bool | None:
    """By each verified flow and the limit in service of its zone; None where that is open."""
    limits = _limits_of(meter, utility)
    zones = None if limits is None else load_limits(utility).zones_of(meter, limits)
    if limits is None or zones is None or not meter.certificate:
        return None
    within = []
    for point in meter.certificate:
        zone = zones.zone(point.flow)
        if zone is None:
            continue
        limit = limits.at(zone, in_service=True)
        if abs(point.error) - point.expanded_uncertainty > limit:
            return False
        within.append(abs(point.error) + point.expanded_uncertainty <= limit)
    return True if within and all(within) else None


def _limit(meter: Meter, compared: SeriesResult | None, utility: str) -> float:
    """The limit in service of the upper zone, of the plate's class or of the usual one."""
    usual = load_limits(utility).classes[0] if compared is None else compared.protocol.limits
    return (_limits_of(meter, utility) or usual).at(_UPPER, in_service=True)


def _limits_of(meter: Meter, utility: str) -> ErrorLimits | None:
    """Limits of the class on the plate, None where it tells none that is known."""
    return load_limits(utility).of_class(meter.accuracy_class) if meter.accuracy_class else None
