"""A replacement with plates and certificates as verifications of removed meters really find them."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

import comparekit as ck
from comparekit.readings.meter import CertificatePoint, Meter, Meters
from comparekit.reporting.replacement_text import replacement_text
from comparekit.services.replacement import Asked, replacement_of_file
from comparekit.services.stories import story_log
from comparekit.wording.settlement import settlement_sentence
from studies.use_records import bills_about

REPLACED = np.datetime64("2025-03-31T16:00", "ns")  # midnight in Shanghai
TESTED = date(2025, 4, 3)
PLATE = {"accuracy_class": "2", "q3": 2.5, "ratio_r": 100}
CERTIFIED = """[reference]
class = "2"
q3 = 2.5
ratio_r = 100
[[reference.certificate]]
flow = 0.025
error = 0.012
expanded_uncertainty = 0.002
date = 2025-03-01
[[reference.certificate]]
flow = 2.5
error = 0.012
expanded_uncertainty = 0.002
date = 2025-03-01
"""


def points(*told):
    return tuple(CertificatePoint(flow=f, error=e, expanded_uncertainty=0.004, date=TESTED) for f, e in told)


def studied(*told, series=None, place=None, **plate):
    usage = bills_about(REPLACED, [0.61, 0.66, 0.63, 0.6, 0.65, 0.3])
    meters = Meters(test=Meter(certificate=points(*told), **(plate or PLATE)))
    return ck.compare_replacement(usage, "2025-04-01", meters=meters, series=series, price=3.0, place=place)


def codes(result):
    return {finding.code: str(finding.severity) for finding in result.findings}


@pytest.mark.parametrize("error", [-0.12, -0.4])
def test_a_worn_meter_far_below_its_limits_is_studied_to_the_end(error):
    result = studied((0.025, error), (2.5, error), place="shaoxing")
    assert result.verdict == "deviate"
    assert {"certificate.unusual", "certificate.beyond"} <= set(codes(result))
    (due,) = (one for one in result.settlements if one.money is not None)
    # By hand: the month before at W/day, W/(1 + e) went through; 3 yuan each.
    registered = due.use.estimate
    assert due.money.estimate == pytest.approx(3 * registered * error / (1 + error), rel=1e-6)
    for language in ("zh", "en"):
        assert f"−{-100 * error:g} %" in replacement_text(result, language)


def test_a_meter_that_stood_still_bounds_nothing_but_is_beyond_its_limits():
    result = studied((0.025, -1.0), (2.5, -0.01), place="shaoxing")
    assert (result.meter, result.verdict) == (None, "inconclusive")
    assert codes(result)["replacement.stands_still"] == "disqualifying"
    (due,) = result.settlements[:1]
    assert (due.status, due.direction, due.missing) == ("beyond", "back-charge", ("stands_still",))
    assert due.money is None and due.payer == "supplier"
    for language, said in (("zh", "停走"), ("en", "stood still")):
        for audience in ("resident", "official"):
            assert said in settlement_sentence(due, language, audience)


def test_what_it_missed_a_comparison_with_the_own_use_can_tell():
    series = ck.compare_log(story_log("fast_5_percent"))
    fits = studied((0.025, -1.0), (2.5, 0.05), series=series)
    assert fits.meter.basis == "series" and codes(fits)["replacement.stands_still"] == "caution"
    contradicted = studied((0.025, -1.0), (2.5, -0.06), series=series)
    assert codes(contradicted)["replacement.meter_contradicts"] == "disqualifying"


def test_the_zone_nobody_tells_leaves_both_outcomes_standing():
    """Class 2 in service: 4 % from Q2 up, 10 % below (Directive 2014/32/EU times 2)."""
    result = studied((0.04, -0.07), (2.5, -0.02), place="shaoxing", accuracy_class="2")
    due = result.settlements[0]
    assert (due.status, due.direction, due.verified.zone_open) == ("open", None, True)
    zh, en = (settlement_sentence(due, language, "official") for language in ("zh", "en"))
    assert "±4 %（超差）" in zh and "±10 %（不超差）" in zh
    assert "±4 % (beyond it)" in en and "±10 % (within it)" in en
    known = studied((0.04, -0.07), (2.5, -0.02), place="shaoxing")  # R100: Q2 is 0.04
    assert (known.settlements[0].status, known.settlements[0].direction) == ("beyond", "back-charge")


def test_the_certificate_of_the_new_meter_makes_the_series_tell_the_old_ones_own_error(tmp_path):
    """(1 + 0.05)(1 + 0.012) - 1 = 6.26 %: measurement model, section 6."""
    (tmp_path / "m.toml").write_text(CERTIFIED, encoding="utf-8")
    asked = Asked(replaced="2025-04-01", series=(story_log("fast_5_percent"),), meters=tmp_path / "m.toml")
    result = replacement_of_file(story_log("huangyan_bills"), asked)
    plain = replacement_of_file(story_log("huangyan_bills"), replace(asked, meters=None))
    assert result.meter.deviation.estimate == pytest.approx(1.05 * 1.012 - 1, abs=3e-4)
    assert result.meter.deviation.half_width > plain.meter.deviation.half_width
    assert result.meter.between == plain.meter.between  # a change of meters changes bills by the difference
    assert "replacement.own_error" in codes(result)
    named = replace(asked, meters=None, series_meters=tmp_path / "m.toml")
    again = replacement_of_file(story_log("huangyan_bills"), named)
    assert again.meter.deviation == result.meter.deviation
    assert len({one.file for one in result.inputs}) == len(result.inputs)


def test_a_certificate_that_the_comparison_was_made_without_is_told_to_be_unused():
    new = Meter(certificate=points((0.025, 0.01), (2.5, 0.01)), **PLATE)
    usage = bills_about(REPLACED, [0.61, 0.66, 0.63, 0.6, 0.65, 0.3])
    series = ck.compare_log(story_log("fast_5_percent"))
    result = ck.compare_replacement(usage, "2025-04-01", series=series, meters=Meters(reference=new))
    assert codes(result)["replacement.reference_certificate_unused"] == "caution"
