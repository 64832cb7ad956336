"""A study of a replacement from objects and from files."""

from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

import numpy as np
import pytest

import comparekit as ck
from comparekit.errors import CompareKitError, FaultyMeters, UnusableLog
from comparekit.ingest.read_usage import read_usage_bytes
from comparekit.readings.bills import Bill, Bills
from comparekit.readings.meter import CertificatePoint, Meter, Meters
from comparekit.readings.usage import BILLS, usage_series
from comparekit.services.compare import compare_log
from comparekit.services.replacement import Asked, replacement_of_file
from comparekit.services.replacement_prices import prices_of, used_before
from comparekit.services.stories import story_folder, story_log
from comparekit.wording.errors import error_text
from comparekit.wording.findings import finding_text
from studies.use_records import DAY, bills_about

REPLACED = np.datetime64("2025-03-31T16:00", "ns")  # midnight in Shanghai
TESTED = date(2025, 4, 3)  # right after the removal
SLOW = tuple(
    CertificatePoint(flow=flow, error=-0.08, expanded_uncertainty=0.005, date=TESTED) for flow in (0.03, 0.4)
)


def bills(**others):
    return bills_about(REPLACED, [0.61, 0.66, 0.63, 0.6, 0.65, 0.3], **others)


def test_the_python_name_takes_what_read_usage_reads():
    usage = ck.read_usage(story_log("huangyan_bills"))
    series = ck.compare_log(story_log("huangyan_7_days"))
    result = ck.compare_replacement(usage, "2025-04-01", series=series)
    assert (result.changed, result.verdict) == (True, "no-concern")
    stored = replacement_of_file(
        story_log("huangyan_bills"), Asked(replaced="2025-04-01", series=(story_log("huangyan_7_days"),))
    )
    assert result.to_dict() == stored.to_dict()


@pytest.mark.parametrize(
    "day", ["2025-04-01", date(2025, 4, 1), np.datetime64("2025-04-01"), datetime(2025, 4, 1), REPLACED]
)
def test_a_date_may_come_in_many_forms(day):
    assert ck.compare_replacement(bills(), day, "water-replacement").replaced == REPLACED


def test_a_price_list_turns_bills_into_volumes_and_a_price_alone_does_too():
    usage = ck.read_usage(story_log("huangyan_bills"))
    for price in (3.2, "water-tariff-jiaojiang-2010"):  # both one price for all: 3.20 yuan
        result = ck.compare_replacement(usage, "2025-04-01", price=price)
        assert (result.measure, result.rate_after) == ("volume", pytest.approx(170 / 3.2 / 30, rel=1e-4))


def test_an_unknown_suspect_or_price_is_a_callers_bug():
    for wrong in ({"suspect": "both"}, {"price": -1.0}, {"price": float("nan")}):
        with pytest.raises(ValueError, match=r"suspect|price"):
            ck.compare_replacement(bills(), "2025-04-01", **wrong)


def test_no_date_and_no_use_on_one_side_are_told():
    for day, code in (("2025-02-30", "replacement.date"), ("2031-01-01", "replacement.outside")):
        with pytest.raises(CompareKitError, match=code):
            ck.compare_replacement(bills(), day)


def test_a_date_outside_the_record_is_told_with_what_is_there():
    with pytest.raises(CompareKitError) as caught:
        ck.compare_replacement(bills(), "2031-01-01")
    assert (caught.value.context["before"], caught.value.context["after"]) == (len(bills()), 0)
    said = error_text(caught.value, "zh")
    assert f"记录从 {caught.value.context['first']} 到 {caught.value.context['last']}" in said


def test_the_share_of_peak_hours_in_a_file_is_used_and_told_where_none_is_given():
    rows = [f"2024{m:02d},{200 + m},{120 + m},80,{110 + m}" for m in range(1, 10)]
    table = "\n".join(["电费年月,总电量(kWh),峰电量,谷电量,电费", *rows]).encode()
    usage = read_usage_bytes(table, "bills.csv")
    share = sum(120 + m for m in range(1, 10)) / sum(200 + m for m in range(1, 10))
    assert usage.peak_share == pytest.approx(share)
    tariff = "electricity-tariff-zhejiang-peak-valley"
    result = ck.compare_replacement(usage, "2024-07-01", price=tariff)
    (told,) = [f for f in result.findings if f.code == "usage.peak_share_in_file"]
    assert f"{100 * share:.1f} %" in finding_text(told, "zh")
    given = ck.compare_replacement(usage, "2024-07-01", price=tariff, peak_share=0.4)
    assert "usage.peak_share_in_file" not in [f.code for f in given.findings]
    flat = read_usage_bytes(table.replace("总电量".encode(), "平电量".encode()), "bills.csv")
    assert flat.peak_share is None  # a third price


def test_kilowatt_hours_are_no_water():
    with pytest.raises(UnusableLog, match=r"unit\.not_of_protocol"):
        ck.compare_replacement(bills(unit="kWh"), "2025-04-01", "water-replacement")
    assert ck.compare_replacement(bills(unit="kWh"), "2025-04-01").protocol.id == "electricity-replacement"


