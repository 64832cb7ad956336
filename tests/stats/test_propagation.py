"""Law of propagation, against the worked examples H.1 and H.2 of GUM and against simulation."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from comparekit.stats import type_b
from comparekit.stats.expanded_uncertainty import coverage_factor, effective_freedom, expanded_uncertainty
from comparekit.stats.propagation import covariance_of, propagate

GUM = tomllib.loads((Path(__file__).parents[1] / "reference" / "gum_h1_h2.toml").read_text("utf-8"))
H1, H2 = GUM["h1"], GUM["h2"]
INF = np.inf


# --- H.1: an end gauge -------------------------------------------------------------------------------


def gauge(x):
    """l = l_s + d - l_s (delta_alpha theta + alpha_s delta_theta), all corrections to d apart."""
    standard, *d, d_expansion, d_temperature, expansion, mean_temperature, cycle = np.moveaxis(x, -1, 0)
    theta = mean_temperature + cycle
    return (standard + sum(d) - standard * (d_expansion * theta + expansion * d_temperature))[..., None]


def gauge_inputs(suncal):
    """Estimates, standard uncertainties and degrees of freedom, in the order of `gauge`.

    As in GUM, or as in suncal, whose published figures go with its own reading of the inputs.
    """

    def width(part):
        if suncal:
            return type_b.curvilinear_trapezoid(part["half_width"], part["inexactness"])
        return type_b.rectangular(part["half_width"])

    expansion, temperature = H1["expansion_difference"], H1["temperature_difference"]
    parts = H1["difference_parts"]
    difference = [part["u"] for part in parts]
    if suncal:
        difference[1] = parts[1]["expanded"] / coverage_factor(parts[1]["freedom"], parts[1]["confidence"])
        difference[2] = type_b.from_certificate(parts[2]["expanded"], parts[2]["k"])
    estimate = [
        H1["suncal_standard"] if suncal else H1["standard"]["value"],
        H1["difference"],
        0,
        0,
        expansion["value"],
        temperature["value"],
        H1["expansion"]["value"],
        H1["temperature"]["value"],
        0,
    ]
    u = [
        H1["standard"]["u"],
        *difference,
        width(expansion),
        width(temperature),
        type_b.rectangular(H1["expansion"]["half_width"]),
        H1["temperature"]["u"],
        type_b.arcsine(H1["temperature"]["cycle_half_width"]),
    ]
    freedom = [
        H1["standard"]["freedom"],
        *(part["freedom"] for part in parts),
        expansion["freedom"],
        temperature["freedom"],
        *(INF, INF, INF),
    ]
    return np.array(estimate, float), np.array(u, float), np.array(freedom, float)


@pytest.mark.parametrize("method", ["complex", "central"])
def test_end_gauge_of_gum_h1_to_first_order(method):
    estimate, u, freedom = gauge_inputs(suncal=False)
    found = propagate(gauge, estimate, covariance_of(u), method=method)
    assert found.estimate[0] == H1["length"]
    assert round(float(found.standard_uncertainty[0])) == H1["first_order_u"]
    effective = effective_freedom(found.contribution, freedom)[0]
    assert int(effective) == H1["gum"]["freedom_truncated"]
    k = coverage_factor(int(effective), 0.99)
    assert round(float(k), 2) == H1["gum"]["k99"]
    assert round(float(k) * H1["first_order_u"]) == H1["gum"]["expanded99"]


def test_end_gauge_with_ends_known_inexactly_gives_the_published_expanded_uncertainty():
    estimate, u, freedom = gauge_inputs(suncal=True)
    contribution = propagate(gauge, estimate, covariance_of(u)).contribution
    effective = effective_freedom(contribution, freedom)
    assert effective[0] == pytest.approx(H1["freedom"], abs=0.005)
    assert coverage_factor(effective)[0] == pytest.approx(H1["k95"], abs=5e-4)
    assert round(float(expanded_uncertainty(contribution, freedom)[0])) == H1["expanded95"]


@pytest.mark.parametrize("suncal", [False, True])
def test_the_second_order_of_gum_h1_explains_34_instead_of_32_nm(suncal):
    estimate, u, _ = gauge_inputs(suncal)
    found = propagate(gauge, estimate, covariance_of(u), second_order=True)
    assert round(float(found.standard_uncertainty[0])) == H1["second_order_u"]


def test_monte_carlo_of_the_end_gauge_agrees_with_the_published_one_and_with_the_second_order():
    """JCGM 101, with the distributions of GUM H.1; the ends of two rectangles known inexactly (6.4.3)."""
    rng, n = np.random.default_rng(1), 1_000_000
    estimate, u, _ = gauge_inputs(suncal=True)
    x = rng.normal(estimate, u, (n, estimate.size))
    for column, part in ((4, H1["expansion_difference"]), (5, H1["temperature_difference"])):
        a, d = part["half_width"], part["inexactness"]
        low = -a + rng.uniform(-d, d, n)
        x[:, column] = part["value"] + low + (-2 * low) * rng.uniform(size=n)
    a = H1["expansion"]["half_width"]
    x[:, 6] = H1["expansion"]["value"] + rng.uniform(-a, a, n)
    x[:, 8] = H1["temperature"]["cycle_half_width"] * np.sin(rng.uniform(0, 2 * np.pi, n))
    length = gauge(x)[:, 0]
    assert round(float(length.std())) == H1["monte_carlo_u"]
    low, high = np.quantile(length, [0.025, 0.975])
    assert low == pytest.approx(H1["monte_carlo_95"][0], abs=0.7)
    assert high == pytest.approx(H1["monte_carlo_95"][1], abs=0.7)
    second = propagate(gauge, estimate, covariance_of(u), second_order=True)
    assert second.standard_uncertainty[0] == pytest.approx(length.std(), rel=0.003)


# --- H.2: resistance, reactance, impedance -----------------------------------------------------------


def impedance(x):
    voltage, current, phase = np.moveaxis(x, -1, 0)
    z = voltage / current
    return np.stack([z * np.cos(phase), z * np.sin(phase), z], axis=-1)


@pytest.mark.parametrize("method", ["complex", "central"])
def test_resistance_reactance_and_impedance_of_gum_h2(method):
    readings = np.array([H2["V"], H2["I"], H2["phi"]])
    covariance = np.cov(readings) / readings.shape[1]
    u = np.sqrt(np.diag(covariance))
    assert u == pytest.approx([H2["u"]["V"], H2["u"]["I"], H2["u"]["phi"]], rel=0.01)
    r = covariance / np.outer(u, u)
    assert [r[0, 1], r[0, 2], r[1, 2]] == pytest.approx(list(H2["correlation"].values()), abs=0.006)
    found = propagate(impedance, readings.mean(axis=1), covariance, method=method)
    for value, uncertainty, name in zip(found.estimate, found.standard_uncertainty, "RXZ", strict=True):
        assert value == pytest.approx(H2[name]["value"], abs=6e-4)
        assert uncertainty == pytest.approx(H2[name]["u"], abs=6e-4)
    out = found.correlation
    assert [out[0, 1], out[0, 2], out[1, 2]] == pytest.approx(
        list(H2["output_correlation"].values()), abs=6e-4
    )


# --- the trade's own model ---------------------------------------------------------------------------


def test_meter():
    """Error of the test meter from both volumes and the reference error, by the rule for products."""

    def error(x):
        test, reference, e_ref = np.moveaxis(x, -1, 0)
        return (test / reference * (1 + e_ref) - 1)[..., None]

    u = np.array([0.002, 0.001, 0.003])
    found = propagate(error, [4.1, 4.0, 0.01], covariance_of(u))
    relative = np.sqrt((0.002 / 4.1) ** 2 + (0.001 / 4.0) ** 2 + (0.003 / 1.01) ** 2)
    assert found.estimate[0] == pytest.approx(4.1 / 4.0 * 1.01 - 1)
    assert found.standard_uncertainty[0] == pytest.approx(4.1 / 4.0 * 1.01 * relative, rel=1e-12)


def test_a_batch_gives_what_its_rows_give():
    rng = np.random.default_rng(3)
    x = rng.uniform(1, 2, (4, 5, 3))
    v = covariance_of(rng.uniform(0.01, 0.02, (4, 5, 3)))
    batch = propagate(impedance, x, v, second_order=True)
    one = propagate(impedance, x[2, 3], v[2, 3], second_order=True)
    assert batch.covariance.shape == (4, 5, 3, 3)
    assert batch.covariance[2, 3] == pytest.approx(one.covariance, rel=1e-9)
    assert batch.estimate[2, 3] == pytest.approx(one.estimate)


@given(
    hnp.arrays(float, (2, 3), elements=st.floats(-5, 5)),
    hnp.arrays(float, (3,), elements=st.just(0) | st.floats(1e-6, 2)),
)
def test_a_linear_model_is_propagated_exactly(matrix, u):
    """Second route: the covariance of a linear map is A V A'."""
    r = np.array([[1, 0.5, -0.2], [0.5, 1, 0.1], [-0.2, 0.1, 1]])
    v = covariance_of(u, r)
    found = propagate(lambda x: x @ matrix.T, [1.0, -2.0, 0.5], v)
    assert found.covariance == pytest.approx(matrix @ v @ matrix.T, rel=1e-9, abs=1e-12)


