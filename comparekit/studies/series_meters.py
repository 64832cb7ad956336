"""What plates, verifications and certificates say about a comparison."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from comparekit.findings import Finding, Severity
from comparekit.limits import ErrorLimits, FlowZones, years_between
from comparekit.protocol import SeriesProtocol
from comparekit.readings.meter import Meter, Meters
from comparekit.stats.arrays import Array
from comparekit.studies.certificate_conformity import BEYOND, certificate_conformity
from comparekit.studies.plate_findings import certificate_findings, conformity_findings, plate_findings
from comparekit.studies.reference_error import certified_at, typical_flow


def for_meters(protocol: SeriesProtocol, meters: Meters) -> SeriesProtocol:
    """The protocol with the limits of these two meters and what is known of their service.

    A class that plates carry without limits of it here leaves the protocol's own limits, and is told in the
    findings. ValueError: a class that the protocol's limit table does not know at all.
    """
    return replace(
        protocol,
        limits=_limits(protocol, meters.test, "test"),
        reference_limits=_limits(protocol, meters.reference, "reference"),
        test_in_service=_told(meters.test.in_service, protocol.test_in_service),
        reference_in_service=_told(meters.reference.in_service, protocol.reference_in_service),
    )


def meter_findings(
    meters: Meters, protocol: SeriesProtocol, on: date, flows: Array | None = None
) -> tuple[Finding, ...]:
    """Findings about both meters on the last day of the comparison.

    `flows` are those that were set on a bench [m3/h; A], NaN where none was. Codes: meters.expired,
    meters.later, meters.not_verified, meters.past_life, meters.life_unknown, meters.certificate_narrow,
    meters.flow_not_certified, meters.reference_stands; and those of `comparekit.studies.plate_findings`.
    """
    both = (("test", meters.test), ("reference", meters.reference))
    told = tuple(
        finding
        for role, meter in both
        if meter != Meter()
        for finding in (
            *_later(role, meter, on),
            *_validity(role, meter, protocol, on),
            *_certificate(role, meter, protocol),
            *certificate_findings(role, meter, protocol.table),
        )
    )
    own = (*_uncertified(meters.reference, protocol, flows), *_unfit(meters.reference, protocol, flows))
    return (*told, *own, *plate_findings(meters, protocol.table))


def _unfit(meter: Meter, protocol: SeriesProtocol, flows: Array | None) -> tuple[Finding, ...]:
    """A reference meter that its certificate finds standing still at flows of use, or beyond its limits."""
    lowest = 0.0  # in a home any flow may run
    if protocol.plan.runs and flows is not None and np.isfinite(flows).any():
        lowest = float(np.nanmin(flows)) * 0.9
    still = [f"{p.flow:g}" for p in meter.certificate if p.stands_still and p.flow >= lowest]
    if still:
        details = {"role": "reference", "flows": ", ".join(still), "unit": protocol.table.flow_unit}
        return (Finding("meters.reference_stands", Severity.DISQUALIFYING, details),)
    judged = certificate_conformity(meter, protocol.table, in_service=protocol.reference_in_service)
    if judged is None:
        return ()
    found = conformity_findings("reference", judged, protocol.table)
    return tuple(one for one in found if one.code in (f"certificate.{BEYOND}", "certificate.same_sign"))


def _uncertified(meter: Meter, protocol: SeriesProtocol, flows: Array | None) -> tuple[Finding, ...]:
    """Flows that were set away from every point of the certificate."""
    if not meter.certificate or not protocol.plan.runs or flows is None:
        return ()
    each = dict.fromkeys(float(flow) for flow in flows if np.isfinite(flow))
    far = [f"{flow:g}" for flow in each if not certified_at(flow, meter, protocol)]
    if not far:
        return ()
    details = {"role": "reference", "flows": ", ".join(far), "unit": protocol.table.flow_unit}
    return (Finding("meters.flow_not_certified", Severity.CAUTION, details),)


def _limits(protocol: SeriesProtocol, meter: Meter, role: str) -> ErrorLimits:
    if meter.accuracy_class is None:
        return protocol.limits if role == "test" else protocol.reference_limits
    found = protocol.table.of_class(meter.accuracy_class)
    if found is None and protocol.table.exists(meter.accuracy_class):
        return protocol.limits if role == "test" else protocol.reference_limits
    if found is None:
        raise ValueError(f"{role}: class {meter.accuracy_class!r} is not in {protocol.table.id}")
    return found


def _told(value: bool | None, assumed: bool) -> bool:
    return assumed if value is None else value


def _later(role: str, meter: Meter, on: date) -> list[Finding]:
    """A verification or certificate that is dated after the comparison."""
    dated = [day for day in (meter.verified_on, meter.certified_on) if day is not None and day > on]
    if not dated:
        return []
    return [Finding("meters.later", Severity.CAUTION, {"role": role, "day": max(dated).isoformat()})]


def _validity(role: str, meter: Meter, protocol: SeriesProtocol, on: date) -> list[Finding]:
    if meter.verified_on is None and meter.valid_to is None and not meter.certificate:
        return [Finding("meters.not_verified", Severity.CAUTION, {"role": role})]
    if meter.valid_to is not None and meter.valid_to < on:
        details = {"role": role, "valid_to": meter.valid_to.isoformat()}
        return [Finding("meters.expired", Severity.CAUTION, details)]
    if meter.verified_on is None or meter.verified_on > on:
        return []
    rule = protocol.table.life_of(meter)
    details = {"role": role, "verified_on": meter.verified_on.isoformat()}
    if rule is None:
        # A stated end of validity is better than a rule.
        missing = meter.valid_to is None
        return [Finding("meters.life_unknown", Severity.NOTE, details)] if missing else []
    if years_between(meter.verified_on, on) > rule.years:
        details |= {"years": f"{rule.years:g}", "source": rule.origin.source}
        details["certainty"] = str(rule.origin.certainty)
        return [Finding("meters.past_life", Severity.CAUTION, details)]
    return []


def _certificate(role: str, meter: Meter, protocol: SeriesProtocol) -> list[Finding]:
    """A certificate that leaves out part of the flows a home draws at."""
    if role != "reference" or not meter.certificate or protocol.plan.runs:
        return []
    zones: FlowZones | None = protocol.table.zones_of(meter, protocol.reference_limits)
    first, last = meter.certificate[0].flow, meter.certificate[-1].flow
    if zones is None:
        return []
    upper = max(2 * zones.transition, typical_flow(protocol) or 0.0)
    if first > zones.transition * 1.1 or last < upper * (1 - 1e-9):
        details = {"role": role, "low": f"{first:g}", "high": f"{last:g}", "unit": protocol.table.flow_unit}
        return [Finding("meters.certificate_narrow", Severity.CAUTION, details)]
    return []
