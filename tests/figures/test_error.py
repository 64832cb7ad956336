from dataclasses import replace
from itertools import pairwise

import pytest

from comparekit.decisions.rules import limits_of
from comparekit.figures.data import ERRORS, Cut, Role
from comparekit.figures.error import error_figure, flow_text
from comparekit.figures.places import label_spots
from comparekit.i18n.catalog import LANGUAGES
from comparekit.studies.series_result import SeriesResult
from figures.figure_cases import VERIFIED, WORN, flow_point, with_points
from figures.pictures import letters
from figures.series_cases import disqualified, fast, identical, unusable


def roles(result: SeriesResult) -> dict[float, Role]:
    figure = error_figure(result, "en")
    assert figure is not None
    return {p.x: s.role for s in figure.series for p in s.points}


def mixed(low: float | None, high: float | None) -> SeriesResult:
    error = fast().test_error
    assert error is not None
    middle = 0.0 if low is None or high is None else (low + high) / 2
    return replace(fast(), test_error=replace(error, estimate=middle, low=low, high=high))


def test_each_point_is_marked_by_the_decision_made_on_it() -> None:
    assert roles(with_points(*WORN)) == {
        2.5: Role.PASS, 0.8: Role.CONDITIONAL_PASS, 0.025: Role.CONDITIONAL_FAIL, 0.016: Role.FAIL,
        0.01: Role.ERROR,
    }  # fmt: skip


def test_an_indicative_conformity_is_no_decision() -> None:
    point = WORN[0]
    assert point.conformity is not None
    assert roles(with_points(replace(point, conformity=replace(point.conformity, indicative=True)))) == {
        2.5: Role.ERROR
    }


def test_points_hold_error_and_interval_of_the_result() -> None:
    figure = error_figure(with_points(*VERIFIED), "en")
    assert figure is not None
    drawn = {p.x: (p.y, p.span) for s in figure.series for p in s.points}
    for point in VERIFIED:
        y, span = drawn[point.flow]
        assert (y, span and span.low, span and span.high) == (point.error, point.low, point.high)


def test_flows_stand_by_ratio_and_the_way_back_gives_the_flow() -> None:
    figure = error_figure(with_points(*WORN), "zh")
    assert figure is not None
    x = figure.x
    assert x.share(0.25) - x.share(0.025) == pytest.approx(x.share(2.5) - x.share(0.25))
    assert x.value_at(x.share(0.8)) == pytest.approx(0.8)
    assert all(x.low < p.flow < x.high for p in WORN if p.error is not None)


def test_limits_are_drawn_where_flows_were_measured_and_not_where_they_change() -> None:
    figure = error_figure(with_points(*VERIFIED), "en")
    assert figure is not None
    lower, upper = figure.bands
    assert (lower.low, lower.high, upper.low, upper.high) == (-0.05, 0.05, -0.02, 0.02)
    assert (
        lower.start is not None
        and lower.end is not None
        and upper.start is not None
        and upper.end is not None
    )
    assert lower.start < 0.016 and 0.018 < lower.end < upper.start < 0.025 and upper.end > 3.1
    assert any("gap" in note for note in figure.notes)


def test_a_flow_without_a_limit_has_no_band_and_does_not_flatten_the_rest() -> None:
    figure = error_figure(with_points(*WORN), "en")
    assert figure is not None
    assert all(band.start is not None and band.start > 0.01 for band in figure.bands)
    (point,) = [p for s in figure.series for p in s.points if p.x == 0.01]
    assert point.y is not None
    assert figure.y.held(point.y)[1] is Cut.BELOW
    assert any("no limit" in note for note in figure.notes)
    assert any("Triangles" in note for note in figure.notes)


def test_values_beside_the_points_leave_room_for_each_other_on_a_phone() -> None:
    figure = error_figure(with_points(*VERIFIED), "en")
    assert figure is not None
    spots = [spot for spot in label_spots(figure) if spot.text]
    assert len(spots) >= 3
    for up in (True, False):
        at = sorted((290 * figure.x.share(s.x), letters(s.text, 15) / 2) for s in spots if s.up is up)
        assert all(b - a >= half + next_half for (a, half), (b, next_half) in pairwise(at))


