import json
from dataclasses import replace
from importlib.resources import files

import jsonschema
import numpy as np
import pytest

import comparekit as ck
from comparekit.decisions.verdict import decide
from comparekit.ingest.protocol_file import load_protocol
from comparekit.stats.interval import Interval
from comparekit.stats.prospect import equal_blocks_spread
from comparekit.studies.planning import plan_series
from comparekit.studies.planning_course import Course
from comparekit.studies.planning_rules import FIXED, interval_ends, verdicts
from comparekit.studies.planning_weeks import Setup, simulate_weeks
from comparekit.studies.truth_rate import setup_of, truth_rate

WATER = load_protocol("water-series-7d")
SCHEMA = json.loads((files("comparekit") / "schemas" / "plan-1.schema.json").read_text(encoding="utf-8"))
DAYS = np.datetime64("2025-05-06T01:00:00") + np.arange(8) * np.timedelta64(1, "D")
READINGS = np.array([12.24, 13.269, 13.89, 14.359, 14.91, 15.752, 16.548, 17.223])


def plan(step=0.001, use=0.4, **more):
    return plan_series(test_step=step, reference_step=step, daily_use=use, protocol=WATER, **more)


def setup(step=0.001, volume=0.4, blocks=7, sigma=0.0025, gap_s=0.0, **more):
    return Setup(
        protocol=WATER, blocks=blocks, volume=volume, test_step=step, reference_step=step,
        sigma=sigma, gap_s=gap_s, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("step", "can_show"), [(0.001, "enough"), (0.01, "enough"), (0.1, "short"), (1.0, "blind")]
)
def test_what_seven_days_can_show_depends_on_the_step(step, can_show):
    assert plan(step, horizon=30).can_show == can_show


def test_resolution_alone_asks_for_231_steps():
    """Fact sheet 2.4: V >= 231 d for +/-0.5 % at k = 2, from the resolution of two equal registers alone.

    With 231 steps and steady days the simulated half-widths must be near that figure times 1.96 / 2; the
    model knows neither that days are steady nor that rounding is all there is, so it may be wider.
    """
    step, days = 0.01, 7
    weeks = simulate_weeks(
        setup(step, 231 * step / days, sigma=0.0), 0.0, np.random.default_rng(1), weeks=2000, blocks=days
    )
    ratio = weeks.test.sum(axis=1) / weeks.reference.sum(axis=1) - 1
    assert 2 * ratio.std() == pytest.approx(0.005, rel=0.05)


@pytest.mark.parametrize("days", [7, 14])
def test_the_scatter_of_simulated_weeks_is_the_closed_form(days):
    """Second route: `equal_blocks_spread` at the sigma told, for equal blocks; the blocks here vary."""
    sigma, step = 0.005, 0.001
    weeks = simulate_weeks(setup(step, sigma=sigma), 0.0, np.random.default_rng(2), weeks=3000, blocks=days)
    ratio = weeks.test.sum(axis=1) / weeks.reference.sum(axis=1) - 1
    closed = float(equal_blocks_spread([days], np.array([sigma]), 0.4, step, step)[0, 0])
    # Lognormal blocks: E[1 / sum v] is above 1 / E[sum v] by cv^2 / n.
    assert ratio.std() == pytest.approx(closed * np.sqrt(1 + 0.35**2 / days), rel=0.04)


def test_what_passes_between_the_readings_has_the_variance_of_the_measurement_model():
    """Section 4: variance nu * q * g^2 in a gap g; the gap even up to 60 s has the mean square 60^2 / 3."""
    calm = setup(1e-7, sigma=0.0, gap_s=60.0)
    weeks = simulate_weeks(calm, 0.0, np.random.default_rng(3), weeks=4000, blocks=7)
    both_ends = (weeks.test - weeks.reference).sum(axis=1)
    chance, q = 0.4 / 24 / 0.45, 0.45
    square = chance * (q / 60) ** 2 / 3 - (chance * q / 60 / 2) ** 2
    assert both_ends.std() == pytest.approx(np.sqrt(2 * square), rel=0.06)


