import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize
from scipy import stats as scipy_stats

from comparekit.stats.mixture import NormalMixture


def test_one_component_is_the_normal_distribution():
    one = NormalMixture(weight=np.array([1.0]), mean=np.array([3.0]), sd=np.array([2.0]))
    assert float(one.quantile(0.975)) == pytest.approx(scipy_stats.norm.ppf(0.975, 3, 2), rel=1e-9)


def test_a_scale_mixture_of_normals_gives_students_t():
    """Second route: normal with inverse-gamma variance is Student's t (Student 1908)."""
    dof, p = 5, (np.arange(20_000) + 0.5) / 20_000
    sd = np.sqrt(dof / scipy_stats.chi2.ppf(p, dof))
    mixture = NormalMixture(weight=np.full(p.size, 1 / p.size), mean=np.zeros(p.size), sd=sd)
    for q in (0.6, 0.9, 0.975):
        assert float(mixture.quantile(q)) == pytest.approx(scipy_stats.t.ppf(q, dof), rel=1e-3)


@given(
    st.lists(st.tuples(st.floats(0.01, 1), st.floats(-5, 5), st.floats(1e-3, 100)), min_size=1, max_size=8),
    st.floats(0.001, 0.999),
)
@settings(max_examples=80, deadline=None)
def test_quantile_agrees_with_a_root_finder(parts, p):
    weight, mean, sd = (np.array(column) for column in zip(*parts, strict=True))
    weight = weight / weight.sum()
    mixture = NormalMixture(weight=weight, mean=mean, sd=sd)

    def excess(x):
        return float(weight @ scipy_stats.norm.cdf(x, mean, sd)) - p

    root = optimize.brentq(excess, (mean - 8 * sd).min(), (mean + 8 * sd).max(), xtol=1e-12)
    assert float(mixture.quantile(p)) == pytest.approx(root, rel=1e-6, abs=1e-6)
