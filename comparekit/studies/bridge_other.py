"""The meter beside a suspect that was verified alone: off by what its certificate or limits allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comparekit.readings.meter import CertificatePoint
from comparekit.studies.bridge_inputs import Uncertain, exactly

VERIFIED, LIMITS, LOW_FLOW_LIMITS = "verification", "limits", "limits at low flow"
_NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherMeter:
    """What is known of the error of the meter that is not the suspect.

    Attributes
    ----------
    error : Uncertain
        Its relative error [1]; always bounds, whatever flows the household uses.
    basis : str
        ``verification``: its own certificate. ``limits``: nobody verified it, its maximum permissible
        errors are taken. ``limits at low flow``: the same, because its certificate leaves out low flows.
    limit : float or None
        The maximum permissible error taken [1], the widest of its zones of flow.
    accuracy_class : str or None
        The class that limit is of.
    usual : bool
        Its plate told no class: that of the utility's usual meter was taken.
    in_service : bool
        The limit of a meter in service, not that of first verification.
    """

    error: Uncertain
    basis: str
    limit: float | None = None
    accuracy_class: str | None = None
    usual: bool = False
    in_service: bool = False

    def __post_init__(self) -> None:
        if self.basis not in (VERIFIED, LIMITS, LOW_FLOW_LIMITS):
            raise ValueError(f"basis: unknown, {self.basis!r}")
        if not self.error.low > -1:
            raise ValueError(f"error: above -1, not {self.error.low}")


def other_verified(points: Sequence[CertificatePoint]) -> OtherMeter:
    """By its own certificate: the lowest and the highest error that any of its points allows.

    Raises
    ------
    ValueError
        No points.
    """
    if not points:
        raise ValueError("points: at least one")
    half = [_NORMAL_95 * p.standard_uncertainty for p in points]
    errors = [p.error for p in points]
    error = Uncertain(
        estimate=(min(errors) + max(errors)) / 2,
        low=min(e - h for e, h in zip(errors, half, strict=True)),
        high=max(e + h for e, h in zip(errors, half, strict=True)),
        bounds=True,
    )
    return OtherMeter(error=error, basis=VERIFIED)


def other_within(
    limit: float,
    *,
    points: Sequence[CertificatePoint] = (),
    accuracy_class: str | None = None,
    usual: bool = False,
    in_service: bool = False,
) -> OtherMeter:
    """Off by its maximum permissible error `limit` [1] either way, and by what `points` found beyond it.

    Nobody knows which flows the household uses, so the widest limit of its zones belongs here.
    """
    low, high = -limit, limit
    if points:
        found = other_verified(points).error
        low, high = min(low, found.low), max(high, found.high)
    return OtherMeter(
        error=Uncertain(estimate=0.0, low=low, high=high, bounds=True),
        basis=LOW_FLOW_LIMITS if points else LIMITS,
        limit=limit,
        accuracy_class=accuracy_class,
        usual=usual,
        in_service=in_service,
    )


def against(own: Uncertain, other: OtherMeter | None) -> Uncertain:
    """Deviation of the suspect from the other meter [1], from the errors of both.

    Parameters
    ----------
    own : Uncertain
        Error of the suspect [1].
    other : OtherMeter or None
        None: `own` is that deviation already.

    Notes
    -----
    Registers show (1 + e) V and (1 + f) V of the same volume V: d = (1 + e)/(1 + f) - 1. The other meter's
    error is a bound, so each end takes the worse of its ends, and nothing is averaged.
    """
    error = exactly(0.0) if other is None else other.error
    if error.low == error.high == 0.0:
        return own
    return Uncertain(
        estimate=(1 + own.estimate) / (1 + error.estimate) - 1,
        low=(1 + own.low) / (1 + error.high) - 1,
        high=(1 + own.high) / (1 + error.low) - 1,
        bounds=True,
    )
