"""Looking every day does not accuse an honest meter: a small subset here, every cell in the full run."""

import pytest

from comparekit.bench.meters import FAST, GOOD
from validation.looks import HOUSEHOLDS, check_looks, run_looks


@pytest.mark.slow
def test_a_seeded_subset_keeps_its_promise_over_thirty_looks():
    cells = run_looks(
        200,
        seed=21,
        sigmas=(0.003,),
        steps=((0.001, 0.001), (0.1, 0.1)),
        households=("family",),
        meters=(GOOD, FAST),
    )
    checks = check_looks(cells)
    assert all(check.holds for check in checks), checks
    # Beside it: the fixed interval and a paired t, looked at daily, do accuse.
    assert max(c.fixed_missed for c in cells) > 0.08
    assert max(c.t_alarm for c in cells if c.meter == "good") > 0.05


@pytest.mark.full
@pytest.mark.parametrize("household", HOUSEHOLDS)
def test_every_cell_keeps_its_promise_over_thirty_looks(household, every_look):
    checks = check_looks([c for c in every_look if c.household == household])
    assert all(check.holds for check in checks), checks


@pytest.fixture(scope="module")
def every_look():
    return run_looks(2000, seed=12)
