"""Figures to draw: every kind, with everything that may happen to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from comparekit.decisions.conformity import Conformity
from comparekit.figures.budget import budget_figure
from comparekit.figures.data import FigureData
from comparekit.figures.days import days_figure
from comparekit.figures.error import error_figure
from comparekit.figures.series import difference_figure
from comparekit.studies.flow_points import FlowPoint
from comparekit.studies.series_result import SeriesResult
from figures import series_cases


def flow_point(
    flow: float,
    error: float | None,
    u: float,
    limit: float | None,
    decision: str | None = None,
    zone: str = "upper",
) -> FlowPoint:
    """A flow point as the bench makes it: the interval is the error and twice `u`."""
    conformity = None
    if decision is not None and error is not None and limit is not None:
        conformity = Conformity(
            judged=error, limit=limit, probability=0.9, guard_band=2 * u, acceptance_limit=limit - 2 * u,
            decision=decision,
        )  # fmt: skip
    return FlowPoint(
        flow=flow, zone=None if limit is None else zone, runs=3, volume=0.2, deviation=error, error=error,
        low=None if error is None else error - 2 * u, high=None if error is None else error + 2 * u,
        limit=limit, conformity=conformity,
    )  # fmt: skip


#: A worn meter: below the smallest flow nearly nothing, then every decision there is.
WORN = (
    flow_point(2.5, 0.0041, 0.0015, 0.02, "pass"),
    flow_point(0.8, -0.0182, 0.002, 0.02, "conditional pass"),
    flow_point(0.025, -0.023, 0.0025, 0.02, "conditional fail"),
    flow_point(0.016, -0.062, 0.002, 0.05, "fail", zone="lower"),
    flow_point(0.01, -0.21, 0.01, None),
    flow_point(0.005, None, 0.0, None),
)
#: Seven points of a verification, some close together.
VERIFIED = tuple(
    flow_point(q, e, 0.0015, limit, "pass", zone="lower" if limit > 0.02 else "upper")
    for q, e, limit in (
        (0.016, -0.02, 0.05), (0.018, -0.017, 0.05), (0.025, -0.005, 0.02), (0.028, 0.003, 0.02),
        (0.9, 0.004, 0.02), (2.5, 0.001, 0.02), (3.1, -0.002, 0.02),
    )
)  # fmt: skip


def with_points(*points: FlowPoint) -> SeriesResult:
    return replace(series_cases.fast(), points=points)


def _kind(build: Callable[[SeriesResult, str], FigureData | None], case: str) -> Callable[[str], FigureData]:
    def built(language: str) -> FigureData:
        figure = build(_result(case), language)
        assert figure is not None
        return figure

    return built


@cache
def _result(case: str) -> SeriesResult:
    special = {"worn": WORN, "verified": VERIFIED, "single": WORN[:1], "undecided": WORN[4:5] + VERIFIED[:0]}
    return with_points(*special[case]) if case in special else series_cases.CASES[case]()


#: Name of a figure -> how it is built in a language.
FIGURES = {
    f"{kind}-{case}": _kind(build, case)
    for kind, build, cases in (
        ("difference", difference_figure, tuple(series_cases.CASES)),
        ("days", days_figure, ("identical", "fast", "coarse", "one_day", "season", "month", "unusable")),
        ("budget", budget_figure, ("identical", "fast", "coarse", "month")),
        ("error", error_figure, ("identical", "coarse", "fast", "worn", "verified", "single", "undecided")),
    )
    for case in cases
}
