"""A replacement within a bill: its interval holds the change, and none is made up from that bill's chance."""

import pytest

from validation.use_mid_bill import check_mid_bill, run_mid_bill


@pytest.mark.slow
def test_a_seeded_subset_of_bills_with_a_replacement_in_them_is_covered():
    cells = list(run_mid_bill(100, seed=73, before=(5,), shares=(0.25, 0.75), scatters=(0.1, 0.3)))
    checks = check_mid_bill(cells)
    assert all(check.holds for check in checks), checks


@pytest.mark.full
def test_every_bill_with_a_replacement_in_it_is_covered():
    checks = check_mid_bill(list(run_mid_bill(100, seed=71)))
    assert all(check.holds for check in checks), checks
