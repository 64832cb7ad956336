"""Visits whose time was probably written wrongly: twelve hours, a day or a month off."""

from __future__ import annotations

import numpy as np

from comparekit.registers.clean import CleanRegister
from comparekit.stats.arrays import Array

_SECOND = np.timedelta64(1_000_000_000, "ns")
_SAME_VISIT_S = 600.0
_FEWEST_VISITS = 4
_REGULAR = 0.15  # of the usual gap: how punctual a visit must become for its time to be suggested
_LATE = 0.35  # of the usual gap: how far off it must have been
_EVIDENCE = 2.0  # of the log likelihood of the volumes in favour of the other time
_LEAST_SPREAD = 0.25  # of the logarithm of a day's flow

Case = tuple[int, int, float]


def misdated_visits(test: CleanRegister, reference: CleanRegister) -> list[Case]:
    """Visits with a doubtful time: index in each register, and the hours to add.

    A time of day says nothing by itself: somebody may well have read at nine in the evening once. So
    both registers must speak for another time, their flow before and after the visit being usual then
    and not as written, or the row must stand where its date does not belong.
    """
    i, j = _common(test, reference)
    if i.size < _FEWEST_VISITS:
        return []
    hours = (test.times[i] - test.times[0]) / _SECOND / 3600
    volumes = np.stack([test.shown[i], reference.shown[j]])
    if test.rows is not None:
        order = np.argsort(test.rows[i], kind="stable")
        misplaced = _misplaced(hours[order], volumes[:, order])
        if misplaced is not None:
            place, shift = misplaced
            return [(int(i[order[place]]), int(j[order[place]]), shift)]
    case = _unpunctual(hours, volumes)
    return [] if case is None else [(int(i[case[0]]), int(j[case[0]]), case[1])]


def _common(test: CleanRegister, reference: CleanRegister) -> tuple[np.ndarray, np.ndarray]:
    if test.visit is not None and reference.visit is not None:
        _, i, j = np.intersect1d(test.visit, reference.visit, return_indices=True)
        order = np.argsort(i)
        return i[order], j[order]
    if not reference.times.size:
        return np.zeros(0, int), np.zeros(0, int)
    near = np.clip(np.searchsorted(reference.times, test.times), 0, reference.times.size - 1)
    before = np.maximum(near - 1, 0)
    gaps = [np.abs(reference.times[k] - test.times) / _SECOND for k in (before, near)]
    near = np.where(gaps[0] < gaps[1], before, near)
    i = np.flatnonzero(np.minimum(*gaps) <= _SAME_VISIT_S)
    j = near[i]
    once = np.unique(j, return_index=True)[1]
    return i[once], j[once]


def _misplaced(hours: Array, volumes: Array) -> tuple[int, float] | None:
    """In the order of the rows: the one visit whose date breaks that order, and hours to add."""
    falls = np.flatnonzero(np.diff(hours) < 0)
    if falls.size == 0 or falls.size > 2:
        return None
    for place in dict.fromkeys(int(k) for fall in falls for k in (fall, fall + 1)):
        rest = np.delete(hours, place)
        near = volumes[:, max(place - 1, 0) : place + 2]
        if (np.diff(rest) <= 0).any() or (np.diff(near, axis=1) < 0).any():
            continue  # its readings do not belong where the row stands either: not only the date
        usual = float(np.median(np.diff(rest)))
        last = hours.size - 1
        target = (
            hours[1] - usual
            if place == 0
            else hours[last - 1] + usual
            if place == last
            else (hours[place - 1] + hours[place + 1]) / 2
        )
        days = float(np.round((target - hours[place]) / 24))
        moved = hours[place] + 24 * days
        after_previous = place == 0 or moved > hours[place - 1]
        before_next = place == last or moved < hours[place + 1]
        if days and after_previous and before_next and abs(moved - target) <= 2 * _REGULAR * usual + 1:
            return place, 24 * days
    return None


def _unpunctual(hours: Array, volumes: Array) -> tuple[int, float] | None:
    """In the order of time: the one visit that would be punctual 12 h or some days off, and hours to add."""
    gaps = np.diff(hours)
    usual = float(np.median(gaps))
    late = np.abs(gaps - usual) > _LATE * usual
    if not late.any() or late.sum() > 2 or usual <= 0:
        return None
    moved = np.diff(volumes, axis=1)
    if (moved <= 0).any():
        return None
    rates = np.log(moved / np.maximum(gaps, 1 / 60))
    sound = rates[:, ~late]
    if sound.shape[1] < 2:
        return None
    level = np.median(sound, axis=1)
    spread = np.maximum(sound.std(axis=1, ddof=1), _LEAST_SPREAD)
    where = np.flatnonzero(late)
    for place in dict.fromkeys(int(k) for block in where for k in (block, block + 1)):
        near = [k for k in (place - 1, place) if 0 <= k < gaps.size]
        if not set(where.tolist()) <= set(near):
            continue
        for shift in (-12.0, 12.0, -24.0, 24.0):
            changed = np.array([gaps[k] + (shift if k == place - 1 else -shift) for k in near])
            if (np.abs(changed - usual) > _REGULAR * usual).any():
                continue
            other = np.log(moved[:, near] / changed)
            misfit = [((x - level[:, None]) / spread[:, None]) ** 2 for x in (rates[:, near], other)]
            gain = 0.5 * (misfit[0] - misfit[1]).sum(axis=1)
            if (gain > _EVIDENCE).all():
                return place, shift
    return None
