"""Tables as people lay them out: a block of titles above, titles over two rows, a footer below."""

import csv
import io

import numpy as np
import pytest

from comparekit.errors import FaultyLog
from comparekit.ingest.open_table import read_table

BLOCK = "某某水务公司旧表新表比对记录\n地址：东街 5 号,,编号：,12\n抄表周期,2025-05-06 至 2025-05-13\n\n"
TABLE = "抄表时间,旧表读数,新表读数\n2025-05-06 9:00,1.0,2.0\n2025-05-07 9:00,1.5,2.5\n"
TWO_ROWS = (
    "抄表时间,旧表,,新表,,备注\n,读数(m³),分度值,读数,分度值,\n2025-05-06 9:00,1.0,0.1,2.0,0.01,\n"
    "2025-05-07 9:00,1.5,0.1,2.5,0.01,雨\n"
)


def codes(log):
    return [(f.code, f.context.get("rows")) for f in log.findings]


def test_a_title_block_is_passed_over_and_rows_keep_their_numbers(read):
    log = read(BLOCK + TABLE)
    assert log["test"].rows.tolist() == [6, 7]
    assert log["test"].readings.tolist() == [1.0, 1.5]
    assert log.findings == ()


def test_a_fault_below_a_title_block_names_the_row_excel_shows(faults_of):
    assert faults_of(BLOCK + TABLE.replace("1.5", "坏")) == [("reading.not_a_number", 7, "旧表读数")]


@pytest.mark.parametrize(("rows", "found"), [(30, True), (31, False)])
def test_thirty_rows_may_stand_above_the_titles(read, faults_of, rows, found):
    content = "某某公司\n" * rows + TABLE
    if found:
        assert read(content)["test"].rows.tolist() == [32, 33]
    else:
        assert ("columns.missing", 1, None) in faults_of(content)


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_the_delimiter_is_that_of_the_table_not_of_the_block(read, delimiter):
    log = read("公司, 电话, 地址, 备注\n" + TABLE.replace(",", delimiter))
    assert log["reference"].readings.tolist() == [2.0, 2.5]


def test_a_block_like_a_form_is_no_row_of_titles(read):
    log = read("抄表时间,2025-05-06 9:00,读数,12.5\n" + TABLE)
    assert log["test"].rows.tolist() == [3, 4]


def test_where_no_row_is_a_log_s_the_fault_names_the_row_that_comes_nearest(faults_of):
    assert faults_of("公司\n抄表员：张三\n旧表读数,新表读数\n1,2\n2,3\n") == [("columns.missing", 3, None)]


def test_a_unit_in_the_block_holds_where_nothing_else_says_one(read, faults_of):
    assert read("单位：升\n" + TABLE)["test"].unit == "L"
    assert read("单位：某某水务公司\n" + TABLE)["test"].unit == "m3"
    contradicting = "单位：升\n" + TABLE.replace("旧表读数", "旧表读数(m³)")
    assert faults_of(contradicting) == [("unit.mixed", 1, "旧表读数(m³)")]


def test_titles_over_two_rows_are_joined(read):
    log = read(TWO_ROWS)
    assert log.columns == {
        "抄表时间": "time",
        "旧表 读数(m³)": "test_reading",
        "旧表 分度值": "test_resolution",
        "新表 读数": "reference_reading",
        "新表 分度值": "reference_resolution",
        "备注": "note",
    }
    assert (log["test"].resolution, log["reference"].resolution) == (0.1, 0.01)
    assert log["test"].rows.tolist() == [3, 4]


def test_two_rows_of_titles_may_stand_below_a_block(read):
    assert read(BLOCK + TWO_ROWS)["test"].rows.tolist() == [7, 8]


def test_groups_may_be_repeated_instead_of_merged(read):
    log = read(TWO_ROWS.replace("旧表,,新表,,", "旧表,旧表,新表,新表,"))
    assert log["reference"].readings.tolist() == [2.0, 2.5]


