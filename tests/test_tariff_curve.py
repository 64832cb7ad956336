"""Volume to bill and back: examples by hand, a second route in decimals, what must hold of every tariff."""

import math
import time
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparekit.errors import CompareKitError
from comparekit.ingest.tariff_file import load_tariff
from comparekit.origin import Certainty, Origin
from comparekit.tariff import Component, Edition, FixedCharge, Household, Tariff, Tiers, flat_tariff
from comparekit.tariff_curve import VolumeRange, cost_curve, volume_of_bill

OWN = Origin(source="test", certainty=Certainty.OWN)
ZHEJIANG = load_tariff("electricity-tariff-zhejiang")
HOURS = load_tariff("electricity-tariff-zhejiang-peak-valley")
KUNMING = load_tariff("water-tariff-kunming")
JANUARY, FEBRUARY = date(2025, 1, 1), date(2025, 2, 1)
CENT = Decimal("0.01")


def tariff(prices=(2.0, 3.0, 6.0), limits=(216, 300), cycle="year", flat=0.0, fixed=(), **more):
    components = [Component(title={}, prices=tuple(prices), origin=OWN)]
    if flat:
        components.append(Component(title={}, prices=(flat,), origin=OWN))
    tiers = Tiers(limits=tuple(limits), cycle=cycle, starts=(1, 1), origin=OWN, **more)
    edition = Edition(
        valid_from=None, components=tuple(components), tiers=tiers, fixed=tuple(fixed), origin=OWN
    )
    return Tariff(id="t", version="1", utility="water", unit="m3", title={}, editions=(edition,))


def billed(one, volume, start=JANUARY, end=FEBRUARY, **known):
    return one.rounded(cost_curve(one, start, end, **known).amount(volume))


def in_decimals(volume, used, prices, limits, flat):
    """The bill unit by unit of the tiers, in decimals: no curve, no knots, no floats."""
    edges = [Decimal(0), *map(Decimal, map(str, limits)), Decimal("1e12")]
    first, last = Decimal(str(used)), Decimal(str(used)) + Decimal(str(volume))
    total = Decimal(str(volume)) * Decimal(str(flat))
    for price, low, high in zip(prices, edges, edges[1:], strict=False):
        total += Decimal(str(price)) * max(Decimal(0), min(last, high) - max(first, low))
    return total.quantize(CENT, ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("one", "volume", "known", "yuan"),
    [
        # By hand from the prices of standards.md section 6.
        (ZHEJIANG, 5000, {}, 2852.00),  # 2760 * 0.538 + 2040 * 0.588 + 200 * 0.838
        (ZHEJIANG, 100, {"used_before": 2700}, 55.80),  # 60 * 0.538 + 40 * 0.588
        (HOURS, 1000, {"peak_share": 0.6}, 456.00),  # 600 * 0.568 + 400 * 0.288
        (HOURS, 1000, {"peak_share": 1.0, "used_before": 4800}, 868.00),
        (load_tariff("electricity-tariff-jiangsu"), 1000, {"peak_share": 0.5, "used_before": 4800}, 758.30),
        (load_tariff("electricity-tariff-yunnan"), 4780, {}, 2096.72),
        (KUNMING, 40, {}, 216.00),  # two months of 12.5 * 4.20 + 5 * 5.80 + 2.5 * 10.60
        (load_tariff("gas-tariff-app-defaults"), 1700, {}, 5686.00),  # 400 * 2.99 + 1280 * 3.44 + 20 * 4.34
        (load_tariff("water-tariff-jiaojiang-2010"), 12, {}, 38.40),
    ],
)
def test_bills_of_the_examples_worked_out_by_hand(one, volume, known, yuan):
    if one.id == "electricity-tariff-yunnan":
        yuan = 1560 * 0.3595 + 2040 * 0.4495 + 1080 * 0.4995 + 100 * 0.7995
    start = FEBRUARY if "used_before" in known else JANUARY  # where a year begins nothing was used before
    assert billed(one, volume, start, date(2025, 3, 1), **known) == pytest.approx(round(yuan, 2), abs=1e-9)


def test_a_large_household_reaches_its_tiers_later():
    household = Household(people=4, per_person=(54, 75), origin=OWN)
    one = tariff(household=household)
    assert billed(one, 270, people=4) == billed(one, 270) == 216 * 2 + 54 * 3
    assert billed(one, 270, people=5) == 540
    assert billed(one, 400, people=6) == 324 * 2 + 76 * 3  # limits 324 and 450


