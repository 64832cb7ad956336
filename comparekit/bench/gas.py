"""Gas: a home that heats with it, and diaphragm meters as they are found in service.

Flows follow from the power of an appliance and the calorific value of natural gas, 35 MJ/m3 (lower value,
20 deg C, group 12T, from general knowledge): 1 kW burns 3.6 / 35 = 0.103 m3/h. All volumes are at base
conditions; what a plain meter makes of them at its own temperature is in `comparekit.bench.conditions`.
"""

from __future__ import annotations

from dataclasses import replace

from comparekit.bench.household import Household, Use
from comparekit.bench.meters import BenchMeter

_NIGHT = (6, 6, 6, 6, 7, 9, 10, 9, 8, 7, 7, 7, 7, 7, 7, 7, 8, 9, 10, 10, 10, 9, 8, 7)

#: A flat of 90 m2 with a combination boiler in winter: 3.4 kW of heat on average are 80 kWh, at 92 % of
#: 9.7 kWh/m3 nine cubic metres a day. The burner (26 kW, 2.7 m3/h) throttles to a third and runs some 20
#: minutes at a time. A tap of hot water of 5 minutes takes 0.21 m3 at full power; a cooker of two burners
#: at 3.4 kW together 0.35 m3/h.
GAS_BOILER_HOME = Household(
    name="gas boiler home",
    uses=(
        Use(name="heating", per_day=27, volume=0.33, flow=1.0, volume_cv=0.4, flow_cv=0.3, hours=_NIGHT),
        Use(name="hot water", per_day=6, volume=0.21, flow=2.6, volume_cv=0.6, flow_cv=0.1),
        Use(name="cooker", per_day=4, volume=0.08, flow=0.35, volume_cv=0.5),
        Use(name="simmering", per_day=3, volume=0.02, flow=0.06, volume_cv=0.5),
    ),
    day_cv=0.25,  # the weather of the day
    weekend=1.1,
)

#: In service within twice the limits of class 1.5 (6 % below Qt, 3 % above); starting flow 5 L/h, the
#: largest allowed to a G2.5 (EN 1359, from general knowledge).
GAS_GOOD = BenchMeter(
    name="gas good",
    curve=((0.005, -0.04), (0.025, -0.012), (0.4, 0.006), (2.0, 0.004), (4.0, -0.004)),
    repeatability=0.002,
)

#: Valves that no longer seat let 4 L/h slip past, whatever runs: -0.004 / Q, on top of 2 % at all flows.
GAS_WORN = BenchMeter(
    name="gas worn",
    curve=((0.015, -0.287), (0.03, -0.153), (0.06, -0.087), (0.15, -0.047), (0.4, -0.03), (4.0, -0.021)),
    repeatability=0.004,
)

#: A diaphragm that has shrunk encloses less gas a stroke, so that the same gas makes more strokes.
GAS_FAST = replace(GAS_GOOD, name="gas fast", shift=0.05)
