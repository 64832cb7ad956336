"""Numbers of the measurement model, sections 2 and 4."""

import numpy as np
import pytest

from comparekit.stats.budget import deviation_parts
from comparekit.stats.deviation import fit_deviation
from comparekit.stats.propagation import covariance_of, propagate
from validation.budget import SETUPS, check_rows, check_setup


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


@pytest.mark.parametrize("deviation", [0.0, 0.05, -0.3])
@pytest.mark.parametrize("steps", [(0.01, 0.01), (0.1, 0.001), (0.001, 0.1)])
def test_rounding_rows_are_the_numerical_sensitivities_of_the_estimate_to_each_reading(deviation, steps):
    """Second route: GUM 5.1.3 note 2, every reading of both registers moved in turn."""
    ref = np.array([0.40, 0.37, 0.50, 0.43, 0.30, 0.60, 0.53])
    test, edges = ref * (1 + deviation), ref.size + 1

    def estimate(readings):
        increments = np.diff(readings[..., :edges]), np.diff(readings[..., edges:])
        fit = fit_deviation(*increments, test_step=steps[0], reference_step=steps[1], sigma=0.003)
        return fit.estimate[..., None]

    parts = deviation_parts(
        test,
        ref,
        test_step=np.full(edges, steps[0]),
        reference_step=np.full(edges, steps[1]),
        sigma=0.003,
    )
    readings = np.cumsum(np.r_[0, test]), np.cumsum(np.r_[0, ref])
    for rounded, row in (((1, 0), parts.test_rounding), ((0, 1), parts.reference_rounding)):
        u = np.repeat(np.multiply(steps, rounded) / np.sqrt(12), edges)
        found = propagate(estimate, np.concatenate(readings), covariance_of(u), method="central")
        assert row == pytest.approx(float(found.standard_uncertainty[0]), rel=1e-6)


def test_the_test_meters_error_has_the_rows_of_deviation_and_reference_in_quadrature():
    """(1 + deviation)(1 + error of the reference) - 1; GUM 5.1.2, by the complex step."""
    found = propagate(
        lambda x: (1 + x[..., :1]) * (1 + x[..., 1:]) - 1, [0.05, 0.0], covariance_of([2e-3, 1e-2])
    )
    assert found.estimate[0] == pytest.approx(0.05)
    assert found.contribution[0] == pytest.approx([2e-3, 1.05e-2])


def test_every_row_agrees_with_a_simulation_of_that_source_alone():
    """JCGM 101; the recorded run has 40 000 runs a setup."""
    checks = check_rows([row for setup in SETUPS for row in check_setup(setup, runs=4000, seed=5)])
    assert all(check.holds for check in checks), checks
