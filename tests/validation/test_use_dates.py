"""The date of a change is found as promised: a seeded subset here, every cell in the full run."""

import pytest

from validation.use_dates import check_dates, check_reasons, run_dates, run_reasons


@pytest.mark.slow
def test_a_seeded_subset_of_dates_is_found():
    cells = list(run_dates(100, seed=7, places=((120, 90),), sizes=(0.5, 2.0)))
    held, near, _ = check_dates(cells)
    assert held.holds and near.holds, (held, near)


@pytest.mark.full
def test_every_date_is_found_and_nobody_accused():
    held, near, _ = check_dates(list(run_dates(1000, seed=41)))  # the third: see README.md beside this file
    (accused,) = check_reasons(list(run_reasons(200, seed=41)))
    assert held.holds and near.holds and accused.holds, (held, near, accused)
