"""Units, steps and zones set by hand: used, told beside what the file says, and never without a word."""

import numpy as np
import pytest

from comparekit.errors import FaultyLog
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.by_hand import ByHand
from comparekit.ingest.read import log_meters, read_log_bytes
from comparekit.wording.faults import fault_text
from comparekit.wording.findings import finding_text

DAYS = range(1, 8)


def wide(titles="时间,旧表,新表", more=""):
    return "\n".join([titles, *(f"2025-05-0{d} 09:00,{d}000.5,{d}.25{more}" for d in DAYS)]).encode()


def read(log, **by_hand):
    return read_log_bytes(log, "log.csv", by_hand=ByHand(**by_hand))


def told(log):
    return {finding.code: finding for finding in log.findings if finding.code.startswith("by_hand.")}


def test_what_nobody_set_leaves_the_log_as_it_is():
    assert told(read(wide())) == {}
    assert ByHand().data() == {}
    assert not ByHand()


def test_a_unit_the_file_does_not_say_is_set_and_told():
    log = read(wide(), units={"test": "升"})
    assert (log["test"].unit, log["reference"].unit) == ("L", "m3")
    assert told(log)["by_hand.unit"].context["unit"] == "L"
    assert read(wide()).units_assumed == ("test", "reference")
    assert log.units_assumed == ("reference",)


@pytest.mark.parametrize("title", ["旧表(m³)", "旧表(方米)"])
def test_a_unit_the_file_says_wrong_is_overruled_and_both_are_told(title):
    log = read(wide(f"时间,{title},新表"), units={"test": "L"})
    finding = told(log)["by_hand.unit_instead"]
    assert log["test"].unit == "L"
    assert finding.severity == "caution"
    assert "L" in finding_text(finding, "zh")
    assert str(finding.context["told"]) in finding_text(finding, "zh")


def test_a_unit_nobody_knows_stays_a_fault_for_the_meter_it_was_not_set_for():
    log = "表号,时间,读数(方米)\n" + "".join(f"{m},2025-05-0{d} 09:00,{d}.5\n" for m in "AB" for d in DAYS)
    assert read(log.encode(), units={"A": "L", "B": "m3"})["A"].unit == "L"
    with pytest.raises(FaultyLog) as caught:
        read(log.encode(), units={"A": "L"})
    assert [(f.code, f.found) for f in caught.value.faults] == [("unit.unknown", "方米")]


def test_a_unit_set_for_kilowatt_hours_makes_it_electricity_whatever_the_title_says():
    log = read(wide("时间,旧表(t),新表(t)"), units={"test": "kWh", "reference": "kWh"})
    assert log.utility == "electricity"


def test_a_step_goes_before_that_of_the_file_and_that_of_the_digits():
    assert read(wide(), steps={"test": 0.5})["test"].resolution == 0.5
    log = read(wide("时间,旧表,新表,旧表分度值", ",0.1"), steps={"test": 0.5})
    assert log["test"].resolution == 0.5
    assert told(log)["by_hand.step_instead"].context["told"] == "0.1"
    assert told(read(wide("时间,旧表,新表,旧表分度值", ",0.5"), steps={"test": 0.5})) == {}  # the same


def test_a_zone_moves_the_times_and_not_those_with_an_offset():
    """2025-05-01 09:00 in Beijing is 01:00 UTC (UTC+8, no daylight saving since 1991: IANA tzdata)."""
    assert read(wide())["test"].times[0] == np.datetime64("2025-05-01T01:00")
    log = read(wide(), zones={"": "UTC"})
    assert [log[role].times[0] for role in log] == [np.datetime64("2025-05-01T09:00")] * 2
    assert told(log)["by_hand.zone"].context["told"] == "Asia/Shanghai"
    titled = read(wide("时间(UTC),旧表,新表"), zones={"": "Asia/Tokyo"})
    assert titled["test"].times[0] == np.datetime64("2025-05-01T00:00")
    assert told(titled)["by_hand.zone_instead"].context["told"] == "UTC"
    offset = wide().replace(b"09:00", b"09:00+08:00")
    assert read(offset, zones={"": "UTC"})["test"].times[0] == np.datetime64("2025-05-01T01:00")


def test_two_files_have_a_zone_each():
    old, new = (
        "时间,读数\n" + "".join(f"2025-05-0{d} {hour}:00,{d}.5{k}\n" for d in DAYS)
        for k, hour in ((1, "01"), (2, "09"))
    )
    by_hand = ByHand(zones={"test": "UTC"})
    log = read_log_bytes(old.encode(), "old.csv", (new.encode(), "new.csv"), by_hand=by_hand)
    assert (log["test"].times == log["reference"].times).all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_is_told_all_at_once(language):
    with pytest.raises(FaultyLog) as caught:
        read(wide(), units={"test": "斤"}, steps={"test": -1.0, "C": 1.0}, zones={"": "Mars/Base"})
    codes = ["by_hand.unit", "by_hand.step", "by_hand.zone"]
    assert [fault.code for fault in caught.value.faults] == codes
    for fault in caught.value.faults:
        assert fault.code not in fault_text(fault, language)
    with pytest.raises(FaultyLog) as caught:
        read(wide(), steps={"C": 1.0})
    assert fault_text(caught.value.faults[0], language).endswith("test, reference")


def test_meters_are_known_also_of_a_log_that_cannot_be_read():
    assert log_meters(wide("时间,旧表(方米),新表"), "log.csv") == ("test", "reference")
    assert log_meters(b"a,b\n1,2\n", "log.csv") == ()
    assert log_meters(b"", "log.csv") == ()


def test_columns_that_were_not_understood_are_named():
    assert read(wide("时间,旧表,新表,,品牌,备注", ",x,甲,y")).unused == ("D", "品牌")
    assert read(wide("时间,旧表,新表,,品牌", ",,甲")).unused == ("品牌",)
    assert read(wide()).unused == ()
