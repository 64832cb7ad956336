"""Error limits of the two meters of a replacement, and what they say of the one nobody verified."""

from __future__ import annotations

from datetime import date, timedelta

from comparekit.ingest.limits_file import load_limits
from comparekit.limits import ErrorLimits
from comparekit.readings.meter import Meter, Meters
from comparekit.studies.bridge_evidence import OLD
from comparekit.studies.bridge_other import OtherMeter, other_verified, other_within

_RECENT = timedelta(days=30)  # before the removal: taken down for the verification, then put back
_ZONES = ("lower", "upper")


def other_meter(
    suspect: str, plates: Meters, *, utility: str, removed_on: date, usual: ErrorLimits | None = None
) -> OtherMeter:
    """Error of the meter beside the suspect: by its own certificate, else by the limits of its class.

    Parameters
    ----------
    suspect : str
        ``old`` or ``new``: the other one is meant.
    plates : Meters
        ``test`` is the meter removed, ``reference`` the new one.
    utility : str
        Whose limits hold.
    removed_on : date
        Of the old meter a certificate counts that was made then.
    usual : ErrorLimits, optional
        Of the class where the plate tells none; by default the utility's first.

    Notes
    -----
    A new meter has the limits of first verification unless its plate says that it was in service; the
    removed one has those in service, and nothing shows that it kept them. The limit is the widest of the
    zones of flow, as nobody knows where the household's use runs; a certificate without a low flow leaves
    that zone to the limit.
    """
    old = suspect != OLD
    meter = plates.test if old else plates.reference
    certificate = tuple(
        point for point in meter.certificate if not point.stands_still
    )  # nothing to divide by
    if old and not made_then(meter, removed_on):
        certificate = ()
    if certificate and low_flow_verified(meter, utility):
        return other_verified(certificate)
    own = limits_of(meter, utility)
    limits = own or usual or load_limits(utility).classes[0]
    in_service = old or bool(meter.in_service)
    return other_within(
        max(limits.at(zone, in_service=in_service) for zone in _ZONES),
        points=certificate,
        accuracy_class=limits.accuracy_class,
        usual=own is None,
        in_service=in_service,
    )


def limits_of(meter: Meter, utility: str) -> ErrorLimits | None:
    """Limits of the class on the plate, None where it tells none that is known."""
    return load_limits(utility).of_class(meter.accuracy_class) if meter.accuracy_class else None


def made_then(meter: Meter, removed_on: date) -> bool:
    """Whether the certificate tells of the meter as it was when it was taken down."""
    made = meter.certified_on or meter.verified_on
    return made is not None and made >= removed_on - _RECENT


def low_flow_verified(meter: Meter, utility: str) -> bool:
    """Whether a flow of the lower zone was verified: there worn meters lose most."""
    table = load_limits(utility)
    zones = table.zones_of(meter, limits_of(meter, utility) or table.classes[0])
    if any(point.zone == "lower" for point in meter.certificate):
        return True
    lowest = min(point.flow for point in meter.certificate)
    if zones is None:
        return len(meter.certificate) > 1
    return lowest < zones.transition
