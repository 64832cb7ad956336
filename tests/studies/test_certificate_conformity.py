"""Certificates against the limits: by hand from the tables of Directive 2014/32/EU, doubled in service."""

import pytest

from comparekit.ingest.limits_file import load_limits
from comparekit.readings.meter import CertificatePoint, Meter, Meters
from comparekit.studies.certificate_conformity import certificate_conformity
from comparekit.studies.plate_findings import certificate_findings, conformity_findings, plate_findings
from comparekit.wording.findings import finding_text

WATER, GAS, POWER = (load_limits(utility) for utility in ("water", "gas", "electricity"))
WHOLE = {"accuracy_class": "2", "q3": 2.5, "ratio_r": 100}  # Q1 0.025, Q2 0.04 m3/h


def points(*told, u=0.002, zone=None):
    return tuple(CertificatePoint(flow=f, error=e, expanded_uncertainty=u, zone=zone) for f, e in told)


def judged(table, *told, in_service=True, u=0.002, zone=None, **plate):
    meter = Meter(certificate=points(*told, u=u, zone=zone), **plate)
    return certificate_conformity(meter, table, in_service=in_service)


@pytest.mark.parametrize(
    ("errors", "in_service", "conforming"),
    [
        ((-0.09, -0.03), True, True),  # in service twice: 10 % below Q2, 4 % from there on
        ((-0.09, -0.03), False, False),
        ((-0.04, -0.015), False, True),
        ((-0.02, -0.05), True, False),
        ((-0.09, -0.039), True, None),  # the uncertainty holds the limit
        ((-1.0, -0.01), True, False),
        ((-0.4, -0.4), True, False),
    ],
)
def test_each_flow_has_the_limit_of_its_zone(errors, in_service, conforming):
    found = judged(WATER, (0.03, errors[0]), (2.5, errors[1]), in_service=in_service, **WHOLE)
    assert found.conforming is conforming


def test_where_nobody_tells_the_zone_both_outcomes_are_kept():
    found = judged(WATER, (0.04, -0.07), (2.5, -0.02), accuracy_class="2")
    assert (found.conforming, found.outcome) == (None, "zone_open")
    assert found.by_zone == ("beyond", "within")
    assert found.points[0].limits == pytest.approx((0.04, 0.10))


def test_what_both_limits_say_needs_no_zone():
    assert judged(WATER, (0.04, -0.12), accuracy_class="2").conforming is False
    assert judged(WATER, (0.04, -0.03), accuracy_class="2").conforming is True


@pytest.mark.parametrize(
    ("table", "plate", "flow"),
    [
        (WATER, {"accuracy_class": "2", "q3": 2.5}, 0.4),  # Q2 at R 10, the least there is: 1.6 Q3/10
        (WATER, {"accuracy_class": "2", "plate": "N1.5"}, 0.15),  # qt of class A: 0.1 qn
        (GAS, {"accuracy_class": "1.5", "q_max": 4.0}, 0.4),  # Qt at most 0.1 Qmax
    ],
)
def test_half_a_plate_is_enough_far_from_the_transition(table, plate, flow):
    (point,) = judged(table, (flow, 0.0), **plate).points
    assert len(point.limits) == 1
    (near,) = judged(table, (flow / 2, 0.0), **plate).points
    assert len(near.limits) == 2


def test_the_name_of_a_point_in_the_certificate_tells_its_zone():
    found = judged(WATER, (0.04, -0.07), accuracy_class="2", zone="lower")
    assert found.conforming is True
    meter = Meter(certificate=points((2.5, -0.01), zone="lower"), **WHOLE)
    assert [f.code for f in certificate_findings("test", meter, WATER)] == ["certificate.zone_contradicts"]


@pytest.mark.parametrize(
    ("accuracy_class", "errors", "kept", "certainty"),
    [
        ("1.0", (0.004, 0.005), True, "confirmed"),
        ("1.0", (0.004, 0.006), False, "confirmed"),
        ("1.0", (-0.004, 0.009), None, "confirmed"),
        ("1.5", (-0.009, -0.0101), False, "unconfirmed"),
    ],
)
def test_errors_of_one_sign_of_a_gas_meter(accuracy_class, errors, kept, certainty):
    """Directive 2014/32/EU, annex IV: 0.5 % in class 1.0 (fact sheet 1.2); 1 % in class 1.5 unconfirmed."""
    told = tuple(zip((0.8, 4.0), errors, strict=True))
    found = judged(GAS, (0.03, -0.01), *told, accuracy_class=accuracy_class, plate="G2.5")
    assert (found.same_sign and found.same_sign.kept) is kept
    assert str(GAS.of_class(accuracy_class).same_sign_origin.certainty) == certainty
    codes = [f.code for f in conformity_findings("test", found, GAS)]
    assert ("certificate.same_sign" in codes) is (kept is False)


def test_letters_of_electricity_meters_have_limits_but_for_e():
    """OIML R 46, fact sheet 1.3: class C 1.0 % below Itr and 0.5 % from there on; in service the same."""
    plate = {"currents": (5.0, 60.0), "i_min": 0.2, "i_tr": 0.5}
    found = judged(POWER, (0.3, 0.007), (5.0, 0.007), accuracy_class="C", u=0.001, **plate)
    assert [point.outcome for point in found.points] == ["within", "beyond"]
    assert judged(POWER, (5.0, 0.0), accuracy_class="E", **plate) is None
    assert POWER.exists("E") and not POWER.exists("F")


def told(meters, table):
    return {finding.code for finding in plate_findings(meters, table)}


def test_what_two_plates_cannot_share_and_one_cannot_say_is_noticed():
    one = Meter(seal="7", plate="G2.5", q_max=6.0, certificate=points((1.0, 0.0)))
    assert told(Meters(test=one), GAS) == {"meters.size_contradicts"}
    assert told(Meters(test=Meter(seal="7"), reference=Meter(seal="7")), GAS) == {"meters.same_seal"}
    assert told(Meters(test=Meter(plate="J2.5")), GAS) == {"meters.size_unknown"}
    assert told(Meters(test=Meter(accuracy_class="E")), POWER) == {"meters.class_without_limits"}
    named = (CertificatePoint(flow=1, error=0, expanded_uncertainty=0.01, number="A1"),)
    both = Meters(test=Meter(certificate=named), reference=Meter(certificate=named))
    assert told(both, WATER) == {"meters.same_certificate"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_names_limit_source_and_certainty(language):
    cases = [((0.04, -0.07), None), ((0.04, -0.12), None), ((0.04, -0.03), None), ((2.5, -0.039), "upper")]
    for told_point, zone in cases:
        found = judged(WATER, told_point, accuracy_class="2", zone=zone)
        (finding,) = conformity_findings("test", found, WATER)
        said = finding_text(finding, language)
        assert "4 %" in said and "JJG 162-2019" in said
        assert {"zh": "依据未核实", "en": "not confirmed"}[language] in said
        assert "{" not in said and "in_service" not in said


def test_an_unusual_error_is_pointed_out_once():
    meter = Meter(certificate=points((0.025, -0.4), (0.04, -0.05), (2.5, 0.001)))
    (finding,) = certificate_findings("test", meter, WATER)
    assert finding.context["points"] == ["0.025 m³/h −40 %"]