@pytest.mark.parametrize("units", [",m³,m³", ",m3,L", "yyyy-mm-dd hh:mm,kWh,kWh"])
def test_a_row_of_units_below_the_titles_is_read_as_units(read, units):
    log = read(TABLE.replace("新表读数\n", f"新表读数\n{units}\n"))
    assert log["test"].rows.tolist() == [3, 4]
    assert log["reference"].unit == {"m³": "m3", "L": "L", "kWh": "kWh"}[units.split(",")[2]]


def test_a_first_row_of_mere_text_is_a_faulty_reading_and_no_title(faults_of):
    assert faults_of(TABLE.replace("2025-05-06 9:00,1.0,2.0", "昨天,坏,坏")) == [
        ("time.not_a_time", 2, "抄表时间"),
        ("reading.not_a_number", 2, "旧表读数"),
        ("reading.not_a_number", 2, "新表读数"),
    ]


def test_groups_that_name_no_role_are_mapped_by_their_joined_title(read, faults_of):
    content = "时间,甲表,乙表\n,数值,数值\n2025-05-06 9:00,1,2\n2025-05-07 9:00,2,3\n"
    log = read(content, mapping={"甲表 数值": "test_reading", "乙表 数值": "reference_reading"})
    assert log["reference"].readings.tolist() == [2, 3]
    assert faults_of(content)[0][0] == "columns.missing"


def test_groups_that_name_no_role_are_shown_as_they_can_be_mapped(faults_of):
    content = "时间,甲表,乙表\n,读数,读数\n2025-05-06 9:00,1,2\n2025-05-07 9:00,2,3\n"
    (fault,) = faults_of(content, whole=True)
    assert (fault.code, fault.row, fault.found) == ("columns.missing", 2, "时间, 甲表 读数, 乙表 读数")


def test_where_titles_are_not_recognised_only_they_are_told(faults_of):
    content = "公司\n单位：m³\n时间,甲表,,乙表\n,数值,备注,数值\n2025-05-06 9:00,1,,2\n2025-05-07 9:00,2,,3\n"
    (fault,) = faults_of(content, whole=True)
    assert (fault.code, fault.row, fault.found) == (
        "columns.missing",
        4,
        "时间, 甲表 数值, 甲表 备注, 乙表 数值",
    )


FOOTERS = [
    "合计,0.5,0.5\n",
    "备注：夜里抄的\n",
    "注：1. 关阀抄表\n2. 天气晴\n抄表员：张三,,复核：李四\n",
    "\n抄表员签字,,\n",
    "Total,0.5,0.5\nRead by: Zhang,,,,signed\n",
    "以下空白\n",
    "填表日期：2025-05-13\n",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_footer_is_left_out_and_said(read, footer):
    log = read(TABLE + footer)
    assert log["test"].rows.tolist() == [2, 3]
    written = [k for k, row in enumerate((TABLE + footer).splitlines(), 1) if row.strip(",") and k > 3]
    assert codes(log) == [("table.footer", written)]


def test_a_footer_is_left_out_of_long_logs_too(read):
    log = read(
        "表号,时间,读数\nA,2025-05-06,1\nB,2025-05-06,1\nA,2025-05-07,2\nB,2025-05-07,2\n合计,,6\n备注,晴\n"
    )
    assert list(log) == ["A", "B"]
    assert ("table.footer", [6, 7]) in codes(log)


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ("昨天,1.7,2.7\n", [("time.not_a_time", 4, "抄表时间")]),
        (",1.7,2.7\n", [("time.missing", 4, "抄表时间")]),
        ("日期：昨天,1.7,2.7\n", [("time.not_a_time", 4, "抄表时间")]),
        ("小计,1.7,2.7\n2025-05-08 9:00,2,3\n", [("time.not_a_time", 4, "抄表时间")]),
        ("备注：晴\n昨天,1.7,2.7\n", [("time.not_a_time", 5, "抄表时间")]),
        (
            "以后再说\n",
            [
                ("time.not_a_time", 4, "抄表时间"),
                ("reading.missing", 4, "旧表读数"),
                ("reading.missing", 4, "新表读数"),
            ],
        ),
    ],
)
def test_what_may_be_a_reading_is_never_taken_for_a_footer(faults_of, rows, faults):
    assert faults_of(TABLE + rows) == faults


