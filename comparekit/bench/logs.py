"""Logs of the bench, as a technician would have written them down."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np

from comparekit.bench.site import BenchRegister, Passed


def write_visits(
    passed: Passed,
    *,
    first_day: date,
    test: BenchRegister,
    reference: BenchRegister,
    starts: tuple[float, float],
    week: int = 0,
) -> list[tuple[datetime, str, str]]:
    """One row a visit: local time to the minute, and what the test and the reference register showed.

    Parameters
    ----------
    passed : Passed
        From `comparekit.bench.site.run_site`.
    first_day : date
        The first day of the log.
    test, reference : BenchRegister
        The two registers.
    starts : pair of float
        What they stood at before the first midnight [m3].
    week : int
        Which of the simulated weeks.
    """
    midnight = datetime.combine(first_day, time())
    shown = [
        digits(register, register.show(volumes[week], start))
        for register, volumes, start in zip(
            (test, reference), (passed.test, passed.reference), starts, strict=True
        )
    ]
    times = [midnight + timedelta(minutes=round(float(day) * 1440)) for day in passed.times[week]]
    return list(zip(times, *shown, strict=True))


def digits(register: BenchRegister, readings: np.ndarray) -> list[str]:
    """Readings as texts, with the decimals that the register's step has."""
    decimals = max(0, round(-np.log10(register.step)))
    return [f"{reading:.{decimals}f}" for reading in readings]
