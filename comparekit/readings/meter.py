"""What is known of a meter beside its readings: plate, verification, certificate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Compensation(StrEnum):
    """What a gas meter brings to base conditions by itself: nothing, temperature, or both."""

    NONE = "none"
    TEMPERATURE = "T"
    BOTH = "TP"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePoint:
    """One point of a certificate: `error` [1] at `flow` [m3/h; A] with its expanded uncertainty [1].

    `k` is the coverage factor the expanded uncertainty was given with; `zone` what the certificate itself
    says of the flow, "lower" or "upper", None where it names none.
    """

    flow: float
    error: float
    expanded_uncertainty: float
    k: float = 2.0
    zone: str | None = None
    number: str = ""
    date: date | None = None
    laboratory: str = ""

    @property
    def standard_uncertainty(self) -> float:
        """Expanded uncertainty over its own k [1]."""
        return self.expanded_uncertainty / self.k

    @property
    def stands_still(self) -> bool:
        """Whether the meter may have registered nothing at this flow: an error of -1 is not excluded."""
        return self.error - max(self.expanded_uncertainty, 2 * self.standard_uncertainty) <= -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """Nameplate, verification and certificate of one meter; None for what nobody told.

    Parameters
    ----------
    accuracy_class : str
        As the plate has it: "2", "1.5", "0.5S".
    plate, old_class : str
        A size by its name on the plate ("N1.5", "G2.5"), and the class of an old plate ("B").
    q3, ratio_r : float
        Permanent flow [m3/h] and ratio Q3/Q1 [1].
    q1, q2 : float
        Smallest and transitional flow of a water meter [m3/h], where the plate has them.
    q_min, q_max : float
        Smallest and largest flow [m3/h].
    currents : pair of float
        Reference (basic) and largest current [A].
    i_min, i_tr : float
        Smallest and transitional current [A], where the plate has them.
    dn : float
        Nominal diameter [mm].
    in_service : bool
        True: in use since its verification; False: newly verified.
    verified_on, valid_to : date
        Last verification, and how long it is valid.
    modulus : float
        First value the register cannot show, in the unit of its readings.
    orientation : str
        "H" or "V" as mounted.
    compensation : Compensation
    medium, technology : str
        Gas: "natural", "manufactured" or "lpg"; electricity: "static" or "induction".
    serial, seal : str
        Number of the meter and of its seal.
    certificate : tuple of CertificatePoint
        Rising in flow; empty without one.
    """

    accuracy_class: str | None = None
    plate: str | None = None
    old_class: str | None = None
    q3: float | None = None
    ratio_r: float | None = None
    q1: float | None = None
    q2: float | None = None
    q_min: float | None = None
    q_max: float | None = None
    currents: tuple[float, float] | None = None
    i_min: float | None = None
    i_tr: float | None = None
    dn: float | None = None
    in_service: bool | None = None
    verified_on: date | None = None
    valid_to: date | None = None
    modulus: float | None = None
    orientation: str | None = None
    compensation: Compensation | None = None
    medium: str | None = None
    technology: str | None = None
    serial: str | None = None
    seal: str | None = None
    certificate: tuple[CertificatePoint, ...] = ()

    @property
    def certified_on(self) -> date | None:
        """The oldest date among the certificate's points, None where none carries one."""
        dates = [point.date for point in self.certificate if point.date is not None]
        return min(dates) if dates else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meters:
    """What is known of the two meters of a comparison, and the file that said it.

    `lines` are those of its keys ("test.q3"), for faults that are found only beside a log.
    """

    test: Meter = Meter()
    reference: Meter = Meter()
    file: str = ""
    sha256: str = ""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
