"""Absences, leaks and new tenants before a replacement do not spoil its interval."""

import pytest

from validation.use_change import RECORDS, check_use_change
from validation.use_disturbed import DISTURBANCES, LONG, concluded_from, run_disturbed


@pytest.mark.slow
def test_a_seeded_subset_of_disturbed_households_is_covered():
    found = run_disturbed(
        60, seed=6, records=(RECORDS[0], RECORDS[2], RECORDS[6]), disturbances=("leak", "tenants x 0.6")
    )
    cells = [cell for _, cell in found]
    assert all(check.holds for check in check_use_change(cells)), check_use_change(cells)


@pytest.mark.full
def test_every_disturbed_household_is_covered():
    levels = run_disturbed(100, seed=53, records=(LONG,), disturbances=DISTURBANCES[1:], levels=True)
    cells = concluded_from([cell for source in (run_disturbed(300, seed=53), levels) for _, cell in source])
    assert all(check.holds for check in check_use_change(cells)), check_use_change(cells)
