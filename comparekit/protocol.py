"""A protocol: the rules of a comparison, agreed before it starts, as a frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comparekit.limits import ErrorLimits, LimitTable
from comparekit.origin import Origin
from comparekit.registers.conditions import BaseConditions


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """The tolerance of the comparison (比对允差): bounds of the deviation [1] and where they come from."""

    low: float
    high: float
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTarget:
    """A flow to be run at: `flow` in words by language, `runs` of at least `volume` [unit] each."""

    flow: Mapping[str, str]
    runs: int
    volume: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowShares:
    """Share of the volume [1] taken to run in the lower zone of flow, where nothing better is known."""

    lower: float
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceDoubts:
    """What is doubtful about the reference meter's error beside its certificate: half-widths [1].

    `drift_per_year` since the certificate, `installation` on site; `between_points`: how far the curve may
    leave the straight line between certified flows, for each doubling of the flow from the nearest one.
    `temperature_c` [K] and `pressure_kpa` [kPa] are how far the gas in the two meters may differ unmeasured.
    """

    drift_per_year: float
    installation: float
    between_points: float
    temperature_c: float
    pressure_kpa: float
    origin: Origin


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
    origin : Origin
        Where these numbers come from.
    looks : tuple of int
        Blocks at which the comparison will be looked at, when that is fixed before the start; the
        last one is the planned end. Empty: people look every day.
    runs : bool
        True where a block is a run at a flow that somebody sets (a bench); False: about a day.
    points : tuple of FlowTarget
        The flows to be run at, where a block is a run.
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
    origin: Origin
    clocks: str = "report"
    looks: tuple[int, ...] = ()
    runs: bool = False
    points: tuple[FlowTarget, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesProtocol:
    """Protocol of a comparison of two meters in series.

    `title`, `steps` and `assumptions` are texts by language. `prior_scale` is the half-Cauchy scale
    of the day-to-day standard deviation [1] in the deviation model. `limits` are those of the test
    meter's class, `reference_limits` those of the reference meter's; both from `table`.
    """

    id: str
    version: str
    utility: str
    unit: str
    timezone: str
    title: Mapping[str, str]
    plan: SeriesPlan
    tolerance: Tolerance
    table: LimitTable
    limits: ErrorLimits
    reference_limits: ErrorLimits
    flow_shares: FlowShares
    doubts: ReferenceDoubts
    prior_scale: float
    prior_origin: Origin
    test_in_service: bool = True
    reference_in_service: bool = False
    base_conditions: BaseConditions | None = None
    base_origin: Origin | None = None
    steps: tuple[Mapping[str, str], ...] = ()
    sources: tuple[Mapping[str, str], ...] = ()
    kind: str = "series"
