"""The bridge holds the truth: a small seeded subset here, every cell in the full run."""

import pytest

from validation.bridge import bridge_cells


@pytest.mark.parametrize("evidence", ["week", "verification"])
def test_a_seeded_subset_holds(evidence):
    """150 households tell 0.95 within 0.018: the floor is asked beyond three of these."""
    (cell,) = bridge_cells(
        150, 3, evidence=evidence, deviation=0.03, typical=0.05, season=0.075, prices="tiers"
    )
    assert min(cell.meter, cell.others) >= 0.895 and cell.bound >= 0.92, cell


@pytest.mark.full
def test_every_cell_holds():
    """1000 households tell 0.95 within 0.007: among two hundred shares some lie three of these below it."""
    for cell in bridge_cells(1000, 9):
        assert min(cell.meter, cell.others) >= 0.92 and cell.bound >= 0.955, cell
