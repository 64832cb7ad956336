"""Planned days settle the verdict as often as they say: a small seeded subset, every cell in the full run."""

import pytest

from validation.planning import DEVIATIONS, HOUSEHOLDS, cells_of, check_cells


@pytest.mark.slow
@pytest.mark.parametrize(("household", "deviation"), [("family", 0.04), ("large", 0.0)])
def test_a_seeded_subset_keeps_its_word(household, deviation):
    cells = list(cells_of(household, deviation, weeks=300, seed=5, power=0.8, steps=(0.001, 0.01)))
    # 300 weeks tell 0.8 within 0.023: the floor is asked beyond two of these.
    assert all(c.found + 2 * c.error >= c.power for c in cells), cells
    assert all(c.found - c.planned + 2 * c.both_errors >= -0.03 for c in cells), cells
    assert all(c.wrong <= 0.03 for c in cells), cells


@pytest.mark.full
def test_every_cell_keeps_its_word():
    cells = [
        cell
        for name in HOUSEHOLDS
        for d in DEVIATIONS
        for cell in cells_of(name, d, weeks=2000, seed=21, power=0.8)
    ]
    checks = check_cells(cells)
    assert all(check.holds for check in checks), checks