def test_components_add_up_and_fixed_charges_go_by_bill_or_month():
    monthly = FixedCharge(title={}, amount=4, per="month", origin=OWN)
    once = replace(monthly, per="bill", amount=1.5)
    one = tariff(flat=0.95, fixed=(monthly, once))
    assert billed(one, 10) == 10 * 2.95 + 4 + 1.5
    assert billed(one, 10, JANUARY, date(2025, 3, 1)) == 10 * 2.95 + 8 + 1.5
    assert volume_of_bill(one, 3.0, JANUARY, FEBRUARY).reason == "below_fixed_charge"


def test_a_tie_is_rounded_up_as_people_do():
    """0.145 yuan is 0.14499... in binary."""
    assert flat_tariff(0.145, utility="water", unit="m3").rounded(0.145) == 0.15
    assert ZHEJIANG.rounded(2.675) == 2.68


def test_a_period_across_the_tier_year_is_cut_by_days():
    """Ten days in each year; 2025's 100 kWh are behind 4800, 2026's begin again."""
    parts = ZHEJIANG.parts(date(2025, 12, 22), date(2026, 1, 11))
    assert [(part.end - part.start).days for part in parts] == [10, 10]
    assert billed(ZHEJIANG, 200, date(2025, 12, 22), date(2026, 1, 11), used_before=4800) == 83.8 + 53.8
    summer = ZHEJIANG.starting(7, 1)
    assert len(summer.parts(date(2025, 12, 22), date(2026, 1, 11))) == 1
    with pytest.raises(ValueError, match="day"):
        ZHEJIANG.starting(2, 29)


def test_a_period_across_a_change_of_price_is_cut_by_days():
    one = load_tariff("water-tariff-jiaojiang-2010")
    assert billed(one, 30, date(2010, 3, 12), date(2010, 4, 11)) == pytest.approx(10 * 2.46 + 20 * 3.20)
    dated = replace(one, editions=one.editions[1:])
    with pytest.raises(CompareKitError) as caught:
        dated.parts(date(2010, 1, 1), date(2010, 2, 1))
    assert caught.value.code == "tariff.not_yet_valid"


def test_a_new_edition_within_the_year_goes_on_counting():
    """150 used, then 100 more, half before the change: 50 at 2.0, 16 at 3.0, 34 at 4.0 by hand."""
    old = tariff().editions[0]
    dearer = replace(
        old, valid_from=date(2025, 7, 1), components=(Component(title={}, prices=(3, 4, 7), origin=OWN),)
    )
    one = replace(tariff(), editions=(old, dearer))
    assert billed(one, 100, date(2025, 6, 21), date(2025, 7, 11), used_before=150) == 100 + 48 + 136


@given(
    st.floats(0, 6000).map(lambda v: round(v, 3)),
    st.floats(0, 6000).map(lambda v: round(v, 3)),
    st.lists(st.integers(1, 900), min_size=3, max_size=3).map(sorted),
    st.integers(0, 200),
)
@settings(max_examples=200, deadline=None)
def test_floats_give_the_bill_that_decimals_give(volume, used, cents, flat):
    prices, limits = [c / 100 for c in cents], (216.5, 300.25)
    one = tariff(prices, limits, flat=flat / 100)
    start = JANUARY + timedelta(40)
    expected = in_decimals(volume, used, prices, limits, flat / 100)
    found = billed(one, volume, start, start + timedelta(30), used_before=used)
    assert Decimal(str(found)) == expected


SHIFTS = st.integers(0, 800)
LENGTHS = st.integers(1, 120)
TARIFFS = st.sampled_from(
    [ZHEJIANG, KUNMING, HOURS, tariff(flat=0.95), load_tariff("gas-tariff-app-defaults")]
)


@given(TARIFFS, st.floats(0, 3000), st.floats(0, 5000), SHIFTS, LENGTHS, st.floats(0, 1))
@settings(max_examples=300, deadline=None)
def test_the_volumes_of_a_bill_hold_the_one_that_was_billed(one, volume, used, shift, days, share):
    start = JANUARY + timedelta(shift)
    end, at = start + timedelta(days), share if one.by_hour else None
    curve = cost_curve(one, start, end, used_before=used, peak_share=at)
    found = volume_of_bill(
        one, one.rounded(curve.amount(volume)), start, end, used_before=used, peak_share=at
    )
    slack = 1e-6
    assert found.unique
    assert found.low - slack <= volume <= found.high + slack
    cheapest = min(curve.price_at(v) for v in (found.low, volume, found.high))
    dearest = max(curve.price_at(v) for v in (found.low, volume, found.high))
    if found.low > 0:
        assert 0.01 / dearest - slack <= found.high - found.low <= 0.01 / cheapest + slack
    unknown = volume_of_bill(one, one.rounded(curve.amount(volume)), start, end)
    assert unknown.low - slack <= found.low <= found.high <= unknown.high + slack
    assert curve.amount(volume + 1) > curve.amount(volume)


