"""A comparison as a value: home, two meters, how they are read, and everything that goes wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from comparekit.bench.catalogue import UNITS
from comparekit.bench.household import Household, Use
from comparekit.bench.installed import InstalledMeter
from comparekit.bench.log_rows import LogRow, Pair, report_rows, visit_rows
from comparekit.bench.passage import pass_through
from comparekit.bench.scenario_truth import InjectedFault, LongRun, ScenarioTruth, faults_of, long_run_truth
from comparekit.bench.site import Visits
from comparekit.bench.slips import Slip

LAYOUTS = ("wide", "long")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """How telemetry reports: every `interval_min`, late by up to `jitter_min`; a share `loss` never comes.

    `on_the_hour`: on the minute of each meter's own clock, as most loggers do; else at any phase.
    """

    interval_min: float = 30.0
    jitter_min: float = 2.0
    loss: float = 0.01
    on_the_hour: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Everything that decides a simulated log.

    Parameters
    ----------
    id : str
        Short name.
    title : mapping of language to text
        One line for people.
    utility : str
        "water", "gas" or "electricity"; the unit follows from it.
    household : Household
        Who draws.
    test, reference : InstalledMeter
        The meter in question and the one it is held against.
    days : int
        Blocks of the log.
    first_day : date
        Its first day.
    reading : Visits or Reports
        People, or telemetry.
    layout : str
        "wide" (one visit a row; visits only) or "long" (one reading a row).
    conditions : bool
        Whether temperature (and pressure) stand beside the readings. Both meters then need a climate.
    resolution : bool
        Whether the step of the registers stands in the log.
    backflow : Use, optional
        Flow that turns round: a boiler that pushes back what it expanded.
    slips : tuple of Slip
        What people write down wrongly; visits only.
    seed : int
        Seed where nobody gives another.
    """

    id: str
    title: Mapping[str, str] = field(hash=False)
    utility: str
    household: Household
    test: InstalledMeter
    reference: InstalledMeter
    days: int = 7
    first_day: date = date(2025, 5, 6)
    reading: Visits | Reports = field(default_factory=Visits)
    layout: str = "wide"
    conditions: bool = False
    resolution: bool = True
    backflow: Use | None = None
    slips: tuple[Slip, ...] = ()
    seed: int = 1

    def __post_init__(self) -> None:
        if self.utility not in UNITS:
            raise ValueError(f"utility: one of {tuple(UNITS)}, not {self.utility!r}")
        if self.days < 1:
            raise ValueError(f"days: at least 1, not {self.days!r}")
        if self.layout not in LAYOUTS:
            raise ValueError(f"layout: one of {LAYOUTS}, not {self.layout!r}")
        if self.telemetry and (self.layout == "wide" or self.slips):
            raise ValueError("reading: telemetry has a long log, and nobody who makes slips")
        if self.conditions and None in (self.test.climate, self.reference.climate):
            raise ValueError("conditions: both meters need a climate")
        if any(slip.visit > self.days + 1 for slip in self.slips):
            raise ValueError(f"slips: the log has {self.days + 1} visits")

    @property
    def unit(self) -> str:
        """Unit of the registers: m3 or kWh."""
        return UNITS[self.utility]

    @property
    def telemetry(self) -> bool:
        """Whether no person reads the meters."""
        return isinstance(self.reading, Reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A log as it was written, and what is true of it."""

    scenario: Scenario
    rows: tuple[LogRow, ...]
    truth: ScenarioTruth


def play(scenario: Scenario, rng: np.random.Generator, *, long_run: LongRun | None = None) -> Played:
    """Simulate one log.

    Parameters
    ----------
    scenario : Scenario
        What to simulate.
    rng : Generator
        Source of all chance.
    long_run : LongRun, optional
        From `long_run_truth`, where many logs of one scenario are made; None: found here, after the log.

    Returns
    -------
    Played
        Rows in the order of the file, and the truth.
    """
    pair = pass_through(scenario, rng, weeks=1)
    slipped: list[InjectedFault] = []
    if isinstance(scenario.reading, Reports):
        rows = report_rows(scenario, scenario.reading, pair, rng)
    else:
        rows, made = visit_rows(scenario, scenario.reading, pair, rng)
        slipped = [
            InjectedFault(kind=slip.kind, role=slip.role, rows=at, meant=slip.meant, written=slip.written)
            for slip, at in made
        ]
    volumes = _volumes(scenario, pair, rows)
    faults = (*faults_of(scenario, pair, rows), *slipped)
    truth = ScenarioTruth(
        long_run=long_run_truth(scenario, rng) if long_run is None else long_run,
        volumes=volumes,
        window_deviation=volumes[0] / volumes[1] - 1 if volumes[1] > 0 else None,
        faults=faults,
    )
    return Played(scenario=scenario, rows=tuple(rows), truth=truth)


def _volumes(scenario: Scenario, pair: Pair, rows: Sequence[LogRow]) -> tuple[float, float]:
    """What both meters registered in the window of the log [unit]."""
    found = []
    for place, one in enumerate(pair):
        moments = [row.moments[place] for row in rows]
        ends = [0.0, float(scenario.days)] if scenario.telemetry else [min(moments), max(moments)]
        passed = one.at(0, np.array(ends), comparable=scenario.conditions)
        found.append(float(passed[1] - passed[0]))
    return found[0], found[1]
