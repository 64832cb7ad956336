"""Bills as offices, portals and apps export them."""

from datetime import datetime
from io import BytesIO

import openpyxl
import pytest

from comparekit.errors import FaultyInput
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.read_usage import read_usage_bytes
from comparekit.wording.findings import finding_text


def read(text, name="bills.csv"):
    bills = read_usage_bytes(text if isinstance(text, bytes) else text.encode(), name)
    for finding in bills.findings:
        assert all("{" not in finding_text(finding, language) for language in LANGUAGES)
    return bills


def codes(bills):
    return [finding.code for finding in bills.findings]


def days(bills):
    return [(str(bill.start), str(bill.end)) for bill in bills]


@pytest.mark.parametrize(
    ("cells", "parted", "several"),
    [
        (("2025年1-2月", "2025年3-4月"), ("2025-01-01", "2025-03-01", "2025-05-01"), True),
        (("202411-202412", "202501-202502"), ("2024-11-01", "2025-01-01", "2025-03-01"), True),
        (("2024年12月-2025年1月", "2025年2月至3月"), ("2024-12-01", "2025-02-01", "2025-04-01"), True),
        (("20250101-20250131", "20250201-20250228"), ("2025-01-01", "2025-02-01", "2025-03-01"), False),
        (("2025-01-05至2025-02-05", "2025.2.5~2025.3.5"), ("2025-01-05", "2025-02-05", "2025-03-05"), False),
        (("2025-01", "2025-02-01"), ("2025-01-01", "2025-02-01", "2025-03-01"), False),
    ],
)
def test_a_period_in_one_cell_is_months_or_two_days(cells, parted, several):
    bills = read("账期,水费\n" + "".join(f"{cell},{90 + k}元\n" for k, cell in enumerate(cells)))
    assert days(bills) == [parted[:2], parted[1:]] and bills.utility == "water"
    assert ("bills.several_months" in codes(bills)) == several


@pytest.mark.parametrize(
    "cell", ["2025-13", "1月", "2025-02-30至2025-03-30", "2025年3-1月", "20250301-20250201"]
)
def test_what_is_no_period_is_a_fault_with_its_cell(cell):
    with pytest.raises(FaultyInput) as caught:
        read(f"账期,金额\n2025-01,5\n{cell},6\n")
    assert [(f.row, f.column, f.found) for f in caught.value.faults] == [(3, "账期", cell)]


def test_year_and_month_in_columns_of_their_own():
    assert days(read("年,月,金额\n2024,12,60\n2025,1,55\n"))[1] == ("2025-01-01", "2025-02-01")
    assert days(read("年份,月份,金额\n2024年,12月,60\n2025年,1月,55\n"))[0] == ("2024-12-01", "2025-01-01")


def test_dates_in_three_columns_are_days_and_a_month_beside_dates_says_no_more():
    for titles, rows in (
        ("年,月,日,用水量(m³)", "2025,1,1,3\n2025,1,2,4\n"),
        ("月份,日期,用水量(m³)", "1月,2025-01-01,3\n1月,2025-01-02,4\n"),
    ):
        usage = read(f"{titles}\n{rows}")
        assert usage.kind == "daily" and usage.volume.tolist() == [3, 4] and not usage.covariates


def test_one_date_a_row_means_since_the_row_before():
    bills = read(
        '抄表日期,金额(元),用量(m³)\n2025-05-06,"1,105.00元",21\n2025-03-04,110,24\n2025-01-05,90,20\n'
    )
    assert [bill.amount for bill in bills] == [110, 1105] and bills[0].days == 58
    assert codes(bills) == ["bills.since_row_before", "bills.days_unknown"]


def test_a_workbook_with_a_merged_title_and_months_as_dates():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "2025年居民用气账单"
    sheet.append(["户号", "账单月份", "用量(立方米)", "金额"])
    for month in (1, 2, 3):
        sheet.append(["0012", datetime(2025, month, 1), 20 + month, 60.5 + month])
    sheet.append(["合计", None, 66, 187.5])
    out = BytesIO()
    book.save(out)
    bills = read(out.getvalue(), "bills.xlsx")
    assert [bill.volume for bill in bills] == [21, 22, 23] and bills.utility == "gas"
    assert codes(bills) == ["table.footer"]


def test_titles_of_two_rows_and_totals_between_the_rows():
    bills = read(
        "账单周期,,用量,金额\n起,止,(吨),(元)\n2024-12-01,2025-01-01,20,60\n2024年小计,,20,60\n2025-01-01,2025-02-01,21,61\n"
    )
    assert [(bill.volume, bill.amount) for bill in bills] == [(20, 60), (21, 61)]
    assert codes(bills) == ["usage.subtotals"]


def test_peak_and_valley_are_added_where_no_column_is_their_total():
    bills = read("电费年月,总电量,峰电量,谷电量,电费\n202501,210,120,90,113.2\n202502,250,150,100,130.1\n")
    assert [bill.volume for bill in bills] == [210, 250] and bills.unit == "kWh"
    bills = read("电费年月,峰(kWh),谷(kWh),电费\n202501,120,90,113.2\n202502,150,100,130.1\n")
    assert [bill.volume for bill in bills] == [210, 250] and codes(bills) == ["usage.parts_added"]
    days_ = read("日期,峰电量,谷电量\n2025-01-01,4,3\n2025-01-02,5,\n2025-01-03,4,2\n")
    assert days_.volume[0] == 7 and codes(days_) == ["usage.parts_added", "usage.missing"]


@pytest.mark.parametrize(
    ("text", "name", "utility"),
    [
        ("账期,用量(Nm³)\n2025-01,5\n", "a.csv", "gas"),
        ("账期,用量(标方)\n2025-01,5\n", "a.csv", "gas"),
        ("账期,用量\n2025-01,50方气\n", "a.csv", "gas"),
        ("账期,天然气费\n2025-01,5\n", "a.csv", "gas"),
        ("账期,气费(元)\n2025-01,5\n", "a.csv", "gas"),
        ("month,gas use (m3)\n2025-01,5\n", "a.csv", "gas"),
        ("month,use (m3),gas meter\n2025-01,5,7\n", "a.csv", "gas"),
        ("管道煤气用量登记\n账期,用量\n2025-01,5\n", "a.csv", "gas"),
        ("账期,用量(m³)\n2025-01,5\n", "/home/gas/我家天然气.csv", "gas"),
        ("账期,用量(m³)\n2025-01,5\n", "/home/gas/Vegas.csv", None),
        ("账期,水电费\n2025-01,5\n", "a.csv", None),
        ("账期,用量(m³),气温\n2025-01,5,7\n", "a.csv", None),
    ],
)
def test_what_is_metered_is_told_by_titles_units_and_names(text, name, utility):
    bills = read(text, name)
    assert bills.utility == utility
    assert ("usage.utility_from_name" in codes(bills)) == ("我家" in name)
