"""The change of use is covered as promised: a seeded subset here, every cell in the full run."""

import pytest

from validation.use_change import RECORDS, check_use_change, run_levels, run_use_change


@pytest.mark.slow
def test_a_seeded_subset_of_records_is_covered():
    cells = list(
        run_use_change(
            80, seed=5, records=(RECORDS[0], RECORDS[2], RECORDS[6]), scatters=(0.3,), seasons=(0.15,)
        )
    )
    assert all(check.holds for check in check_use_change(cells)), check_use_change(cells)


@pytest.mark.full
def test_every_record_and_level_is_covered():
    cells = [*run_use_change(1000, seed=31), *run_levels(250, seed=31)]
    assert all(check.holds for check in check_use_change(cells)), check_use_change(cells)
