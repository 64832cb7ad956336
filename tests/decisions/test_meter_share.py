"""The verdict about the meter alone (measurement model, section 9)."""

import pytest

from comparekit.decisions.meter_share import MeterShare, decide_meter_share
from comparekit.stats.interval import Interval

TOLERANCE = Interval(low=-0.02, high=0.02)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (-0.004, 0.011, "no-concern"),
        (-0.02, 0.02, "no-concern"),
        (0.021, 0.06, "deviate"),
        (-0.3, -0.021, "deviate"),
        (0.01, 0.03, "inconclusive"),
        (-0.5, 0.5, "inconclusive"),
        (None, 0.01, "inconclusive"),
        (0.03, None, "deviate"),
    ],
)
def test_the_whole_interval_decides(low, high, verdict):
    assert decide_meter_share(Interval(low=low, high=high), TOLERANCE) == verdict


def test_bills_alone_and_grave_findings_leave_it_open():
    assert decide_meter_share(None, TOLERANCE) is MeterShare.INCONCLUSIVE
    good = Interval(low=0.0, high=0.001)
    assert decide_meter_share(good, TOLERANCE, disqualified=True) is MeterShare.INCONCLUSIVE
