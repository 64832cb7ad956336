"""What a certificate says of a meter by flow: within its limits, beyond them, or it depends on the zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comparekit.limits import ErrorLimits, LimitTable
from comparekit.origin import Certainty, Origin, weakest
from comparekit.readings.meter import CertificatePoint, Meter

WITHIN, BEYOND, OPEN, ZONE_OPEN = "within", "beyond", "open", "zone_open"
_FEWEST_OF_ONE_SIGN = 2  # one error always has one sign


@dataclass(frozen=True, slots=True, kw_only=True)
class PointConformity:
    """One verified flow.

    Attributes
    ----------
    limits : tuple of float
        Limits that may hold there [1], the tighter one first: one where the zone is known, two where nobody
        tells it, none outside the range of flows.
    outcome : str or None
        ``within`` or ``beyond`` every limit that may hold, with the uncertainty; ``zone_open``: not the same
        by both; ``open``: the uncertainty holds the limit; None without a limit.
    """

    point: CertificatePoint
    limits: tuple[float, ...]
    outcome: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SameSign:
    """Errors of the upper zone that all have one sign: the worst of them [1], and what it may not exceed.

    A rule for new meters; whether it holds in service nobody could confirm, so it decides nothing.
    """

    worst: float
    limit: float
    origin: Origin

    @property
    def kept(self) -> bool:
        return abs(self.worst) <= self.limit * (1 + 1e-9)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateConformity:
    """A certificate held against the limits of its meter.

    Attributes
    ----------
    limits : ErrorLimits
        Of the class on the plate.
    in_service : bool
        Whether the limits of a meter in service were taken, or those of first verification.
    """

    points: tuple[PointConformity, ...]
    limits: ErrorLimits
    in_service: bool
    same_sign: SameSign | None = None

    @property
    def conforming(self) -> bool | None:
        """Within the limits at every flow that has one; None where that is open."""
        outcomes = {point.outcome for point in self.points} - {None}
        if BEYOND in outcomes:
            return False
        return True if outcomes == {WITHIN} else None

    @property
    def outcome(self) -> str | None:
        """The outcome of the point that decides; None without a limit anywhere."""
        outcomes = {point.outcome for point in self.points}
        return next((o for o in (BEYOND, ZONE_OPEN, OPEN, WITHIN) if o in outcomes), None)

    @property
    def by_zone(self) -> tuple[str, str]:
        """The outcome if every flow of unknown zone lies in the upper zone, and if in the lower one."""
        upper, lower = (self._outcome_by(end) for end in (0, -1))
        return upper, lower

    def _outcome_by(self, end: int) -> str:
        found = {_against(one.point, one.limits[end]) for one in self.points if one.limits}
        return next((outcome for outcome in (BEYOND, OPEN, WITHIN) if outcome in found), OPEN)

    @property
    def certainty(self) -> Certainty:
        """How sure we are of the limits."""
        origins = [self.limits.origin, *([self.limits.in_service_origin] if self.in_service else [])]
        return weakest(*origins)

    def at(self, outcome: str | None) -> tuple[PointConformity, ...]:
        """The points of one outcome."""
        return tuple(point for point in self.points if point.outcome == outcome)


def certificate_conformity(
    meter: Meter, table: LimitTable, *, in_service: bool
) -> CertificateConformity | None:
    """Every point of the meter's certificate against the limit of its zone.

    Parameters
    ----------
    meter : Meter
        With its class; None is returned without class, limits of it, or certificate.
    table : LimitTable
        Of the utility.
    in_service : bool
        Which limits hold: in service, or of first verification.

    Notes
    -----
    With the expanded uncertainty U, an error e is within the limit L where abs(e) + U <= L, beyond where
    abs(e) - U > L, else open. Where the plate and the certificate do not tell the zone of a flow, both
    limits are tried, and only what both say is said.
    """
    limits = None if meter.accuracy_class is None else table.of_class(meter.accuracy_class)
    if limits is None or not meter.certificate:
        return None
    zoned = [(point, table.zones_at(meter, limits, point)) for point in meter.certificate]
    points = tuple(_judged(point, zones, limits, in_service) for point, zones in zoned)
    upper = [point.error for point, zones in zoned if zones == ("upper",)]
    return CertificateConformity(
        points=points, limits=limits, in_service=in_service, same_sign=_same_sign(upper, limits)
    )


def _judged(
    point: CertificatePoint, zones: tuple[str, ...], limits: ErrorLimits, in_service: bool
) -> PointConformity:
    each = tuple(sorted({limits.at(zone, in_service=in_service) for zone in zones}))
    outcomes = {_against(point, limit) for limit in each}
    outcome = outcomes.pop() if len(outcomes) == 1 else ZONE_OPEN if outcomes else None
    return PointConformity(point=point, limits=each, outcome=outcome)


def _against(point: CertificatePoint, limit: float) -> str:
    error, doubt = abs(point.error), point.expanded_uncertainty
    if error + doubt <= limit * (1 + 1e-9):
        return WITHIN
    return BEYOND if error - doubt > limit * (1 + 1e-9) else OPEN


def _same_sign(errors: Sequence[float], limits: ErrorLimits) -> SameSign | None:
    """None where there is no such rule, too few points, or errors on both sides."""
    if limits.same_sign is None or limits.same_sign_origin is None or len(errors) < _FEWEST_OF_ONE_SIGN:
        return None
    if not (min(errors) > 0 or max(errors) < 0):
        return None
    return SameSign(worst=max(errors, key=abs), limit=limits.same_sign, origin=limits.same_sign_origin)