def test_second_order_of_a_square_is_its_exact_variance():
    """Var(x**2) = 4 m**2 u**2 + 2 u**4 for normal x: the whole series ends there."""
    for m, u in ((0.0, 0.3), (2.0, 0.5)):
        found = propagate(lambda x: x**2, [m], covariance_of([u]), second_order=True)
        assert found.covariance[0, 0] == pytest.approx(4 * m**2 * u**2 + 2 * u**4, rel=1e-6)


def test_second_order_of_a_cube_has_the_third_derivative():
    """x**3 to order u**4: 9 m**4 u**2 + 36 m**2 u**4 (moments of the normal distribution)."""
    found = propagate(lambda x: x**3, [2.0], covariance_of([0.1]), second_order=True)
    assert found.covariance[0, 0] == pytest.approx(9 * 16 * 0.01 + 36 * 4 * 1e-4, rel=1e-6)


def test_second_order_of_a_product_is_its_exact_variance():
    found = propagate(
        lambda x: x[..., :1] * x[..., 1:], [2.0, 3.0], covariance_of([0.3, 0.4]), second_order=True
    )
    expected = 4 * 0.16 + 9 * 0.09 + 0.09 * 0.16
    assert found.covariance[0, 0] == pytest.approx(expected, rel=1e-9)


