"""A small seeded part of the recorded run; the counts are in the table of the full one."""

import numpy as np
import pytest

from comparekit.bench.household import FAMILY, LARGE
from comparekit.bench.meters import FAST, GOOD, WORN
from validation.telemetry import requirements, run_cell, table

pytestmark = pytest.mark.slow  # eighty simulated weeks

CELLS = (
    (FAMILY, GOOD, 15, 0.001, 7),
    (FAMILY, WORN, 60, 0.01, 7),
    (LARGE, FAST, 60, 0.001, 7),
    (FAMILY, FAST, 15, 0.01, 30),
)


@pytest.fixture(scope="module")
def cells():
    return [run_cell(*at, runs=20, seed=11, truth_days=4000) for at in CELLS]


def test_offset_and_drift_lie_in_their_intervals(cells):
    usable = sum(c.usable for c in cells)
    assert usable >= 0.97 * sum(c.runs for c in cells)
    # Of 80 runs at 93 %, fewer than 69 come once in fifty tests.
    assert sum(c.offset_held for c in cells) >= 0.86 * usable
    assert sum(c.drift_held for c in cells) >= 0.86 * usable


def test_the_deviation_is_covered_whatever_the_clocks(cells):
    assert np.mean([c.held / c.runs for c in cells]) >= 0.93
    assert np.mean([c.held_shifted / c.runs for c in cells]) >= 0.91


def test_minutes_are_found_from_hours(cells):
    for c in cells:
        assert c.offset_half_width < c.interval_min / 4


def test_the_tables_name_every_cell_and_requirement(cells):
    assert len(table(cells).splitlines()) == 2 + len(cells)
    assert len(requirements(cells)) == 6
