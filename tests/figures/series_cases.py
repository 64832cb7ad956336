"""Comparisons to draw and to show, made by the real study from readings written here."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comparekit.findings import Finding, Severity
from comparekit.ingest.protocol_file import load_protocol
from comparekit.protocol import SeriesProtocol
from comparekit.readings.log import InputFile
from comparekit.readings.register import RegisterSeries
from comparekit.studies.series import compare_series
from comparekit.studies.series_result import SeriesResult

PROTOCOL = load_protocol("water-series-7d")
DAILY = (0.612, 0.548, 0.704, 0.655, 0.491, 0.583, 0.612)
INPUT = InputFile(file="log.csv", sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")


def compared(
    test: list[float],
    reference: list[float],
    *,
    step: float = 0.001,
    rollover: float | None = None,
    findings: tuple[Finding, ...] = (),
    assumptions: tuple[str, ...] = (),
    protocol: SeriesProtocol = PROTOCOL,
) -> SeriesResult:
    """The result for readings at nine in the morning in Shanghai, from 6 May 2025 on, a day apart."""
    times = np.datetime64("2025-05-06T01:00:00", "ns") + np.arange(len(test)) * np.timedelta64(1, "D")
    meters = [
        RegisterSeries(
            times, np.array(readings), resolution=step, meter_id=name, rollover=rollover,
            rows=np.arange(2, len(test) + 2), visit=np.arange(len(test)),
        )
        for name, readings in (("OLD-1203", test), ("NEW-0417", reference))
    ]  # fmt: skip
    return compare_series(
        *meters, protocol, events=(), findings=findings, inputs=(INPUT,), assumptions=assumptions
    )


def register(
    start: float, daily: tuple[float, ...], *, gain: float = 1.0, step: float = 0.001
) -> list[float]:
    """What a register in steps shows: `start`, then after each day."""
    shown = start + gain * np.concatenate([[0.0], np.cumsum(daily)])
    return [float(round(np.floor(r / step + 1e-6) * step, 6)) for r in shown]


def identical() -> SeriesResult:
    """Agree: every day the same on both registers."""
    return compared(register(1204.317, DAILY), register(3.052, DAILY))


def fast() -> SeriesResult:
    """Deviate: the old meter counts 5 % more."""
    unsteady = (0.002, -0.003, 0.001, 0.004, -0.004, 0, 0.001)
    daily = tuple(v * (1 + e) for v, e in zip(DAILY, unsteady, strict=True))
    return compared(register(1204.317, daily, gain=1.05), register(3.052, DAILY))


def coarse() -> SeriesResult:
    """Inconclusive: registers read to a whole cubic metre."""
    return compared(register(1204.7, DAILY, step=1.0), register(3.4, DAILY, step=1.0), step=1.0,
                    assumptions=("utility_water",))  # fmt: skip


def one_day() -> SeriesResult:
    """Two readings only."""
    return compared(register(10.0, DAILY[:1]), register(20.0, DAILY[:1]))


def two_days() -> SeriesResult:
    """The shortest comparison with an interval."""
    return compared(register(10.0, DAILY[:2]), register(20.0, DAILY[:2]))


def stopped() -> SeriesResult:
    """Deviate after four of the planned seven days: stopped by the rule for daily looks."""
    return compared(register(1204.317, DAILY[:4], gain=1.05), register(3.052, DAILY[:4]))


def unsure() -> SeriesResult:
    """Inconclusive after three days read to ten litres: go on."""
    return compared(register(31.2, DAILY[:3], step=0.01), register(8.0, DAILY[:3], step=0.01), step=0.01)


def planned_looks() -> SeriesResult:
    """Looked at on days 4 and 7, as the protocol said beforehand."""
    plan = replace(PROTOCOL.plan, looks=(4, 7))
    return compared(
        register(1204.317, DAILY, gain=1.01), register(3.052, DAILY), protocol=replace(PROTOCOL, plan=plan)
    )


def season() -> SeriesResult:
    """Forty days: longer than the boundary for daily looks holds."""
    daily = tuple(0.5 + 0.2 * np.sin(np.arange(40)))
    return compared(register(100.0, daily), register(7.0, daily))


def month() -> SeriesResult:
    """Thirty days, the old meter 1.2 % slow, some days away from home."""
    daily = tuple(np.where(np.arange(30) % 11 == 5, 0.0, 0.4 + 0.3 * np.sin(np.arange(30)) ** 2))
    return compared(
        register(812.44, daily, gain=0.988, step=0.01), register(5.13, daily, step=0.01), step=0.01
    )


def rolled_over() -> SeriesResult:
    """The old register passes zero on the third day."""
    readings = [r % 1000 for r in register(998.9, DAILY)]
    return compared(readings, register(3.052, DAILY), rollover=1000.0)


def unusable() -> SeriesResult:
    """Nothing was used."""
    return compared([5.0] * 4, [7.0] * 4)


def disqualified() -> SeriesResult:
    """A log with a finding that forbids a verdict."""
    grave = Finding("protocol.zero_test_failed", Severity.DISQUALIFYING, {"row": 5})
    return compared(register(1204.317, DAILY), register(3.052, DAILY), findings=(grave,))


CASES = {
    "identical": identical,
    "fast": fast,
    "coarse": coarse,
    "one_day": one_day,
    "two_days": two_days,
    "stopped": stopped,
    "unsure": unsure,
    "planned_looks": planned_looks,
    "season": season,
    "month": month,
    "rolled_over": rolled_over,
    "unusable": unusable,
    "disqualified": disqualified,
}
