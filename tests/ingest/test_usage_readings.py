"""Readings of one register through an exchange of the meter, and registers that fall."""

import numpy as np
import pytest

from comparekit.errors import FaultyInput
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.read_usage import read_usage_bytes
from comparekit.studies.register_breaks import at_replacement
from comparekit.wording.findings import finding_text

TITLES = "日期,读数(m³),拆表底数,新表起数\n"
OLD = "2025-01-01,1300,,\n2025-02-01,1320,,\n2025-03-01,1340,,\n"
NEW = "2025-04-01,30,,\n2025-05-01,48,,\n"
NOON = np.datetime64("2025-03-20T04:00", "ns")  # in Shanghai


def read(text):
    return read_usage_bytes(text.encode(), "log.csv")


def codes(usage):
    for finding in usage.findings:
        assert all("{" not in finding_text(finding, language) for language in LANGUAGES)
    return [f.code for f in usage.findings if f.code.startswith(("usage.", "registers."))]


@pytest.mark.parametrize(
    "row",
    ["2025-03-20,,1354,21\n", "2025-03-20,1354,1354,21\n", "2025-03-20,21,1354,21\n"],
    ids=["a row of its own", "the old meter's last", "the new meter's first"],
)
def test_an_exchange_with_its_day_and_registers_divides_the_period(row):
    usage = read(TITLES + OLD + row + NEW)
    np.testing.assert_allclose(usage.volume, [20, 20, 14, 9, 18])
    assert usage.end[2] == usage.start[3] == NOON and codes(usage) == ["usage.exchange"]
    _, moment = at_replacement(usage, NOON - np.timedelta64(3, "h"))
    assert moment == NOON  # some time of that day is the time the log tells


def test_an_exchange_whose_day_nobody_wrote_is_one_period_until_the_date_is_known():
    usage = read(TITLES + OLD + "2025-04-01,30,1354,21\n2025-05-01,48,,\n")
    np.testing.assert_allclose(usage.volume, [20, 20, 14 + 9, 18])
    assert codes(usage) == ["usage.exchange_undated"]
    divided, moment = at_replacement(usage, NOON)
    np.testing.assert_allclose(divided.volume, [20, 20, 14, 9, 18])
    assert (moment, divided.end[2], divided.start[3]) == (NOON, NOON, NOON)
    assert codes(divided) == ["usage.exchange_at_date"]
    assert codes(at_replacement(usage, np.datetime64("2025-01-20", "ns"))[0])[1:] == [
        "usage.exchange_other_day"
    ]


@pytest.mark.parametrize(
    ("row", "volumes", "code"),
    [
        ("2025-03-20,,1354,\n", [14, np.nan], "usage.exchange_no_initial"),
        ("2025-03-20,,,21\n", [np.nan, 9], "usage.exchange_no_final"),
        ("2025-03-20,,1334,21\n", [np.nan, 9], "usage.exchange"),
    ],
)
def test_what_no_register_tells_is_left_out(row, volumes, code):
    usage = read(TITLES + OLD + row + NEW)
    np.testing.assert_allclose(usage.volume, [20, 20, *volumes, 18])
    assert codes(usage)[0] == code and (code != "usage.exchange" or "usage.exchange_differs" in codes(usage))


def test_a_fall_at_the_replacement_is_the_new_meter_and_elsewhere_a_fault_of_the_record():
    usage = read(TITLES + OLD + NEW)
    assert codes(usage) == ["registers.backward"]
    np.testing.assert_allclose(usage.volume, [20, 20, np.nan, 18])
    seen, moment = at_replacement(usage, NOON)
    assert codes(seen) == ["usage.exchange_unknown"] and moment == NOON
    assert codes(at_replacement(usage, np.datetime64("2025-02-10", "ns"))[0])[0] == "registers.backward"
    full = read(
        "日期,读数(m³)\n2025-01-01,9950\n2025-02-01,9990\n2025-03-01,10\n2025-04-01,40\n2025-05-01,60\n"
    )
    np.testing.assert_allclose(full.volume, [40, 20, 30, 20])
    assert codes(full) == ["registers.rollover"]
    left, _ = at_replacement(full, np.datetime64("2025-02-10", "ns"))
    np.testing.assert_allclose(left.volume, [40, np.nan, 30, 20])
    assert codes(left) == ["usage.exchange_unknown"] and left.high[1] == np.inf


def test_a_fall_on_the_day_of_the_replacement_itself_is_the_new_meters_first_reading():
    rows = "2025-01-01 09:00,1300\n2025-02-01 09:00,1320\n2025-03-20 09:00,0\n2025-05-01 09:00,48\n"
    usage = read(f"时间,读数(m³)\n{rows}")
    seen, moment = at_replacement(usage, NOON)
    np.testing.assert_allclose(seen.volume, [20, np.nan, 48])
    assert moment == seen.start[2]  # all that follows is the new meter's


def test_another_meter_number_or_two_readings_of_one_day_are_an_exchange_too():
    told = "A1,2025-01-01,1300\nA1,2025-02-01,1320\nB7,2025-04-01,30\nB7,2025-05-01,48\n"
    usage = read("表号,日期,读数(m³)\n" + told)
    np.testing.assert_allclose(usage.volume, [20, np.nan, 18])
    assert codes(usage) == ["usage.meter_number", "usage.exchange_no_registers"]
    usage = read(TITLES + OLD + "2025-03-20,1354,,\n2025-03-20,21,,\n" + NEW)
    np.testing.assert_allclose(usage.volume, [20, 20, 14, 9, 18])
    assert codes(usage) == ["usage.exchange_seen"]
    with pytest.raises(FaultyInput, match=r"meters\.too_many"):  # side by side: two meters
        read("表号,日期,读数\nA,2025-01-01,1300\nB,2025-01-02,5\nA,2025-02-01,1320\nB,2025-02-02,9\n")


def test_zeros_in_every_row_are_no_exchange_and_two_exchanges_in_a_row_are_two():
    rows = [f"2025-0{k}-01,{20 * k},0,0\n" for k in range(1, 6)]
    assert codes(read(TITLES + "".join(rows))) == []
    usage = read(TITLES + OLD + "2025-04-01,30,1354,21\n2025-05-01,2,40,0\n2025-06-01,12,,\n")
    np.testing.assert_allclose(usage.volume, [20, 20, 14 + 9, 10 + 2, 10])
    assert codes(usage) == ["usage.exchange_undated"] * 2


def test_a_register_that_goes_on_through_the_replacement_is_told():
    usage = read("日期,燃气表读数(m³)\n2025-01-01,1300方气\n2025-02-01,1320\n2025-03-01,1340\n")
    assert usage.utility == "gas" and codes(usage) == []
    seen, moment = at_replacement(usage, np.datetime64("2025-02-10", "ns"))
    assert codes(seen) == ["usage.exchange_unseen"] and moment == np.datetime64("2025-02-10", "ns")


def test_a_unit_nobody_tells_follows_what_is_metered_and_is_told():
    usage = read("国网某供电所抄表记录\n年,月,日,读数\n2025,1,1,300\n2025,2,1,320\n2025,3,1,345\n")
    assert (usage.unit, usage.utility) == ("kWh", "electricity") and codes(usage) == ["usage.unit_assumed"]
    np.testing.assert_allclose(usage.volume, [20, 25])


def test_a_register_of_an_exchange_that_is_no_number_is_a_fault_of_its_cell():
    with pytest.raises(FaultyInput) as caught:
        read(TITLES + OLD + "2025-03-20,,1354,多\n" + NEW)
    assert [(f.row, f.column, f.found) for f in caught.value.faults] == [(5, "新表起数", "多")]
