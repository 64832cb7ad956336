"""What plates, verifications and certificates say about a comparison, to the day."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from comparekit.findings import Severity
from comparekit.ingest.protocol_file import load_protocol
from comparekit.readings.meter import CertificatePoint, Meter, Meters
from comparekit.readings.register import RegisterSeries
from comparekit.services.compare import compare_series as as_a_user
from comparekit.studies.series import compare_series
from comparekit.studies.series_meters import for_meters, meter_findings

WATER, GAS, POWER = (load_protocol(f"{utility}-series-7d") for utility in ("water", "gas", "electricity"))
ON = date(2025, 6, 1)
DAY = timedelta(days=1)
PLATE = {"dn": 15, "q3": 2.5, "ratio_r": 100}


def found(protocol=WATER, *, role="test", **plate):
    meter = Meter(**plate)
    meters = Meters(test=meter) if role == "test" else Meters(reference=meter)
    return [(f.code, f.severity) for f in meter_findings(meters, protocol, ON)]


def points(*flows):
    return tuple(CertificatePoint(flow=flow, error=0.0, expanded_uncertainty=0.003) for flow in flows)


def test_nothing_told_is_nothing_found():
    assert found() == []


@pytest.mark.parametrize(("valid_to", "expired"), [(ON - DAY, True), (ON, False), (ON + DAY, False)])
@pytest.mark.parametrize("role", ["test", "reference"])
def test_a_verification_holds_through_its_last_day(valid_to, expired, role):
    code = [("meters.expired", Severity.CAUTION)] if expired else []
    assert found(role=role, valid_to=valid_to, **PLATE) == code


def test_a_meter_of_which_nobody_says_that_it_was_verified():
    assert found(**PLATE) == [("meters.not_verified", Severity.CAUTION)]
    assert found(certificate=points(1.0)) == []


@pytest.mark.parametrize(
    ("utility", "plate", "years"),
    [
        (WATER, PLATE, 6),
        (WATER, {"dn": 40, "q3": 10}, 4),
        (WATER, {"dn": 80, "q3": 40}, 2),
        (GAS, {"medium": "natural"}, 10),
        (GAS, {"medium": "lpg"}, 6),
        (POWER, {"technology": "static"}, 8),
    ],
)
def test_life_ends_on_the_anniversary_of_the_verification(utility, plate, years):
    """JJG 162-2019, JJG 577-2012, JJG 596-2012 as in the fact sheet; counted by the calendar."""
    anniversary = date(ON.year - years, ON.month, ON.day)
    past = [("meters.past_life", Severity.CAUTION)]
    assert found(utility, verified_on=anniversary - DAY, **plate) == past
    assert found(utility, verified_on=anniversary, **plate) == []
    assert found(utility, verified_on=anniversary + DAY, **plate) == []


def test_a_meter_past_its_life_is_told_with_years_source_and_certainty():
    meters = Meters(test=Meter(verified_on=date(2017, 5, 1), **PLATE))
    (finding,) = meter_findings(meters, WATER, ON)
    assert finding.context["years"] == "6"
    assert "JJG 162-2019" in finding.context["source"]
    assert finding.context["certainty"] == "unconfirmed"


def test_where_the_plate_does_not_say_its_life_is_not_guessed():
    assert found(verified_on=date(2000, 1, 1)) == [("meters.life_unknown", Severity.NOTE)]
    assert found(GAS, verified_on=date(2000, 1, 1)) == [("meters.life_unknown", Severity.NOTE)]
    assert found(POWER, verified_on=date(2000, 1, 1)) == [("meters.life_unknown", Severity.NOTE)]


def test_a_stated_end_of_validity_is_better_than_an_unknown_life():
    assert found(verified_on=date(2000, 1, 1), valid_to=ON) == []


def test_a_verification_after_the_comparison_is_told_and_says_nothing_about_its_life():
    assert [code for code, _ in found(verified_on=ON + DAY, **PLATE)] == ["meters.later"]


@pytest.mark.parametrize(
    ("flows", "narrow"),
    [
        ((0.025, 0.04, 0.75, 2.5), False),
        ((0.044, 2.5), False),
        ((0.045, 2.5), True),
        ((0.04, 0.45), False),
        ((0.04, 0.44), True),
        ((0.75,), True),
    ],
)
def test_a_certificate_that_leaves_out_flows_of_a_home(flows, narrow):
    """Q2 of R100 is 0.04 m3/h, a typical draw 0.45 m3/h."""
    code = [("meters.certificate_narrow", Severity.CAUTION)] if narrow else []
    assert found(role="reference", certificate=points(*flows), **PLATE) == code
    assert found(role="test", certificate=points(*flows), **PLATE) == []


def test_on_a_bench_the_certificate_has_to_have_the_flows_that_were_set():
    bench = load_protocol("water-bench-quick")
    meters = Meters(reference=Meter(certificate=points(0.04, 0.75, 2.5), **PLATE))
    assert meter_findings(meters, bench, ON, np.array([0.04, 0.041, np.nan, 0.75, 2.25])) == ()
    (finding,) = meter_findings(meters, bench, ON, np.array([0.02, 0.04, 0.3, 0.3, np.nan]))
    assert (finding.code, finding.context["flows"]) == ("meters.flow_not_certified", "0.02, 0.3")
    assert meter_findings(Meters(), bench, ON, np.array([0.02])) == ()


def test_plates_replace_what_the_protocol_assumes():
    meters = Meters(
        test=Meter(accuracy_class="1", in_service=False), reference=Meter(accuracy_class="1", in_service=True)
    )
    told = for_meters(WATER, meters)
    assert (told.limits.upper, told.reference_limits.upper) == (0.01, 0.01)
    assert (told.test_in_service, told.reference_in_service) == (False, True)
    untold = for_meters(WATER, Meters())
    assert untold == WATER


def test_a_class_without_limits_is_an_error_and_no_default():
    with pytest.raises(ValueError, match="3"):
        for_meters(WATER, Meters(test=Meter(accuracy_class="3")))


TIMES = np.datetime64("2025-05-25T01:00:00") + np.arange(8) * np.timedelta64(1, "D")
VOLUMES = np.concatenate([[0.0], np.cumsum([0.61, 0.55, 0.72, 0.48, 0.66, 0.81, 0.375])])


def pair(deviation=0.0):
    return [
        RegisterSeries(TIMES, np.round(start + VOLUMES * (1 + error), 4), 0.0001)
        for start, error in ((1286.0, deviation), (12.0, 0.0))
    ]


def week(meters, deviation=0.0):
    return compare_series(*pair(deviation), WATER, meters=meters)


def test_the_last_day_of_the_comparison_counts_in_its_own_time_zone():
    """The last reading, 1 June 01:00 UTC, is 1 June 09:00 in Shanghai."""
    assert "meters.expired" in [f.code for f in week(Meters(test=Meter(valid_to=date(2025, 5, 31)))).findings]
    assert "meters.expired" not in [
        f.code for f in week(Meters(test=Meter(valid_to=date(2025, 6, 1)))).findings
    ]


def test_classes_on_the_plates_narrow_the_permitted_difference():
    """Class 1 and class 1, both new: 0.97 / 1.03 and 1.03 / 0.97 in the lower zone."""
    new = Meter(accuracy_class="1", in_service=False)
    permitted = week(Meters(test=new, reference=new)).permitted
    assert (permitted.low, permitted.high) == pytest.approx((0.97 / 1.03 - 1, 1.03 / 0.97 - 1))
    old = replace(new, in_service=True)
    assert week(Meters(test=old, reference=new)).permitted.high == pytest.approx(1.06 / 0.97 - 1)


def test_what_the_plates_say_is_no_assumption():
    told = Meters(test=Meter(in_service=True), reference=Meter(in_service=False))
    assert not {"test_in_service", "reference_newly_verified"} & set(week(told).assumptions)
    assert {"test_in_service", "reference_newly_verified"} <= set(week(Meters()).assumptions)


def certified(*flows, **kwargs):
    return Meters(
        test=Meter(accuracy_class="2"), reference=Meter(certificate=points(*flows), **PLATE, **kwargs)
    )


def test_a_mixed_week_gives_conformity_as_a_hint_only_and_only_with_a_certificate():
    hint = week(certified(0.025, 0.04, 0.1, 0.3, 0.75, 2.5), 0.01).conformity
    assert hint.indicative
    assert hint.limit == pytest.approx(0.1 * 0.10 + 0.9 * 0.04)  # in service, shares of volume
    assert hint.decision == "pass" and hint.probability > 0.99
    assert week(Meters(test=Meter(accuracy_class="2"))).conformity is None
    assert compare_series(*pair(), WATER).conformity is None


def test_the_old_meters_error_rests_on_what_is_known_of_the_new_one():
    bare, sure = (
        week(Meters(), 0.01).test_error,
        week(certified(0.025, 0.04, 0.1, 0.3, 0.75, 2.5), 0.01).test_error,
    )
    assert (bare.basis, sure.basis) == ("within its limits", "certificate")
    assert (str(bare.certainty), str(sure.certainty)) == ("unconfirmed", "own")
    assert sure.high - sure.low < 0.6 * (bare.high - bare.low)


def with_errors(*told):
    cert = tuple(CertificatePoint(flow=f, error=e, expanded_uncertainty=0.003) for f, e in told)
    return Meters(test=Meter(accuracy_class="2"), reference=Meter(certificate=cert, **PLATE))


def test_a_reference_meter_far_off_by_its_certificate_moves_the_old_meters_error_by_as_much():
    """(1 + 0.01)(1 - 0.4) - 1: measurement model, section 6."""
    result = week(with_errors((0.025, -0.4), (0.04, -0.4), (2.5, -0.4)), 0.01)
    assert result.test_error.estimate == pytest.approx(1.01 * 0.6 - 1, abs=1e-3)
    assert result.conformity.decision == "fail"
    assert "certificate.unusual" in [finding.code for finding in result.findings]


def test_nothing_is_held_against_a_meter_that_stands_still():
    for told in (((0.025, -1.0), (2.5, 0.0)), ((0.025, -1.0),)):
        result = week(with_errors(*told))
        assert (result.verdict, result.test_error, result.conformity) == ("inconclusive", None, None)
        assert "meters.reference_stands" in [finding.code for finding in result.findings]
    bench = load_protocol("water-bench-quick")
    below = meter_findings(with_errors((0.025, -1.0), (0.04, 0.0)), bench, ON, np.array([0.04]))
    assert "meters.reference_stands" not in [finding.code for finding in below]


def test_a_class_without_limits_here_is_told_and_nothing_is_said_of_its_conformity():
    meters = Meters(test=Meter(accuracy_class="E"), reference=Meter(certificate=points(0.5, 5.0)))
    told = for_meters(POWER, meters)
    assert told.limits == POWER.limits
    codes = [finding.code for finding in meter_findings(meters, told, ON)]
    assert "meters.class_without_limits" in codes


def test_the_modulus_of_a_plate_undoes_a_rollover():
    """A register of 1000 m3: without the plate a fall from 999.8 to 0.4 is no rollover of 10 000."""
    start = np.mod(999.0 + VOLUMES, 1000.0).round(4)
    series = RegisterSeries(TIMES, start, 0.0001)
    other = pair()[1]
    plain = as_a_user(series, other, WATER, Meters(test=Meter(in_service=True)))
    assert "registers.backward" in [f.code for f in plain.findings]
    assert plain.verdict == "inconclusive"
    known = as_a_user(series, other, WATER, Meters(test=Meter(modulus=1000.0)))
    assert "registers.rollover" in [f.code for f in known.findings]
    assert known.verdict == "agree"


def test_the_modulus_of_the_log_goes_before_that_of_the_plate():
    series = RegisterSeries(TIMES, np.mod(999.0 + VOLUMES, 1000.0).round(4), 0.0001, rollover=1000.0)
    assert as_a_user(series, pair()[1], WATER, Meters(test=Meter(modulus=100_000.0))).verdict == "agree"
