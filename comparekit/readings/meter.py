"""What is known of a meter beside its readings: plate, verification, certificate."""

from __future__ import annotations

from dataclasses import dataclass
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

    `k` is the coverage factor the expanded uncertainty was given with.
    """

    flow: float
    error: float
    expanded_uncertainty: float
    k: float = 2.0
    number: str = ""
    date: date | None = None
    laboratory: str = ""

    @property
    def standard_uncertainty(self) -> float:
        """Expanded uncertainty over its own k [1]."""
        return self.expanded_uncertainty / self.k


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
    q_min, q_max : float
        Smallest and largest flow [m3/h].
    currents : pair of float
        Reference (basic) and largest current [A].
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
    seal : str
    certificate : tuple of CertificatePoint
        Rising in flow; empty without one.
    """

    accuracy_class: str | None = None
    plate: str | None = None
    old_class: str | None = None
    q3: float | None = None
    ratio_r: float | None = None
    q_min: float | None = None
    q_max: float | None = None
    currents: tuple[float, float] | None = None
    dn: float | None = None
    in_service: bool | None = None
    verified_on: date | None = None
    valid_to: date | None = None
    modulus: float | None = None
    orientation: str | None = None
    compensation: Compensation | None = None
    medium: str | None = None
    technology: str | None = None
    seal: str | None = None
    certificate: tuple[CertificatePoint, ...] = ()

    @property
    def certified_on(self) -> date | None:
        """The oldest date among the certificate's points, None where none carries one."""
        dates = [point.date for point in self.certificate if point.date is not None]
        return min(dates) if dates else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meters:
    """What is known of the two meters of a comparison, and the file that said it."""

    test: Meter = Meter()
    reference: Meter = Meter()
    file: str = ""
    sha256: str = ""
