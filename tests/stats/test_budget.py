"""Numbers of the measurement model, sections 2 and 4."""

import numpy as np
import pytest

from comparekit.stats.budget import deviation_parts
from comparekit.stats.deviation import fit_deviation


def test_one_interval_carries_the_step_over_root_six():
    parts = deviation_parts(
        np.array([2.0]),
        np.array([2.0]),
        test_step=np.full(2, 0.1),
        reference_step=np.full(2, 0.01),
        sigma=0.0,
    )
    assert parts.test_rounding == pytest.approx(0.1 / np.sqrt(6) / 2.0)
    assert parts.reference_rounding == pytest.approx(0.01 / np.sqrt(6) / 2.0)


def test_where_days_are_unsteady_the_middle_readings_cancel():
    """The whole window still carries only the step over root six for each meter."""
    v = np.full(7, 0.5)
    parts = deviation_parts(v, v, test_step=np.full(8, 1e-4), reference_step=np.full(8, 1e-4), sigma=0.05)
    assert parts.test_rounding == pytest.approx(1e-4 / np.sqrt(6) / 3.5, rel=1e-3)
    assert parts.unsteadiness == pytest.approx(0.05 / np.sqrt(7), rel=1e-3)


@pytest.mark.parametrize("sigma", [0.001, 0.01])
def test_parts_add_in_quadrature_to_the_interval_told_sigma(sigma):
    """Second route: the mixture model with one known sigma."""
    ref = np.array([0.40, 0.37, 0.50, 0.43, 0.30, 0.60, 0.53])
    test = np.array([0.43, 0.38, 0.52, 0.45, 0.31, 0.63, 0.56])
    steps = {"test_step": np.full(8, 0.02), "reference_step": np.full(8, 0.01)}
    parts = deviation_parts(test, ref, sigma=sigma, **steps)
    total = np.sqrt(parts.test_rounding**2 + parts.reference_rounding**2 + parts.unsteadiness**2)
    fit = fit_deviation(test, ref, sigma=sigma, **steps)
    assert total == pytest.approx(float(fit.standard_uncertainty), rel=0.01)


def test_rounding_of_simulated_readings_scatters_as_the_budget_says():
    """Monte Carlo (GUM-S1): registers truncated, nothing unsteady."""
    rng = np.random.default_rng(11)
    d, weeks = 0.05, 4000
    passed = np.cumsum(np.c_[np.zeros(weeks), rng.uniform(0.4, 0.6, (weeks, 7))], axis=1)
    shown = [
        np.diff(np.floor((passed + rng.uniform(0, 9, (weeks, 1))) / d) * d) for _ in ("test", "reference")
    ]
    v = np.full(7, 0.5)
    fit = fit_deviation(*shown, test_step=d, reference_step=d, sigma=1e-4)
    parts = deviation_parts(v, v, test_step=np.full(8, d), reference_step=np.full(8, d), sigma=1e-4)
    expected = np.hypot(parts.test_rounding, parts.reference_rounding)
    assert fit.estimate.std() == pytest.approx(expected, rel=0.06)
