import itertools
import tomllib

import pytest

from comparekit.ingest import vocabulary
from comparekit.ingest.fault_list import FaultList
from comparekit.ingest.headers import check_mapping, read_header
from comparekit.ingest.read import read_log_bytes
from comparekit.ingest.tables import table_of_records
from comparekit.ingest.vocabulary import event_of, field_of, folded, role_of

WORDS = tomllib.loads(vocabulary._DATA.read_text(encoding="utf-8"))


def header(*titles, **mapping):
    table = table_of_records([list(titles), ["1"] * len(titles)], "log.csv")
    faults = FaultList("log.csv")
    return read_header(table, mapping, faults), faults.faults


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("抄表时间", "time"),
        ("读数时间", "time"),
        ("Time", "time"),
        ("抄表日期", "date"),
        ("日期", "date"),
        ("旧表读数", "test_reading"),
        ("新表读数", "reference_reading"),
        ("被测表", "test_reading"),
        ("标准表", "reference_reading"),
        ("旧表示数", "test_reading"),
        ("新表示数", "reference_reading"),
        ("旧表底数", "test_reading"),
        ("标准表读数", "reference_reading"),
        ("旧表号", "test_meter_id"),
        ("新表号", "reference_meter_id"),
        ("旧表 号", "test_meter_id"),
        ("分度值", "resolution"),
        ("备注", "note"),
        ("事件", "event"),
        ("拆表底数", "final_reading"),
        ("新表起数", "initial_reading"),
        ("表号", "meter_id"),
        ("表身号", "meter_id"),
        ("钢印号", "meter_id"),
        ("电表号", "meter_id"),
        ("止码", "reading"),
        ("本次表值", "reading"),
        ("行码", "reading"),
        ("示数", "reading"),
        ("表底", "reading"),
        ("倍率", "multiplier"),
        ("test_reading", "test_reading"),
        ("Test reading", "test_reading"),
        ("TEST-READING", "test_reading"),
        ("reference_reading", "reference_reading"),
        ("Old meter reading", "test_reading"),
        ("ｔｅｓｔ＿ｒｅａｄｉｎｇ", "test_reading"),
        ("读数（旧表）", "test_reading"),
        ("reading_new", "reference_reading"),
        ("meter_id", "meter_id"),
        ("test_temperature_c", "test_temperature_c"),
        ("水温", "temperature_c"),
        ("旧表分度值", "test_resolution"),
        ("新表单位", "reference_unit"),
        ("test_modulus", "test_modulus"),
        ("户号", None),
        ("起码", None),
        ("上次抄表数", None),
        ("用量", None),
        ("铅封号", None),
        ("口径", None),
        ("抄表人", None),
        ("单位号", None),
        ("", None),
    ],
)
def test_titles_of_the_trade(title, field):
    assert field_of(title) == field


def test_no_title_means_two_things():
    owners = {}
    for field, titles in WORDS["titles"].items():
        for title in titles:
            assert owners.setdefault(folded(title), field) == field, title
    roles = [{folded(word) for word in WORDS["roles"][role]["words"]} for role in ("test", "reference")]
    assert not roles[0] & roles[1]
    composed = {}
    for role, (field, endings) in itertools.product(("test", "reference"), WORDS["wide"].items()):
        for word, ending in itertools.product(WORDS["roles"][role]["words"], endings):
            for title in (word + ending, ending + word):
                assert composed.setdefault(folded(title), (role, field)) == (role, field), title


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("旧表读数(m³)", "m³"),
        ("旧表读数（吨）", "吨"),
        ("Test reading [L]", "L"),
        ("旧表读数 (单位：升)", "升"),
        ("test_reading_kWh", "kWh"),
        ("旧表读数/m3", "m3"),
        ("旧表读数", None),
    ],
)
def test_units_in_titles(title, unit):
    found, faults = header("time", title)
    column = found.columns["test_reading"]
    assert not faults
    assert (column.title, vocabulary.folded(column.unit or "")) == (title, vocabulary.folded(unit or ""))


def test_an_unknown_unit_in_a_title_is_a_fault():
    _, faults = header("time", "读数(公方)")
    assert [(f.code, f.row, f.column, f.found) for f in faults] == [("unit.unknown", 1, "读数(公方)", "公方")]


