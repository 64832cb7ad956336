"""What regulations ask of a meter: error limits by class and zone, flows from the plate, years of life.

Values only; they are read from ``protocols/*-limits.toml``, where every number carries its source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from comparekit.origin import Origin
from comparekit.readings.meter import CertificatePoint, Meter

_SMALL_DN = 25  # mm; Q3 up to 16 m3/h is made in this bore


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorLimits:
    """Maximum permissible errors at first verification [1] by zone, and the factor in service.

    `lower` and `upper` hold for the lower and upper zone of flow (or current), both ways. `rounding` is
    the interval an error is rounded to before it is judged [1], None where nothing is rounded.
    `same_sign` is what no error of the upper zone may exceed where all of them have one sign [1], a rule
    for new meters; None where there is none. `smallest` and `transition` bound the zones: gas by the
    largest flow, electricity by the reference current where the class has its own.
    """

    accuracy_class: str
    lower: float
    upper: float
    origin: Origin
    in_service_factor: float
    in_service_origin: Origin
    smallest: float | None = None
    transition: float | None = None
    rounding: float | None = None
    rounding_origin: Origin | None = None
    same_sign: float | None = None
    same_sign_origin: Origin | None = None

    def at(self, zone: str, *, in_service: bool) -> float:
        """Limit [1] in `zone` ("lower" or "upper")."""
        limit = {"lower": self.lower, "upper": self.upper}[zone]
        return limit * (self.in_service_factor if in_service else 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowZones:
    """Smallest, transitional and largest flow of a meter [m3/h; A], lower zone up to `transition`."""

    smallest: float
    transition: float
    largest: float

    def zone(self, flow: float) -> str | None:
        """Zone of a flow, "lower" or "upper"; None below the smallest and above the largest: no limit."""
        if not self.smallest * (1 - 1e-9) <= flow <= self.largest * (1 + 1e-9):
            return None
        return "lower" if flow < self.transition * (1 - 1e-9) else "upper"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRule:
    """How the flows of a plate hang together; each factor is None where the utility has none of it.

    `smallest` and `transition` of the reference current (electricity); `transition` of the smallest and
    `largest` of the permanent flow (water); for gas the transition is a share of the largest flow and
    stands with the class. `least_ratio` is the least Q3/Q1 that any plate has (water).
    """

    smallest: float | None = None
    transition: float | None = None
    largest: float | None = None
    least_ratio: float | None = None
    ratio_origin: Origin | None = None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateSize:
    """A size that plates name ("N1.5", "G2.5"): its largest and, where fixed, smallest flow [m3/h]."""

    name: str
    permanent: float | None
    largest: float
    smallest: float | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class OldClass:
    """A class of old plates ("B"): smallest and transitional flow as shares of the common flow [1]."""

    name: str
    smallest: float
    transition: float
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeRule:
    """Years a meter may stay in use, for meters within these bounds; a bound of None bounds nothing.

    `dn` and `permanent` are the largest nominal diameter [mm] and permanent flow [m3/h] it holds for,
    `medium` and `technology` names that have to match.
    """

    years: float
    origin: Origin
    dn: float | None = None
    permanent: float | None = None
    medium: str | None = None
    technology: str | None = None

    def holds_for(self, meter: Meter) -> bool | None:
        """Whether the rule holds for this meter; None when the plate does not say."""
        answers: list[bool | None] = []
        for most, value in ((self.dn, meter.dn), (self.permanent, meter.q3)):
            if most is not None:
                answers.append(None if value is None else value <= most)
        if answers == [True, None] and self.dn is not None and self.dn <= _SMALL_DN:
            answers[1] = True  # no meter of so small a bore has a larger permanent flow
        for wanted, told in ((self.medium, meter.medium), (self.technology, meter.technology)):
            if wanted is not None:
                answers.append(None if told is None else told == wanted)
        if False in answers:
            return False
        return None if None in answers else True


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitTable:
    """All limits of one utility. `flow_unit` is that of its flows.

    `without_limits` are classes that plates carry and of which no limits are known here.
    """

    id: str
    version: str
    utility: str
    flow_unit: str
    title: Mapping[str, str]
    classes: tuple[ErrorLimits, ...]
    flows: FlowRule
    sizes: tuple[PlateSize, ...] = ()
    old_classes: tuple[OldClass, ...] = ()
    lives: tuple[LifeRule, ...] = ()
    zones: Mapping[str, str] = field(default_factory=dict)
    without_limits: tuple[str, ...] = ()

    def of_class(self, accuracy_class: str) -> ErrorLimits | None:
        """Limits of a class, None for one the table does not know; "2", "2.0" and "2级" are one class."""
        wanted = _class_name(accuracy_class)
        return next((c for c in self.classes if _class_name(c.accuracy_class) == wanted), None)

    def exists(self, accuracy_class: str) -> bool:
        """Whether plates carry such a class, with limits here or without."""
        wanted = _class_name(accuracy_class)
        return self.of_class(accuracy_class) is not None or wanted in map(_class_name, self.without_limits)

    def size_of(self, plate: str | None) -> PlateSize | None:
        """The size a plate names, None for one the table does not know.

        Plates write it with spaces, wide letters or between other letters: "G 2.5", "CG-G2.5S".
        """
        text = unicodedata.normalize("NFKC", plate or "").replace(" ", "").casefold()
        text = re.sub(r"(?<=[a-z])-(?=\d)", "", text)
        for size in self.sizes:
            name = re.escape(size.name.casefold())
            if re.search(rf"(?<![a-z0-9.]){name}(?![0-9.])", text):
                return size
        return None

    def old_class_of(self, name: str | None) -> OldClass | None:
        """A class of old plates, None for one the table does not know."""
        return next(
            (c for c in self.old_classes if name and c.name.casefold() == name.strip().casefold()), None
        )

    def life_of(self, meter: Meter) -> LifeRule | None:
        """The first rule that holds for this meter; None where its plate leaves that open."""
        size = self.size_of(meter.plate)
        if meter.q3 is None and size is not None:
            meter = replace(meter, q3=size.permanent)
        for rule in self.lives:
            holds = rule.holds_for(meter)
            if holds is not False:
                return rule if holds else None
        return None

    def zones_of(self, meter: Meter, limits: ErrorLimits) -> FlowZones | None:
        """Flow zones from the plate; None where it does not say enough."""
        if meter.accuracy_class is not None and self.of_class(meter.accuracy_class) is None:
            return None  # its zones may be others
        size = self.size_of(meter.plate)
        most = meter.q_max if meter.q_max is not None else (size.largest if size else None)
        if self.flows.smallest and self.flows.transition:
            return self._zones_of_current(meter, limits)
        found = self._zones_of_water(meter, most)
        if found is not None or most is None:
            return found
        old = self.old_class_of(meter.old_class)
        if old is not None and size is not None and size.permanent is not None:
            return FlowZones(
                smallest=old.smallest * size.permanent,
                transition=old.transition * size.permanent,
                largest=most,
            )
        smallest_flow = meter.q_min if meter.q_min is not None else (size.smallest if size else None)
        if smallest_flow is None or limits.transition is None:
            return None
        return FlowZones(smallest=smallest_flow, transition=limits.transition * most, largest=most)

    def zones_at(self, meter: Meter, limits: ErrorLimits, point: CertificatePoint) -> tuple[str, ...]:
        """Zones that a point of a certificate may lie in: one, or both where nobody says; none without limit.

        The name that the certificate has for its flow goes first, then the plate; with half a plate a flow
        may still lie above every transitional flow there can be.
        """
        if point.zone is not None:
            return (point.zone,)
        zones = self.zones_of(meter, limits)
        if zones is not None:
            zone = zones.zone(point.flow)
            return () if zone is None else (zone,)
        latest = self._latest_transition(meter, limits)
        certain = latest is not None and point.flow >= latest * (1 - 1e-9)
        return ("upper",) if certain else ("lower", "upper")

    def _zones_of_current(self, meter: Meter, limits: ErrorLimits) -> FlowZones | None:
        if meter.currents is None:
            return None
        reference, largest = meter.currents
        shares = (limits.smallest or self.flows.smallest, limits.transition or self.flows.transition)
        smallest, transition = ((share or 0.0) * reference for share in shares)
        return FlowZones(
            smallest=meter.i_min or smallest, transition=meter.i_tr or transition, largest=largest
        )

    def _zones_of_water(self, meter: Meter, most: float | None) -> FlowZones | None:
        smallest = meter.q1
        if smallest is None and meter.q3 is not None and meter.ratio_r is not None:
            smallest = meter.q3 / meter.ratio_r
        if smallest is None or not self.flows.transition:
            return None
        largest = most
        if largest is None and meter.q3 is not None:
            largest = (self.flows.largest or 1.0) * meter.q3
        if largest is None:
            return None
        transition = meter.q2 if meter.q2 is not None else self.flows.transition * smallest
        return FlowZones(smallest=smallest, transition=transition, largest=largest)

    def _latest_transition(self, meter: Meter, limits: ErrorLimits) -> float | None:
        """The largest transitional flow that a meter of so much of a plate can have [m3/h]."""
        size = self.size_of(meter.plate)
        if meter.q2 is not None:
            return meter.q2
        if limits.transition is not None:
            most = meter.q_max if meter.q_max is not None else (size.largest if size else None)
            return None if most is None else limits.transition * most
        if size is not None and size.permanent is not None and self.old_classes:
            return max(old.transition for old in self.old_classes) * size.permanent
        if meter.q3 is None or not self.flows.transition or not self.flows.least_ratio:
            return None
        return self.flows.transition * meter.q3 / self.flows.least_ratio


def _class_name(text: str) -> str:
    """A class by its number where it is one, else as written ("0.5S")."""
    plain = text.strip().removesuffix("级").strip()
    try:
        return f"{float(plain):g}"
    except ValueError:
        return plain.casefold()


def years_between(start: date, end: date) -> float:
    """Years from `start` to `end`, whole ones by the calendar."""
    whole = end.year - start.year - ((end.month, end.day) < (start.month, start.day))
    anniversary = _on(start, start.year + whole)
    following = _on(start, start.year + whole + 1)
    return whole + (end - anniversary).days / (following - anniversary).days


def _on(day: date, year: int) -> date:
    """The same day of another year; 28 February for a leap day."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
