"""Plates, verifications and certificates from a file: every key, and every way to get one wrong."""

import hashlib
from datetime import date

import pytest

from comparekit.ingest.limits_file import load_limits
from comparekit.readings.meter import Compensation, Meter
from comparekit.wording.faults import fault_text

EVERY_KEY = """\
[test]
class = "2"
plate = "N1.5"
old_class = "B"
q3 = 2.5
ratio_r = 100
q1 = 0.025
q2 = 0.04
q_min = 0.025
q_max = 3.125
currents = "5(60)"
i_min = 0.25
i_tr = 0.5
dn = 15
in_service = true
verified_on = 2017-05-01
valid_to = 2023-04-30
modulus = 10000
orientation = "V"
compensation = "TP"
medium = "lpg"
technology = "induction"
serial = 20180315
seal = "QF 0081"

[[test.certificate]]
flow = 0.75
error = -0.021
expanded_uncertainty = 0.006
k = 3
zone = "Q3"
number = "A-1"
date = 2024-02-29
laboratory = "某市计量所"
"""
POINT = "[[reference.certificate]]\nflow = {flow}\nerror = {error}\nexpanded_uncertainty = {u}\n"


def test_every_key_is_read(load_plates):
    meter = load_plates(EVERY_KEY).test
    (point,) = meter.certificate
    told = {name: getattr(meter, name) for name in Meter.__slots__ if name != "certificate"}
    assert told == {
        "accuracy_class": "2",
        "plate": "N1.5",
        "old_class": "B",
        "q3": 2.5,
        "ratio_r": 100.0,
        "q1": 0.025,
        "q2": 0.04,
        "q_min": 0.025,
        "q_max": 3.125,
        "currents": (5.0, 60.0),
        "i_min": 0.25,
        "i_tr": 0.5,
        "dn": 15.0,
        "in_service": True,
        "verified_on": date(2017, 5, 1),
        "valid_to": date(2023, 4, 30),
        "modulus": 10000.0,
        "orientation": "V",
        "compensation": Compensation.BOTH,
        "medium": "lpg",
        "technology": "induction",
        "serial": "20180315",
        "seal": "QF 0081",
    }
    assert (point.flow, point.error, point.expanded_uncertainty, point.k) == (0.75, -0.021, 0.006, 3)
    assert (point.number, point.date, point.laboratory) == ("A-1", date(2024, 2, 29), "某市计量所")
    assert point.standard_uncertainty == pytest.approx(0.002) and point.zone == "upper"


def test_the_meter_nobody_described_is_unknown_in_everything(load_plates):
    assert load_plates(EVERY_KEY).reference == Meter()
    assert load_plates("[reference]\n").reference == Meter()


def test_the_file_and_its_sum_are_kept_for_the_report(load_plates, tmp_path):
    meters = load_plates(EVERY_KEY)
    assert meters.file == str(tmp_path / "meters.toml")
    assert meters.sha256 == hashlib.sha256(EVERY_KEY.encode()).hexdigest()


@pytest.mark.parametrize(
    ("written", "utility", "limits_of"),
    [
        ("2", "water", "2"),
        ('"2"', "water", "2"),
        ("2.0", "electricity", "2"),
        ('"2.0"', "electricity", "2"),
        ('"2级"', "water", "2"),
        ("1", "electricity", "1"),
        ("1.5", "gas", "1.5"),
        ('"1.5"', "gas", "1.5"),
        ("1.0", "gas", "1.0"),
        ("1", "gas", "1.0"),
        ('" 1.0 级"', "gas", "1.0"),
    ],
)
def test_a_class_is_a_number_or_a_text_and_finds_its_limits(load_plates, written, utility, limits_of):
    meter = load_plates(f"[test]\nclass = {written}\n").test
    assert load_limits(utility).of_class(meter.accuracy_class).accuracy_class == limits_of


@pytest.mark.parametrize("written", ["1.49", "1.55", "0.25", '"0.5"', '"E"'])
def test_a_class_without_limits_is_never_rounded_to_one_that_has_some(load_plates, written):
    told = load_plates(f"[test]\nclass = {written}\n").test.accuracy_class
    assert told == written.strip('"')
    assert [load_limits(utility).of_class(told) for utility in ("water", "gas", "electricity")] == [None] * 3


@pytest.mark.parametrize(
    "written",
    ["2024-03-01", '"2024-03-01"', "2024-03-01T08:30:00", "2024-03-01 08:30:00+08:00", '" 2024-03-01 "'],
)
def test_days_are_native_or_text(load_plates, written):
    assert load_plates(f"[test]\nverified_on = {written}\n").test.verified_on == date(2024, 3, 1)


