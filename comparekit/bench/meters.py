"""Meters as error curves: what a meter makes of a draw."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from comparekit.stats.arrays import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchMeter:
    """An error curve over flow, with the scatter around it.

    Parameters
    ----------
    curve : tuple of (flow [m3/h], error [1])
        Rising in flow; interpolated over the logarithm of the flow, constant beyond the last point.
        The first point is the starting flow: below it nothing is registered.
    shift : float
        Added to every error above the starting flow [1]: adjustment.
    repeatability : float
        Relative standard deviation of one draw's registration [1]. Type approval allows one third
        of the maximum permissible error (0.67 % in class 2, upper zone: OIML R 49-1, 7.2.6, from
        general knowledge); household draws are short, so most of it is taken up.
    unsteadiness : float
        Relative standard deviation of a whole day's registration [1], from visit to visit.
    creep : float
        Registered on top at all times, with nothing flowing too [m3/h]: a disc that creeps.
    """

    name: str
    curve: tuple[tuple[float, float], ...]
    shift: float = 0.0
    repeatability: float = 0.005
    unsteadiness: float = 0.0
    creep: float = 0.0

    def error(self, flow: Array) -> Array:
        """Error of registration at each flow [1]; -1 below the starting flow."""
        points = np.array(self.curve)
        error = np.interp(np.log(flow), np.log(points[:, 0]), points[:, 1]) + self.shift
        return np.asarray(np.where(flow < points[0, 0], -1.0, error))

    def unsteady(self, unsteadiness: float) -> BenchMeter:
        """The same meter with another day-to-day standard deviation [1]."""
        return replace(self, unsteadiness=unsteadiness)


# Starting flows: new 7 L/h; growing almost linearly to 40 L/h beyond nine years (means of a series of
# multi-jet meters, cited in protocols/README.md), so about 29 L/h at the end of six years. The shapes
# are constructed within the limits of class 2, in service for the worn one.
NEW = BenchMeter(
    name="new",
    curve=((0.007, -0.04), (0.025, -0.01), (0.04, 0.008), (0.12, 0.004), (0.75, 0.0), (2.5, -0.002)),
)
GOOD = BenchMeter(
    name="good",
    curve=((0.012, -0.08), (0.025, -0.025), (0.04, -0.004), (0.12, 0.003), (0.75, 0.002), (2.5, 0.003)),
)
WORN = BenchMeter(
    name="worn",
    curve=((0.029, -0.2), (0.04, -0.1), (0.06, -0.06), (0.12, -0.035), (0.3, -0.025), (2.5, -0.02)),
)
FAST = replace(GOOD, name="fast", shift=0.05)

# Gas diaphragm meters, class 1.5, G2.5 (Qmin 0.025, Qt 0.4, Qmax 4 m3/h): shapes constructed within the
# limits; a worn one leaks past its valves at low flow and so reads low there.
GAS_NEW = BenchMeter(
    name="gas new", curve=((0.003, -0.02), (0.025, -0.006), (0.4, 0.004), (4.0, -0.004)), repeatability=0.002
)
GAS_OLD = BenchMeter(
    name="gas old", curve=((0.008, -0.12), (0.025, -0.05), (0.4, -0.024), (4.0, -0.02)), repeatability=0.003
)

# Static electricity meters, class 1 and class 2 (direct connected, 5(60) A at 220 V: 0.05 Ib = 0.055 kW).
POWER_NEW = BenchMeter(
    name="power new",
    curve=((0.0044, -0.004), (0.055, 0.001), (1.1, 0.002), (13.2, 0.001)),
    repeatability=0.0005,
)
POWER_OLD = BenchMeter(
    name="power old",
    curve=((0.0055, -0.01), (0.055, 0.004), (1.1, 0.006), (13.2, 0.005)),
    repeatability=0.001,
)
