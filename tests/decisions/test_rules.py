"""Numbers from the measurement model, section 6, and JCGM-free arithmetic of the fact sheet, 2.5."""

import pytest

from comparekit.decisions.rules import limits_of, permitted_bounds
from comparekit.decisions.verdict import Verdict, decide
from comparekit.ingest.protocol_file import load_protocol
from comparekit.origin import Certainty
from comparekit.stats.interval import Interval

TOLERANCE = Interval(low=-0.02, high=0.02)


@pytest.mark.parametrize(
    ("test", "reference", "low", "high"),
    [
        (0.02, 0.02, -0.039, 0.041),
        (0.04, 0.02, -0.059, 0.061),
        (0.04, 0.04, -0.077, 0.083),
        (0.025, 0.025, -0.049, 0.051),
        (0.10, 0.05, -0.143, 0.158),
    ],
)
def test_two_complying_meters_may_differ_by_so_much(test, reference, low, high):
    assert permitted_bounds(test, reference) == pytest.approx((low, high), abs=0.0005)


def test_the_in_service_factor_of_water_is_unconfirmed_and_says_so():
    test, reference, certainty = limits_of(load_protocol("water-series-7d"))
    assert (test, reference) == (0.10, 0.05)
    assert certainty is Certainty.UNCONFIRMED


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (-0.004, 0.004, "agree"),
        (0.019, 0.020, "agree"),
        (0.019, 0.021, "inconclusive"),
        (0.021, 0.060, "deviate"),
        (-0.060, -0.021, "deviate"),
        (-0.5, 0.5, "inconclusive"),
        (None, 0.0, "inconclusive"),
        (None, -0.03, "deviate"),
    ],
)
def test_verdict_depends_on_where_the_whole_interval_lies(low, high, verdict):
    assert decide(Interval(low=low, high=high), TOLERANCE, disqualified=False) == verdict


def test_a_disqualifying_finding_leaves_no_verdict():
    assert decide(Interval(low=0, high=0.001), TOLERANCE, disqualified=True) is Verdict.INCONCLUSIVE
