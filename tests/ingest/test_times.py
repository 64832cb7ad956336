"""Expected times come from the calendar and from Excel's 1900 date system (day 45762 is 2025-04-15)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparekit.ingest.times import TimeState, read_times

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


def utc(text, zone=SHANGHAI):
    read = read_times([text], zone)
    assert read.state[0] == TimeState.FINE, text
    return str(read.utc[0].astype("datetime64[ms]"))


@pytest.mark.parametrize(
    "text",
    [
        "2025-04-15T08:30",
        "2025-04-15 08:30",
        "2025-04-15 08:30:00",
        "2025-04-15T08:30:00+08:00",
        "2025-04-15T08:30:00+0800",
        "2025-04-15T08:30+08",
        "2025-04-15T00:30:00Z",
        "2025-04-14T19:30:00-05:00",
        "2025/4/15 8:30",
        "2025/04/15  08:30:00",
        "2025.4.15 8:30",
        "2025-4-15 8:30",
        "2025年4月15日 8时30分",
        "2025年4月15日8时30分00秒",
        "2025年4月15日 8:30",
        "2025年04月15日08:30",
        "2025年4月15日 星期二 8:30",
        "2025年4月15日 上午8:30",
        "2025/4/15 上午 8:30",
        "2025/4/15 8:30 AM",
        "2025/4/15 08:30:00 am",
        "20250415 0830",
        "20250415 083000",
        "20250415T083000",
        "202504150830",
        "20250415083000",
        "２０２５／４／１５　８：３０",
        "  2025/4/15 8:30 ",
        "45762.354166",
        "45762.3541666667",
        "45762.35416666666424135",
    ],
)
def test_every_accepted_style_is_half_past_eight_in_shanghai(text):
    assert utc(text) == "2025-04-15T00:30:00.000"


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2025/4/15 下午8:30", 20),
        ("2025/4/15 8:30 PM", 20),
        ("2025/4/15 下午12:30", 12),
        ("2025/4/15 上午12:30", 0),
        ("2025/4/15 12:30 AM", 0),
        ("2025/4/15 下午14:30", 14),
    ],
)
def test_halves_of_the_day(text, hour):
    assert utc(text, ZoneInfo("UTC")) == f"2025-04-15T{hour:02}:30:00.000"


@pytest.mark.parametrize(
    "text", ["2025-04-15", "2025/4/15", "2025年4月15日", "20250415", "45762", "45762.0", "2025.4.15"]
)
def test_a_date_alone_is_noon_and_marked(text):
    read = read_times([text], SHANGHAI)
    assert read.utc[0] == np.datetime64("2025-04-15T04:00:00")
    assert read.date_only[0]


@pytest.mark.parametrize(
    ("serial", "day"), [("32874", "1990-01-01"), ("36526", "2000-01-01"), ("43831", "2020-01-01")]
)
def test_serial_dates_are_excel_s(serial, day):
    assert utc(serial, ZoneInfo("UTC")) == f"{day}T12:00:00.000"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", TimeState.EMPTY),
        ("  　", TimeState.EMPTY),
        ("15/4/2025", TimeState.YEAR_LAST),
        ("15/4/2025 8:30", TimeState.YEAR_LAST),
        ("4/5/2025", TimeState.YEAR_LAST),
        ("04-05-25", TimeState.YEAR_LAST),
        ("2025-02-29", TimeState.IMPOSSIBLE),
        ("2025-13-01", TimeState.IMPOSSIBLE),
        ("2025-00-10", TimeState.IMPOSSIBLE),
        ("2025-04-31 08:00", TimeState.IMPOSSIBLE),
        ("2025-04-15 24:00", TimeState.IMPOSSIBLE),
        ("2025-04-15 08:60", TimeState.IMPOSSIBLE),
        ("2025-04-15 上午13:00", TimeState.IMPOSSIBLE),
        ("2025-04-15T08:30+15:00", TimeState.IMPOSSIBLE),
        ("1989-12-31", TimeState.OUT_OF_RANGE),
        ("2101-01-01", TimeState.OUT_OF_RANGE),
        ("32873", TimeState.OUT_OF_RANGE),
        ("99999", TimeState.OUT_OF_RANGE),
        ("abc", TimeState.NOT_A_TIME),
        ("4月15日 8:30", TimeState.NOT_A_TIME),
        ("2025-04-15 8:3", TimeState.NOT_A_TIME),
        ("2025-04/15", TimeState.NOT_A_TIME),
        ("1234.5", TimeState.NOT_A_TIME),
        ("8:30", TimeState.NOT_A_TIME),
        ("2025" * 40, TimeState.NOT_A_TIME),
    ],
)
def test_what_is_no_time_has_its_state(text, state):
    read = read_times([text], SHANGHAI)
    assert read.state[0] == state
    assert np.isnat(read.utc[0])


def test_an_hour_left_out_is_marked_and_taken_as_the_clock_that_stayed():
    read = read_times(["2025-03-30 02:30", "2025-03-30 03:30", "2025-03-30 01:59"], BERLIN)
    assert read.nonexistent.tolist() == [True, False, False]
    assert [str(t)[11:16] for t in read.utc] == ["01:30", "01:30", "00:59"]


def test_a_doubled_hour_is_marked_and_its_first_pass_taken():
    read = read_times(["2025-10-26 02:30", "2025-10-26 03:00", "2025-10-26 02:30+01:00"], BERLIN)
    assert read.doubled.tolist() == [True, False, False]
    assert [str(t)[11:16] for t in read.utc] == ["00:30", "02:00", "01:30"]


@settings(deadline=None)
@given(
    st.lists(st.datetimes(datetime(1990, 1, 2), datetime(2100, 12, 30)), min_size=1, max_size=8),
    st.sampled_from(
        ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
    ),
)
def test_every_time_of_every_zone_agrees_with_the_standard_library(times, zone):
    times = [time.replace(microsecond=0, fold=0) for time in times]
    read = read_times([f"{t:%Y-%m-%d %H:%M:%S}" for t in times], ZoneInfo(zone))
    expected = [t.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None) for t in times]
    assert read.utc.astype("datetime64[us]").tolist() == expected
