import hashlib
import os

import numpy as np
import pytest

from comparekit.errors import FaultyLog, UnusableLog
from comparekit.ingest import tables
from comparekit.ingest.read import read_log, read_log_bytes

WIDE = "抄表时间,旧表读数,新表读数\n2025/4/15 8:30,12.345,1.0\n2025/4/16 8:30,13.345,2.00\n"
LONG = (
    "meter_id,time,reading,role\nA1,2025-04-15 08:30,1.0,test\nB1,2025-04-15 08:31,5.00,reference\n"
    "B1,2025-04-16 08:31,6.00,\nA1,2025-04-16 08:30,2.0,\n"
)


def test_a_wide_log_is_two_registers_and_one_row_a_visit(read):
    log = read(WIDE)
    assert list(log) == ["test", "reference"]
    test, reference = log["test"], log["reference"]
    assert test.times[0] == np.datetime64("2025-04-15T00:30:00")
    assert test.readings.tolist() == [12.345, 13.345]
    assert reference.decimals.tolist() == [1, 2]
    assert test.rows.tolist() == [2, 3]
    assert test.visit.tolist() == reference.visit.tolist() == [0, 1]
    assert (test.unit, test.resolution, test.rollover, test.meter_id) == ("m3", None, None, "test")
    assert (log.shape, log.utility, log.timezone) == ("wide", None, "Asia/Shanghai")
    assert log.columns == {"抄表时间": "time", "旧表读数": "test_reading", "新表读数": "reference_reading"}
    assert log.findings == log.events == ()


def test_a_long_log_has_roles_written_once_a_meter(read):
    log = read(LONG)
    assert list(log) == ["test", "reference"]
    assert (log["test"].meter_id, log["reference"].meter_id) == ("A1", "B1")
    assert log["reference"].rows.tolist() == [3, 4]
    assert log["test"].visit is None
    assert log.shape == "long"


def test_without_roles_the_meters_keep_their_numbers(read):
    log = read('表号,时间,读数\n007,2025-04-15,1\n="008",2025-04-15,1\n007,2025-04-16,2\n008,2025-04-16,2\n')
    assert list(log) == ["007", "008"]


def test_meters_named_by_their_role_have_it(read):
    log = read(
        "meter,time,reading\n新表,2025-04-15,1\n旧表,2025-04-15,3\n新表,2025-04-16,2\n旧表,2025-04-16,4\n"
    )
    assert log["test"].readings.tolist() == [3, 4]
    assert (log["test"].meter_id, log["reference"].meter_id) == ("旧表", "新表")


def test_roles_alone_are_enough(read):
    log = read(
        "角色,时间,读数\n被测表,2025-04-15,1\n标准表,2025-04-15,1\n被测表,2025-04-16,2\n标准表,2025-04-16,2\n"
    )
    assert (log["test"].meter_id, log["reference"].readings.tolist()) == ("test", [1, 2])


def test_rows_stay_in_the_order_of_the_file(read):
    log = read("time,old,new\n2025-04-16 08:00,2,2\n2025-04-15 08:00,1,1\n2025-04-15 08:00,1,1\n")
    assert log["test"].readings.tolist() == [2, 1, 1]


def test_two_files_give_a_role_each():
    first = "时间,读数,表号\n2025-04-15 08:00,1,A\n2025-04-16 08:00,2,A\n"
    second = "时间,新表读数(L)\n2025-04-15 08:01,1000\n2025-04-16 08:01,2000\n2025-04-17 08:01,3000\n"
    log = read_log_bytes(first.encode(), "old.csv", (second.encode("gb18030"), "new.csv"))
    assert (log["test"].meter_id, log["reference"].meter_id) == ("A", "reference")
    assert (log["reference"].unit, len(log["reference"])) == ("L", 3)
    assert [i.file for i in log.inputs] == ["old.csv", "new.csv"]
    assert log.inputs[0].sha256 == hashlib.sha256(first.encode()).hexdigest()


