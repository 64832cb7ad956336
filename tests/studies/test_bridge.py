"""The waterfall from the old bill to the new one: sums, signs, orders, and the figures of a meeting."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparekit import compare_log
from comparekit.datafiles import data_folder
from comparekit.decisions.meter_share import decide_meter_share
from comparekit.ingest.tariff_file import load_tariff
from comparekit.stats.interval import Interval
from comparekit.studies.bridge import bridge
from comparekit.studies.bridge_evidence import MeterEvidence, series_evidence
from comparekit.studies.bridge_inputs import BridgeBill, Uncertain, exactly
from comparekit.studies.bridge_other import other_within
from comparekit.tariff_curve import cost_curve

MARCH = (date(2025, 3, 1), date(2025, 4, 1))
APRIL = (date(2025, 4, 1), date(2025, 5, 1))


def bill(days, volume=None, amount=None, **others):
    as_known = {"volume": volume, "amount": amount}
    given_ = {k: exactly(v) if isinstance(v, int | float) else v for k, v in as_known.items()}
    return BridgeBill(start=days[0], end=days[1], **given_, **others)


def around(estimate, half, **others):
    return Uncertain(estimate=estimate, low=estimate - half, high=estimate + half, **others)


def evidence(estimate, half, suspect="old", other=None, **others):
    basis = "series" if other is None else "verification"
    return MeterEvidence(
        suspect=suspect, deviation=around(estimate, half, **others), basis=basis, other=other
    )


volumes = st.floats(1, 500)
deviations = st.tuples(st.floats(-0.4, 0.4), st.floats(0, 0.2))
factors = st.tuples(st.floats(0.5, 1.5), st.floats(0, 0.3)).map(lambda t: around(*t, ratio=True))
kunming = load_tariff("water-tariff-kunming")


@settings(max_examples=40, deadline=None)
@given(
    old=volumes, new=volumes, deviation=deviations, season=factors, control=factors,
    days=st.integers(20, 70), suspect=st.sampled_from(["old", "new"]), known=st.booleans(),
    pricing=st.sampled_from([{}, {"price": 3.2}, {"tariff": kunming}]), paid=st.booleans(),
)  # fmt: skip
def test_the_steps_add_up_to_what_changed(
    old, new, deviation, season, control, days, suspect, known, pricing, paid
):
    amounts = (3.5 * old, 4 * new) if paid else (None, None)
    before = bill((MARCH[0], date.fromordinal(MARCH[0].toordinal() + days)), old, amounts[0])
    result = bridge(
        before, bill(APRIL, new, amounts[1]), evidence=evidence(*deviation, suspect) if known else None,
        season=season, control=control, draws=50, **pricing,
    )  # fmt: skip
    assert sum(s.volume.estimate for s in result.steps) == pytest.approx(new - old, abs=1e-9)
    if result.change.money is None:
        assert not pricing and not paid
        return
    total = result.new.money.estimate - result.old.money.estimate
    assert sum(s.money.estimate for s in result.steps) == pytest.approx(total, abs=1e-8)
    assert result.change.money.estimate == pytest.approx(total, abs=1e-9)
    if paid:
        assert total == pytest.approx(amounts[1] - amounts[0], abs=1e-8)
    for step in result.steps:
        assert step.money.low <= step.money.estimate <= step.money.high


@settings(max_examples=30, deadline=None)
@given(old=volumes, new=volumes, deviation=deviations)
def test_whom_one_suspects_does_not_change_the_bridge(old, new, deviation):
    """Old against new by d, or new against old by 1/(1 + d) - 1: the same two registers."""
    estimate, half = deviation
    ends = (estimate, estimate - half, estimate + half)
    turned = [1 / (1 + d) - 1 for d in ends]
    other = MeterEvidence(
        suspect="new",
        deviation=Uncertain(estimate=turned[0], low=turned[2], high=turned[1]),
        basis="series",
    )
    bills = bill(MARCH, old), bill(APRIL, new)
    one = bridge(*bills, evidence=evidence(estimate, half), price=3, draws=100)
    two = bridge(*bills, evidence=other, price=3, draws=100)
    for a, b in zip(one.steps, two.steps, strict=True):
        assert a.code == b.code
        assert a.money.estimate == pytest.approx(b.money.estimate, abs=1e-9)
        assert a.money.high == pytest.approx(b.money.high, abs=1e-6)
    assert one.at_most.money == pytest.approx(two.at_most.money, abs=1e-6)


@pytest.mark.parametrize("suspect", ["old", "new"])
def test_a_meter_without_deviation_takes_no_step(suspect):
    result = bridge(
        bill(MARCH, 90), bill(APRIL, 40), evidence=evidence(0, 0, suspect), price=3, since=MARCH[0],
        until=APRIL[1],
    )  # fmt: skip
    assert result.step("meter").money == exactly(0.0)
    assert result.at_most.money == 0 and result.at_most.share == 0
    assert result.over_time.money.estimate == 0


def test_a_meter_that_reads_high_takes_off_what_it_counted_too_much():
    """By hand: 62 m3 in 31 days are 60 in 30; a meter 4 to 6 % fast counted 60 d/(1 + d) of them too much."""
    result = bridge(bill(MARCH, 62), bill(APRIL, 40), evidence=evidence(0.05, 0.01), price=3.5)
    assert result.valued_on == "old"
    assert [s.code for s in result.steps] == ["days", "meter", "remaining"]
    meter = result.step("meter")
    assert meter.volume.estimate == pytest.approx(-60 * 0.05 / 1.05)
    assert meter.volume.low == pytest.approx(-60 * 0.06 / 1.06, abs=1e-4)
    assert meter.volume.high == pytest.approx(-60 * 0.04 / 1.04, abs=1e-4)
    assert result.at_most.money == pytest.approx(3.5 * 60 * 0.06 / 1.06, abs=1e-3)
    assert result.at_most.against_money == 0 and not result.at_most.works_against
    assert result.at_most.share == pytest.approx(result.at_most.money / (3.5 * 22))


def test_where_use_rose_the_meter_is_valued_on_the_new_bill():
    """The gas case: an old meter 5 % slow let 40 of the new 40 m3 look like 38."""
    result = bridge(bill(APRIL, 20), bill(APRIL, 40), evidence=evidence(-0.05, 0.01), price=3)
    assert result.valued_on == "new" and result.steps[-1].code == "meter"
    assert result.step("meter").volume.estimate == pytest.approx(40 * 0.05)
    assert result.at_most.volume == pytest.approx(40 * 0.06, abs=1e-4)


def test_a_meter_can_have_worked_against_the_change():
    """The old meter read low, yet the bill fell: with it, the new bill would have been lower still."""
    result = bridge(bill(MARCH, 100), bill(APRIL, 50), evidence=evidence(-0.04, 0.01), price=3)
    assert result.at_most.works_against
    assert result.at_most.money == 0 and result.at_most.share == 0
    assert result.at_most.largest_money == result.at_most.against_money > 0


def test_without_evidence_use_and_meter_stay_one_step():
    result = bridge(bill(MARCH, 100), bill(APRIL, 50), price=3)
    assert [s.code for s in result.steps] == ["days", "use_or_meter"]
    assert result.at_most is None and result.over_time is None


def test_huangyan_the_week_in_series_leaves_the_meter_a_few_cents_of_180_yuan():
    """Published: 300 to 400 yuan a month, then 170. The shipped week agrees to 0.05 %: 350 x 0.0005 yuan."""
    week = compare_log(data_folder("sample_runs") / "huangyan_7_days" / "log.csv")
    found = series_evidence(week, "old")
    result = bridge(
        bill(APRIL, amount=around(350, 50)), bill(APRIL, amount=170), evidence=found,
        season=around(1, 0.15, ratio=True), since=date(2020, 4, 1), until=date(2025, 4, 1),
    )  # fmt: skip
    assert result.pricing == "amounts" and result.change.volume is None
    assert result.change.money.estimate == -180
    assert 0 < result.at_most.money < 0.2 and result.at_most.share < 0.001
    assert result.over_time.money.high < 61 * 0.2  # five years of bills
    tolerance = Interval(low=week.protocol.tolerance.low, high=week.protocol.tolerance.high)
    assert decide_meter_share(found.deviation.interval, tolerance) == "no-concern"


def test_tiers_are_a_step_of_their_own():
    """Kunming's tiers (an example tariff): 20 m3 a month, 12.5 at 4.20, 5 at 5.80, 2.5 at 10.60."""
    result = bridge(bill(APRIL, 20), bill(APRIL, 12), evidence=evidence(0.25, 0.0), tariff=kunming)
    assert result.old.money.estimate == pytest.approx(12.5 * 4.2 + 5 * 5.8 + 2.5 * 10.6)
    assert result.step("meter").volume.estimate == pytest.approx(-4)
    assert result.step("meter").money.estimate == pytest.approx(-(2.5 * 10.6 + 1.5 * 5.8))
    amount = bridge(bill(APRIL, amount=108.0), bill(APRIL, amount=50.4), tariff=kunming)
    assert amount.change.volume.estimate == pytest.approx(-8, abs=0.01)
    assert amount.change.money.estimate == pytest.approx(-57.6)


