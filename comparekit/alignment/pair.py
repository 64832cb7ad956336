"""Visits: readings of two registers that were taken together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comparekit.errors import Fault, UnusableLog
from comparekit.findings import Finding, Severity
from comparekit.readings.intervals import PairedIntervals
from comparekit.registers.clean import CleanRegister
from comparekit.stats.arrays import Array

_SECOND = np.timedelta64(1_000_000_000, "ns")
_DAY = np.timedelta64(86_400_000_000_000, "ns")
_SHORTEST_BLOCK = 0.75  # [d]; a day carries the daily mix of flows, less than that does not

Indices = NDArray[np.int64]


def pair_visits(
    test: CleanRegister, reference: CleanRegister, *, visit_gap_s: float, runs: bool = False
) -> tuple[PairedIntervals, tuple[Finding, ...]]:
    """Boundaries at which both registers are known, about a day apart. Nothing is interpolated.

    With `runs`, every block is a run at a flow that was set: what lies between runs, with the valve
    closed and both registers standing, is no block.

    Parameters
    ----------
    test, reference : CleanRegister
        In one unit.
    visit_gap_s : float
        Readings at most this far apart belong to one visit [s], where the log does not number visits.
    runs : bool
        Blocks are runs of a bench, however short, instead of days.

    Returns
    -------
    PairedIntervals, tuple of Finding
        Findings: alignment.unpaired (readings without a partner), alignment.joined (visits less than
        about a day apart were joined into blocks).

    Raises
    ------
    UnusableLog
        Fewer than two common boundaries.
    """
    i, j, gaps = _common(test, reference, visit_gap_s)
    findings = []
    lonely = (test.times.size - i.size) + (reference.times.size - j.size)
    if i.size < 2:
        raise too_few_boundaries(int(i.size), minutes=visit_gap_s / 60)
    if lonely:
        findings.append(Finding("alignment.unpaired", Severity.NOTE, {"readings": int(lonely)}))
    times = np.minimum(test.times[i], reference.times[j])
    flows = _set_flows(test, reference, i, j)
    if runs:
        moved = (np.diff(test.cumulative[i]) > 0) | (np.diff(reference.cumulative[j]) > 0)
        keep = np.flatnonzero(np.concatenate([[True], moved | np.isfinite(flows[1:])]))
    else:
        keep = _daily(times)
    if not runs and keep.size < times.size:
        dropped = int(times.size - keep.size)
        findings.append(Finding("alignment.joined", Severity.NOTE, {"visits": dropped}))
    i, j, times, gaps = i[keep], j[keep], times[keep], gaps[keep]
    return PairedIntervals(
        times=times,
        test=test.cumulative[i],
        reference=reference.cumulative[j],
        test_shown=test.shown[i],
        reference_shown=reference.shown[j],
        test_steps=test.steps[i],
        reference_steps=reference.steps[j],
        gaps=gaps,
        test_variance=np.zeros(i.size),
        reference_variance=np.zeros(i.size),
        test_reach=np.zeros(i.size),
        reference_reach=np.zeros(i.size),
        flows=flows[keep],
        test_rows=_rows(test, i),
        reference_rows=_rows(reference, j),
    ), tuple(findings)


def too_few_boundaries(found: int, *, minutes: float) -> UnusableLog:
    """The error of a log with fewer than two common boundaries; readings `minutes` apart count as one."""
    context = {"minutes": minutes}
    fault = Fault(code="pairs.too_few", found=str(found), expected="two_common_visits", context=context)
    return UnusableLog([fault])


def _common(
    test: CleanRegister, reference: CleanRegister, visit_gap_s: float
) -> tuple[Indices, Indices, Array]:
    if test.visit is not None and reference.visit is not None:
        _, i, j = np.intersect1d(test.visit, reference.visit, return_indices=True)
        order = np.argsort(i)
        return i[order], j[order], np.full(i.size, np.nan)
    # The nearest reference reading of each test reading, each used once, the closest pair first.
    after = np.searchsorted(reference.times, test.times)
    candidates = []
    for step in (-1, 0):
        near = np.clip(after + step, 0, reference.times.size - 1)
        distance = np.abs(reference.times[near] - test.times) / _SECOND
        candidates += list(zip(distance, range(test.times.size), near, strict=True))
    chosen: dict[int, tuple[int, float]] = {}
    used: set[int] = set()
    for distance, a, b in sorted(candidates):
        if distance <= visit_gap_s and a not in chosen and b not in used:
            chosen[a] = (int(b), float(distance))
            used.add(int(b))
    i = np.array(sorted(chosen), dtype=np.int64)
    j = np.array([chosen[a][0] for a in i], dtype=np.int64)
    gaps = np.array([chosen[a][1] for a in i], dtype=float)
    rising = np.concatenate([[True], np.diff(j) > 0]) if j.size else np.zeros(0, bool)
    return i[rising], j[rising], gaps[rising]


def _set_flows(test: CleanRegister, reference: CleanRegister, i: Indices, j: Indices) -> Array:
    """Flow set before each boundary, as written beside either reading; zero flow is none."""
    both = [np.full(i.size, np.nan) if r.flow is None else r.flow[k] for r, k in ((test, i), (reference, j))]
    test_flow, reference_flow = (np.where(flow > 0, flow, np.nan) for flow in both)
    return np.where(np.isnan(test_flow), reference_flow, test_flow)


def _daily(times: NDArray[np.datetime64]) -> Indices:
    """Indices of boundaries about a day apart, the first and the last always among them."""
    days = (times - times[0]) / _DAY
    keep = [0]
    for k in range(1, days.size):
        if days[k] - days[keep[-1]] >= _SHORTEST_BLOCK:
            keep.append(k)
    last = days.size - 1
    if keep[-1] != last:
        if len(keep) > 1:
            keep.pop()
        keep.append(last)
    return np.array(keep, dtype=np.int64)


def _rows(register: CleanRegister, index: Indices) -> Indices:
    return np.full(index.size, -1) if register.rows is None else register.rows[index]