def test_a_table_of_footers_alone_is_not_lost_in_silence(faults_of):
    assert ("readings.too_few", None, "旧表读数") in faults_of("抄表时间,旧表读数,新表读数\n合计,1,2\n")


def test_a_long_text_file_of_few_letters_does_not_fill_the_memory():
    text = io.StringIO()
    csv.writer(text).writerow(["time", "test", "reference", *(f"c{k}" for k in range(197))])
    with pytest.raises(FaultyLog) as caught:
        read_table((text.getvalue() + "1\n" * 200_000).encode(), "log.csv")
    assert caught.value.faults[0].code == "file.too_many_rows"


@pytest.mark.parametrize(
    ("stamps", "seconds"),
    [
        (["2025-05-06 09:00", "2025-05-07 09:00"], 60),
        (["2025-05-06 09:00:00", "2025-05-07 09:00:00"], 1),
        (["2025-05-06 09:00:00", "2025-05-07 09:00"], 60),
        (["2025年5月6日 9时", "2025年5月7日 9时"], 3600),
        (["2025-05-06 09:00:00.5", "2025-05-07 09:00:00.5"], 0.1),
        (["45783.375", "45784.375"], 60),
        (["45783.375012", "45784.375"], 1),
        (["2025-05-06", "2025-05-07"], None),
    ],
)
def test_the_step_of_the_written_times_is_kept(read, stamps, seconds):
    log = read("时间,旧表,新表\n" + "".join(f"{stamp},1,1\n" for stamp in stamps))
    assert log["test"].stamp_s == seconds


def test_temperature_and_pressure_go_with_their_readings(read):
    log = read(
        "时间,旧表,新表,旧表水温(℃),新表温度,新表压力(MPa)\n2025-05-06 9:00,1,1,-1.5,20 ℃,0.3\n"
        "2025-05-07 9:00,2,2,,２１,\n"
    )
    assert np.array_equal(log["test"].temperature_c, [-1.5, np.nan], equal_nan=True)
    assert log["reference"].temperature_c.tolist() == [20, 21]
    assert np.array_equal(log["reference"].pressure_kpa, [300, np.nan], equal_nan=True)
    assert log["test"].pressure_kpa is None
    assert log.findings == ()


def test_a_pressure_without_a_unit_is_not_guessed(read):
    log = read("时间,旧表,新表,压力\n2025-05-06 9:00,1,1,0.3\n2025-05-07 9:00,2,2,0.3\n")
    assert np.isnan(log["test"].pressure_kpa).all()
    assert codes(log) == [("pressure.unit", None)]


def test_what_cannot_be_read_beside_the_readings_is_left_out_and_said(read):
    log = read("时间,旧表,新表,水温\n2025-05-06 9:00,1,1,热\n2025-05-07 9:00,2,2,20\n")
    assert np.array_equal(log["test"].temperature_c, [np.nan, 20], equal_nan=True)
    assert codes(log) == [("temperature.unread", [2])]


def test_a_multiplier_is_kept_with_its_meter_and_said(read):
    log = read("时间,旧表,新表,旧表倍率\n2025-05-06 9:00,1,1,40\n2025-05-07 9:00,2,2,\n")
    assert (log["test"].multiplier, log["reference"].multiplier) == (40.0, 1.0)
    assert [(f.code, str(f.severity), f.context["multiplier"]) for f in log.findings] == [
        ("multiplier.used", "note", 40)
    ]


def test_pulses_become_units_by_the_constant_of_the_meter(read):
    titles = "时间,旧电表(kWh),新电表(kWh),旧表脉冲常数"
    log = read(f"{titles}\n2025-05-06 9:00,16000,10,1600\n2025-05-07 9:00,32000,20,1600\n")
    assert (log["test"].multiplier, log["reference"].multiplier) == (1 / 1600, 1.0)
    assert [f.code for f in log.findings] == ["pulses.used"]