def test_of_two_close_points_the_higher_one_has_its_value_above() -> None:
    figure = error_figure(with_points(*VERIFIED), "en")
    assert figure is not None
    below = {p.x: p.below for s in figure.series for p in s.points if p.label}
    assert (below[0.016], below[0.018]) == (True, False)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("zh", "各流量点：1 个符合，1 个有条件符合，1 个有条件不符合，1 个不符合，1 个未判定"),
        ("en", "Flow points: 1 conforming, 1 conditionally conforming, 1 conditionally not conforming, "
               "1 not conforming, 1 not decided"),
    ],
)  # fmt: skip
def test_the_title_counts_the_decisions(language: str, title: str) -> None:
    figure = error_figure(with_points(*WORN), language)
    assert figure is not None
    assert figure.title == title


def test_without_decisions_the_title_claims_none() -> None:
    figure = error_figure(with_points(flow_point(1.0, 0.01, 0.001, 0.02)), "en")
    assert figure is not None
    assert "nothing decided" in figure.title


def test_the_table_names_every_flow_also_those_that_say_nothing() -> None:
    figure = error_figure(with_points(*WORN), "en")
    assert figure is not None
    assert [row[0] for row in figure.table.rows] == [
        "0.005 m³/h", "0.01 m³/h", "0.016 m³/h", "0.025 m³/h", "0.8 m³/h", "2.5 m³/h",
    ]  # fmt: skip
    assert figure.table.rows[0][1:] == ("—", "—", "—", "not decided")
    assert figure.table.rows[2] == ("0.016 m³/h", "−6.2 %", "−6.6 % to −5.8 %", "±5 %", "does not conform")
    drawn = {p.x: p.value for s in figure.series for p in s.points}
    assert [row[1] for row in figure.table.rows[1:]] == [drawn[flow] for flow in sorted(drawn)]


def test_points_that_all_say_nothing_are_no_figure() -> None:
    assert error_figure(with_points(flow_point(0.005, None, 0.0, None)), "zh") is None


def test_flows_have_three_digits() -> None:
    assert flow_text(0.015999, "m³/h") == "0.016 m³/h"
    assert flow_text(5.04, "A") == "5.04 A"


# -- a mixed week --------------------------------------------------------------------------------------


def test_a_mixed_week_is_held_against_the_limit_of_each_zone() -> None:
    result = identical()
    figure = error_figure(result, "en")
    assert figure is not None and result.test_error is not None
    (series,) = figure.series
    assert series.role is Role.ERROR
    assert {p.y for p in series.points} == {result.test_error.estimate}
    assert {(p.span.low, p.span.high) for p in series.points if p.span} == {
        (result.test_error.low, result.test_error.high)
    }
    # JJG 162-2019 as the protocol tells it: twice 2 % and twice 5 % in service.
    assert [band.high for band in figure.bands] == [0.04, 0.1]
    assert [limits_of(result.protocol, zone)[0] for zone in ("upper", "lower")] == [0.04, 0.1]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-0.03, 0.02, "not beyond its limits"),
        (0.11, 0.15, "wholly beyond its limits"),
        (-0.15, -0.11, "wholly beyond its limits"),
        (-0.05, 0.02, "cannot tell"),
        (0.05, 0.08, "cannot tell"),
        (None, 0.08, "cannot be told yet"),
    ],
)
def test_the_title_of_a_mixed_week_says_no_more_than_the_interval(
    low: float | None, high: float | None, words: str
) -> None:
    figure = error_figure(mixed(low, high), "en")
    assert figure is not None
    assert words in figure.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_ever_called_qualified_from_a_mixed_week(language: str) -> None:
    for case in (mixed(-0.03, 0.02), mixed(0.11, 0.15), identical()):
        figure = error_figure(case, language)
        assert figure is not None
        told = " ".join((figure.title, *figure.notes, *(s.name for s in figure.series)))
        assert "合格" not in told and "qualified" not in told and "pass" not in told
        assert not {s.role for s in figure.series} & (set(ERRORS) - {Role.ERROR})


def test_a_faulty_log_says_nothing_about_one_meter() -> None:
    assert error_figure(disqualified(), "zh") is None


def test_an_unknown_end_reaches_the_frame() -> None:
    figure = error_figure(mixed(None, 0.08), "zh")
    assert figure is not None
    span = figure.series[0].points[0].span
    assert span is not None
    assert span.held(figure.y)[0] == (figure.y.low, Cut.BELOW)


def test_an_error_that_is_not_known_is_no_figure() -> None:
    assert error_figure(replace(unusable(), test_error=None), "zh") is None
