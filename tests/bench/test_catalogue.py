"""Homes and meters of gas and electricity: balances and limits from outside."""

import numpy as np
import pytest

from comparekit.bench.catalogue import HOUSEHOLDS, METERS, UNITS
from comparekit.bench.gas import GAS_BOILER_HOME, GAS_FAST, GAS_GOOD, GAS_WORN
from comparekit.bench.household import POWER_HOME, draw_water
from comparekit.bench.meters import GAS_NEW, POWER_NEW
from comparekit.bench.power import POWER_CAR_HOME, POWER_CREEPING, POWER_FAST, POWER_GOOD, POWER_WORN
from comparekit.bench.site import long_run, run_site

MJ_PER_M3 = 35.0  # lower calorific value of natural gas, group 12T


def rng(seed=1):
    return np.random.default_rng(seed)


def per_day(household, name):
    return sum(use.per_day * use.volume for use in household.uses if use.name == name)


def test_a_boiler_home_burns_what_its_heat_needs():
    """3.4 kW of heat at 92 %: 3.4 * 24 / 0.92 * 3.6 / 35 = 9.1 m3 a day."""
    assert per_day(GAS_BOILER_HOME, "heating") == pytest.approx(3.4 * 24 / 0.92 * 3.6 / MJ_PER_M3, rel=0.03)


@pytest.mark.parametrize(("name", "kilowatts"), [("cooker", 3.4), ("hot water", 25.3), ("heating", 9.7)])
def test_gas_flows_follow_from_power_and_calorific_value(name, kilowatts):
    (flow,) = {use.flow for use in GAS_BOILER_HOME.uses if use.name == name}
    assert flow == pytest.approx(kilowatts * 3.6 / MJ_PER_M3, rel=0.03)


def test_a_car_home_drives_a_hundred_kilometres_on_a_charge():
    """17 to 18 kWh for 100 km; a home wallbox gives 7 kW, 32 A at 220 V."""
    (car,) = (use for use in POWER_CAR_HOME.uses if use.name == "car")
    assert car.volume == pytest.approx(17.5, rel=0.05)
    assert car.flow == pytest.approx(0.22 * 32, rel=0.01)
    assert per_day(POWER_CAR_HOME, "heat pump") == pytest.approx(14, rel=0.02)


@pytest.mark.parametrize("utility", ["gas", "electricity"])
def test_homes_use_what_they_say(utility):
    for home in HOUSEHOLDS[utility].values():
        draws = draw_water(home, rng(), weeks=200, days=7)
        expected = home.mean_daily * (1 + 2 / 7 * (home.weekend - 1))
        assert draws.volume.sum() / 1400 == pytest.approx(expected, rel=0.08), home.name
    assert GAS_BOILER_HOME.mean_daily == pytest.approx(10.5, rel=0.02)
    assert POWER_CAR_HOME.mean_daily == pytest.approx(29.7, rel=0.02)
    assert POWER_HOME.mean_daily == pytest.approx(7.06, rel=0.01)


def test_a_good_gas_meter_keeps_the_limits_in_service_and_a_new_one_those_of_class_1_5():
    """G2.5, Qmin 0.025, Qt 0.4, Qmax 4 m3/h: 3 % below Qt, 1.5 % above it; in service twice that."""
    low, high = np.geomspace(0.025, 0.399, 60), np.geomspace(0.4, 4, 60)
    assert (abs(GAS_NEW.error(low)) <= 0.03).all() and (abs(GAS_NEW.error(high)) <= 0.015).all()
    assert (abs(GAS_GOOD.error(low)) <= 0.06).all() and (abs(GAS_GOOD.error(high)) <= 0.03).all()
    assert (GAS_FAST.error(high) > 0.03).all()
    assert GAS_WORN.error(np.array([0.03]))[0] < -0.06


def test_a_worn_gas_meter_loses_a_constant_flow():
    """A leak of 4 L/h past the valves beside 2 % at all flows."""
    flow = np.array([0.03, 0.06, 0.15, 0.4])
    assert GAS_WORN.error(flow) == pytest.approx(-0.02 - 0.004 / flow, abs=2e-3)


@pytest.mark.parametrize(("meter", "low", "main"), [(POWER_NEW, 0.015, 0.01), (POWER_GOOD, 0.015, 0.01)])
def test_static_meters_keep_the_limits_of_class_1(meter, low, main):
    """Direct connected, Ib 5 A at 220 V: 0.05 Ib is 0.055 kW, 0.1 Ib 0.11 kW, 60 A 13.2 kW."""
    assert (abs(meter.error(np.geomspace(0.055, 0.1099, 40))) <= low).all()
    assert (abs(meter.error(np.geomspace(0.11, 13.2, 80))) <= main).all()
    assert meter.error(np.array([0.0043]))[0] == -1.0  # starting current 0.4 % Ib: 4.4 W


def test_a_braked_disc_loses_a_constant_power_and_a_fast_meter_a_share():
    load = np.array([0.03, 0.11, 1.1])
    assert POWER_WORN.error(load) == pytest.approx(-0.01 - 0.0025 / load, abs=2e-3)
    assert POWER_FAST.error(load) - POWER_GOOD.error(load) == pytest.approx(0.05)


def test_a_creeping_disc_adds_its_power_all_day():
    """2 W make 0.048 kWh a day: 0.6 to 0.7 % of a flat's 7.4 kWh, and 0.96 kWh in 20 days with nothing on."""
    with_creep = long_run(POWER_HOME, POWER_CREEPING, POWER_NEW, rng(), days=4000).deviation
    still = POWER_CREEPING.__class__(
        name="still", curve=POWER_CREEPING.curve, repeatability=POWER_CREEPING.repeatability
    )
    without = long_run(POWER_HOME, still, POWER_NEW, rng(), days=4000).deviation
    assert with_creep - without == pytest.approx(0.048 / 7.4, rel=0.1)


def test_everything_has_a_name_of_its_own_and_can_be_run():
    assert set(HOUSEHOLDS) == set(METERS) == set(UNITS)
    for utility, homes in HOUSEHOLDS.items():
        for name, home in homes.items():
            assert home.name == name
            for title, meter in METERS[utility].items():
                assert meter.name == title
                passed = run_site(home, meter, meter, rng(), weeks=2, days=3)
                assert (np.diff(passed.test) > 0).all()