def test_one_number_on_both_meters_is_a_finding():
    first = "时间,读数,表号\n2025-04-15 08:00,1,A\n2025-04-16 08:00,2,A\n"
    log = read_log_bytes(first.encode(), "a", (first.replace("2,A", "3,A").encode(), "b"))
    assert [f.code for f in log.findings] == ["meters.same_id"]


def test_columns_of_meters_are_used(read):
    log = read(
        "time,test_reading,reference_reading,test_unit,test_resolution(m³),reference_resolution,"
        "test_modulus,test_meter_id,unit\n"
        "2025-04-15,1000,1,升,0.0001,0.001,99999 L,A,m3\n2025-04-16,2000,2,L,0.0001,0.01 m3,99999 L,A,m3\n"
    )
    test, reference = log["test"], log["reference"]
    assert (test.unit, test.resolution, test.rollover, test.meter_id) == ("L", 0.1, 99999.0, "A")
    assert (reference.unit, reference.resolution.tolist()) == ("m3", [0.001, 0.01])


def test_each_meter_may_have_its_own_time(read):
    log = read(
        "旧表抄表时间,旧表读数,新表抄表时间,新表读数\n2025-04-15 8:00,1,2025-04-15 8:01,1\n"
        "2025-04-16 8:00,2,2025-04-16 8:02,2\n"
    )
    gap = log["reference"].times - log["test"].times
    assert gap.astype("timedelta64[m]").astype(int).tolist() == [1, 2]


def test_day_and_hour_may_stand_in_two_columns(read):
    log = read("日期,时间,旧表,新表\n2025/4/15,8:30,1,1\n2025/4/16,9:00,2,2\n")
    assert str(log["test"].times[1])[:16] == "2025-04-16T01:00"


def test_a_zone_in_the_title_goes_before_the_protocol_s(read):
    log = read("time (UTC),old,new\n2025-04-15 08:00,1,1\n2025-04-16 08:00,2,2\n")
    assert str(log["test"].times[0])[:16] == "2025-04-15T08:00"


def test_a_mapping_names_columns_that_are_not_recognised(read):
    log = read(
        "时间,甲,乙\n2025-04-15,1,3\n2025-04-16,2,4\n",
        mapping={"甲": "test_reading", "乙": "reference_reading"},
    )
    assert log["reference"].readings.tolist() == [3, 4]


def test_an_event_row_needs_no_readings_and_with_them_is_a_visit(read):
    log = read(
        "time,old,new,event,拆表底数,新表起数\n2025-04-15 8:00,1,1,零流量检查\n"
        '2025-04-16 8:00,,,旧表换表,"1,234.5",0.1\n'
        "2025-04-17 8:00,2,2,zero test failed\n2025-04-18 8:00,3,3,停水\n2025-04-18 9:00,,3,停水\n"
    )
    assert [(e.kind, e.row, e.role, e.final, e.initial) for e in log.events] == [
        ("zero_test", 2, None, None, None),
        ("exchange", 3, "test", 1234.5, 0.1),
        ("zero_test_failed", 4, None, None, None),
    ]
    assert log.events[0].time == np.datetime64("2025-04-15T00:00:00")
    assert log["test"].rows.tolist() == [2, 4, 5]
    assert log["reference"].visit.tolist() == [0, 2, 3, 4]
    assert [(f.code, f.context["row"], f.context["text"]) for f in log.findings] == [
        ("events.unknown", 5, "停水")
    ]


def test_events_of_a_long_log_belong_to_its_meter_or_to_both(read):
    log = read(LONG.replace("role\n", "role,event\n") + "A1,2025-04-17,,,换表\n,2025-04-18,,,关阀检查\n")
    assert [(e.kind, e.role, e.row) for e in log.events] == [("exchange", "test", 6), ("zero_test", None, 7)]


