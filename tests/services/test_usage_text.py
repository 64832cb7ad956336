"""Pasted lines and typed bills: what each line tells reaches the reader, and is named by its own number."""

from datetime import date

import pytest

from comparekit.errors import FaultyInput
from comparekit.i18n.catalog import text
from comparekit.ingest.read_usage import read_usage_bytes
from comparekit.services.case_look import GivenFile
from comparekit.services.pasted_lines import pasted_line
from comparekit.services.replacement_given import Given, study_given
from comparekit.services.usage_text import pasted_usage, typed_usage
from comparekit.wording.faults import fault_text
from comparekit.wording.findings import finding_text
from dashboard.components.replacement_trouble import fault_words

TODAY = date(2026, 11, 22)


def read(pasted, replaced=""):
    return read_usage_bytes(pasted_usage(pasted, "zh", replaced=replaced, today=TODAY), "粘贴的账单.csv")


def bills(pasted, replaced=""):
    return [(str(b.start), str(b.end), b.amount, b.volume) for b in read(pasted, replaced)]


def faults(pasted, replaced=""):
    with pytest.raises(FaultyInput) as caught:
        read(pasted, replaced)
    return [(fault.code, fault.row) for fault in caught.value.faults]


def test_a_number_with_a_unit_is_never_part_of_a_date():
    told = read("2025年3月 28元 8吨\n4月 28元 8吨\n5月 24元 7吨\n合计 80元 23吨")
    assert [(str(b.start), b.amount, b.volume) for b in told] == [
        ("2025-03-01", 28, 8), ("2025-04-01", 28, 8), ("2025-05-01", 24, 7),
    ]  # fmt: skip
    assert told.utility == "water"
    (years,) = [finding for finding in told.findings if finding.code == "usage.years_assumed"]
    assert years.context["rows"] == [2, 3] and "第 2、3 行" in finding_text(years, "zh")


@pytest.mark.parametrize(
    ("line", "days", "amount", "volume"),
    [
        ("2025年3月 45.2元", ["2025-03"], "45.2", ""),
        ("2025年3月 25.20元", ["2025-03"], "25.20", ""),
        ("2025年3月28.5元8吨", ["2025-03"], "28.5", "8"),
        ("2025年3月 45.2", ["2025-03"], "45.2", ""),
        ("3月 水费45.2", ["3月"], "45.2", ""),
        ("2025年3月份水费：¥28，用水8方", ["2025-03"], "28", "8"),
        ("3月5日到4月5日 45.2元", ["3月5日", "4月5日"], "45.2", ""),
        ("2025年12月5日至1月5日 28元", ["2025-12-05", "2026-01-05"], "28", ""),
        ("2025年1-2月 90元 20m³", ["2025-01", "2025-02"], "90", "20"),
        ("20250305 2025.4.5 28 8", ["2025-03-05", "2025-04-05"], "28", "8"),
        ("2025-03-05 12:30:15 缴费28元，余额52.3元", ["2025-03-05"], "28", ""),
        ("2025年3月 3.5元/吨 水费28元 污水费8元 合计36元", ["2025-03"], "36", ""),
        ("2025年3月 28块5 8吨", ["2025-03"], "28.5", "8"),
        ("3月 200度 112元", ["3月"], "112", "200"),
    ],
)
def test_a_line_tells_its_days_its_amount_and_its_volume(line, days, amount, volume):
    told = pasted_line(line)
    assert ([str(day) for day in told.days], told.amount, told.volume) == (days, amount, volume)


def test_amounts_of_which_none_is_the_total_are_left_to_the_reader():
    assert faults("2025年3月 水费28元 污水费8元\n2025年4月 30元") == [("amount.not_a_number", 1)]


@pytest.mark.parametrize(
    ("pasted", "replaced", "first", "last"),
    [
        ("3月 9元\n4月 9元", "", "2026-03-01", "2026-05-01"),
        ("11月 9元\n12月 9元\n1月 8元", "", "2025-11-01", "2026-02-01"),
        ("1月 9元\n12月 9元\n11月 8元", "", "2025-11-01", "2026-02-01"),  # newest first
        ("3月5日到4月5日 45.2元\n4月5日到5月5日 40元", "2025-04-10", "2025-03-05", "2025-05-05"),
        ("11月 9元\n12月 9元\n2025年1月 8元", "", "2024-11-01", "2025-02-01"),
    ],
)
def test_a_year_that_is_missing_is_the_one_that_order_today_and_the_replacement_leave(
    pasted, replaced, first, last
):
    told = read(pasted, replaced)
    assert (str(told[0].start), str(told[-1].end)) == (first, last)
    assert "usage.years_assumed" in [finding.code for finding in told.findings]


def test_where_more_than_one_year_would_do_it_is_asked_for():
    assert faults("2023年3月 9元\n5月 9元\n2025年6月 7元") == [("bill.no_year", 2)]
    twice = "".join(f"{m}月 9元\n" for m in (*range(1, 13), *range(1, 13)))
    assert {code for code, _ in faults(twice, "2024-06-15")} == {"bill.no_year"}
    with pytest.raises(FaultyInput) as caught:
        read("2023年3月5日 9元\n4月5日 9元\n2025年6月4日 7元")
    (fault,) = caught.value.faults
    assert "第 2 行" in fault_text(fault, "zh") and "没有写年份" in fault_text(fault, "zh")


def test_findings_of_a_form_speak_of_its_bills():
    rows = [("2025-01-01", "2025-02-01", "3", "1"), ("2025-02-01", "2025-03-01", "4", "2")]
    rows += [("2025-03-11", "2025-04-01", "4", "2"), ("", "2025-05-01", "4", "2")]
    usage = GivenFile(name="bills.csv", content=typed_usage(rows, "m3", "zh"))
    result = study_given(Given(usage=usage, replaced="2025-04-01", utility="water"))
    (gap,) = [finding for finding in result.findings if finding.code == "bills.gap"]
    assert finding_text(gap, "zh").startswith("第 3 期账单从 2025-03-11 起")
    assert finding_text(gap, "en").startswith("Bill 3 begins on 2025-03-11")


def test_one_typed_bill_without_its_first_day_is_asked_for_it():
    table = typed_usage([("", "2025-02-01", "28", "8")], "m3", "zh")
    with pytest.raises(FaultyInput) as caught:
        read_usage_bytes(table, text("zh", "replacement_page.typed.file"))
    (fault,) = caught.value.faults
    assert fault_words(fault, "zh") == "第 1 期账单要填“从”（以后各期可以不填）"


def test_what_is_said_of_a_line_or_a_typed_bill_names_its_own_number():
    assert faults("\n2025年13月5日 28元\n2025年4月 28元")[0][1] == 2
    rows = [("2025-01-01", "2025-02-01", "3", ""), ("", "", "", ""), ("", "2025-02-30", "4", "")]
    with pytest.raises(FaultyInput) as caught:
        read_usage_bytes(typed_usage(rows, "m3", "zh"), "bills.csv")
    assert [(fault.code, fault.row) for fault in caught.value.faults] == [("time.impossible", 3)]
