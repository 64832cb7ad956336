"""Homes, meters and certificates on which the test meter's own error is validated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from comparekit.bench.household import FAMILY, GAS_HOME, LARGE, POWER_HOME, Household
from comparekit.bench.meters import FAST, GAS_NEW, GAS_OLD, GOOD, NEW, POWER_NEW, POWER_OLD, WORN, BenchMeter
from comparekit.limits import FlowZones
from comparekit.protocol import SeriesProtocol
from comparekit.readings.meter import CertificatePoint

PERFECT = BenchMeter(name="perfect", curve=((1e-9, 0.0), (1e3, 0.0)), repeatability=0.0)
CERTIFIED = date(2024, 6, 1)
COMPARED = date(2025, 6, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A home, its meters, the steps of their registers, and the zones of the reference meter's plate."""

    household: Household
    tests: tuple[BenchMeter, ...]
    reference: BenchMeter
    protocol: str
    zones: dict[str, FlowZones]
    steps: tuple[float, ...]


def water_zones(ratio: float) -> FlowZones:
    """Of a Q3 2.5 meter: Q1 = Q3 / R, Q2 = 1.6 Q1, Q4 = 1.25 Q3."""
    return FlowZones(smallest=2.5 / ratio, transition=4.0 / ratio, largest=3.125)


_WATER = {"R100": water_zones(100), "R160": water_zones(160)}
_WATER_STEPS = (0.0001, 0.001, 0.01, 0.1)
SITES = (
    Site(
        household=FAMILY,
        tests=(GOOD, WORN, FAST),
        reference=NEW,
        protocol="water-series-7d",
        zones=_WATER,
        steps=_WATER_STEPS,
    ),
    Site(
        household=LARGE,
        tests=(GOOD, WORN, FAST),
        reference=NEW,
        protocol="water-series-7d",
        zones=_WATER,
        steps=_WATER_STEPS,
    ),
    Site(
        household=GAS_HOME,
        tests=(GAS_OLD,),
        reference=GAS_NEW,
        protocol="gas-series-7d",
        zones={"G2.5": FlowZones(smallest=0.025, transition=0.4, largest=4.0)},
        steps=(0.001, 0.01, 0.1),
    ),
    Site(  # flows in kW: 5(60) A at 220 V
        household=POWER_HOME,
        tests=(POWER_OLD,),
        reference=POWER_NEW,
        protocol="electricity-series-7d",
        zones={"5(60) A": FlowZones(smallest=0.055, transition=0.11, largest=13.2)},
        steps=(0.01, 0.1),
    ),
)


def certificate(
    meter: BenchMeter, flows: Sequence[float], expanded: float, off: np.ndarray
) -> tuple[CertificatePoint, ...]:
    """Points as a laboratory would report them: the true curve, off by `off` standard uncertainties."""
    errors = meter.error(np.array(flows)) + off * expanded / 2
    return tuple(
        CertificatePoint(flow=flow, error=float(error), expanded_uncertainty=expanded, date=CERTIFIED)
        for flow, error in zip(flows, errors, strict=True)
    )


def certified_flows(zones: FlowZones) -> tuple[float, ...]:
    """Where a reference meter is calibrated: Q1, Q2, 0.3 Q3, Q3 (Q3 = Q4 / 1.25)."""
    q3 = zones.largest / 1.25
    return zones.smallest, zones.transition, 0.3 * q3, q3


def doubts(protocol: SeriesProtocol, weeks: int, rng: np.random.Generator) -> np.ndarray:
    """What drift, installation and conditions do to the reference meter on site [1], shape (weeks,)."""
    d = protocol.doubts
    years = (COMPARED - CERTIFIED).days / 365
    halves = (d.drift_per_year * years, d.installation, d.temperature_c / 293.15, d.pressure_kpa / 101.325)
    return sum(half * rng.uniform(-1, 1, weeks) for half in halves)


def without_doubts(protocol: SeriesProtocol) -> SeriesProtocol:
    """The same protocol for a reference meter that is as good on site as on its certificate."""
    none = dict.fromkeys(
        ("drift_per_year", "installation", "between_points", "temperature_c", "pressure_kpa"), 0.0
    )
    return replace(protocol, doubts=replace(protocol.doubts, **none))
