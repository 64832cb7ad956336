"""Daily and hourly use, and logs of one meter."""

import numpy as np
import pytest

from comparekit.errors import FaultyInput
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.read_usage import read_usage_bytes
from comparekit.readings.usage import by_day
from comparekit.wording.faults import fault_text
from comparekit.wording.findings import finding_text


def read(text, **options):
    return read_usage_bytes(text.encode(), "use.csv", **options)


def codes(usage):
    for finding in usage.findings:
        assert all("{" not in finding_text(finding, language) for language in LANGUAGES)
    return [finding.code for finding in usage.findings]


def test_days_with_weather_holidays_and_neighbours():
    usage = read(
        "日期,用量(L),平均气温(℃),节假日,在家人数,邻居1,风向,表号\n2025-01-01,400,-3.5,是,3,0.4,北,7\n"
        "2025-01-02,NA,2,否,3,,南,7\n2025-01-04,420,1.5,,2,0.5,东,7\n"
    )
    assert (usage.kind, usage.unit) == ("daily", "m3")
    np.testing.assert_allclose(usage.volume, [0.4, np.nan, 0.42])
    assert usage.start[0] == np.datetime64("2024-12-31T16:00")  # midnight in Shanghai
    assert usage.days.tolist() == [1, 1, 1]
    assert set(usage.covariates) == {"temperature_c", "holiday", "occupancy", "邻居1"}
    np.testing.assert_array_equal(usage.covariates["temperature_c"], [-3.5, 2, 1.5])
    np.testing.assert_array_equal(usage.covariates["holiday"], [1, 0, np.nan])
    assert codes(usage) == ["usage.column_left_out", "usage.gap", "usage.missing"]


@pytest.mark.parametrize(
    ("title", "labels", "first"), [("时间", None, 0), ("时间", "ending", -1), ("截止时间", None, -1)]
)
def test_an_hour_is_labelled_by_its_beginning_or_its_ending(title, labels, first):
    rows = "".join(f"2025-01-01 {h:02d}:00,0.5\n" for h in range(1, 24))
    usage = read(f"{title},用电量(kWh)\n{rows}", labels=labels)
    assert usage.kind == "hourly" and usage.unit == "kWh"
    assert usage.start[0] == np.datetime64("2024-12-31T17:00") + np.timedelta64(first, "h")
    assert ("usage.labels_assumed" in codes(usage)) == (labels is None and title == "时间")


def test_hours_add_up_to_days_through_a_change_of_clocks():
    """Berlin, 26 October 2025: 25 hours, 02:00 twice in the file. The second day lacks an hour."""
    hours = [f"2025-10-26 {h:02d}:00" for h in (0, 1, 2, 2, *range(3, 24))]
    hours += [f"2025-10-27 {h:02d}:00" for h in range(23)]
    usage = read(
        "time,use (kWh),temperature\n" + "".join(f"{h},1,10\n" for h in hours), timezone="Europe/Berlin"
    )
    assert len(usage) == 48
    days = by_day(usage)
    assert days.volume.tolist() == [25] and days.days.tolist() == [25 / 24]
    assert days.covariates["temperature_c"].tolist() == [10]


def test_a_log_of_one_meter_is_use_between_readings():
    usage = read(
        "抄表时间,读数(m³),事件,拆表底数,新表起数\n2025-01-01 09:00,9995.1,,,\n2025-02-01 09:00,12.4,,,\n"
        "2025-02-10 09:00,,换表,20.0,1.0\n2025-03-01 09:00,11.3,,,\n"
    )
    assert usage.kind == "readings"
    np.testing.assert_allclose(usage.volume, [17.3, 7.6, 10.3])
    np.testing.assert_allclose(usage.high - usage.low, 0.2)
    assert "registers.rollover" in codes(usage) and "usage.exchange" in codes(usage)


def test_faults_of_daily_use_come_at_once():
    with pytest.raises(FaultyInput) as caught:
        read("日期,用量\n2025-01-01,多\n昨天,3\n")
    found = caught.value.faults
    assert [(f.code, f.row) for f in found] == [("volume.not_a_number", 2), ("time.not_a_time", 3)]
    for text in ("日期,用量\n2025-01-01,1\n2025-01-01,2\n2025-01-02,3\n", "日期,用量\n2025-01-01,1\n"):
        with pytest.raises(FaultyInput) as caught:
            read(text)
        (fault,) = caught.value.faults
        assert fault.code in ("usage.repeated", "usage.too_few")
        assert all(fault.code not in fault_text(fault, language) for language in LANGUAGES)
    with pytest.raises(ValueError, match="labels"):
        read("日期,用量\n", labels="middle")


def test_use_told_by_the_month_is_bills_without_amounts():
    bills = read("日期,用量(m³)\n2025-01-31,10\n2025-02-28,12\n2025-03-31,11\n")
    assert [(bill.days, bill.volume) for bill in bills] == [(28, 12), (31, 11)]
