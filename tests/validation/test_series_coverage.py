"""The interval holds what it promises: a small seeded subset here, every cell in the full run."""

import numpy as np
import pytest

from comparekit.bench.household import FAMILY, LARGE, SEEPING
from comparekit.bench.meters import FAST, GOOD, NEW, WORN
from comparekit.bench.site import BenchRegister, long_run, run_site
from comparekit.stats.deviation import fit_deviation
from validation.coverage import run_cells
from validation.requirements import check_all
from validation.series import run_all

STEPS = ((0.001, 0.001), (0.01, 0.01), (0.1, 0.1), (0.0001, 1.0))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("household", "meter", "sigma"), [(FAMILY, WORN, 0.01), (LARGE, GOOD, 0.003), (FAMILY, FAST, 0.02)]
)
def test_a_seeded_subset_meets_the_requirements(household, meter, sigma):
    cells = run_cells(
        household, meter, sigma, weeks=300, seed=7, days=(3, 7, 14), steps=STEPS, truth_days=4000
    )
    assert all(check.holds for check in check_all(cells, recorded=False)), check_all(cells, recorded=False)


@pytest.mark.slow
def test_a_household_that_breaks_the_model_raises_the_finding():
    """A seeping cistern under a worn meter's starting flow: days differ by 6 %, far beyond the model."""
    rng = np.random.default_rng(3)
    truth = long_run(SEEPING, WORN, NEW, rng, days=4000)
    passed = run_site(SEEPING, WORN, NEW, rng, weeks=300, days=14)
    register = BenchRegister(step=0.001, modulus=1e9)
    shown = [np.diff(register.show(p, np.zeros(300))) for p in (passed.test, passed.reference)]
    fit = fit_deviation(*shown, test_step=0.001, reference_step=0.001)
    low, high = fit.interval()
    assert (fit.sigma_median > 0.015).mean() > 0.99
    assert ((low <= truth.deviation) & (truth.deviation <= high)).mean() > 0.88


@pytest.mark.full
@pytest.mark.parametrize("household", ["family", "large"])
def test_every_cell_meets_the_requirements(household, all_cells):
    checks = check_all([c for c in all_cells if c.household == household])
    assert all(c.holds for c in checks), checks


@pytest.fixture(scope="module")
def all_cells():
    return run_all(2000, seed=2)
