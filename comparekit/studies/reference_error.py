"""The reference meter's own error: from its certificate, or within its limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from comparekit.decisions.rules import mixed_limit
from comparekit.limits import FlowZones, years_between
from comparekit.protocol import ReferenceDoubts, SeriesProtocol
from comparekit.readings.meter import CertificatePoint, Meter
from comparekit.stats.arrays import Array

CERTIFICATE, WITHIN_LIMITS = "certificate", "within its limits"
_GRID = 65  # flows on the curve between two ends of a zone
_SPAN = 4.0  # most of a home's use runs within this factor of a typical draw, either way
_NEAR_ENOUGH = 0.0011  # [1]; 0.9 Q3 against Q3 in water: beyond that the curve's course is a guess
_BETWEEN = "course of the curve between certified flows"
_KELVIN = 293.15  # [K]
_PRESSURE_KPA = 101.325  # [kPa]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceError:
    """Error of the reference meter [1]: `estimate`, and its doubts by source.

    `parts` are standard uncertainties [1] by source. With `basis` "within its limits" the error lies
    anywhere within `limit`, both ways, and `parts` holds that rectangle only.
    """

    basis: str
    estimate: float
    parts: dict[str, float]
    limit: float | None = None

    @property
    def standard_uncertainty(self) -> float:
        """Root of the sum of squares [1]: the sources are independent of one another."""
        return float(np.sqrt(sum(u * u for u in self.parts.values())))


def reference_error(
    meter: Meter, protocol: SeriesProtocol, zones: FlowZones | None, on: date
) -> ReferenceError:
    """Mean error over a week of unknown flows.

    Parameters
    ----------
    meter : Meter
        The reference meter, with its certificate if it has one.
    protocol : SeriesProtocol
        Its share of volume in the lower zone, its doubts, its limits.
    zones : FlowZones or None
        Of the reference meter; None where its plate does not say.
    on : date
        Day of the comparison, to which the certificate has drifted.

    Notes
    -----
    The certificate's curve is interpolated over the logarithm of the flow and averaged within each
    zone (in the upper one over flows about a typical draw); the zones are weighted with the shares of
    volume. The certificate's uncertainty is common to all its points (one bench, one standard), so it is
    averaged linearly, never reduced; so is what the curve may do between the points. Which flows the
    use really ran at is a source of its own: the mean may lie as far off as the curve reaches within
    a zone, and the share of the lower zone anywhere between nothing and twice the assumed one.
    """
    if not meter.certificate:
        limit = mixed_limit(protocol, "reference")
        parts = {"error of the reference meter, within its limits": limit / np.sqrt(3)}
        return ReferenceError(basis=WITHIN_LIMITS, estimate=0.0, parts=parts, limit=limit)
    share = protocol.flow_shares.lower
    lower, upper = _zone_flows(meter.certificate, zones, typical_flow(protocol))
    (low_error, low_u), (up_error, up_u) = (_curve(meter.certificate, flows) for flows in (lower, upper))
    means = float(low_error.mean()), float(up_error.mean())
    reach = _farthest(low_error), _farthest(up_error)
    mix = np.sqrt(
        (share * reach[0]) ** 2 + ((1 - share) * reach[1]) ** 2 + (share * (means[0] - means[1])) ** 2
    )
    apart = [float(_doublings(meter.certificate, flows).mean()) for flows in (lower, upper)]
    between = protocol.doubts.between_points * (share * apart[0] + (1 - share) * apart[1])
    return ReferenceError(
        basis=CERTIFICATE,
        estimate=share * means[0] + (1 - share) * means[1],
        parts={
            "certificate of the reference meter": float(share * low_u.mean() + (1 - share) * up_u.mean()),
            "flows of the use unknown": float(mix / np.sqrt(3)),
            **_between_part(between),
            **_site_parts(meter, protocol.doubts, on),
        },
    )


def reference_error_at(flow: float, meter: Meter, protocol: SeriesProtocol, on: date) -> ReferenceError:
    """Error at one flow [m3/h; A] that was set, from the certificate (which the meter must have)."""
    return reference_error_over(np.array([flow]), np.ones(1), meter, protocol, on)


def reference_error_over(
    flows: Array, volumes: Array, meter: Meter, protocol: SeriesProtocol, on: date
) -> ReferenceError:
    """Mean error over runs at flows that were set [m3/h; A], weighted with their volumes."""
    error, u = _curve(meter.certificate, flows)
    share = volumes / volumes.sum()
    apart = float(share @ _doublings(meter.certificate, flows))
    parts = {
        "certificate of the reference meter": float(share @ u),
        **_between_part(protocol.doubts.between_points * apart),
        **_site_parts(meter, protocol.doubts, on),
    }
    return ReferenceError(basis=CERTIFICATE, estimate=float(share @ error), parts=parts)


def certified_at(flow: float, meter: Meter, protocol: SeriesProtocol) -> bool:
    """Whether the certificate speaks for a flow that was set [m3/h; A]: one of its points is near."""
    if not meter.certificate:
        return False
    apart = float(_doublings(meter.certificate, np.array([flow]))[0])
    return protocol.doubts.between_points * apart <= _NEAR_ENOUGH


def _zone_flows(
    points: tuple[CertificatePoint, ...], zones: FlowZones | None, typical: float | None
) -> tuple[Array, Array]:
    """Flows over the lower zone, and over that part of the upper zone in which a home draws.

    Without zones the certificate's own reach stands for both.
    """
    first, last = points[0].flow, points[-1].flow
    if zones is None:
        lower, (bottom, top) = np.geomspace(first, last, _GRID), (first, last)
    else:
        lower = np.geomspace(zones.smallest, zones.transition, _GRID)
        # Homes hardly ever draw at the largest flow: the upper zone counts up to where it was certified.
        bottom, top = zones.transition, max(min(zones.largest, last), zones.transition)
    if typical is not None and max(bottom, typical / _SPAN) < min(top, typical * _SPAN):
        bottom, top = max(bottom, typical / _SPAN), min(top, typical * _SPAN)
    return lower, np.geomspace(bottom, top, _GRID)


def typical_flow(protocol: SeriesProtocol) -> float | None:
    """The protocol's typical draw in the unit of the flows; None where they are told in amperes."""
    return protocol.plan.typical_flow if protocol.table.flow_unit == f"{protocol.unit}/h" else None


