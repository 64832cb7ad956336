"""The virtual bench: physically sensible, seeded, and true to its own truth."""

import numpy as np
import pytest

from comparekit.bench.household import FAMILY, LARGE, SEEPING, draw_water
from comparekit.bench.meters import FAST, GOOD, NEW, WORN
from comparekit.bench.site import BenchRegister, Visits, long_run, run_site


def rng(seed=1):
    return np.random.default_rng(seed)


@pytest.mark.parametrize(
    ("household", "daily", "slow"), [(FAMILY, 0.4, 0.03), (LARGE, 0.84, 0.03), (SEEPING, 0.22, 0.2)]
)
def test_households_use_what_they_say(household, daily, slow):
    draws = draw_water(household, rng(), weeks=100, days=7)
    a_day = draws.volume.sum() / 700
    assert a_day == pytest.approx(household.mean_daily * (1 + 2 / 7 * (household.weekend - 1)), rel=0.08)
    assert household.mean_daily == pytest.approx(daily, rel=0.05)
    assert draws.volume[draws.flow < 0.04].sum() / draws.volume.sum() == pytest.approx(slow, abs=0.012)


def test_a_draw_takes_its_volume_at_its_flow():
    draws = draw_water(FAMILY, rng(), weeks=2, days=3)
    assert draws.duration * 24 * draws.flow == pytest.approx(draws.volume)
    assert ((draws.start >= 0) & (draws.start < 3)).all()


def test_nothing_is_registered_below_the_starting_flow():
    assert NEW.error(np.array([0.006, 0.007])).tolist() == [-1.0, -0.04]
    assert WORN.error(np.array([0.02]))[0] == -1.0


@pytest.mark.parametrize("meter", [NEW, GOOD])
def test_good_meters_keep_the_limits_of_class_2(meter):
    """Q3 2.5 R100: lower zone 0.025..0.04 m3/h within 5 %, upper zone to 3.125 m3/h within 2 %."""
    assert (abs(meter.error(np.geomspace(0.025, 0.0399, 50))) <= 0.05).all()
    assert (abs(meter.error(np.geomspace(0.04, 3.125, 200))) <= 0.02).all()


def test_the_same_seed_gives_the_same_week_and_another_seed_another():
    one, two, other = (run_site(FAMILY, GOOD, NEW, rng(seed), weeks=3, days=7).test for seed in (5, 5, 6))
    assert (one == two).all()
    assert (one != other).any()


def test_registers_show_whole_steps_and_start_over():
    register = BenchRegister(step=0.01, modulus=10_000)
    assert register.show(np.array([[0.0, 0.019, 0.02, 1.5]]), np.array([9998.5]))[
        0
    ].tolist() == pytest.approx([9998.5, 9998.51, 9998.52, 0.0], abs=1e-9)


def test_everything_that_is_drawn_passes_between_first_and_last_visit():
    """A meter without error and scatter registers the draws themselves."""
    from comparekit.bench.meters import BenchMeter

    perfect = BenchMeter(name="perfect", curve=((1e-9, 0.0), (10.0, 0.0)), repeatability=0.0)
    passed = run_site(FAMILY, perfect, perfect, rng(9), weeks=4, days=7, visits=Visits(gap=0.0))
    assert passed.test == pytest.approx(passed.reference)
    assert (np.diff(passed.test) > 0).all()
    draws = draw_water(FAMILY, rng(9), weeks=4, days=8)
    for week in range(4):
        mine = draws.week == week
        end = draws.start + draws.duration
        surely = mine & (draws.start > passed.times[week, 0]) & (end < passed.times[week, -1])
        touched = mine & (end > passed.times[week, 0]) & (draws.start < passed.times[week, -1])
        total = passed.test[week, -1] - passed.test[week, 0]
        assert draws.volume[surely].sum() <= total + 1e-9
        assert total <= draws.volume[touched].sum() + 1e-9


def test_truth_of_a_shifted_meter_is_its_shift():
    truth = long_run(FAMILY, FAST, GOOD, rng(), days=4000)
    assert truth.deviation == pytest.approx(0.05, abs=0.001)


def test_wanted_unsteadiness_appears_in_the_truth():
    calm = long_run(FAMILY, GOOD, NEW, rng(), days=4000)
    shaky = long_run(FAMILY, GOOD.unsteady(0.02), NEW, rng(), days=4000)
    expected = np.sqrt(calm.sigma**2 + 0.02**2 * (1 + calm.volume_cv**2))
    assert shaky.sigma == pytest.approx(expected, rel=0.05)
