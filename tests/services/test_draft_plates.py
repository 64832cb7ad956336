"""Plates and certificates typed into a form become the file that the reader of such files reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.ingest.meters_file import read_meters
from comparekit.services.draft import one_line
from comparekit.services.draft_plates import PLATES, field_of, is_plate_field, plates_of
from comparekit.services.stories import story_folder


def points(role, *rows):
    keys = ("flow", "error", "expanded_uncertainty")
    return {
        f"plates.{role}.certificate.{number}.{key}": value
        for number, row in enumerate(rows, start=1)
        for key, value in zip(keys, row, strict=True)
        if value
    }


def test_the_form_says_what_the_file_of_a_story_says():
    typed = {"class": "2", "q3": "2.5", "ratio_r": "100"}
    words = {f"plates.{role}.{key}": value for role in ("test", "reference") for key, value in typed.items()}
    words |= {"plates.test.in_service": "true", "plates.test.verified_on": "2020-05-06"}
    words |= {"plates.test.valid_to": "2026-05-05", "plates.reference.in_service": "false"}
    words |= {"plates.reference.verified_on": "2025-03-03", "plates.reference.valid_to": "2031-03-02"}
    rows = [
        ("0.025", "-1.0", "0.4"),
        ("0,04", "0.7 %", "0.3"),
        ("0.75", "0.1", "0.3"),
        ("2.5", "−0.2", "0.3"),
    ]
    words |= points("reference", *rows) | {"plates.reference.certificate.date": "2025-03-03"}
    made = plates_of(words)
    assert made.faults == {}
    meters = read_meters(made.content, PLATES)
    path = story_folder("certificate_on_the_bench") / "meters.toml"
    story = read_meters(path.read_bytes(), path.name)
    for one, other in ((meters.test, story.test), (meters.reference, story.reference)):
        for key in ("accuracy_class", "q3", "ratio_r", "in_service", "verified_on", "valid_to"):
            assert getattr(one, key) == getattr(other, key)
        told = [[(p.flow, p.error, p.expanded_uncertainty, p.k) for p in m.certificate] for m in (one, other)]
        assert told[0] == told[1]
    assert {point.date for point in meters.reference.certificate} == {story.reference.certified_on}


def test_a_minus_can_be_chosen_where_a_number_pad_has_none():
    words = points("test", ("1", "0.5", "0.1")) | {"plates.test.certificate.1.sign": "-"}
    assert read_meters(plates_of(words).content, PLATES).test.certificate[0].error == -0.005


def test_the_name_of_a_point_and_the_number_of_a_meter_reach_the_file():
    words = points("test", ("0.03", "-3", "0.4")) | {"plates.test.certificate.1.zone": "Q1"}
    words |= {f"plates.{role}.serial": "20180315" for role in ("test", "reference")}
    assert {name: fault.code for name, fault in plates_of(words).faults.items()} == {
        "plates.reference.serial": "meters.same_serial"
    }
    meter = read_meters(plates_of(words | {"plates.reference.serial": "7"}).content, PLATES).test
    assert (meter.serial, meter.certificate[0].zone) == ("20180315", "lower")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_comes_back_as_it_was_typed(number, laboratory):
    told = {"number": one_line(number), "laboratory": one_line(laboratory)}
    words = points("test", ("1", "0.5", "0.1"))
    words |= {f"plates.test.certificate.{key}": value for key, value in told.items()}
    (point,) = read_meters(plates_of(words).content, PLATES).test.certificate
    assert (point.number, point.laboratory) == (told["number"], told["laboratory"])


def test_a_plate_typed_in_full_width_is_the_plate():
    made = plates_of({"plates.test.plate": "Ｎ１．５", "plates.test.class": "２"})
    meter = read_meters(made.content, PLATES).test
    assert (meter.plate, meter.accuracy_class) == ("N1.5", "2")


def test_every_fault_stands_at_its_field():
    words = {"plates.test.q3": "zwei", "plates.test.verified_on": "2025-13-01"}
    words |= {"plates.reference.verified_on": "2025-03-03", "plates.reference.valid_to": "2024-03-03"}
    words |= points("reference", ("", "", ""), ("0.04", "900", "0.3"), ("", "", ""), ("0.04", "x", ""))
    words |= {"plates.test.certificate.number": "A-1", "plates.test.currents": "sixty"}
    made = plates_of(words)
    at = "plates.reference.certificate"
    assert made.content is None
    assert {name: fault.code for name, fault in made.faults.items()} == {
        "plates.test.q3": "meters.wrong_type",
        "plates.test.verified_on": "meters.wrong_type",
        "plates.test.currents": "meters.wrong_type",
        "plates.test.certificate.1.flow": "meters.missing_key",
        "plates.reference.valid_to": "meters.out_of_range",
        f"{at}.2.error": "draft.percent",
        f"{at}.4.error": "meters.wrong_type",
        f"{at}.4.expanded_uncertainty": "meters.missing_key",
        f"{at}.4.flow": "meters.repeated_flow",
    }
    assert made.faults[f"{at}.2.error"].found == "900"


@pytest.mark.parametrize("typed", ["80", "R80", "r 80", "Ｒ８０", "R=80", "R：80"])
def test_the_ratio_may_be_typed_as_it_stands_on_the_plate(typed):
    assert b"ratio_r = 80\n" in plates_of({"plates.test.ratio_r": typed}).content


def test_nothing_typed_is_no_file():
    assert plates_of({"plates.test.q3": "  "}).content is None
    assert plates_of({}).faults == {}


@pytest.mark.parametrize(
    "name", ["plates.test.secret", "plates.x.q3", "plates.test.certificate.999.flow", "plates.test.q3.", "q3"]
)
def test_other_fields_are_none_of_the_form(name):
    assert not is_plate_field(name)
    assert is_plate_field(field_of("test.certificate.2.flow"))
