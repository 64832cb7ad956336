"""What plates and certificates say in a study of a replacement, beside the error of the suspect itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from comparekit.findings import Finding, Severity
from comparekit.ingest.limits_file import load_limits
from comparekit.readings.meter import CertificatePoint, Meters
from comparekit.services.known_plates import refuse_unknown_plates
from comparekit.services.replacement_limits import made_then
from comparekit.studies.bridge_evidence import OLD, MeterEvidence
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.studies.bridge_other import OtherMeter
from comparekit.studies.certificate_conformity import CertificateConformity, certificate_conformity
from comparekit.studies.plate_findings import certificate_findings, conformity_findings, plate_findings
from comparekit.studies.reference_error import CERTIFICATE
from comparekit.studies.series_result import SeriesResult

_ALWAYS = ("certificate.beyond", "certificate.same_sign")  # also of the meter nobody suspects


def told_by_plates(suspect: str, plates: Meters, *, utility: str, removed_on: date) -> tuple[Finding, ...]:
    """What is noticed in both plates, and what the certificates say against the limits.

    Raises
    ------
    FaultyMeters
        Plates of another utility, or of classes that there are not.
    """
    table = load_limits(utility)
    refuse_unknown_plates(plates, table)
    findings = list(plate_findings(plates, table))
    put_in = plates.reference.verified_on
    if put_in is not None and put_in > removed_on:
        context = {"day": str(put_in), "removed": str(removed_on)}
        findings.append(Finding("replacement.verified_later", Severity.CAUTION, context))
    for role, meter in (("test", plates.test), ("reference", plates.reference)):
        findings += certificate_findings(role, meter, table)
        judged = judged_certificate(role, plates, utility=utility, removed_on=removed_on)
        if judged is None:
            continue
        own = (role == "test") == (suspect == OLD)
        found = conformity_findings(role, judged, table)
        findings += [one for one in found if own or one.code in _ALWAYS]
    return tuple(findings)


def judged_certificate(
    role: str, plates: Meters, *, utility: str, removed_on: date
) -> CertificateConformity | None:
    """The certificate of a meter against its limits: in service for the one removed, else those of a new one.

    None without certificate or limits of its class, and for one of the removed meter that was not made then.
    """
    removed = role == "test"
    meter = plates.test if removed else plates.reference
    if removed and not made_then(meter, removed_on):
        return None
    in_service = removed or bool(meter.in_service)
    return certificate_conformity(meter, load_limits(utility), in_service=in_service)


def most_against(points: Sequence[CertificatePoint], other: OtherMeter) -> float:
    """The most that a meter of this certificate can read above the other one [1], at whatever flow."""
    most = max(point.error + 2 * point.standard_uncertainty for point in points)
    return (1 + most) / (1 + other.error.low) - 1


def by_own_error(
    series: MeterEvidence | None, compared: SeriesResult | None, plates: Meters | None
) -> tuple[MeterEvidence | None, tuple[Finding, ...]]:
    """Evidence of a comparison in series whose reference meter has a certificate: the old meter's own error.

    What the meters differ by stays what a change of meters does to a bill; the verdict about the old meter,
    and what would be due for it, rest on its own error (1 + deviation)(1 + error of the new meter) - 1. A
    certificate that the comparison was made without is told to be unused.
    """
    if series is None or series.suspect != OLD or compared is None:
        return series, ()
    own = _own_error(compared)
    if own is None:
        given = plates is not None and plates.reference.certificate
        certified = compared.meters is not None and compared.meters.reference.certificate
        unused = Finding("replacement.reference_certificate_unused", Severity.CAUTION, {})
        return series, (unused,) if given and not certified else ()
    context = {
        "deviation": _percent(series.deviation.estimate),
        "error": _percent(own.estimate),
        "low": _percent(own.low),
        "high": _percent(own.high),
    }
    found = Finding("replacement.own_error", Severity.NOTE, context)
    return replace(series, deviation=own, compared=series.deviation), (found,)


def _own_error(compared: SeriesResult) -> Uncertain | None:
    """The test meter's own error, of a bench over all its points; None where no certificate tells it."""
    if compared.points:
        told = [(p.error, p.low, p.high) for p in compared.points]
        known = [(e, low, high) for e, low, high in told if not (e is None or low is None or high is None)]
        if len(known) < len(told) or compared.meters is None or not compared.meters.reference.certificate:
            return None
        errors = [e for e, _, _ in known]
        middle = (min(errors) + max(errors)) / 2
        low, high = min(low for _, low, _ in known), max(high for _, _, high in known)
    else:
        error = compared.test_error
        if error is None or error.basis != CERTIFICATE or error.low is None or error.high is None:
            return None
        low, high = error.low, error.high
        middle = min(max(error.estimate, low), high)
    if low <= -1:
        return None
    return Uncertain(estimate=middle, low=low, high=high, bounds=bool(compared.points))


def _percent(value: float) -> str:
    return f"{100 * value:+.2f} %".replace("-", "−")