def test_plates_without_a_word_about_the_suspect_are_a_fault():
    with pytest.raises(FaultyMeters, match="no_certificate"):
        ck.compare_replacement(bills(), "2025-04-01", meters=Meters(file="meters.toml"))


def test_a_verification_goes_before_a_comparison_and_nothing_is_decided_where_they_contradict():
    series = compare_log(story_log("fast_5_percent"))
    plates = Meters(test=Meter(certificate=SLOW))
    result = ck.compare_replacement(bills(), "2025-04-01", series=series, meters=plates)
    assert (result.meter.basis, result.verdict) == ("verification", "inconclusive")
    assert "replacement.meter_contradicts" in {finding.code for finding in result.findings}
    alone = ck.compare_replacement(bills(), "2025-04-01", meters=plates)
    assert alone.verdict == "deviate"
    assert result.meter.deviation.high < -0.07


def test_a_certificate_from_before_the_meter_was_put_in_says_nothing_of_it_when_removed():
    old = tuple(replace(point, date=date(2015, 3, 1)) for point in SLOW)
    result = ck.compare_replacement(bills(), "2025-04-01", meters=Meters(test=Meter(certificate=old)))
    assert (result.meter, result.verdict) == (None, "inconclusive")
    assert "replacement.certificate_old" in {finding.code for finding in result.findings}


def test_one_flow_and_a_comparison_that_contradicts_forbid_a_verdict():
    right = (CertificatePoint(flow=2.5, error=0.002, expanded_uncertainty=0.002, date=TESTED),)
    beside = tuple(replace(right[0], flow=flow) for flow in (0.03, 2.5))
    plates = Meters(
        test=Meter(accuracy_class="2", q3=2.5, ratio_r=80, certificate=right),
        reference=Meter(certificate=beside),
    )
    series = compare_log(story_log("fast_5_percent"))
    result = ck.compare_replacement(bills(), "2025-04-01", series=series, meters=plates)
    codes = {finding.code for finding in result.findings}
    assert {"replacement.low_flow_unverified", "replacement.meter_contradicts"} <= codes
    assert result.verdict == "inconclusive"


def test_the_other_meter_enters_by_its_certificate_or_by_the_limits_of_its_class():
    """Old meter -8 % (k = 2, 0.5 %); MID class 2: 5 % at low flows, 2 % above; in service twice that."""
    old = -0.08 - 0.98 * 0.005
    half = tuple(replace(point, error=0.01) for point in SLOW)
    named = Meter(accuracy_class="1.0", certificate=half[1:], q3=2.5, ratio_r=80)
    for beside, basis, error in (
        (Meter(accuracy_class="2"), "limits", 0.05),
        (Meter(), "limits", 0.05),
        (Meter(accuracy_class="1"), "limits", 0.03),
        (Meter(certificate=half), "verification", 0.01 + 0.98 * 0.005),
        (named, "limits at low flow", 0.03),
    ):
        plates = Meters(test=Meter(certificate=SLOW), reference=beside)
        found = ck.compare_replacement(bills(), "2025-04-01", meters=plates)
        assert found.meter.other.basis == basis
        assert found.meter.between.low == pytest.approx((1 + old) / (1 + error) - 1, abs=1e-4)
        assert (found.meter.deviation.low, found.verdict) == (pytest.approx(old, abs=1e-4), "deviate")
    new = Meters(
        test=Meter(certificate=(replace(SLOW[0], date=date(2015, 3, 1)),)), reference=Meter(certificate=half)
    )
    turned = ck.compare_replacement(bills(), "2025-04-01", meters=new, suspect="new").meter
    assert (turned.other.basis, turned.other.in_service) == ("limits", True)
    assert turned.between.high == pytest.approx((1.01 + 0.98 * 0.005) / 0.9 - 1, abs=1e-4)


def test_a_comparison_beside_a_verification_gives_the_change_of_meters():
    series = compare_log(story_log("fast_5_percent"))
    fast = tuple(replace(point, error=0.05) for point in SLOW)
    alone = ck.compare_replacement(bills(), "2025-04-01", series=series)
    both = ck.compare_replacement(
        bills(), "2025-04-01", series=series, meters=Meters(test=Meter(certificate=fast))
    )
    assert (both.meter.basis, both.meter.between) == ("verification", alone.meter.deviation)
    assert both.bridge.at_most == alone.bridge.at_most


def test_a_comparison_of_another_utility_is_refused():
    with pytest.raises(UnusableLog) as refused:
        ck.compare_replacement(bills(), "2025-04-01", series=compare_log(story_log("electricity_96_points")))
    assert [fault.code for fault in refused.value.faults] == ["series.other_utility"]


def test_a_tariff_by_the_hour_needs_the_share_of_the_peak():
    with pytest.raises(CompareKitError, match=r"peak_share"):
        ck.compare_replacement(bills(), "2025-04-01", price="electricity-tariff-zhejiang-peak-valley")