@pytest.mark.parametrize("old", [5.0, 12.5, 13.0, 17.5, 18.0, 30.0, 80.0])
@pytest.mark.parametrize("d", [-0.2, -0.02, 0.02, 0.2])
def test_amounts_alone_bound_what_a_tariff_makes_of_the_meter(old, d):
    """Kunming's tiers (an example: 4.20, 5.80, 10.60) are no steeper than 3: the bound holds their cost."""
    curve = cost_curve(kunming, *APRIL)
    right = old / (1 + d)
    paid, due = (float(curve.at(v)) for v in (old, right))
    result = bridge(
        bill(APRIL, amount=paid), bill(APRIL, amount=0.4 * paid), evidence=evidence(d, 0.0), steepest=3.0
    )  # fmt: skip
    step = result.step("meter").money
    assert step.low - 1e-6 <= due - paid <= step.high + 1e-6
    assert step.estimate == pytest.approx(paid * (1 / (1 + d) - 1))


def test_where_prices_are_known_nothing_is_made_steeper():
    for known, pricing in (({"price": 3.0}, "price"), ({"tariff": kunming}, "tariff")):
        plain, steep = (
            bridge(bill(APRIL, 20), bill(APRIL, 12), evidence=evidence(0.25, 0.1), steepest=s, **known)
            for s in (None, 3.0)
        )
        assert (steep.pricing, steep.steepest, steep.at_most) == (pricing, None, plain.at_most)
    average = bridge(bill(APRIL, 20, 60.0), bill(APRIL, 12, 30.0), evidence=evidence(0.25, 0.0), steepest=3.0)
    assert average.at_most.money == pytest.approx(3 * 4 * 3.0)  # 4 m3 at 3 yuan each, three times
    assert average.at_most.volume == pytest.approx(4.0)