def test_odd_but_readable_things_are_findings(read):
    log = read(
        'time,old,new,旧表号\n2025-03-30 02:30,"12,345",1,1.23E+11\n2025-10-26 02:30,1,1,\n2025-10-27,1,1,\n',
        timezone="Europe/Berlin",
    )
    assert [(f.code, f.context.get("rows"), str(f.severity)) for f in log.findings] == [
        ("times.date_only", [4], "caution"),
        ("times.nonexistent", [2], "caution"),
        ("times.doubled_hour", [3], "caution"),
        ("meter_id.scientific", None, "caution"),
        ("numbers.comma_thousands", [2], "caution"),
    ]
    assert log["test"].date_only.tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ("a,b\n1,2\n", [("columns.missing", 1, None)]),
        ("时间,旧表读数\n2025-04-15,1\n2025-04-16,1\n", [("columns.missing", 1, None)]),
        ("时间,读数\n2025-04-15,1\n2025-04-16,1\n", [("columns.missing", 1, None)]),
        ("旧表,新表\n1,1\n2,2\n", [("columns.missing", 1, None)]),
        ("时间,旧表,新表,读数\n2025-04-15,1,1,1\n2025-04-16,1,1,1\n", [("columns.both_shapes", 1, None)]),
        (WIDE.replace("12.345", "12.3.4"), [("reading.not_a_number", 2, "旧表读数")]),
        (WIDE.replace("12.345", "-12"), [("reading.negative", 2, "旧表读数")]),
        (WIDE.replace("12.345", "") + "2025/4/17,14,3\n", [("reading.missing", 2, "旧表读数")]),
        (WIDE.replace("2025/4/15 8:30", ""), [("time.missing", 2, "抄表时间")]),
        (WIDE.replace("2025/4/15 8:30", "昨天"), [("time.not_a_time", 2, "抄表时间")]),
        (WIDE.replace("2025/4/15 8:30", "15/4/2025 8:30"), [("time.year_first", 2, "抄表时间")]),
        (WIDE.replace("2025/4/15", "2025/2/30"), [("time.impossible", 2, "抄表时间")]),
        (WIDE.replace("2025/4/15", "1925/4/15"), [("time.out_of_range", 2, "抄表时间")]),
        (WIDE.replace("旧表读数", "旧表读数(公方)"), [("unit.unknown", 1, "旧表读数(公方)")]),
        (
            WIDE.replace("13.345", "13.345 L").replace("旧表读数", "旧表读数(m3)"),
            [("unit.mixed", 3, "旧表读数(m3)")],
        ),
        (WIDE.replace("新表读数", "新表读数,单位").replace("2.00", "2.00,斤"), [("unit.unknown", 3, "单位")]),
        (
            WIDE.replace("新表读数", "新表读数,分度值").replace("2.00", "2.00,0"),
            [("resolution.not_above_zero", 3, "分度值")],
        ),
        (
            WIDE.replace("新表读数", "新表读数,分度值").replace("2.00", "2.00,小"),
            [("resolution.not_a_number", 3, "分度值")],
        ),
        (
            WIDE.replace("新表读数", "新表读数,分度值").replace("2.00", "2.00,-1"),
            [("resolution.negative", 3, "分度值")],
        ),
        (
            WIDE.replace("新表读数", "新表读数,分度值").replace("1.0\n", "1.0,1\n").replace("2.00", "2.00,2")
            + "2025/4/17,1,1,\n",
            [("resolution.missing", 4, "分度值")],
        ),
        (
            WIDE.replace("新表读数", "新表读数,旧表字轮容量")
            .replace("1.0\n", "1.0,99\n")
            .replace("2.00", "2.00,98"),
            [("modulus.mixed", 3, "旧表字轮容量")],
        ),
        (
            WIDE.replace("新表读数", "新表读数,旧表字轮容量").replace("2.00", "2.00,0"),
            [("modulus.not_above_zero", 3, "旧表字轮容量")],
        ),
        (
            WIDE.replace("新表读数", "新表读数,倍率").replace("1.0\n", "1.0,1\n").replace("2.00", "2.00,40"),
            [("multiplier.mixed", 3, "倍率")],
        ),
        (
            WIDE.replace("新表读数", "新表读数,倍率").replace("2.00", "2.00,0"),
            [("multiplier.not_above_zero", 3, "倍率")],
        ),
        (
            WIDE.replace("新表读数", "新表读数,旧表号").replace("1.0\n", "1.0,A\n").replace("2.00", "2.00,B"),
            [("meter_id.mixed", 3, "旧表号")],
        ),
        (WIDE.replace("2.00", "2.00,9"), [("row.too_many_cells", 3, "D")]),
        (LONG + "C1,2025-04-17,3,\n", [("meters.too_many", None, "meter_id"), ("role.missing", 6, "role")]),
        (
            LONG + "C1,2025-04-17,3,test\n",
            [("role.two_meters", None, "role"), ("meters.too_many", None, "meter_id")],
        ),
        (LONG + "A1,2025-04-17,3,reference\n", [("meter_id.two_roles", None, "role")]),
        (LONG.replace("reference\n", "test\n"), [("role.two_meters", None, "role")]),
        (
            LONG.replace("reference\n", "上游\n"),
            [("role.unknown", 3, "role"), ("role.missing", 3, "role"), ("role.missing", 4, "role")],
        ),
        (LONG.replace("A1,2025-04-16", ",2025-04-16") + "A1,2025-04-17,3,\n", [("role.missing", 5, "role")]),
        (
            "meter_id,time,reading\nA,2025-04-15,1\nA,2025-04-16,1\n,2025-04-17,1\n",
            [("meter_id.missing", 4, "meter_id")],
        ),
    ],
)
def test_every_fault_names_row_and_column(faults_of, content, faults):
    assert faults_of(content) == faults


