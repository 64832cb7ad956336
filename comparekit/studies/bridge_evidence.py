"""What is known of the suspect meter: a series comparison, or the verification of the meter removed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from comparekit.findings import disqualifies
from comparekit.readings.meter import CertificatePoint
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.studies.bridge_other import OtherMeter, against
from comparekit.studies.flow_points import FlowPoint
from comparekit.studies.series_result import SeriesResult

OLD, NEW = "old", "new"
SERIES, VERIFICATION = "series", "verification"
SHARES, WORST_POINT, OWN_USE = "shares of volume", "worst point", "own use"
_NORMAL_95 = 1.959963984540054
_SUM = 1e-6  # how exactly shares add up to one


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterEvidence:
    """What is known of the suspect meter, and of its deviation from the other one.

    Attributes
    ----------
    suspect : str
        ``old`` (the meter removed) or ``new``.
    deviation : Uncertain
        What was found of the suspect [1]; positive: it reads high. Of a series comparison its deviation
        from the other meter, of a verification, or of a comparison with a meter whose certificate is known,
        its own error. The verdict about it rests on this alone.
    basis : str
        ``series``: both meters (or the suspect and a standard) carried the household's own use;
        ``verification``: errors at flow points.
    profile : str
        How flow points became one number: ``own use`` (they did not need to), ``shares of volume``, or
        ``worst point`` (bounds over every profile within the verified flows).
    below : float
        Share of the volume taken to run below the lowest verified flow [1], where no error is known.
    other : OtherMeter or None
        Error of the other meter, where a verification of the suspect alone says nothing of it. None: it is
        in `deviation` already, or is taken as right.
    compared : Uncertain or None
        Deviation from the other meter [1] that a series comparison found, where `deviation` is the
        suspect's own error.
    conforming : bool or None
        Whether its certificate is within the limits of its class at every flow, with the uncertainty. Those
        limits are wider at low flow than the tolerance, so such a meter may still explain more than that at
        a household of low flows: it decides no verdict, only how the verdict is told.
    """

    suspect: str
    deviation: Uncertain
    basis: str
    profile: str = OWN_USE
    below: float = 0.0
    other: OtherMeter | None = None
    compared: Uncertain | None = None
    conforming: bool | None = None

    def __post_init__(self) -> None:
        if self.suspect not in (OLD, NEW):
            raise ValueError(f"suspect: {OLD!r} or {NEW!r}, not {self.suspect!r}")
        if not self.deviation.low > -1:
            raise ValueError(f"deviation: above -1, not {self.deviation.low}")
        if self.compared is not None and not self.compared.low > -1:
            raise ValueError(f"compared: above -1, not {self.compared.low}")

    @property
    def kind(self) -> str:
        """What `deviation` is: ``series`` (one meter against the other, which says of neither that it is
        wrong), ``verification``, or ``series_certified`` (its own error, by the other meter's certificate).
        """
        return "series_certified" if self.basis == SERIES and self.compared is not None else self.basis

    @property
    def between(self) -> Uncertain:
        """Deviation of the suspect from the other meter [1]: what a change of meters does to a bill.

        A bill does not change by the error of one meter, but by what one meter shows more or less than the
        other. Where both were compared, that was measured; else it follows from the errors of both.
        """
        return against(self.deviation, self.other) if self.compared is None else self.compared

    @property
    def factor(self) -> Uncertain:
        """What the new register shows over what the old one would have shown for the same use [1].

        1/(1 + d) when the old meter is the suspect, 1 + d when the new one is, d being `between`: it does
        not matter whom one suspects, only which of the two was measured against the other.
        """
        own = self.between
        ends = [1 + x for x in (own.estimate, own.low, own.high)]
        if self.suspect == OLD:
            estimate, high, low = (1 / x for x in ends)
        else:
            estimate, low, high = ends
        return Uncertain(estimate=estimate, low=low, high=high, bounds=own.bounds, ratio=True)


def series_evidence(result: SeriesResult, suspect: str, *, role: str | None = None) -> MeterEvidence | None:
    """What a series comparison says of the suspect meter.

    Parameters
    ----------
    result : SeriesResult
        The interval its verdict rests on is taken.
    suspect : str
        ``old`` or ``new``.
    role : str, optional
        "test" or "reference": which meter of the comparison the suspect was. By default the old meter
        is the test meter and the new one the reference.

    Returns
    -------
    MeterEvidence or None
        None where the comparison bounds nothing: a disqualifying finding, no estimate, an open end.

    Notes
    -----
    With delta = V_test/V_reference - 1, the reference meter's own deviation is 1/(1 + delta) - 1. Runs
    of a bench do not carry the household's mix of flows: the worst of their points bounds it.
    """
    role = role or ("test" if suspect == OLD else "reference")
    if disqualifies(result.findings):
        return None
    if result.points:
        own, profile = _over_points(result.points), WORST_POINT
    else:
        estimate, interval = result.deviation.estimate, result.deciding_interval
        if estimate is None or interval.low is None or interval.high is None:
            return None
        own, profile = _around(estimate, interval.low, interval.high), OWN_USE
    if own is None or own.low <= -1:
        return None
    deviation = own if role == "test" else _seen_from_the_other(own)
    return MeterEvidence(suspect=suspect, deviation=deviation, basis=SERIES, profile=profile)


def verification_evidence(
    points: Sequence[CertificatePoint],
    suspect: str = OLD,
    *,
    shares: Sequence[float] | None = None,
    below: float = 0.0,
) -> MeterEvidence:
    """What the verification of the suspect meter says of it at the household's use, and nothing of the other.

    Parameters
    ----------
    points : sequence of CertificatePoint
        Error and expanded uncertainty at each flow.
    suspect : str
        ``old`` or ``new``.
    shares : sequence of float, optional
        Share of the volume at each point [1], adding up to one; None: not known.
    below : float
        Share of the volume below the lowest of the flows [1]. There the meter may stand still, or show
        what it shows at that flow: errors from -1 up are possible, and only bounds are known then.

    Raises
    ------
    ValueError
        No points; shares that do not fit them, are negative or do not add up to one.

    Notes
    -----
    Weighted error: sum of share times error. The uncertainty of a bench is common to its points, so it is
    averaged linearly and not reduced by their number. Without shares nothing is averaged: the bounds are
    the lowest and the highest error that any point allows.
    """
    if not points:
        raise ValueError("points: at least one")
    if not 0 <= below < 1:
        raise ValueError(f"below: from 0 to less than 1, not {below}")
    errors = [p.error for p in points]
    half = [_NORMAL_95 * p.standard_uncertainty for p in points]
    if shares is None:
        low = min(e - h for e, h in zip(errors, half, strict=True))
        high = max(e + h for e, h in zip(errors, half, strict=True))
        middle = (min(errors) + max(errors)) / 2
        own = Uncertain(estimate=middle, low=low, high=high, bounds=True)
    else:
        if len(shares) != len(points) or min(shares) < 0 or abs(math.fsum(shares) - 1) > _SUM:
            raise ValueError(f"shares: one of at least 0 for each point, together 1, not {tuple(shares)}")
        mean = math.fsum(w * e for w, e in zip(shares, errors, strict=True))
        wide = math.fsum(w * h for w, h in zip(shares, half, strict=True))
        own = Uncertain(estimate=mean, low=mean - wide, high=mean + wide)
    if below:
        lowest = min(points, key=lambda p: p.flow)
        most = max(lowest.error + _NORMAL_95 * lowest.standard_uncertainty, 0.0)
        low, high = (1 - below) * own.low - below, (1 - below) * own.high + below * most
        middle = min(max((1 - below) * own.estimate + below * lowest.error, low), high)
        own = Uncertain(estimate=middle, low=low, high=high, bounds=True)
    profile = WORST_POINT if shares is None else SHARES
    return MeterEvidence(suspect=suspect, deviation=own, basis=VERIFICATION, profile=profile, below=below)


def _over_points(points: tuple[FlowPoint, ...]) -> Uncertain | None:
    known = [
        (p.deviation, p.deviation_low, p.deviation_high)
        for p in points
        if p.deviation is not None and p.deviation_low is not None and p.deviation_high is not None
    ]
    if len(known) < len(points):
        return None
    estimates = [deviation for deviation, _, _ in known]
    middle = (min(estimates) + max(estimates)) / 2
    low, high = min(low for _, low, _ in known), max(high for _, _, high in known)
    return Uncertain(estimate=middle, low=low, high=high, bounds=True)


def _around(estimate: float, low: float, high: float) -> Uncertain:
    """The interval of daily looks is not built around the estimate; it may even leave it out."""
    return Uncertain(estimate=min(max(estimate, low), high), low=low, high=high)


def _seen_from_the_other(own: Uncertain) -> Uncertain:
    estimate, high, low = (1 / (1 + x) - 1 for x in (own.estimate, own.low, own.high))
    return Uncertain(estimate=estimate, low=low, high=high, bounds=own.bounds)
