"""In homes that heat, the same months of earlier years hold the change, and the conclusion rests on them."""

import pytest

from validation.use_heating import check_heating, run_heating


@pytest.mark.slow
def test_the_same_months_hold_the_change_of_homes_that_heat():
    checks = check_heating(list(run_heating(40, seed=82, records=((14, 5), (26, 3)))))
    assert all(check.holds for check in checks), checks
