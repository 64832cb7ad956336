from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.ingest.tariff_file import load_tariff
from comparekit.studies.average_cost import average_cost
from comparekit.tariff_curve import cost_curve

KUNMING = load_tariff("water-tariff-kunming")
YEARLY = load_tariff("gas-tariff-app-defaults")
MONTHS = [date(2024, month, 1) for month in range(1, 13)]


def curves(tariff, volumes):
    """Of consecutive months of one year, each at its place in the cycle of tiers."""
    return [
        cost_curve(tariff, start, end, used_before=sum(volumes[:k]))
        for k, (start, end) in enumerate(pairwise(MONTHS))
        if k < len(volumes)
    ]


def test_bills_of_four_and_of_twenty_two_cost_more_than_two_of_thirteen():
    volumes = [4.0, 22.0]
    each = curves(KUNMING, volumes)
    paid = [float(curve.at(volume)) for curve, volume in zip(each, volumes, strict=True)]
    average = average_cost(each, volumes)
    assert float(average.at(13.0)) == pytest.approx(np.mean(paid))
    assert float(average.at(13.0)) > float(each[0].at(13.0)) + 5
    # six per cent off every bill, and not off their mean
    less = [float(curve.at(volume / 1.06)) for curve, volume in zip(each, volumes, strict=True)]
    assert float(average.at(13.0 / 1.06)) == pytest.approx(np.mean(less))


@given(
    st.lists(st.floats(0.0, 400.0), min_size=1, max_size=6).filter(lambda volumes: sum(volumes) > 1.0),
    st.floats(0.0, 3.0),
)
def test_the_mean_of_the_bills_is_told_at_every_common_factor(volumes, factor):
    each = curves(YEARLY, volumes)
    paid = [float(curve.at(factor * volume)) for curve, volume in zip(each, volumes, strict=True)]
    average = average_cost(each, volumes)
    assert float(average.at(factor * np.mean(volumes))) == pytest.approx(np.mean(paid), abs=1e-6)


def test_bills_without_any_use_have_no_average():
    with pytest.raises(ValueError, match="volumes"):
        average_cost(curves(KUNMING, [0.0, 0.0]), [0.0, 0.0])
