"""The share of bad ones after so many tests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from comparekit.stats.proportions import exact_interval, lower_bound, upper_bound

#: found, tested, two-sided 95 % interval, one-sided 95 % upper bound: binom.test of base R 4.2.2.
PUBLISHED = [
    (0, 10, 0.0, 0.3084971078188, 0.2588655508931),
    (0, 30, 0.0, 0.115703308222, 0.0950338528553),
    (0, 100, 0.0, 0.03621669264518, 0.02951304960704),
    (1, 20, 0.00126508949795, 0.248732762772, 0.2161061642068),
    (3, 50, 0.01254858783533, 0.1654819466038, 0.1478371763642),
    (7, 80, 0.03590635898956, 0.1720083384199, 0.1580720382084),
    (50, 50, 0.9288782635358, 1.0, 1.0),
    (97, 100, 0.9148239470257, 0.9937700284617, 0.9917741708923),
]


@pytest.mark.parametrize(("found", "tested", "low", "high", "upper"), PUBLISHED)
def test_interval_and_bound_are_those_of_base_r(found, tested, low, high, upper):
    interval = exact_interval(found, tested)
    assert (interval.low, interval.high) == pytest.approx((low, high), rel=1e-10, abs=1e-13)
    assert upper_bound(found, tested) == pytest.approx(upper, rel=1e-10)


def test_sixty_seven_good_meters_leave_room_for_four_in_a_hundred():
    """None found: the bound solves (1 - p) ** n = 0.05, which needs no beta function."""
    assert upper_bound(0, 67) == pytest.approx(1 - 0.05 ** (1 / 67), rel=1e-12)
    assert round(100 * upper_bound(0, 67), 1) == 4.4


counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_at_the_bound_so_few_are_found_just_as_seldom_as_promised(count, confidence):
    """The other route: invert the binomial distribution by bisection."""
    found, tested = count
    if found == tested:
        assert upper_bound(found, tested, confidence) == 1.0
        return
    by_search = optimize.brentq(
        lambda p: stats.binom.cdf(found, tested, p) - (1 - confidence), 0.0, 1.0, xtol=1e-13
    )
    assert upper_bound(found, tested, confidence) == pytest.approx(by_search, abs=1e-9)


@given(counts)
def test_the_two_sides_mirror_each_other(count):
    found, tested = count
    assert lower_bound(found, tested) == pytest.approx(1 - upper_bound(tested - found, tested), abs=1e-12)


def test_nothing_tested_says_nothing():
    assert (lower_bound(0, 0), upper_bound(0, 0)) == (0.0, 1.0)


@pytest.mark.parametrize(("found", "tested"), [(-1, 3), (4, 3), (0, -1)])
def test_counts_that_cannot_be_are_refused(found, tested):
    with pytest.raises(ValueError, match="found, tested"):
        upper_bound(found, tested)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95])
def test_a_confidence_that_cannot_be_is_refused(confidence):
    with pytest.raises(ValueError, match="confidence"):
        upper_bound(0, 3, confidence)