def test_a_remark_behind_the_title_of_a_time_is_a_zone_or_nothing():
    assert header("Time (UTC)", "读数")[0].columns["time"].zone == "UTC"
    assert header("抄表时间（北京时间）", "读数")[0].columns["time"].zone == "Asia/Shanghai"
    assert header("抄表时间（24小时制）", "读数")[0].columns["time"].zone is None


def test_two_columns_for_one_field_are_a_fault():
    _, faults = header("时间", "抄表时间", "读数")
    assert [(f.code, f.row, f.column) for f in faults] == [("columns.duplicate", 1, "抄表时间")]


def test_a_mapping_goes_before_what_titles_say():
    found, faults = header("时间", "抄表时间", "A (L)", 时间="note", **{"A (L)": "reading"})
    assert not faults
    assert found.columns["time"].title == "抄表时间"
    assert (found.columns["reading"].title, found.columns["reading"].unit) == ("A (L)", "L")


def test_unknown_titles_and_fields_of_a_mapping_are_faults():
    faults = FaultList("log.csv")
    check_mapping({"没有": "time", "时间": "zeit"}, {"时间"}, faults)
    assert [(f.code, f.found) for f in faults.faults] == [
        ("mapping.title", "没有"),
        ("mapping.field", "zeit"),
    ]


@pytest.mark.parametrize(
    ("titles", "utility"),
    [
        (("时间", "水表读数"), "water"),
        (("时间", "燃气表读数"), "gas"),
        (("时间", "用电量"), "electricity"),
        (("time", "reading (kWh)"), "electricity"),
        (("时间", "读数(度)"), "electricity"),
        (("时间", "读数(吨)"), "water"),
        (("time", "Gas meter"), "gas"),
        (("时间", "读数(m³)"), None),
        (("时间", "读数", "气温", "水压"), None),
        (("时间", "读数", "联系电话"), None),
        (("水表号", "电表读数"), None),
    ],
)
def test_the_utility_is_told_by_titles_and_units(titles, utility):
    assert header(*titles)[0].utility == utility


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("零流量检查", ("zero_test", None)),
        ("零流量检查合格", ("zero_test", None)),
        ("关阀检查 通过", ("zero_test", None)),
        ("zero test", ("zero_test", None)),
        ("zero_test", ("zero_test", None)),
        ("Zero test: passed", ("zero_test", None)),
        ("零流量试验合格", ("zero_test", None)),
        ("静止检查", ("zero_test", None)),
        ("零点检查不合格", ("zero_test_failed", None)),
        ("零流量检查（未通过）", ("zero_test_failed", None)),
        ("zero test failed", ("zero_test_failed", None)),
        ("zero_test_failed", ("zero_test_failed", None)),
        ("换表", ("exchange", None)),
        ("拆表", ("exchange", None)),
        ("Exchange", ("exchange", None)),
        ("replaced", ("exchange", None)),
        ("旧表换表", ("exchange", "test")),
        ("reference meter replaced", ("exchange", "reference")),
        ("零流量检查未做", None),
        ("停水", None),
    ],
)
def test_events_are_recognised_only_whole(text, meaning):
    assert event_of(text) == meaning


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("test", "test"),
        ("被测表", "test"),
        ("旧表", "test"),
        ("被测", "test"),
        ("标准表", "reference"),
        ("新表", "reference"),
        ("参考", "reference"),
        ("Reference", "reference"),
        ("上游", None),
        ("后表", None),
    ],
)
def test_roles(text, role):
    assert role_of(text) == role


def test_a_check_among_the_notes_is_not_used_and_that_is_said():
    """Until the column is taken as one of events; ordinary notes are nobody's business."""
    log = "时间,旧表,新表,备注\n2025-05-06 9:00,1,1,关阀检查，两表不动\n2025-05-07 9:00,1,1,晴\n".encode()
    read = read_log_bytes(log, "log.csv")
    (found,) = [finding for finding in read.findings if finding.code == "events.in_notes"]
    assert (found.context["column"], found.context["rows"], read.events) == ("备注", [2], ())
    mapped = read_log_bytes(log, "log.csv", mapping={"备注": "event"})
    assert [event.kind for event in mapped.events] == ["zero_test"]
