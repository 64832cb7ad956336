"""Homes and meters of the bench by name, and what is the same for all of one utility."""

from __future__ import annotations

from comparekit.bench import gas, household, meters, power
from comparekit.bench.household import Household
from comparekit.bench.meters import BenchMeter

#: Unit in which volumes are counted, by utility; flows are that unit an hour.
UNITS = {"water": "m3", "gas": "m3", "electricity": "kWh"}

HOUSEHOLDS: dict[str, dict[str, Household]] = {
    "water": {one.name: one for one in (household.FAMILY, household.LARGE, household.SEEPING)},
    "gas": {one.name: one for one in (household.GAS_HOME, gas.GAS_BOILER_HOME)},
    "electricity": {one.name: one for one in (household.POWER_HOME, power.POWER_CAR_HOME)},
}

METERS: dict[str, dict[str, BenchMeter]] = {
    "water": {one.name: one for one in (meters.NEW, meters.GOOD, meters.WORN, meters.FAST)},
    "gas": {
        one.name: one
        for one in (meters.GAS_NEW, meters.GAS_OLD, gas.GAS_GOOD, gas.GAS_WORN, gas.GAS_FAST)
    },
    "electricity": {
        one.name: one
        for one in (
            meters.POWER_NEW, meters.POWER_OLD, power.POWER_GOOD, power.POWER_WORN, power.POWER_CREEPING,
            power.POWER_FAST,
        )
    },
}  # fmt: skip