def test_the_error_of_the_other_meter_widens_the_step_and_leaves_the_verdict():
    """62 m3 are 60 in 30 days; e = 4 to 6 %, f = -2 to 2 %: from 1.02/1.04 to 0.98/1.06 of them."""
    own = evidence(0.05, 0.01, other=other_within(0.02))
    result = bridge(bill(MARCH, 62), bill(APRIL, 40), evidence=own, price=3.5)
    step = result.step("meter").volume
    assert (step.low, step.high) == (
        pytest.approx(60 * (0.98 / 1.06 - 1)),
        pytest.approx(60 * (1.02 / 1.04 - 1)),
    )
    assert step.estimate == pytest.approx(-60 * 0.05 / 1.05)
    assert result.evidence.deviation == around(0.05, 0.01)


def test_bounds_are_never_averaged():
    """Bounds of the deviation reach further than an interval of the same length, on an uncertain bill."""
    old, new = bill(APRIL, around(100, 20)), bill(APRIL, 50)
    hard = bridge(old, new, evidence=evidence(0.05, 0.05, bounds=True), price=1)
    soft = bridge(old, new, evidence=evidence(0.05, 0.05), price=1)
    assert hard.at_most.volume > soft.at_most.volume
    assert hard.at_most.volume == pytest.approx(120 * 0.1 / 1.1, rel=1e-3)
    assert soft.at_most.volume < 120 * 0.1 / 1.1


def test_a_bill_of_volume_and_one_of_money_need_a_price():
    with pytest.raises(ValueError, match="price, tariff"):
        bridge(bill(MARCH, 10), bill(APRIL, amount=50))


def series(estimate, low, high, *, findings=(), points=()):
    """What the bridge asks of a series result."""
    return SimpleNamespace(
        deviation=SimpleNamespace(estimate=estimate),
        deciding_interval=Interval(low=low, high=high),
        findings=findings,
        points=points,
    )


def test_a_series_comparison_becomes_evidence_about_either_meter():
    old = series_evidence(series(0.05, 0.04, 0.06), "old")
    new = series_evidence(series(0.05, 0.04, 0.06), "new")
    assert old.deviation.high == 0.06
    assert new.deviation.low == pytest.approx(1 / 1.06 - 1)
    assert new.factor.estimate == pytest.approx(old.factor.estimate)
    tested = series_evidence(series(0.05, 0.04, 0.06), "new", role="test")  # against a standard
    assert tested.factor.estimate == pytest.approx(1.05)
    assert series_evidence(series(0.05, None, 0.06), "old") is None