def test_a_row_with_its_time_and_no_reading_was_no_visit_and_is_told(read):
    log = read(
        "时间,旧表读数,新表读数,旧表分度值\n2025-04-15,1,2,0.01\n2025-04-16,,,0.01\n2025-04-17,3,4,0.01\n2025-04-18,,\n"
    )
    assert [log[role].rows.tolist() for role in ("test", "reference")] == [[2, 4], [2, 4]]
    told = [f for f in log.findings if f.code == "visits.not_read"]
    assert [(f.context["rows"], f.context["count"]) for f in told] == [([3, 5], 2)]


def test_all_faults_are_told_at_once_in_the_order_of_rows(faults_of):
    content = (
        "抄表时间,旧表读数,新表读数\n15/4/2025 8:30,12.3.4,1\n2025-02-30,,-2\n,NaN,2,99\n\nabc,1,2\n"
        "2025-04-15 08:30,1,2\n2025-04-16 08:30,inf,2\n"
    )
    assert faults_of(content) == [
        ("time.year_first", 2, "抄表时间"),
        ("reading.not_a_number", 2, "旧表读数"),
        ("time.impossible", 3, "抄表时间"),
        ("reading.missing", 3, "旧表读数"),
        ("reading.negative", 3, "新表读数"),
        ("row.too_many_cells", 4, "D"),
        ("time.missing", 4, "抄表时间"),
        ("reading.not_a_number", 4, "旧表读数"),
        ("time.not_a_time", 6, "抄表时间"),
        ("reading.not_a_number", 8, "旧表读数"),
    ]


