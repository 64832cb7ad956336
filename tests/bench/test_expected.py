"""What is worked out for the long run is what long simulations find."""

from dataclasses import replace

import numpy as np
import pytest

from comparekit.bench.expected import expected_deviation
from comparekit.bench.household import FAMILY, SEEPING
from comparekit.bench.meters import FAST, GOOD, NEW, WORN
from comparekit.bench.site import Visits, run_site

WEEKS, DAYS = 300, 21  # whole weeks: the share of weekends is exact


@pytest.mark.parametrize("home", [FAMILY, SEEPING], ids=lambda home: home.name)
@pytest.mark.parametrize("meter", [GOOD, WORN, FAST], ids=lambda meter: meter.name)
def test_the_worked_out_deviation_is_the_simulated_one(home, meter):
    calm = [replace(one, repeatability=0.0) for one in (meter, NEW)]
    exact = Visits(gap=0.0, jitter=0.0)
    passed = run_site(home, *calm, np.random.default_rng(5), weeks=WEEKS, days=DAYS, visits=exact)
    old, new = (np.diff(register[:, [0, -1]])[:, 0] for register in (passed.test, passed.reference))
    simulated = old.sum() / new.sum() - 1
    uncertainty = (old - (1 + simulated) * new).std() * np.sqrt(WEEKS) / new.sum()
    assert uncertainty < 0.001
    assert expected_deviation(home, meter, NEW) == pytest.approx(simulated, abs=4 * uncertainty)


def test_a_meter_against_itself_shows_nothing_and_a_shift_shows_itself():
    flat = replace(NEW, curve=((0.0001, 0.0), (2.5, 0.0)))
    assert expected_deviation(FAMILY, WORN, WORN) == 0.0
    assert expected_deviation(FAMILY, replace(flat, shift=0.05), flat) == pytest.approx(0.05, abs=1e-12)


def test_what_a_register_loses_is_missing_from_its_volume():
    both = expected_deviation(FAMILY, GOOD, NEW, lost=(0.2, 0.2))
    assert both == pytest.approx(expected_deviation(FAMILY, GOOD, NEW), abs=1e-12)
    alone = expected_deviation(FAMILY, NEW, NEW, lost=(0.0, 0.2))
    assert alone == pytest.approx(1 / 0.8 - 1, abs=1e-12)
