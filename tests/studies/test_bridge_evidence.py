"""From a verification at flow points to one number for the household."""

import pytest

from comparekit.readings.meter import CertificatePoint
from comparekit.studies.bridge_evidence import verification_evidence

# AQUA 70(2) 217 (2021), three-flow bench of household meters in service: flow [m3/h], share, error.
AQUA = ((0.030, 0.23, -0.15), (0.120, 0.68, -0.018), (1.500, 0.09, 0.16))


def points(expanded=0.0):
    return [CertificatePoint(flow=q, error=e, expanded_uncertainty=expanded) for q, _, e in AQUA]


def test_shares_of_volume_weight_the_errors_as_published():
    """The abstract gives -3.24 %; its rounded shares and errors give -3.234 %."""
    found = verification_evidence(points(), shares=[share for _, share, _ in AQUA])
    assert found.deviation.estimate == pytest.approx(-0.0324, abs=1e-4)
    assert found.deviation.certain
    assert found.factor.estimate == pytest.approx(1 / (1 - 0.03234))  # what a right meter shows instead


def test_the_uncertainty_of_one_bench_is_not_averaged_away():
    found = verification_evidence(points(0.01), shares=[share for _, share, _ in AQUA])
    assert found.deviation.half_width == pytest.approx(0.00980, abs=1e-5)  # 1.96 of k = 2


def test_without_shares_the_worst_points_bound_it():
    found = verification_evidence(points(0.01))
    assert found.profile == "worst point" and found.deviation.bounds
    assert found.deviation.low == pytest.approx(-0.15 - 0.0098, abs=1e-5)
    assert found.deviation.high == pytest.approx(0.16 + 0.0098, abs=1e-5)


def test_use_below_the_lowest_flow_may_not_be_counted_at_all():
    shares = [share for _, share, _ in AQUA]
    found = verification_evidence(points(), shares=shares, below=0.1)
    assert found.deviation.low == pytest.approx(0.9 * -0.03234 - 0.1)
    assert found.deviation.high == pytest.approx(0.9 * -0.03234)
    assert found.deviation.bounds


@pytest.mark.parametrize("shares", [[1.0], [0.5, 0.6, -0.1], [0.3, 0.3, 0.3]])
def test_shares_that_are_none_are_refused(shares):
    with pytest.raises(ValueError, match="shares"):
        verification_evidence(points(), shares=shares)
