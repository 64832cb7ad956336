"""Gas at base conditions: the sensitivities of the fact sheet, section 1.2 (20 deg C, 101.325 kPa)."""

from itertools import product

import numpy as np
import pytest

from comparekit.findings import Severity
from comparekit.ingest.protocol_file import load_protocol
from comparekit.readings.meter import Compensation, Meter, Meters
from comparekit.readings.register import RegisterSeries
from comparekit.registers.clean import clean_register
from comparekit.registers.conditions import BaseConditions, at_base_conditions, base_factor, to_base
from comparekit.studies.series import compare_series

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


def correct(test, reference, own=(None, None), base=BASE):
    first, second, findings = at_base_conditions(test, reference, base, own)
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


NONE, T, TP = Compensation.NONE, Compensation.TEMPERATURE, Compensation.BOTH
GAS_CONSTANT = 8.314462618  # J/(mol K), CODATA 2018


def moles(volume, temperature_c, kpa):
    """Amount of gas in a volume [m3] at an absolute pressure [kPa]."""
    return kpa * 1000 * volume / (GAS_CONSTANT * (temperature_c + 273.15))


def registered(amount, own, temperature_c, gauge, atmosphere=101.325, air=101.325):
    """What a meter without error registers of `amount` [mol]: at the conditions it does not compensate.

    A meter that compensates T alone takes the pressure as the air's at base conditions.
    """
    warm = temperature_c if own is NONE else 20.0
    kpa = 101.325 if own is TP else gauge + air
    return GAS_CONSTANT * amount * (warm + 273.15) / (kpa * 1000)


def meter(role, own, temperature_c, gauge, *, told=(True, True), amount=40.0, air=101.325):
    each = registered(amount, own, temperature_c, gauge, air=air)
    series = RegisterSeries(
        DAYS,
        np.arange(4) * each,
        1e-6,
        temperature_c=[temperature_c] * 4 if told[0] else None,
        pressure_kpa=[gauge] * 4 if told[1] else None,
    )
    return clean_register(series, role=role, overload_flow=7.2)[0]


@pytest.mark.parametrize(("own", "other"), list(product((NONE, T, TP), repeat=2)))
def test_the_same_gas_shows_the_same_volume_whatever_the_meters_compensate(own, other):
    """10 deg C and 2 kPa at one meter, 25 deg C and 3 kPa at the other: the amount of gas is one."""
    test, reference, codes = correct(
        meter("test", own, 10.0, 2.0), meter("reference", other, 25.0, 3.0), (own, other)
    )
    ratio = np.diff(test.cumulative) / np.diff(reference.cumulative)
    assert ratio == pytest.approx(np.ones(3), rel=1e-12)
    assert "conditions.not_comparable" not in codes
    if {own, other} != {TP}:
        base = GAS_CONSTANT * 40.0 * 293.15 / 101325
        assert np.diff(reference.cumulative) == pytest.approx(np.full(3, base), rel=1e-12)


