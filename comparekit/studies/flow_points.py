"""The test meter's error at the flow points of a bench run with controlled flow."""

from __future__ import annotations

from dataclasses import dataclass

from comparekit.decisions.conformity import Conformity


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPoint:
    """One flow point: all runs made at about that flow.

    `flow` [m3/h; A] as the log gives it; `zone` "lower" or "upper"; `volume` of the
    reference meter over the runs. `deviation` of the two meters, then the test meter's `error` with its
    95 % interval `low`, `high`, and the maximum permissible error `limit`, both ways: all [1]. None
    where the runs say nothing, or the flow lies outside the meter's range (no limit holds there).

    `deviation_low` and `deviation_high` enclose the deviation of every point of the comparison at once
    with 95 %: the verdict of a bench rests on them. `scatter` is the standard deviation of the runs [1].
    """

    flow: float
    zone: str | None
    runs: int
    volume: float
    deviation: float | None
    error: float | None
    low: float | None
    high: float | None
    limit: float | None
    conformity: Conformity | None = None
    deviation_low: float | None = None
    deviation_high: float | None = None
    scatter: float = 0.0