def test_faults_of_both_files_are_told_at_once():
    first, second = "时间,读数\n2025-04-15,x\n2025-04-16,1\n", "时间,旧表读数\n2025-04-15,1\n2025-04-16,1\n"
    with pytest.raises(FaultyLog) as caught:
        read_log_bytes(first.encode(), "a.csv", (second.encode(), "b.csv"))
    assert [(f.file, f.code) for f in caught.value.faults] == [
        ("a.csv", "reading.not_a_number"),
        ("b.csv", "role.contradicts"),
    ]
    with pytest.raises(FaultyLog) as caught:
        read_log_bytes(b"", "a.csv", (b"%PDF", "b.csv"))
    assert [(f.file, f.code) for f in caught.value.faults] == [("a.csv", "file.empty"), ("b.csv", "file.pdf")]


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (WIDE.replace("1.0", "7.0"), "meters.too_many"),
        ("时间,读数,角色\n2025-04-15,1,旧表\n2025-04-16,1,旧表\n", "role.contradicts"),
        ("时间,读数,表号\n2025-04-15,1,A\n2025-04-16,1,B\n", "meters.too_many"),
        ("时间,读数,角色\n2025-04-15,1,旧表\n2025-04-16,1,新表\n", "meters.too_many"),
    ],
)
def test_a_file_given_for_one_meter_must_hold_that_meter(second, code):
    first = "时间,读数\n2025-04-15,1\n2025-04-16,1\n"
    with pytest.raises(FaultyLog) as caught:
        read_log_bytes(first.encode(), "a.csv", (second.encode(), "b.csv"))
    assert [(f.file, f.code) for f in caught.value.faults] == [("b.csv", code)]


def test_the_same_file_twice_is_a_fault():
    data = b"time,reading\n2025-04-15,1\n2025-04-16,1\n"
    with pytest.raises(FaultyLog) as caught:
        read_log_bytes(data, "a.csv", (data, "b.csv"))
    assert caught.value.faults[0].code == "files.same"


def test_a_mapping_that_does_not_fit_is_a_fault(faults_of):
    found = faults_of(WIDE, whole=True, mapping={"没有": "time", "旧表读数": "zeit"})
    assert [(f.code, f.found) for f in found] == [("mapping.title", "没有"), ("mapping.field", "zeit")]


def test_too_few_readings_make_a_readable_log_unusable(read):
    with pytest.raises(UnusableLog) as caught:
        read("time,old,new\n2025-04-15,1,1\n")
    assert [(f.code, f.found) for f in caught.value.faults] == [("readings.too_few", "1")] * 2


def test_at_most_200_faults_are_listed_and_the_rest_counted(faults_of):
    found = faults_of("time,old,new\n" + "x,y,1\n" * 1000, whole=True)
    assert len(found) == 201
    assert (found[-1].code, found[-1].context["count"]) == ("faults.more", 1800)


def test_found_text_is_cut_to_a_readable_length(faults_of):
    (fault,) = faults_of(WIDE.replace("12.345", "x" * 500), whole=True)
    assert len(fault.found) == 60


def test_files_are_read_under_the_name_given(tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(WIDE.encode("gb18030"))
    log = read_log(path)
    assert (log.inputs[0].file, log["test"].readings[0]) == (str(path), 12.345)


def test_files_that_cannot_be_opened_are_faults(tmp_path, monkeypatch):
    def code(path):
        with pytest.raises(FaultyLog) as caught:
            read_log(path)
        return caught.value.faults[0].code

    assert code(tmp_path / "none.csv") == "file.not_found"
    assert code(tmp_path) == "file.is_folder"
    path = tmp_path / "log.csv"
    path.write_text(WIDE, encoding="utf-8")
    monkeypatch.setattr("comparekit.ingest.read.MOST_BYTES", 10)
    assert code(path) == "file.too_large"


@pytest.mark.skipif(
    os.name == "nt" or (hasattr(os, "geteuid") and os.geteuid() == 0), reason="root reads all"
)
def test_a_file_without_permission_is_a_fault(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(WIDE, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(FaultyLog) as caught:
        read_log(path)
    assert caught.value.faults[0].code == "file.not_readable"


def test_an_unknown_zone_is_the_caller_s_mistake(read):
    with pytest.raises(ValueError, match="timezone"):
        read(WIDE, timezone="Mars/Olympus")


def test_the_limits_are_those_promised():
    assert (tables.MOST_BYTES, tables.MOST_ROWS, tables.MOST_COLUMNS) == (64 * 2**20, 2_000_000, 200)
