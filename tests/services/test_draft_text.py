"""Pasted and typed readings become a log that says the same, row for row."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.errors import FaultyInput
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.read import read_log_bytes
from comparekit.services.draft_text import pasted_log, typed_again, typed_log

TWO_VISITS = [("2025-05-06 09:00", 1204.317, 3.052), ("2025-05-07 09:10", 1204.96, 3.664)]


def visits(content: bytes) -> list[tuple[str, float, float]]:
    log = read_log_bytes(content, "pasted.csv", timezone="UTC")
    times = [str(t)[:16].replace("T", " ") for t in log["test"].times]
    return list(zip(times, log["test"].readings, log["reference"].readings, strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "pasted",
    [
        "2025-05-06 09:00\t1204.317\t3.052\r\n2025-05-07 09:10\t1204.96\t3.664\r\n",
        "2025/5/6\t9:00\t1204.317\t3.052\n2025/5/7\t9:10\t1204.96\t3.664",
        "2025-05-06 09:00  1204.317  3.052\n2025-05-07 09:10  1204.96  3.664",
        "2025/5/6 9:00,1204.317,3.052\n2025/5/7 9:10,1204.96,3.664\n",
        "2025年5月6日上午9点 旧表1204.317 新表3.052\n2025年5月7日 9时10分，新表 3.664，旧表 1204.96",
        "张师傅 2025/5/6 9:00:00\n旧表读数：1204.317，新表读数：3.052\n"
        "好的\n张师傅 2025/5/7 9:10:00\n1204.96 3.664",
        "抄表时间\t旧表读数\t新表读数\n2025-05-06 09:00\t1204.317\t3.052\n2025-05-07 09:10\t1204.96\t3.664",
        "time,old meter reading,new meter reading\n2025-05-06 09:00,1204.317,3.052\n"
        "2025-05-07 09:10,1204.96,3.664",
        "２０２５-０５-０６ ０９：００ １２０４.３１７ ３.０５２\n2025-05-07 09:10 1204.96 3.664",
    ],
)
def test_the_same_two_visits_in_whatever_form_they_are_pasted(pasted, language):
    assert visits(pasted_log(pasted, language)) == TWO_VISITS


@pytest.mark.parametrize(
    ("told", "hour"),
    [("下午3点", "15:00"), ("晚上 8:05", "20:05"), ("12:30 AM", "00:30"), ("中午12点", "12:00")],
)
def test_the_part_of_the_day_is_understood(told, hour):
    pasted = f"2025-05-06 {told} 10.1 20.2\n2025-05-07 09:00 11.1 21.2"
    assert visits(pasted_log(pasted, "zh"))[0][0] == f"2025-05-06 {hour}"


def test_a_line_that_cannot_be_understood_is_a_fault_at_its_own_row():
    pasted = "2025-05-06 09:00 1 2\n5月7日 9:00 3 4\n2025-05-08 09:00 5 6"
    with pytest.raises(FaultyInput) as caught:
        read_log_bytes(pasted_log(pasted, "zh"), "pasted.csv")
    assert {fault.row for fault in caught.value.faults} == {3}  # line 2; row 1 are the titles


@pytest.mark.parametrize("language", LANGUAGES)
def test_typed_rows_keep_their_digits_and_their_unit(language):
    rows = [
        ("2025-05-06T09:00", "1204.310", "3.050"),
        ("", "", ""),
        ("2025-05-07T09:10", "1205.000", "3.660"),
    ]
    log = read_log_bytes(typed_log(rows, "kWh", language), "typed.csv")
    assert [series.unit for series in log.values()] == ["kWh", "kWh"]
    assert log["test"].decimals is not None
    assert log["test"].decimals.tolist() == [3, 3]
    assert log["test"].rows is not None
    assert log["test"].rows.tolist() == [2, 4]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("zero_test", ["", "passed", "failed"])
@pytest.mark.parametrize("numbers", [{}, {"reference": "N, 3"}, {"test": "A-17", "reference": "2025"}])
def test_what_was_typed_is_read_and_had_back_as_it_was(language, zero_test, numbers):
    rows = (
        ("2025-05-06T09:00", "1204.310", "3.050"),
        ("", "", ""),
        ("2025-05-07T09:10", "1205.000", "3.660"),
    )
    content = typed_log(rows, "m3", language, numbers=numbers, zero_test=zero_test)
    again = typed_again(content)
    assert (again.rows, again.unit, again.numbers, again.zero_test) == (rows, "m3", numbers, zero_test)
    log = read_log_bytes(content, "typed.csv")
    assert [log[role].meter_id for role in ("test", "reference")] == [
        numbers.get(role, role) for role in ("test", "reference")
    ]
    kinds = {"": [], "passed": ["zero_test"], "failed": ["zero_test_failed"]}
    assert [(event.kind, event.row) for event in log.events] == [(kind, 2) for kind in kinds[zero_test]]


def test_other_files_were_not_typed_here():
    for content in (b"", b"\xff", b"time,test_reading\n1,2\n", "抄表时间,旧表读数,新表读数(m3)\n".encode()):
        assert typed_again(content) is None


@given(st.text(max_size=300))
def test_whatever_is_pasted_becomes_rows_in_the_same_order(pasted):
    content = pasted_log(pasted, "zh")
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    assert len(rows) <= len(pasted.replace("\0", "").splitlines()) + 1
