"""A register's readings over time."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comparekit.stats.arrays import Array
from comparekit.units import find_unit

Times = NDArray[np.datetime64]

_MEASURED = ("temperature_c", "pressure_kpa", "flow")


@dataclass(frozen=True, slots=True, eq=False)
class RegisterSeries:
    """Readings of one cumulative register, as they were written down.

    Parameters
    ----------
    times : array of datetime64, shape (n,)
        When each reading was taken, UTC; anything ``numpy.asarray(..., "datetime64[ns]")`` takes.
    readings : array, shape (n,)
        What the register showed, in `unit`. Every one a finite number.
    resolution : float, or array of shape (n,), optional
        Step of the reading in `unit`, > 0: one for all, or one for each reading. None: not known,
        to be inferred from the digits.
    unit : str
        A unit of `comparekit.units` (m3, L, kWh, ...).
    meter_id : str
        The meter's number or any name for it.
    rollover : float, optional
        Modulus of the register in `unit`: the first value it cannot show. None: not known.
    rows : int array, shape (n,), optional
        Row of each reading in its file as Excel counts them, for messages.
    decimals : int array, shape (n,), optional
        Decimals printed for each reading, which tell what step it was read to.
    date_only : bool array, shape (n,), optional
        True where only the day of a reading is known, not the hour.
    visit : int array, shape (n,), optional
        Number of the visit a reading belongs to, where the file says so (wide logs: one row, one
        visit). Readings of two registers with the same visit number were taken together.
    temperature_c : array, shape (n,), optional
        Temperature of the medium at each reading [deg C], NaN where unknown.
    pressure_kpa : array, shape (n,), optional
        Gauge pressure at each reading [kPa], NaN where unknown.
    flow : array, shape (n,), optional
        Flow that was set for the run which ends with each reading [m3/h; A], NaN where none was.
    multiplier : float
        What one unit of the register stands for: the ratio of instrument transformers. `readings`
        are as written, not multiplied.
    stamp_s : float, optional
        Step the times were written to [s]: 60 for hours and minutes, 1 with seconds. None: not known.

    Raises
    ------
    ValueError
        Lengths that differ, a reading that is not finite, a temperature, pressure or flow that is infinite,
        a step, modulus, multiplier or stamp that is not above zero, an unknown unit.
    """

    times: Times
    readings: Array
    resolution: Array | float | None = None
    unit: str = "m3"
    meter_id: str = ""
    rollover: float | None = None
    rows: NDArray[np.int64] | None = field(default=None, kw_only=True)
    decimals: NDArray[np.int64] | None = field(default=None, kw_only=True)
    date_only: NDArray[np.bool_] | None = field(default=None, kw_only=True)
    visit: NDArray[np.int64] | None = field(default=None, kw_only=True)
    temperature_c: Array | None = field(default=None, kw_only=True)
    pressure_kpa: Array | None = field(default=None, kw_only=True)
    flow: Array | None = field(default=None, kw_only=True)
    multiplier: float = field(default=1.0, kw_only=True)
    stamp_s: float | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        put = partial(object.__setattr__, self)
        put("times", _frozen(np.asarray(self.times, dtype="datetime64[ns]")))
        put("readings", _frozen(np.asarray(self.readings, dtype=float)))
        n = self.times.size
        if self.times.ndim != 1 or self.readings.shape != (n,):
            raise ValueError(
                f"times, readings: one-dimensional and equally long, not {self.times.shape} and "
                f"{self.readings.shape}"
            )
        if np.isnat(self.times).any():
            raise ValueError("times: every reading needs a time, found NaT")
        if not np.isfinite(self.readings).all():
            raise ValueError("readings: every reading must be a finite number")
        if find_unit(self.unit) is None:
            raise ValueError(f"unit: unknown unit {self.unit!r}")
        if self.resolution is not None:
            put("resolution", _steps(self.resolution, n))
        for name in ("rollover", "multiplier", "stamp_s"):
            value = getattr(self, name)
            if value is not None and not (np.isfinite(value) and value > 0):
                raise ValueError(f"{name}: must be finite and above zero, not {value!r}")
        for name in ("rows", "decimals", "date_only", "visit", *_MEASURED):
            extra = getattr(self, name)
            if extra is not None:
                extra = _frozen(np.asarray(extra, dtype=float if name in _MEASURED else None))
                if extra.shape != (n,):
                    raise ValueError(f"{name}: one for each of the {n} readings, not {extra.shape}")
                if name in _MEASURED and np.isinf(extra).any():
                    raise ValueError(f"{name}: finite, or NaN where unknown")
                put(name, extra)

    def __len__(self) -> int:
        return int(self.times.size)

    def steps(self) -> Array:
        """Step of each reading in `unit`, shape (n,); ValueError when none is known."""
        if self.resolution is None:
            raise ValueError("resolution: not known; see comparekit.registers.resolution")
        return np.broadcast_to(np.asarray(self.resolution, dtype=float), (len(self),))


def _steps(resolution: ArrayLike, n: int) -> Array | float:
    steps = np.asarray(resolution, dtype=float)
    if not (np.isfinite(steps).all() and (steps > 0).all()):
        raise ValueError("resolution: every step must be a finite number above zero")
    if steps.ndim == 0:
        return float(steps)
    if steps.shape != (n,):
        raise ValueError(f"resolution: one, or one for each of the {n} readings, not {steps.shape}")
    return _frozen(steps)


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array = array.copy()
    array.flags.writeable = False
    return array