@pytest.mark.parametrize(
    "written", ['"2024年3月1日"', '"01/03/2024"', "2024", "true", "08:30:00", '""', "[1]"]
)
def test_what_is_no_day_is_a_fault_that_shows_how_to_write_one(plate_faults, written):
    (fault,) = plate_faults(f"[test]\nverified_on = {written}\n", whole=True)
    assert (fault.code, fault.row, fault.column) == ("meters.wrong_type", 2, "test.verified_on")
    assert "2024-03-01" in fault_text(fault, "zh") and "2024-03-01" in fault_text(fault, "en")


@pytest.mark.parametrize(
    ("written", "currents"),
    [
        ("5(60)", (5, 60)),
        ("5（60）A", (5, 60)),
        ("5（60） A", (5, 60)),
        ("10-60", (10, 60)),
        ("10–60 A", (10, 60)),
        ("1.5 (6) a", (1.5, 6)),
        ("５（６０）Ａ", (5, 60)),
        ("3×1.5(6)A", (1.5, 6)),
        (" 5(60)A ", (5, 60)),
        ("5A(60A)", (5, 60)),
    ],
)
def test_currents_as_plates_write_them(load_plates, written, currents):
    assert load_plates(f'[test]\ncurrents = "{written}"\n').test.currents == currents


@pytest.mark.parametrize(
    ("written", "reference", "smallest", "transitional"),
    [
        ("0.2-0.5(60)A", 5, 0.2, 0.5),  # Imin-Itr(Imax), Itr a tenth of the reference current: OIML R 46
        ("3×0.2-0.5(60) A", 5, 0.2, 0.5),
        ("0.25-5(60)A", 5, 0.25, 0.5),  # Imin-Iref(Imax), direct connected
        ("0.015-1.5(6)A", 1.5, 0.015, 0.075),  # by transformer: Itr a twentieth of In
    ],
)
def test_newer_plates_tell_the_smallest_and_transitional_current_too(
    load_plates, written, reference, smallest, transitional
):
    meter = load_plates(f'[test]\nclass = "B"\ncurrents = "{written}"\n').test
    assert meter.currents[0] == pytest.approx(reference)
    assert (meter.i_min, meter.i_tr) == pytest.approx((smallest, transitional))
    table = load_limits("electricity")
    zones = table.zones_of(meter, table.of_class("B"))
    assert (zones.smallest, zones.transition) == pytest.approx((smallest, transitional))


@pytest.mark.parametrize("name", ["Q1", "q min", "Imin", "低区", "lower"])
def test_a_certificate_may_name_its_points(load_plates, name):
    text = POINT.format(flow=0.025, error=0.001, u=0.003)
    assert load_plates(f'{text}zone = "{name}"\n').reference.certificate[0].zone == "lower"
    assert load_plates(f'{text}zone = "Q3"\n').reference.certificate[0].zone == "upper"


@pytest.mark.parametrize(
    "written",
    [
        '"60"',
        '"0.5-4(60)"',
        '"0.2-0.5(3)"',
        '"60(5)"',
        '"5(60"',
        '"5.5.5(60)"',
        '"(60)"',
        '"0(60)"',
        '"5(5)"',
        "5",
        '"五(60)"',
        '""',
    ],
)
def test_currents_that_make_no_sense_are_a_fault(plate_faults, written):
    (fault,) = plate_faults(f"[test]\ncurrents = {written}\n", whole=True)
    assert (fault.code, fault.row, fault.column) == ("meters.wrong_type", 2, "test.currents")
    assert "5(60)" in fault_text(fault, "en") and "5(60)" in fault_text(fault, "zh")


def test_points_come_in_rising_order_of_flow(load_plates):
    text = "".join(POINT.format(flow=flow, error=0.001, u=0.003) for flow in (2.5, 0.025, 0.75))
    assert [point.flow for point in load_plates(text).reference.certificate] == [0.025, 0.75, 2.5]


def test_a_certificate_may_be_written_in_one_line_or_be_empty(load_plates):
    line = "[reference]\ncertificate = [{flow = 0.04, error = 0.001, expanded_uncertainty = 0.003}]\n"
    assert load_plates(line).reference.certificate[0].k == 2
    assert load_plates("[reference]\ncertificate = []\n").reference.certificate == ()


def test_numbers_of_seals_and_certificates_may_be_written_as_numbers(load_plates):
    text = POINT.format(flow=0.04, error=0, u=0.003) + "number = 20250117\n[test]\nseal = 81\n"
    meters = load_plates(text)
    assert (meters.reference.certificate[0].number, meters.test.seal) == ("20250117", "81")
