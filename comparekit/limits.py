"""What regulations ask of a meter: error limits by class and zone, flows from the plate, years of life.

Values only; they are read from ``protocols/*-limits.toml``, where every number carries its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from comparekit.origin import Origin
from comparekit.readings.meter import Meter

_SMALL_DN = 25  # mm; Q3 up to 16 m3/h is made in this bore


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorLimits:
    """Maximum permissible errors at first verification [1] by zone, and the factor in service.

    `lower` and `upper` hold for the lower and upper zone of flow (or current), both ways. `rounding` is
    the interval an error is rounded to before it is judged [1], None where nothing is rounded.
    """

    accuracy_class: str
    lower: float
    upper: float
    origin: Origin
    in_service_factor: float
    in_service_origin: Origin
    transition: float | None = None
    rounding: float | None = None
    rounding_origin: Origin | None = None

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
    stands with the class.
    """

    smallest: float | None = None
    transition: float | None = None
    largest: float | None = None
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
    """All limits of one utility. `unit` is that of its volumes, `flow_unit` of its flows."""

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

    def of_class(self, accuracy_class: str) -> ErrorLimits | None:
        """Limits of a class, None for one the table does not know; "2", "2.0" and "2级" are one class."""
        wanted = _class_name(accuracy_class)
        return next((c for c in self.classes if _class_name(c.accuracy_class) == wanted), None)

    def size_of(self, plate: str | None) -> PlateSize | None:
        """The size a plate names, None for one the table does not know."""
        return next((s for s in self.sizes if plate and s.name.casefold() == plate.strip().casefold()), None)

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
        size = self.size_of(meter.plate)
        if meter.currents is not None and self.flows.smallest and self.flows.transition:
            reference, largest = meter.currents
            return FlowZones(
                smallest=self.flows.smallest * reference,
                transition=self.flows.transition * reference,
                largest=largest,
            )
        most = meter.q_max if meter.q_max is not None else (size.largest if size else None)
        if meter.q3 is not None and meter.ratio_r is not None and self.flows.transition:
            smallest = meter.q3 / meter.ratio_r
            return FlowZones(
                smallest=smallest,
                transition=self.flows.transition * smallest,
                largest=most or (self.flows.largest or 1.0) * meter.q3,
            )
        if most is None:
            return None
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