def test_a_verification_after_the_meter_was_removed_begins_nothing():
    for day, known in ((date(2025, 4, 20), False), (date(2021, 4, 1), True)):
        plates = Meters(test=Meter(certificate=SLOW, verified_on=day))
        result = ck.compare_replacement(bills(), "2025-04-01", meters=plates)
        assert (result.bridge.over_time is not None) is known


def test_a_comparison_that_says_nothing_is_said_to_say_nothing(tmp_path):
    still = "time,test_reading,reference_reading,test_resolution,reference_resolution,event\n"
    still += "".join(f"2025-05-{6 + k:02d} 09:00,5,5,1,1,{'zero_test' if k == 0 else ''}\n" for k in range(8))
    (tmp_path / "log.csv").write_text(still, encoding="utf-8")
    result = ck.compare_replacement(bills(), "2025-04-01", series=compare_log(tmp_path / "log.csv"))
    assert (result.meter, result.verdict) == (None, "inconclusive")
    assert "replacement.series_unusable" in {finding.code for finding in result.findings}


def test_a_refund_follows_from_the_electricity_rule():
    """Half of the time since the last check, from zero error: electricity supply rules 2024."""
    days = REPLACED + 30 * DAY * np.arange(-6, 3)
    volume = np.array([304.0, 295.0, 303.0, 298.0, 305.0, 296.0, 298.0, 303.0])
    usage = usage_series(days[:-1], days[1:], volume, kind=BILLS, unit="kWh")
    fast = (CertificatePoint(flow=5.0, error=0.05, expanded_uncertainty=0.001, date=TESTED),)
    plates = Meters(test=Meter(accuracy_class="2", certificate=fast, verified_on=date(2024, 4, 1)))
    result = ck.compare_replacement(usage, "2025-04-01", meters=plates, price=0.538)
    due = next(one for one in result.settlements if one.money is not None)
    assert due.direction == "refund"
    assert due.money.estimate == pytest.approx(1801 / 180 * 365 / 2 * 0.05 / 1.05 * 0.538, rel=0.01)


def test_the_new_meter_may_be_the_suspect():
    series = compare_log(story_log("fast_5_percent"))
    result = ck.compare_replacement(bills(), "2025-04-01", series=series, suspect="new")
    assert result.meter.suspect == "new"
    assert result.meter.deviation.estimate == pytest.approx(1 / 1.05 - 1, abs=0.002)
    assert result.settlements == ()


def test_the_files_that_were_read_are_named():
    folder = story_folder("gas_after_mass_replacement")
    asked = Asked(replaced="2025-09-01", meters=folder / "meters.toml")
    result = replacement_of_file(folder / "usage.csv", asked)
    assert [one.file.rsplit("/", 1)[-1] for one in result.inputs] == ["usage.csv", "meters.toml"]


def test_the_place_in_the_years_tiers_is_that_of_the_last_bill_before():
    """275 m3 a month from January: on the first of a month all earlier months lie before the replacement."""
    months = [date(2024, 1 + k, 1) for k in range(12)] + [date(2025, 1, 1)]
    read = Bills(
        bills=tuple(
            Bill(start=start, end=end, volume=275.0, row=k)
            for k, (start, end) in enumerate(pairwise(months), 2)
        ),
        utility="gas",
    )
    prices = prices_of("gas-tariff-app-defaults", None)
    for month in (2, 3, 7, 12):
        midnight = np.datetime64(datetime(2024, month, 1), "ns") - np.timedelta64(8, "h")
        (before, after), _ = used_before(read, prices, midnight)
        assert (before, after) == (275.0 * (month - 2), 275.0 * (month - 1))


def test_a_refund_goes_by_the_bills_of_the_days_it_corrects():
    """400 kWh a month until a year before the removal, then 150; +5 %; the later half of the time by hand."""
    months = [date(2021 + k // 12, k % 12 + 1, 1) for k in range(3, 55)]
    volumes = [400.0] * 36 + [150.0] * 15
    zone = np.timedelta64(8, "h")
    ends = np.array(months, "datetime64[ns]") - zone
    usage = usage_series(ends[:-1], ends[1:], np.array(volumes), kind=BILLS, unit="kWh")
    fast = (CertificatePoint(flow=5.0, error=0.05, expanded_uncertainty=0.001, date=TESTED),)
    plates = Meters(test=Meter(accuracy_class="2", certificate=fast, verified_on=date(2021, 4, 1)))
    result = ck.compare_replacement(usage, "2025-04-01", meters=plates, price=0.6)
    due = next(one for one in result.settlements if one.money is not None)
    # from 1 or 2 April 2023: twelve months of 400 kWh and twelve of 150
    assert due.use.estimate == pytest.approx(12 * 400 + 12 * 150, abs=15)
    assert due.money.estimate == pytest.approx(6600 * 0.05 / 1.05 * 0.6, rel=0.003)