@pytest.mark.parametrize(("step", "blocks", "rule"), [
    (0.001, 7, "fixed"), (0.1, 7, "fixed"), (1.0, 7, "fixed"), (0.1, 14, "boundary"), (0.1, 40, "e-process"),
])  # fmt: skip
@pytest.mark.parametrize("deviation", [0.0, 0.02, 0.05, -0.3])
def test_asking_the_bounds_gives_the_verdict_of_the_ends(step, blocks, rule, deviation):
    rng = np.random.default_rng(4)
    weeks = simulate_weeks(setup(step), deviation, rng, weeks=150, blocks=blocks)
    posterior = weeks.fit(blocks, slice(None))
    quick = verdicts(posterior, WATER, blocks, rule)
    tolerance = Interval(low=WATER.tolerance.low, high=WATER.tolerance.high)
    for row, ends in enumerate(zip(*interval_ends(posterior, WATER, blocks, rule), strict=True)):
        low, high = (float(end) if np.isfinite(end) else None for end in ends)
        slow = decide(Interval(low=low, high=high), tolerance, disqualified=False)
        assert quick.agree[row] == (slow == "agree")
        assert quick.deviate[row] == (slow == "deviate")


def test_the_planned_days_reach_the_power_and_one_day_less_does_not():
    found = plan(0.1, 0.9)
    assert found.fixed.days is not None
    course = Course(
        setup(0.1, 0.9, gap_s=60.0), 0.0, np.random.default_rng(99), horizon=found.fixed.days, most=1000
    )
    assert course.fixed(found.fixed.days) > 0.76
    assert course.fixed(found.fixed.days - 2) < 0.8


@pytest.mark.slow
def test_looking_daily_takes_longer_to_be_sure_of_an_end():
    found = plan(0.1, 0.9)
    assert found.fixed.days < found.daily.days
    assert found.fixed.volume == pytest.approx(0.9 * found.fixed.days)


@pytest.mark.slow
def test_the_nearer_to_the_tolerance_the_longer_and_on_it_never():
    days = [plan(0.01, deviation=d).fixed.days for d in (0.0, 0.01, 0.015)]
    assert days == sorted(days) and days[0] < days[-1]
    on_it = plan(0.01, deviation=0.02, horizon=30)
    assert (on_it.fixed.days, on_it.daily.days, on_it.fixed.reason) == (None, None, "tolerance")
    assert on_it.best is None
    assert plan(1.0, horizon=14).fixed.reason == "horizon"


def test_the_curve_rises_and_its_half_widths_close():
    curve = plan(0.1, 0.9).curve
    for rule in ("fixed", "daily"):
        widths = [getattr(p, rule).half_width for p in curve if getattr(p, rule).half_width is not None]
        assert widths == sorted(widths, reverse=True)
    assert [p.daily.settled for p in curve] == sorted(p.daily.settled for p in curve)
    assert all(p.daily.settled <= p.fixed.settled + 0.03 for p in curve)


def test_what_is_called_detectable_is_detected_that_often():
    found = plan(0.01, horizon=14)
    rng = np.random.default_rng(6)
    weeks = simulate_weeks(setup(0.01, gap_s=60.0), found.week.detectable, rng, weeks=1500, blocks=7)
    low, high = interval_ends(weeks.fit(7, slice(None)), WATER, 7, FIXED)
    assert float(((low > 0) | (high < 0)).mean()) == pytest.approx(0.8, abs=0.04)


@pytest.mark.slow
def test_a_finer_digit_helps_a_coarse_register_most():
    found = plan(0.1, 0.4, horizon=60)
    assert found.best == "finer"
    finer, longer, draw = (m.fixed.days for m in found.measures)
    assert finer < draw < longer == found.fixed.days
    assert plan(0.001).best is None  # the planned days are enough


@pytest.mark.slow
def test_a_week_that_differs_from_day_to_day_takes_longer():
    steady, unsteady = (plan(0.001, sigma=s, horizon=40).fixed.days for s in (0.0025, 0.015))
    assert unsteady > steady


def test_planned_looks_are_decided_at_their_end():
    looks = replace(WATER, plan=replace(WATER.plan, looks=(3, 5, 7)))
    found = plan_series(test_step=0.01, reference_step=0.01, daily_use=0.4, protocol=looks, horizon=14)
    assert found.week.truth.setup.rule == "planned looks"