@pytest.mark.parametrize(
    ("own", "other", "told", "missing"),
    [
        (NONE, T, (False, True), ["temperature"]),
        (NONE, T, (False, False), ["temperature"]),
        (NONE, TP, (False, False), ["temperature", "pressure"]),
        (NONE, TP, (True, False), ["pressure"]),
        (NONE, TP, (False, True), ["temperature"]),
        (T, TP, (True, False), ["pressure"]),
        (T, TP, (False, False), ["pressure"]),
    ],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_a_plain_meter_and_a_compensated_one_are_refused_where_what_is_needed_is_not_written(
    own, other, told, missing, swapped
):
    roles = ("reference", "test") if swapped else ("test", "reference")
    plain = meter(roles[0], own, 10.0, 2.0, told=told)
    compensated = meter(roles[1], other, 10.0, 2.0)
    pair, owns = ((compensated, plain), (other, own)) if swapped else ((plain, compensated), (own, other))
    test, reference, findings = at_base_conditions(*pair, BASE, owns)
    (found,) = findings
    assert (found.code, found.severity) == ("conditions.not_comparable", Severity.DISQUALIFYING)
    assert found.context == {"role": roles[0], "missing": missing}
    assert (test, reference) == pair


@pytest.mark.parametrize(
    ("own", "other", "told", "codes"),
    [
        (NONE, T, (True, False), ["conditions.applied_to_plain"]),
        (NONE, T, (True, True), ["conditions.applied_to_plain"]),
        (T, TP, (False, True), ["conditions.applied_to_plain", "conditions.air_pressure"]),
        (NONE, TP, (True, True), ["conditions.applied_to_plain", "conditions.air_pressure"]),
        (T, T, (False, False), []),
        (T, T, (True, False), []),
        (T, T, (True, True), ["conditions.applied_pressure"]),
        (TP, TP, (True, True), []),
        (NONE, NONE, (True, True), ["conditions.applied"]),
        (NONE, NONE, (True, False), ["conditions.applied"]),
        (NONE, NONE, (False, True), ["conditions.incomplete"]),
        (NONE, NONE, (False, False), []),
        (None, T, (True, True), ["conditions.applied_to_plain"]),
        (None, None, (True, True), ["conditions.applied"]),
    ],
)
def test_what_was_done_is_said(own, other, told, codes):
    plain = NONE if own is None else own
    pair = meter("test", plain, 10.0, 2.0, told=told), meter("reference", other or NONE, 10.0, 2.0, told=told)
    assert correct(*pair, (own, other))[2] == codes


def test_ten_degrees_are_three_and_a_half_percent_and_two_kilopascal_two():
    """The fact sheet's sensitivities, between a plain meter and one that compensates both."""
    for temperature, gauge, change in ((10.0, 0.0, 0.035), (20.0, 2.0, 0.020)):
        plain = meter("test", NONE, temperature, gauge)
        whole = meter("reference", TP, temperature, gauge)
        raw = np.diff(plain.cumulative) / np.diff(whole.cumulative)
        assert 1 / raw[0] - 1 == pytest.approx(change, abs=5e-4)
        corrected, _, _ = correct(plain, whole, (NONE, TP))
        assert np.diff(corrected.cumulative)[0] / np.diff(plain.cumulative)[0] - 1 == pytest.approx(
            change, abs=5e-4
        )


def test_one_kilopascal_of_air_is_one_percent_where_only_one_meter_compensates_pressure():
    """In Lhasa the air has about 65 kPa: base conditions at sea level would put the plain meter 55 % off."""
    plain, whole = meter("test", NONE, 20.0, 2.0, air=100.325), meter("reference", TP, 20.0, 2.0)
    test, reference, codes = correct(plain, whole, (NONE, TP))
    ratio = np.diff(test.cumulative) / np.diff(reference.cumulative)
    assert ratio[0] - 1 == pytest.approx(0.0098, abs=2e-4)
    assert "conditions.air_pressure" in codes
    local = BaseConditions(temperature_c=20, pressure_kpa=101.325, atmosphere_kpa=100.325)
    test, reference, _ = correct(plain, whole, (NONE, TP), local)
    assert np.diff(test.cumulative) == pytest.approx(np.diff(reference.cumulative))


@pytest.mark.parametrize("own", [NONE, T])
def test_pressures_that_are_not_complete_at_either_meter_are_left_out_and_said(own):
    gappy = [2.0, np.nan, 2.0, 2.0]
    pair = register("test", [10.0] * 4, gappy), register("reference", [20.0] * 4, gappy)
    test, _, codes = correct(*pair, (own, own))
    assert "conditions.pressure_incomplete" in codes
    assert "conditions.applied_pressure" not in codes
    if own is T:
        assert np.diff(test.cumulative).tolist() == [1.0, 1.0, 1.0]


def gas(own, other, *, told):
    protocol = load_protocol("gas-series-7d")
    days = np.datetime64("2025-05-06T01:00:00") + np.arange(8) * np.timedelta64(1, "D")
    conditions = {"temperature_c": [10.0] * 8, "pressure_kpa": [2.0] * 8} if told else {}
    amounts = np.concatenate([[0.0], np.cumsum([38.0, 44.0, 29.0, 51.0, 40.0, 36.0, 47.0])])
    pair = [
        RegisterSeries(days, np.round(registered(amounts, one, 10.0, 2.0), 3), 0.001, **conditions)
        for one in (own, other)
    ]
    meters = Meters(test=Meter(compensation=own), reference=Meter(compensation=other))
    return compare_series(*pair, protocol, meters=meters)


def test_without_conditions_a_plain_and_a_compensated_meter_lead_to_no_verdict():
    """5.5 % apart, both right: the trap of the fact sheet, section 1.2."""
    refused = gas(NONE, TP, told=False)
    assert refused.deviation.estimate == pytest.approx(1 / (1.0353 * 1.0197) - 1, abs=1e-3)
    assert refused.verdict == "inconclusive"
    told = gas(NONE, TP, told=True)
    assert told.deviation.estimate == pytest.approx(0.0, abs=1e-4)
    assert told.verdict == "agree"