@given(TARIFFS, st.lists(st.floats(0, 700), min_size=12, max_size=12))
@settings(max_examples=60, deadline=None)
def test_monthly_bills_of_a_year_add_up_to_the_bill_of_the_year(one, volumes):
    """Each month with what was used before it: exactly for tiers by year, and their volumes come back."""
    starts = [date(2025, month, 1) for month in range(1, 13)] + [date(2026, 1, 1)]
    share = 0.55 if one.by_hour else None
    used, amounts, carried = 0.0, [], VolumeRange(low=0, high=0)
    for start, end, volume in zip(starts, starts[1:], volumes, strict=False):
        curve = cost_curve(one, start, end, used_before=used, peak_share=share)
        amounts.append(curve.amount(volume))
        amount = one.rounded(curve.amount(volume))
        found = volume_of_bill(one, amount, start, end, used_before=carried, peak_share=share)
        carried = carried + found if one.editions[0].tiers.cycle == "year" else VolumeRange(low=0, high=0)
        assert found.low - 1e-6 <= volume <= found.high + 1e-6
        used = used + volume if one.editions[0].tiers.cycle == "year" else 0.0
    if one.editions[0].tiers.cycle == "year":
        whole = cost_curve(one, starts[0], starts[-1], peak_share=share).amount(sum(volumes))
        assert sum(amounts) == pytest.approx(whole, abs=1e-6)


def test_the_range_of_a_bill_is_what_a_grid_of_everything_unknown_finds():
    """100 yuan in March under peak and valley: every share and every earlier use, by brute force."""
    start, end = date(2025, 3, 1), date(2025, 4, 1)
    found = volume_of_bill(HOURS, 100.0, start, end)
    assert (found.unique, found.reason) == (False, "used_before")
    fitting = []
    for used in range(0, 5400, 200):
        for share in (0, 0.25, 0.5, 0.75, 1):
            base = share * 0.568 + (1 - share) * 0.288
            for volume in (v / 4 for v in range(400, 1500)):
                second, third = (max(0, used + volume - max(used, limit)) for limit in (2760, 4800))
                if abs(volume * base + 0.05 * second + 0.25 * third - 100) < 0.2:  # dearer by 0.05, by 0.30
                    fitting.append(volume)
    assert found.low == pytest.approx(min(fitting), abs=0.6)
    assert found.high == pytest.approx(max(fitting), abs=0.8)
    told = volume_of_bill(HOURS, 100.0, start, end, used_before=0, peak_share=(0.4, 0.6))
    assert (told.low, told.high) == pytest.approx((100 / 0.456, 100 / 0.4), abs=0.05)
    assert told.reason == "peak_share"


def test_a_bill_at_the_beginning_of_the_cycle_needs_no_use_before_it():
    assert volume_of_bill(ZHEJIANG, 53.8, JANUARY, FEBRUARY).unique
    assert not volume_of_bill(ZHEJIANG, 53.8, FEBRUARY, date(2025, 3, 1)).unique


def test_a_free_tier_leaves_its_volume_open():
    one = tariff(prices=(0.0, 3.0, 6.0), limits=(10, 300))
    found = volume_of_bill(one, 0.0, JANUARY, FEBRUARY)
    assert (found.low, found.unique, found.reason) == (0, False, "free")
    assert found.high == pytest.approx(10 + 0.005 / 3)
    assert volume_of_bill(one, 30.0, JANUARY, FEBRUARY).unique


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(ValueError, match="peak_share"):
        cost_curve(HOURS, JANUARY, FEBRUARY)
    with pytest.raises(ValueError, match="used_before"):
        cost_curve(ZHEJIANG, JANUARY, FEBRUARY, used_before=-1)
    with pytest.raises(ValueError, match="end"):
        cost_curve(ZHEJIANG, JANUARY, JANUARY)
    with pytest.raises(ValueError, match="amount"):
        volume_of_bill(ZHEJIANG, -1.0, JANUARY, FEBRUARY)
    with pytest.raises(ValueError, match="price"):
        flat_tariff(math.nan, utility="water", unit="m3")


def test_sixty_bills_are_turned_back_at_once():
    """Well under 10 ms; the bound leaves room for a busy machine."""
    starts = [date(2020, 1, 15) + timedelta(30 * k) for k in range(60)]
    best = min(_seconds(starts) for _ in range(5))
    assert best < 0.03


def _seconds(starts):
    begun = time.perf_counter()
    for start in starts:
        volume_of_bill(KUNMING, 200.0, start, start + timedelta(30), used_before=3.0)
    return time.perf_counter() - begun
