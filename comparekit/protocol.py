"""A protocol: the rules of a comparison, agreed before it starts, as a frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from comparekit.registers.conditions import BaseConditions


class Certainty(StrEnum):
    """How sure we are of a number that comes from law, a standard or practice.

    ``confirmed``: read in the source named. ``unconfirmed``: general knowledge, or sources that
    disagree; shown as such on every screen. ``own``: the protocol's own choice, with its reason.
    ``derived``: arithmetic from numbers that carry their own marks.
    """

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    OWN = "own"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a number comes from: `source` and `edition` as text, and how sure we are.

    `reason`, by language, says in a sentence why this number.
    """

    source: str
    certainty: Certainty
    edition: str = ""
    reason: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """The tolerance of the comparison (比对允差): bounds of the deviation [1] and where they come from."""

    low: float
    high: float
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorLimits:
    """Maximum permissible errors at first verification [1] by zone, and the factor in service.

    `lower` and `upper` hold for the lower and upper zone of flow (or current), both ways.
    """

    accuracy_class: str
    lower: float
    upper: float
    origin: Origin
    in_service_factor: float
    in_service_origin: Origin

    def at(self, zone: str, *, in_service: bool) -> float:
        """Limit [1] in `zone` ("lower" or "upper")."""
        limit = {"lower": self.lower, "upper": self.upper}[zone]
        return limit * (self.in_service_factor if in_service else 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPlan:
    """How a series comparison is to be carried out.

    Attributes
    ----------
    blocks : int
        Planned number of blocks (days).
    visit_gap_s : float
        Readings of the two registers at most this far apart belong to one visit [s].
    reading_gap_s : float
        Assumed time between the two readings where the log tells none [s].
    typical_flow : float
        Flow of a typical draw [unit/h]: what may pass between the two readings.
    overload_flow : float
        Largest flow the meter can pass [unit/h]: an increment beyond it is no rollover.
    minimum_steps : float
        Volume worth aiming for, in steps of the reading.
    longest_gap_h : float
        Telemetry is interpolated across at most this long without a reading [h].
    looks : tuple of int
        Blocks at which the comparison will be looked at, when that is fixed before the start; the
        last one is the planned end. Empty: people look every day.
    clocks : str
        "report": an offset between the clocks is reported only; "apply": it is corrected too.
    """

    blocks: int
    visit_gap_s: float
    reading_gap_s: float
    typical_flow: float
    overload_flow: float
    minimum_steps: float
    longest_gap_h: float
    clocks: str = "report"
    looks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesProtocol:
    """Protocol of a comparison of two meters in series.

    `title`, `steps` and `assumptions` are texts by language. `prior_scale` is the half-Cauchy scale
    of the day-to-day standard deviation [1] in the deviation model.
    """

    id: str
    version: str
    utility: str
    unit: str
    timezone: str
    title: Mapping[str, str]
    plan: SeriesPlan
    tolerance: Tolerance
    limits: ErrorLimits
    prior_scale: float
    prior_origin: Origin
    test_in_service: bool = True
    reference_in_service: bool = False
    base_conditions: BaseConditions | None = None
    base_origin: Origin | None = None
    steps: tuple[Mapping[str, str], ...] = ()
    sources: tuple[Mapping[str, str], ...] = ()
    kind: str = "series"