# --- parts -------------------------------------------------------------------------------------------


def test_standard_uncertainties_are_the_standard_deviations_of_their_distributions():
    assert float(type_b.rectangular(0.3)) == pytest.approx(stats.uniform(-0.3, 0.6).std())
    assert float(type_b.triangular(0.3)) == pytest.approx(stats.triang(0.5, -0.3, 0.6).std())
    assert float(type_b.arcsine(0.3)) == pytest.approx(stats.arcsine(-0.3, 0.6).std())
    assert float(type_b.from_certificate(0.75, 3)) == pytest.approx(0.25)
    rng = np.random.default_rng(7)
    low = -0.3 + rng.uniform(-0.1, 0.1, 400_000)
    drawn = low - 2 * low * rng.uniform(size=low.size)
    assert float(type_b.curvilinear_trapezoid(0.3, 0.1)) == pytest.approx(drawn.std(), rel=0.005)


def test_an_uncertainty_doubted_by_a_quarter_has_eight_degrees_of_freedom():
    """GUM G.4.2, example."""
    assert float(type_b.freedom_of_reliability(0.25)) == 8
    assert float(type_b.freedom_of_reliability(0.0)) == INF


def test_effective_freedom_of_the_example_in_gum_g_4_1():
    """Three inputs of relative 0.25, 0.57, 0.82 % from 10, 5, 15 readings: 19.0."""
    assert float(effective_freedom([0.25, 0.57, 0.82], [9, 4, 14])) == pytest.approx(19.0, abs=0.05)


def test_certain_components_leave_the_normal_factor():
    freedom = effective_freedom([[1.0, 2.0], [0.0, 3.0]], [INF, INF])
    assert freedom.tolist() == [INF, INF]
    assert coverage_factor(freedom) == pytest.approx(stats.norm.ppf(0.975))


@given(
    hnp.arrays(float, (4,), elements=st.floats(1e-9, 1)), hnp.arrays(float, (4,), elements=st.floats(1, 100))
)
def test_effective_freedom_lies_between_the_smallest_and_the_sum(u, nu):
    """A property that the formula is known for."""
    found = float(effective_freedom(u, nu))
    assert nu.min() * (1 - 1e-9) <= found <= nu.sum() * (1 + 1e-9)
    assert float(effective_freedom(u * 1e-120, nu)) == pytest.approx(found)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("covariance", lambda: propagate(impedance, [1, 2, 3], np.eye(2))),
        ("covariance", lambda: propagate(impedance, [1, 2, 3], -np.eye(3))),
        ("symmetric", lambda: propagate(impedance, [1, 2, 3], np.eye(3) + np.eye(3, k=1))),
        ("model", lambda: propagate(lambda x: x.sum(axis=-1), [1, 2], np.eye(2))),
        ("method", lambda: propagate(impedance, [1, 2, 3], np.eye(3), method="guess")),
        ("second_order", lambda: propagate(impedance, [1, 2, 3], np.ones((3, 3)), second_order=True)),
        ("freedom", lambda: effective_freedom([1.0], [0])),
        ("confidence", lambda: coverage_factor(3, 95)),
    ],
)
def test_a_question_that_means_nothing_is_named(name, call):
    with pytest.raises(ValueError, match=name):
        call()
