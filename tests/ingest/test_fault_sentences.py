import re
from pathlib import Path

import pytest

import comparekit
from comparekit.errors import Fault, FaultyInput
from comparekit.findings import Finding, Severity
from comparekit.i18n.catalog import section_texts
from comparekit.ingest.read import read_log_bytes
from comparekit.wording.faults import fault_text, faults_text
from comparekit.wording.findings import finding_text

FAULT = Fault(
    code="reading.not_a_number", file="log.csv", row=5, column="旧表读数", found="12.3.4", expected="number"
)


def test_a_fault_says_where_what_and_what_instead():
    assert fault_text(FAULT, "zh") == "log.csv 第 5 行 “旧表读数” 列：读到“12.3.4”，应为一个数，例如 1234.567"
    assert fault_text(FAULT, "en") == (
        "log.csv, row 5, column “旧表读数”: found “12.3.4”, expected a number such as 1234.567"
    )


def test_several_faults_stand_on_a_line_each():
    assert faults_text([FAULT, FAULT], "zh").splitlines() == [fault_text(FAULT, "zh")] * 2


def test_a_sheet_is_named():
    fault = Fault(code="file.no_rows", file="log.xlsx", sheet="四月")
    assert fault_text(fault, "zh").startswith("log.xlsx 工作表“四月”：")
    assert fault_text(fault, "en").startswith("log.xlsx, sheet “四月”: ")


def test_a_fault_without_a_place_starts_with_what_is_wrong():
    fault = Fault(code="protocol.unknown", found="x", expected="a, b")
    assert fault_text(fault, "en") == "There is no protocol “x”. Known: a, b"


def test_an_unknown_code_still_gives_a_sentence():
    text = fault_text(Fault(code="moon.full", file="log.csv", found="a"), "en")
    assert text == "log.csv: a fault (moon.full): found “a”, expected something else"


def test_columns_that_are_missing_are_named_in_the_reader_s_language():
    with pytest.raises(FaultyInput) as caught:
        read_log_bytes("名称,旧表读数\nx,1\n".encode(), "log.csv")
    zh, en = (faults_text(caught.value.faults, language) for language in ("zh", "en"))
    assert "缺少 抄表时间、新表读数。读到的列标题：名称, 旧表读数" in zh
    assert "missing: time of reading, reading of the new meter." in en


def test_every_fault_raised_while_reading_has_a_sentence():
    sentences = section_texts("zh", "input")
    source = Path(comparekit.__file__).parent / "ingest"
    files = "\n".join(path.read_text(encoding="utf-8") for path in source.glob("*.py"))
    families = ("file", "files", "faults", "row", "columns", "mapping", "time", "reading", "readings", "unit")
    families += ("resolution", "modulus", "multiplier", "meter_id", "meters", "role", "protocol")
    findings = {"meter_id.scientific", "meters.same_id", "multiplier.used"}
    codes = set(re.findall(rf'"((?:{"|".join(families)})\.[a-z_]+)"', files)) - findings
    for family in ("resolution", "modulus", "multiplier"):
        codes |= {f"{family}.{end}" for end in ("not_a_number", "negative", "not_above_zero")}
    codes |= {"modulus.mixed", "multiplier.mixed"}
    codes |= {f"protocol.{code}" for code in added(source, "toml_reader", "protocol_file", "limits_file")}
    codes |= {f"meters.{code}" for code in added(source, "toml_reader", "meters_file")}
    assert {"meters.not_a_fraction", "meters.repeated_flow", "meters.not_toml", "protocol.not_toml"} <= codes
    assert len(codes) > 60
    assert {code for code in codes if f"fault.{code}" not in sentences} == set()


def added(source, *names):
    """Codes that a reader of TOML files adds under the word of its family."""
    files = "\n".join((source / f"{name}.py").read_text(encoding="utf-8") for name in names)
    return re.findall(r'\.add\(\s*"([a-z_]+)",', files)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_expected_instead_is_told_in_words(language):
    """A word in `expected` is a key of the catalog; anything else is shown as it stands."""
    source = Path(comparekit.__file__).parent / "ingest"
    files = [source / f"{name}.py" for name in ("toml_reader", "meters_file", "limits_file", "protocol_file")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    words = set(re.findall(r'expected="([a-z_]+)"', text))
    assert {"currents", "a_day", "a_fraction", "table"} <= words
    assert {word for word in words if f"expected.{word}" not in section_texts(language, "input")} == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_plates_that_the_limits_do_not_know_are_named_with_those_they_know(language):
    for code in ("meters.unknown_class", "meters.unknown_size"):
        text = fault_text(
            Fault(code=code, file="m.toml", column="test.class", found="9", expected="2, 1"), language
        )
        assert "9" in text and "2, 1" in text and code not in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_finding_raised_while_reading_has_a_sentence(language, read):
    findings = [
        Finding("meters.same_id", Severity.CAUTION, {"meter_id": "A"}),
        Finding("xlsx.formula", Severity.CAUTION, {"column": "旧表", "rows": [3], "count": 1}),
        Finding("xlsx.other_sheets", Severity.NOTE, {"sheet": "四月", "sheets": "五月"}),
        Finding("temperature.unit", Severity.NOTE, {"column": "水温(K)"}),
        *read(
            "时间,旧表,新表,水温,压力,水压(斤),倍率,脉冲常数\n2025-05-06 9:00,1,1,热,大,1,40,1600\n"
            "2025-05-07 9:00,1,1,20,5 kPa,2,40,1600\n备注：夜里抄的\n",
            mapping={"压力": "test_pressure_kpa", "水压(斤)": "reference_pressure_kpa"},
        ).findings,
        *read(
            "时间,旧表,新表,备注\n2025-05-06 9:00,1,1,关阀检查，两表不动\n2025-05-07 9:00,1,1,晴\n"
            "2025-05-08 9:00,,,\n"
        ).findings,
        *read("时间,旧表,新表,流量点\n2025-05-06 9:00,1,1,0.04\n2025-05-07 9:00,1,1,0.04\n").findings,
        *read("时间,旧表,新表,流量点(L/h)\n2025-05-06 9:00,1,1,小\n2025-05-07 9:00,1,1,40\n").findings,
        *read(
            '时间,旧表,新表,旧表号,事件\n2025-03-30 02:30,"1,234",1,1.23E+11,停水\n2025-10-26 02:30,1,1,,\n'
            "2025-10-27,1,1,,\n",
            timezone="Europe/Berlin",
        ).findings,
    ]
    assert len({finding.code for finding in findings}) == len(section_texts(language, "findings_input"))
    for finding in findings:
        assert "{" not in finding_text(finding, language)