@pytest.mark.parametrize("name", ["test_step", "reference_step", "daily_use"])
@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
def test_a_bad_number_is_named(name, value):
    given = {"test_step": 0.01, "reference_step": 0.01, "daily_use": 0.4, name: value}
    with pytest.raises(ValueError, match=name):
        plan_series(**given, protocol=WATER)


@pytest.mark.parametrize(
    ("name", "value"),
    [("deviation", -1.0), ("power", 0.3), ("power", 1.0), ("sigma", -0.1), ("rule", "never"), ("horizon", 5)],
)
def test_an_argument_out_of_range_is_named(name, value):
    with pytest.raises(ValueError, match=name):
        plan(**{name: value})


@pytest.mark.parametrize(("step", "deviation"), [(0.001, 0.0), (1.0, 0.02), (1.0, 0.0)])
def test_every_plan_fits_the_shipped_schema(step, deviation):
    document = json.loads(json.dumps(plan(step, deviation=deviation, horizon=14).to_dict(), allow_nan=False))
    jsonschema.validate(document, SCHEMA)
    assert set(document) == set(SCHEMA["required"])


def test_the_same_question_gets_the_same_answer():
    assert plan(0.01, horizon=14).to_dict() == plan(0.01, horizon=14).to_dict()


def test_the_public_name_fills_in_what_nobody_said():
    found = ck.plan_series(test_step=0.01, horizon=14)
    assert found.protocol.id == "water-series-7d"
    assert found.reference_step == 0.01
    assert found.assumptions == ("protocol", "reference_step", "daily_use")


class TestTruthRate:
    def test_perfect_registers_and_steady_days_leave_only_what_the_limits_allow(self):
        """By hand: errors even in +/-4 % and +/-2 % differ by more than 2 % in half of the pairs.

        For each reference error r the test errors within 2 % of it are 4 of the 8 points of the range.
        All in the upper zone; (1 + a) / (1 + b) - 1 is a - b to first order.
        """
        fine = setup(1e-6, blocks=30, sigma=1e-4)
        rate = truth_rate(fine, lower_zone_share=0.0, weeks=2000)
        assert rate.complying.deviate == pytest.approx(0.5, abs=0.035)
        assert rate.complying.inconclusive < 0.03
        assert rate.equal.agree == 1.0
        assert rate.apart.deviate == 1.0

    def test_a_coarse_register_mostly_cannot_say_and_hardly_ever_accuses(self):
        rate = truth_rate(setup(1.0))
        assert rate.equal.inconclusive > 0.95
        assert rate.equal.deviate < 0.025
        assert rate.apart.agree < 0.025

    def test_shares_add_to_one_and_the_seed_decides(self):
        rate = truth_rate(setup(0.1), seed=3)
        for shares in (rate.equal, rate.apart, rate.complying):
            assert shares.agree + shares.deviate + shares.inconclusive == pytest.approx(1)
        assert truth_rate(setup(0.1), seed=3) == rate
        assert truth_rate(setup(0.1), seed=4) != rate

    def test_of_a_result_it_takes_its_days_steps_and_rule(self):
        reference = ck.RegisterSeries(DAYS, READINGS, 0.001)
        week = ck.compare_series(ck.RegisterSeries(DAYS, READINGS + 90, 0.001), reference)
        found = setup_of(week)
        assert (found.blocks, found.test_step, found.rule, found.gap_s) == (7, 0.001, "fixed", 0.0)
        assert found.volume == pytest.approx(4.983 / 7)
        assert truth_rate(found).equal.agree > 0.95

        early = ck.compare_series(
            ck.RegisterSeries(DAYS[:5], READINGS[:5] + 90, 0.001),
            ck.RegisterSeries(DAYS[:5], READINGS[:5], 0.001),
        )
        assert setup_of(early).rule == "boundary"
        one = ck.compare_series(
            ck.RegisterSeries(DAYS[:2], READINGS[:2] + 90, 0.001),
            ck.RegisterSeries(DAYS[:2], READINGS[:2], 0.001),
        )
        assert truth_rate(setup_of(one)).equal.inconclusive == 1.0
