"""Gas at base conditions: the sensitivities of the fact sheet, section 1.2 (20 deg C, 101.325 kPa)."""

import numpy as np
import pytest

from comparekit.readings.register import RegisterSeries
from comparekit.registers.clean import clean_register
from comparekit.registers.conditions import BaseConditions, at_base_conditions, base_factor, to_base

BASE = BaseConditions(temperature_c=20, pressure_kpa=101.325, atmosphere_kpa=101.325)
DAYS = np.datetime64("2025-05-06T01:00:00") + np.arange(4) * np.timedelta64(1, "D")


@pytest.mark.parametrize(
    ("temperature", "gauge", "change", "within"),
    [
        (20, 0, 0.0, 1e-12),
        (10, 0, 0.035, 5e-4),
        (30, 0, -0.033, 5e-4),
        (20, 2, 0.020, 5e-4),
        (21, 0, -0.0034, 5e-5),
    ],
)
def test_base_volume_of_one_registered_unit(temperature, gauge, change, within):
    factor = base_factor(np.array([temperature]), np.array([gauge]), BASE)
    assert factor[0] - 1 == pytest.approx(change, abs=within)


def test_each_increment_takes_the_mean_of_its_ends():
    shown = to_base(np.array([5.0, 6.0, 8.0]), np.array([20.0, 20.0, 10.0]), np.zeros(3), BASE)
    warm, cold = 1.0, 293.15 / 283.15
    assert np.diff(shown) == pytest.approx([warm, 2 * (warm + cold) / 2])


def register(role, temperature=None, pressure=None):
    series = RegisterSeries(
        DAYS, [0.0, 1.0, 2.0, 3.0], 0.001, temperature_c=temperature, pressure_kpa=pressure
    )
    return clean_register(series, role=role, overload_flow=7.2)[0]


def correct(test, reference):
    first, second, findings = at_base_conditions(test, reference, BASE)
    return first, second, [f.code for f in findings]


def test_without_temperatures_nothing_happens():
    assert correct(register("test"), register("reference"))[2] == []


def test_a_cold_and_a_warm_meter_are_brought_together():
    test, reference, codes = correct(register("test", [10.0] * 4), register("reference", [20.0] * 4))
    assert codes == ["conditions.applied"]
    assert np.diff(test.cumulative) / np.diff(reference.cumulative) == pytest.approx(293.15 / 283.15)
    assert test.shown.tolist() == [0.0, 1.0, 2.0, 3.0]


def test_half_a_correction_is_not_made():
    gap = [10.0, np.nan, 10.0, 10.0]
    test, _, codes = correct(register("test", gap), register("reference", [20.0] * 4))
    assert codes == ["conditions.incomplete"]
    assert np.diff(test.cumulative).tolist() == [1.0, 1.0, 1.0]
    assert correct(register("test", [10.0] * 4), register("reference"))[2] == ["conditions.incomplete"]
    with_pressure = register("test", [10.0] * 4, [2.0] * 4)
    assert correct(with_pressure, register("reference", [20.0] * 4))[2] == ["conditions.one_pressure"]
