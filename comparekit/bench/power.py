"""Electricity: an all-electric home, and meters as they are found in service.

Loads are in kW, energies in kWh. Currents at 220 V: 5 A (Ib of a 5(60) A meter) are 1.1 kW.
"""

from __future__ import annotations

from dataclasses import replace

from comparekit.bench.household import Household, Use
from comparekit.bench.meters import BenchMeter

_NIGHT_TARIFF = (9, 9, 8, 6, 4, 2, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 4, 6, 8, 10, 12, 11)
_ALWAYS = (1,) * 24

#: A house of 110 m2 in spring: a heat pump that takes 1.6 kW for 40 minutes at a time (14 kWh a day, 45 of
#: heat), and a car charged every other night with 7 kW (32 A) for two and a half hours: 17 kWh are about
#: 100 km. The rest is a flat's.
POWER_CAR_HOME = Household(
    name="power car home",
    uses=(
        Use(name="stand-by and router", per_day=24, volume=0.05, flow=0.05, volume_cv=0.05, hours=_ALWAYS,
            steady=True),
        Use(name="fridge and freezer", per_day=40, volume=0.035, flow=0.1, hours=_ALWAYS, steady=True),
        Use(name="lights and screens", per_day=12, volume=0.15, flow=0.2),
        Use(name="cooking", per_day=3, volume=0.6, flow=2.0),
        Use(name="heat pump", per_day=13, volume=1.07, flow=1.6, volume_cv=0.5, hours=_ALWAYS),
        Use(name="washing and drying", per_day=0.8, volume=1.4, flow=1.8),
        Use(name="car", per_day=0.5, volume=17.0, flow=7.0, volume_cv=0.4, flow_cv=0.02,
            hours=_NIGHT_TARIFF),
    ),
    day_cv=0.25,
    weekend=1.1,
)  # fmt: skip

#: Static, class 1, some years in service: limit 1 % from 0.1 Ib, 1.5 % below; starting current 0.4 % Ib,
#: so 4.4 W (IEC 62053-21, from general knowledge).
POWER_GOOD = BenchMeter(
    name="power good",
    curve=((0.0044, -0.012), (0.055, 0.002), (1.1, 0.004), (13.2, 0.003)),
    repeatability=0.001,
)

#: An induction meter, class 2, 5(20) A, beyond its years. New it starts at 0.5 % Ib, 5.5 W (IEC 62053-11,
#: from general knowledge); dry bearings and dust brake the disc like a load of 5 W. The bench meters every
#: load as if it ran alone and about two run at a time, so each bears half: -0.0025 / P on top of -1 %.
POWER_WORN = BenchMeter(
    name="power worn",
    curve=(
        (0.01, -0.26), (0.03, -0.093), (0.055, -0.055), (0.11, -0.033), (0.55, -0.0145), (1.1, -0.0123),
        (4.4, -0.0106),
    ),
    repeatability=0.002,
)  # fmt: skip

#: An induction meter whose light-load compensation is too strong: its disc goes on turning with nothing
#: switched on, one turn in twelve minutes at 2400 turns a kWh: 2 W, day and night.
POWER_CREEPING = BenchMeter(
    name="power creeping",
    curve=((0.0055, 0.0), (0.11, 0.004), (1.1, 0.006), (4.4, 0.004)),
    repeatability=0.002,
    creep=0.002,
)

POWER_FAST = replace(POWER_GOOD, name="power fast", shift=0.05)
