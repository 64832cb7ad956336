"""Bills turned into use: chains of months come back, what is estimated, corrected or doubtful is told."""

import time
from dataclasses import replace
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.tariff_file import load_tariff
from comparekit.readings.bills import Bill, Bills, bill_findings
from comparekit.readings.usage import day_starts
from comparekit.studies.billed_use import billed_use
from comparekit.studies.register_breaks import at_replacement
from comparekit.tariff import flat_tariff
from comparekit.tariff_curve import cost_curve
from comparekit.wording.findings import finding_text

GAS = load_tariff("gas-tariff-app-defaults")
HOURS = load_tariff("electricity-tariff-zhejiang-peak-valley")
FLAT = flat_tariff(5.0, utility="water", unit="m3")
DAYS = [date(2024 + m // 12, m % 12 + 1, 10) for m in range(25)]


def bill(k, amount=None, **more):
    return Bill(start=DAYS[k], end=DAYS[k + 1], amount=amount, row=k + 2, **more)


def codes(usage):
    for finding in usage.findings:
        assert all("{" not in finding_text(finding, language) for language in LANGUAGES)
    return [finding.code for finding in usage.findings]


def billed(tariff, volumes, used=0.0, share=None):
    """Bills of volumes one after the other, in the order of the years of the tariff: the forward route."""
    bills = []
    for k, volume in enumerate(volumes):
        parts = tariff.parts(DAYS[k], DAYS[k + 1])
        curve = cost_curve(tariff, DAYS[k], DAYS[k + 1], used_before=used, peak_share=share)
        bills.append(bill(k, tariff.rounded(curve.amount(volume))))
        used = volume * parts[-1].share + (used if len(parts) == 1 else 0.0)
    return bills


@given(st.lists(st.integers(0, 4000).map(lambda v: v / 10), min_size=3, max_size=24), st.floats(0, 2000))
@settings(max_examples=60, deadline=None)
def test_two_years_of_bills_come_back_as_the_volumes_they_were_made_of(volumes, used):
    usage = billed_use(Bills(bills=tuple(billed(GAS, volumes, used))), GAS, used_before=used)
    assert usage.unique.all()
    assert (usage.low - 1e-6 <= volumes).all() and (volumes <= usage.high + 1e-6).all()
    assert (usage.high - usage.low < 0.06).all()  # half a fen of every bill in the cycle, at most
    unknown = billed_use(Bills(bills=tuple(billed(GAS, volumes, used))), GAS)
    assert (unknown.low - 1e-6 <= volumes).all() and (volumes <= unknown.high + 1e-6).all()


def test_without_the_use_before_it_the_first_year_stays_a_range_and_the_second_is_exact():
    volumes = [90.0] * 24
    usage = billed_use(Bills(bills=tuple(billed(GAS, volumes, 350.0))), GAS)
    assert not usage.unique[0] and "bills.not_unique" in codes(usage)
    assert "bills.tier_reset_inside" in codes(usage)
    fresh = [replace(b, start=date(2024, 1, 1)) if k == 0 else b for k, b in enumerate(billed(GAS, volumes))]
    assert billed_use(Bills(bills=tuple(fresh)), GAS).unique.all()  # a cycle begins with the first bill


def test_bills_under_peak_and_valley_are_a_range_over_the_share():
    bills = Bills(bills=tuple(billed(HOURS, [300.0, 320.0], share=0.55)))
    usage = billed_use(bills, HOURS, used_before=0)
    assert not usage.unique.any()
    assert usage.low[0] == pytest.approx(300 * (0.55 * 0.568 + 0.45 * 0.288) / 0.568, abs=0.05)
    assert usage.high[0] == pytest.approx(300 * (0.55 * 0.568 + 0.45 * 0.288) / 0.288, abs=0.05)
    known = billed_use(bills, HOURS, used_before=0, peak_share=0.55)
    np.testing.assert_allclose(known.volume, [300, 320], atol=0.05)


def test_an_estimate_is_joined_with_the_reading_that_makes_it_good():
    guessed = [bill(1, 100, estimated=True), bill(2, 100, estimated=True)]
    bills = [bill(0, 100), *guessed, bill(3, 40), bill(4, 90), bill(5, 80, estimated=True)]
    covariates = {"occupancy": np.array([3.0, 3, 3, 1, 2, 2])}
    usage = billed_use(Bills(bills=tuple(bills), covariates=covariates), FLAT)
    np.testing.assert_allclose(usage.volume, [20, 48, 18, 16])
    np.testing.assert_allclose(usage.days, [31, 29 + 31 + 30, 31, 30])
    assert usage.estimated.tolist() == [False, False, False, True]  # nobody has read what came after
    np.testing.assert_allclose(usage.covariates["occupancy"], [3, (3 * 60 + 30) / 90, 2, 2])
    assert usage.amount.tolist() == [100, 240, 90, 80]
    assert "bills.joined" in codes(usage)


def test_a_told_volume_goes_before_the_amount_and_one_that_does_not_fit_is_told():
    usage = billed_use(Bills(bills=(bill(0, 100, volume=20.0), bill(1, 100, volume=30.0))), FLAT)
    assert usage.volume.tolist() == [20, 30]
    (finding,) = usage.findings
    assert finding.code == "bills.amount_differs" and finding.context["expected"] == "150.00"
    readings = billed_use(Bills(bills=(bill(0, opening=10.0, closing=22.5),)))
    assert readings.volume.tolist() == [12.5]


def test_a_price_list_that_fits_hardly_a_bill_is_told_once():
    off = [bill(k, 60, volume=10.0) for k in range(4)]  # 5 yuan each: 50
    usage = billed_use(Bills(bills=(*off, bill(4, 50, volume=10.0), bill(5, 50))), FLAT)
    (finding,) = usage.findings
    assert codes(usage) == ["bills.tariff_differs"] and "+20 %" in finding_text(finding, "zh")
    assert (finding.context["count"], finding.context["compared"]) == (4, 5)
    assert codes(billed_use(Bills(bills=tuple(off[:3])), FLAT)) == ["bills.amount_differs"] * 3


@pytest.mark.parametrize(
    ("volume", "final", "replaced", "told"),
    [
        (20.0, 188.0, date(2024, 2, 23), "usage.exchange_at_date"),
        (25.0, 188.0, date(2024, 2, 23), "bills.replaced_inside"),  # billed something else
        (20.0, None, date(2024, 2, 23), "bills.replaced_inside"),
        (20.0, 188.0, date(2024, 4, 23), "usage.exchange_other_day"),
        (20.0, None, DAYS[1], None),
    ],
)
def test_a_bill_with_both_registers_of_an_exchange_is_divided_at_its_date(volume, final, replaced, told):
    told_of = {"opening": 180.0, "closing": 12.0, "final": final, "initial": 0.0 if final else None}
    bills = (bill(0, 60, volume=15.0), bill(1, 80, volume=volume, **told_of), bill(2, 96, volume=24.0))
    read = Bills(bills=bills, findings=bill_findings(bills))
    moment = day_starts(np.array([replaced], "datetime64[D]"), ZoneInfo(read.timezone))[0]
    usage, _ = at_replacement(billed_use(read), moment)
    assert (told in codes(usage)) if told else len(usage.findings) == len(read.findings)
    if told == "usage.exchange_at_date":
        assert usage.volume.tolist() == [15, 8, 12, 24] and usage.amount.tolist() == [60, 32, 48, 96]
        assert usage.end[1] == usage.start[2] == moment and "bills.exchange_inside" not in codes(usage)
    else:
        assert len(usage) == 3


def test_overlaps_gaps_and_negative_amounts_leave_a_series_that_can_be_used():
    overlapping = Bill(start=date(2024, 1, 31), end=date(2024, 3, 10), amount=80, row=9)
    inside = Bill(start=date(2024, 2, 15), end=date(2024, 2, 20), amount=5, row=10)
    bills = (bill(0, 100), overlapping, inside, bill(5, -3.0), bill(6, 50))
    usage = billed_use(Bills(bills=bills), FLAT)
    assert len(usage) == 4
    assert usage.start[1] == usage.end[0]
    assert np.isnan(usage.volume[2]) and usage.high[2] == np.inf
    assert codes(usage) == ["bills.negative", "bills.left_out"]


def test_sixty_bills_are_turned_into_use_at_once():
    months = [date(2020 + m // 12, m % 12 + 1, 10) for m in range(61)]
    bills = tuple(Bill(start=a, end=b, amount=150.0) for a, b in pairwise(months))
    best = 1.0
    for _ in range(5):
        begun = time.perf_counter()
        billed_use(Bills(bills=bills), GAS)
        best = min(best, time.perf_counter() - begun)
    assert best < 0.05  # measured: 8 ms
