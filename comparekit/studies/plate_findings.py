"""What is noticed in plates and certificates by themselves, whatever the log says."""

from __future__ import annotations

from comparekit.findings import Finding, Severity
from comparekit.limits import LimitTable
from comparekit.readings.meter import CertificatePoint, Meter, Meters
from comparekit.studies.certificate_conformity import (
    BEYOND,
    OPEN,
    ZONE_OPEN,
    CertificateConformity,
    PointConformity,
)

_UNUSUAL = 0.05  # [1]; beyond it people may have left out a point or written percent
_ROUNDED = 0.02  # relative, between what a size says and what stands beside it


def plate_findings(meters: Meters, table: LimitTable) -> tuple[Finding, ...]:
    """Entries of one plate that do not go together, and entries that both plates share."""
    both = (("test", meters.test), ("reference", meters.reference))
    return (
        *(finding for role, meter in both for finding in _plate(role, meter, table)),
        *_shared(meters),
    )


def certificate_findings(role: str, meter: Meter, table: LimitTable) -> tuple[Finding, ...]:
    """Errors of a certificate that are unusually large, and points whose names contradict the plate.

    Codes: certificate.unusual, certificate.zone_contradicts.
    """
    findings = []
    unit = _sign(table)
    large = [point for point in meter.certificate if abs(point.error) > _UNUSUAL]
    if large:
        context = {"role": role, "points": [_told(point, unit) for point in large]}
        findings.append(Finding("certificate.unusual", Severity.CAUTION, context))
    limits = None if meter.accuracy_class is None else table.of_class(meter.accuracy_class)
    zones = None if limits is None else table.zones_of(meter, limits)
    named = [point for point in meter.certificate if point.zone is not None and zones is not None]
    wrong = [p for p in named if zones is not None and zones.zone(p.flow) not in (p.zone, None)]
    if wrong:
        context = {"role": role, "points": [f"{point.flow:g} {unit}" for point in wrong]}
        findings.append(Finding("certificate.zone_contradicts", Severity.CAUTION, context))
    return tuple(findings)


def conformity_findings(role: str, found: CertificateConformity, table: LimitTable) -> tuple[Finding, ...]:
    """What a certificate says against the limits, with their source and how sure we are of them.

    Codes: certificate.beyond, certificate.zone_open, certificate.open, certificate.within and
    certificate.same_sign.
    """
    findings = []
    outcome = found.outcome
    if outcome is not None:
        chosen = found.at(outcome)
        source = found.limits.in_service_origin if found.in_service else found.limits.origin
        context: dict[str, object] = {
            "role": role,
            "class": found.limits.accuracy_class,
            "service": "in_service" if found.in_service else "new",
            "points": [_against(point, _sign(table)) for point in chosen],
            "source": source.source,
            "certainty": str(found.certainty),
        }
        if outcome == ZONE_OPEN:
            tight, wide = chosen[0].limits[0], chosen[0].limits[-1]
            context |= {"tight": _size(tight), "wide": _size(wide), "transition": table.utility}
        severity = Severity.CAUTION if outcome in (BEYOND, ZONE_OPEN, OPEN) else Severity.NOTE
        findings.append(Finding(f"certificate.{outcome}", severity, context))
    sign = found.same_sign
    if sign is not None and not sign.kept and outcome != BEYOND:  # beyond its limits, it says nothing more
        context = {
            "role": role,
            "class": found.limits.accuracy_class,
            "worst": _percent(sign.worst),
            "limit": _size(sign.limit),
            "source": sign.origin.source,
            "certainty": str(sign.origin.certainty),
        }
        findings.append(Finding("certificate.same_sign", Severity.CAUTION, context))
    return tuple(findings)


def _plate(role: str, meter: Meter, table: LimitTable) -> list[Finding]:
    """A class or size without limits here; flows beside a size that are not its own."""
    findings = []
    told = meter.accuracy_class
    if told is not None and table.of_class(told) is None:
        context: dict[str, object] = {"role": role, "class": told}
        findings.append(Finding("meters.class_without_limits", Severity.CAUTION, context))
    size = table.size_of(meter.plate)
    if meter.plate is not None and size is None:
        context = {"role": role, "plate": meter.plate}
        findings.append(Finding("meters.size_unknown", Severity.CAUTION, context))
    if size is not None:
        beside = [("q_max", meter.q_max, size.largest), ("q3", meter.q3, size.permanent)]
        apart = [
            f"{key} = {value:g}"
            for key, value, own in beside
            if value is not None and own is not None and abs(value / own - 1) > _ROUNDED
        ]
        if size.smallest is not None and meter.q_min is not None:
            apart += [f"q_min = {meter.q_min:g}"] if meter.q_min > size.smallest * (1 + _ROUNDED) else []
        if apart:
            context = {"role": role, "plate": size.name, "points": apart}
            findings.append(Finding("meters.size_contradicts", Severity.CAUTION, context))
    return findings


def _shared(meters: Meters) -> list[Finding]:
    """A seal or a certificate that both meters are said to have."""
    old, new = meters.test, meters.reference
    findings = []
    if old.seal is not None and old.seal == new.seal:
        findings.append(Finding("meters.same_seal", Severity.CAUTION, {"seal": old.seal}))
    numbers = {p.number for p in old.certificate if p.number} & {p.number for p in new.certificate}
    if numbers:
        context = {"number": ", ".join(sorted(numbers))}
        findings.append(Finding("meters.same_certificate", Severity.CAUTION, context))
    return findings


def _sign(table: LimitTable) -> str:
    return table.flow_unit.replace("m3", "m³")


def _told(point: CertificatePoint, unit: str) -> str:
    return f"{point.flow:g} {unit} {_percent(point.error)}"


def _against(found: PointConformity, unit: str) -> str:
    limits = " / ".join(f"±{_size(limit)}" for limit in found.limits)
    return f"{_told(found.point, unit)} ({limits})"


def _percent(value: float) -> str:
    return f"{100 * value:+.4g} %".replace("-", "−")


def _size(value: float) -> str:
    return f"{100 * value:.4g} %"
