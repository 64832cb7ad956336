"""What is known of the suspect meter in a replacement study."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from comparekit.errors import Fault, FaultyMeters, UnusableLog
from comparekit.findings import Finding, Severity
from comparekit.ingest.limits_file import load_limits
from comparekit.readings.meter import Meters
from comparekit.services.replacement_certificate import (
    by_own_error,
    judged_certificate,
    most_against,
    told_by_plates,
)
from comparekit.services.replacement_limits import low_flow_verified, made_then, other_meter
from comparekit.studies.bridge_evidence import OLD, MeterEvidence, series_evidence, verification_evidence
from comparekit.studies.series_result import SeriesResult


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
    when it was made then; what contradicts it, or what it did not measure, forbids a verdict. It says
    nothing of the other meter, whose error is in the change of the bill all the same: that one's own
    certificate or limits tell it, and where both meters were compared in series, the comparison does.

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
        findings += told_by_plates(suspect, plates, utility=utility, removed_on=removed_on)
        if own.certificate and suspect == OLD and not made_then(own, removed_on):
            context = {"date": str(own.certified_on or "–"), "removed": str(removed_on)}
            findings.append(Finding("replacement.certificate_old", Severity.CAUTION, context))
        elif own.certificate:
            usual = None if compared is None else compared.protocol.limits
            other = other_meter(suspect, plates, utility=utility, removed_on=removed_on, usual=usual)
            if still := [f"{point.flow:g}" for point in own.certificate if point.stands_still]:
                severity = Severity.DISQUALIFYING if series is None else Severity.CAUTION
                context = {"flows": ", ".join(still), "unit": load_limits(utility).flow_unit}
                findings.append(Finding("replacement.stands_still", severity, context))
                if series is not None and series.between.low > most_against(own.certificate, other):
                    findings.append(Finding("replacement.meter_contradicts", Severity.DISQUALIFYING, {}))
                return _told(series, compared, plates, findings)
            role = "test" if suspect == OLD else "reference"
            judged = judged_certificate(role, plates, utility=utility, removed_on=removed_on)
            verified = replace(
                verification_evidence(own.certificate, suspect),
                other=other,
                conforming=None if judged is None else judged.conforming,
            )
            if not low_flow_verified(own, utility):
                lowest = min(point.flow for point in own.certificate)
                findings.append(
                    Finding(
                        "replacement.low_flow_unverified", Severity.DISQUALIFYING, {"flow": f"{lowest:g}"}
                    )
                )
            if series is not None and _apart(verified, series):
                findings.append(Finding("replacement.meter_contradicts", Severity.DISQUALIFYING, {}))
            elif series is not None:
                verified = replace(verified, compared=series.deviation)
            return verified, tuple(findings)
        told = own.certificate or own.verified_on is not None or own.accuracy_class is not None
        if compared is None and not told:
            table = "test" if suspect == OLD else "reference"
            context = {"table": table}
            raise FaultyMeters([Fault(code="meters.no_certificate", file=plates.file, context=context)])
    return _told(series, compared, plates, findings)


def _told(
    series: MeterEvidence | None,
    compared: SeriesResult | None,
    plates: Meters | None,
    findings: list[Finding],
) -> tuple[MeterEvidence | None, tuple[Finding, ...]]:
    """Evidence of the comparison, by the old meter's own error where the new one has a certificate in it."""
    evidence, noticed = by_own_error(series, compared, plates)
    return evidence, (*findings, *noticed)


def _apart(one: MeterEvidence, other: MeterEvidence) -> bool:
    """Whether two say of the suspect against the other meter what cannot both be."""
    return one.between.high < other.between.low or other.between.high < one.between.low


def in_use_since(plates: Meters | None, removed_on: date, suspect: str = OLD) -> date | None:
    """Day of the removed meter's last verification before it was removed, None where that is not known.

    A meter is often verified once more after it was taken down; that day begins nothing.
    """
    known = None if plates is None or suspect != OLD else plates.test.verified_on
    return known if known is not None and known < removed_on else None
