"""What the report says about the old meter alone: on a bench and from a mixed week."""

from dataclasses import replace

import pytest

from comparekit.i18n.catalog import section_texts
from comparekit.readings.meter import Meter, Meters
from comparekit.reporting.error_text import error_lines, probability_text
from comparekit.reporting.series_text import series_text
from comparekit.studies.series import compare_series
from studies.runs_at_flows import THREE, WATER, bench, plates, registers

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
OLD = {0.04: -0.03, 0.75: 0.01, 2.4: 0.02}


def say(language, key):
    return section_texts(language, "report")[f"error.{key}"]


@BOTH
def test_every_point_has_a_row_with_error_interval_limit_and_decision(language):
    result = bench(THREE, OLD)
    lines = error_lines(result, language)
    shown = "\n".join(lines)
    for flow, deviation in (("0.04", "−3."), ("0.75", "+1."), ("2.4", "+2.")):
        (row,) = [line for line in lines if line.split()[0] == flow]
        assert deviation in row and "±4.0 %" in row
    words = section_texts(language, "verdict")
    assert words["conformity.pass"] in shown
    assert (
        "ILAC-G8" in shown
        and {"zh": "这是筛查，不是检定", "en": "screening, not verification"}[language] in shown
    )
    assert {"zh": "依据未核实", "en": "source not confirmed"}[language] in shown  # in service
    assert shown in series_text(result, language)


@BOTH
def test_a_point_run_once_is_explained(language):
    lines = error_lines(bench([(0.75, 0.03), *THREE[6:]], OLD), language)
    assert say(language, "one_run") in lines
    assert say(language, "one_run") not in error_lines(bench(THREE, OLD), language)


@BOTH
def test_without_a_certificate_that_is_said_and_nothing_is_judged(language):
    bare = replace(plates(), reference=Meter(accuracy_class="2"))
    lines = error_lines(bench(THREE, OLD, meters=bare), language)
    assert say(language, "no_certificate") in lines
    assert "ILAC" not in "\n".join(lines)


@BOTH
def test_why_there_is_no_limit_is_said(language):
    no_plate = plates(test={"q3": None})
    assert say(language, "no_plate") in error_lines(bench(THREE, OLD, meters=no_plate), language)
    tiny = plates(test={"q3": 0.01})
    assert say(language, "outside") in error_lines(bench(THREE, OLD, meters=tiny), language)


@BOTH
@pytest.mark.parametrize("meters", [plates(), Meters(), plates(certificate=())])
@pytest.mark.parametrize("runs", [THREE, [(0.75, 0.03)], [(None, 0.03)] * 3, [(0.04, 1e-4)] * 2])
def test_nothing_is_left_open_whatever_is_missing(runs, meters, language):
    shown = series_text(bench(runs, OLD, meters=meters, step=1e-4), language)
    assert "{" not in shown and "nan" not in shown and "None" not in shown


@BOTH
def test_neither_meter_is_called_qualified(language):
    """The measurement model, section 6: never from a series comparison alone."""
    shown = series_text(bench(THREE, OLD), language)
    for word in ("判定合格", "为合格", "该表合格", "is qualified", "异常"):
        assert word not in shown


@BOTH
def test_a_bench_without_plates_and_flows_says_nothing_about_one_meter(language):
    test, reference = registers(THREE, 0.01)
    bare = [replace(r, flow=None) for r in (test, reference)]
    assert error_lines(compare_series(*bare, WATER), language) == []


@pytest.mark.parametrize(
    ("probability", "shown"),
    [(1.0, "> 99.9 %"), (0.9995, "> 99.9 %"), (0.995, "99.5 %"), (0.98, "98 %"), (0.5, "50 %"),
     (0.005, "0.5 %"), (0.0001, "< 0.1 %"), (0.0, "< 0.1 %")],
)  # fmt: skip
def test_a_probability_is_never_rounded_to_certainty(probability, shown):
    assert probability_text(probability) == shown