def _farthest(error: Array) -> float:
    """How far the curve reaches from its mean, the farther way [1]."""
    return float(np.abs(error - error.mean()).max())


def _doublings(points: tuple[CertificatePoint, ...], flows: Array) -> Array:
    """How often each flow doubles or halves from the nearest certified one."""
    at = np.log2([point.flow for point in points])
    return np.asarray(np.abs(np.log2(flows)[:, None] - at).min(axis=1))


def _between_part(half_width: float) -> dict[str, float]:
    return {_BETWEEN: float(half_width / np.sqrt(3))} if half_width > 0 else {}


def _curve(points: tuple[CertificatePoint, ...], flows: Array) -> tuple[Array, Array]:
    """Error and standard uncertainty [1] at flows, constant beyond the outermost points."""
    at = np.log([point.flow for point in points])
    error = np.interp(np.log(flows), at, [point.error for point in points])
    u = np.interp(np.log(flows), at, [point.standard_uncertainty for point in points])
    return error, u


def _site_parts(meter: Meter, doubts: ReferenceDoubts, on: date) -> dict[str, float]:
    """What the certificate does not cover: drift since, installation, conditions of gas."""
    third = np.sqrt(3)
    certified = meter.certified_on or meter.verified_on
    years = 1.0 if certified is None else max(years_between(min(certified, on), on), 0.0)
    parts = {
        "drift since the certificate": float(doubts.drift_per_year * years / third),
        "installation": float(doubts.installation / third),
    }
    if doubts.temperature_c:
        parts["difference of temperature"] = float(doubts.temperature_c / _KELVIN / third)
    if doubts.pressure_kpa:
        parts["difference of pressure"] = float(doubts.pressure_kpa / _PRESSURE_KPA / third)
    return {source: u for source, u in parts.items() if u > 0}
