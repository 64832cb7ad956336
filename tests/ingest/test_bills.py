"""Bills as offices print them and people type them."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import openpyxl
import pytest

import comparekit
from comparekit.errors import FaultyInput
from comparekit.i18n.catalog import LANGUAGES, section_texts
from comparekit.ingest import usage_templates
from comparekit.ingest.read_usage import read_usage_bytes
from comparekit.readings.bills import Bills
from comparekit.wording.faults import fault_text
from comparekit.wording.findings import finding_text


def read(text, **options):
    return read_usage_bytes(text.encode() if isinstance(text, str) else text, "bills.csv", **options)


def codes(bills):
    return [finding.code for finding in bills.findings]


def faults(text):
    with pytest.raises(FaultyInput) as caught:
        read(text)
    for fault in caught.value.faults:
        assert all(fault.code not in fault_text(fault, language) for language in LANGUAGES)
    return [(f.code, f.row) for f in caught.value.faults]


OFFICE = """某市自来水公司居民用水账单,,,,,,
账单起,账单止,金额(元),用量(吨),估抄,在家人数,备注
2024-11-01,2024-11-30,¥335.20,,否,3,
2024-12-01,2024-12-31,３６１.00,,估抄,3,
2025-01-01,2025-01-31,"1,400.50",,实抄,3,春节
2025-02-01,2025-02-28,-20.00,,,,更正
2025-02-01,2025-02-28,300元,,,2,
2025-03-01,2025-03-31,170,,,2,换表后
合计,,2546.70,,,,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_printed_table_of_an_office_is_read_as_it_is(encoding):
    bills = read(OFFICE.encode(encoding))
    assert isinstance(bills, Bills) and bills.unit == "m3" and bills.utility == "water"
    assert [bill.amount for bill in bills] == [335.2, 361.0, 1400.5, 280.0, 170.0]
    assert [bill.days for bill in bills] == [30, 31, 31, 28, 31]
    assert bills[-1].end == date(2025, 4, 1)
    assert [bill.estimated for bill in bills] == [False, True, False, False, False]
    assert bills[3].corrected == -20 and bills[3].row == 7
    assert bills.covariates["occupancy"].tolist() == [3, 3, 3, 2, 2]
    assert codes(bills) == ["table.footer", "bills.inclusive_end", "bills.corrected", "bills.estimated"]


def test_the_contracts_titles_and_ends_that_are_the_next_start():
    bills = read(
        "period_start,period_end,amount,volume\n2025-01-05,2025-02-04,100,30\n2025-02-04,2025-03-06,90,28.5\n"
    )
    assert [bill.days for bill in bills] == [30, 30]
    assert [bill.volume for bill in bills] == [30, 28.5]
    assert codes(bills) == ["usage.unit_assumed"]
    assert bills.around(date(2025, 2, 4)) is None and bills.around(date(2025, 2, 5)) == 1


def test_a_workbook_filled_in_from_the_template_is_read(tmp_path):
    for language in LANGUAGES:
        book = openpyxl.load_workbook(BytesIO(usage_templates.usage_template("bills", ".xlsx", language)))
        sheet = book.worksheets[0]
        sheet.append([date(2025, 3, 1), date(2025, 4, 1), 335.2, 68, 1286, 1354, "", "", "", "", 3, ""])
        sheet.append([date(2025, 4, 1), date(2025, 5, 1), 170, 35, 1354, 30, "", "", 1380, 21, 2, "x"])
        path = BytesIO()
        book.save(path)
        bills = read_usage_bytes(path.getvalue(), "bills.xlsx")
        assert [bill.registered for bill in bills] == [68, 35]
        assert codes(bills) == ["usage.unit_assumed", "bills.exchange_inside"]
        assert bills.covariates["occupancy"].tolist() == [3, 2]


@pytest.mark.parametrize("month", ["2025-03", "202503", "2025年3月", "2025/03", "２０２５年３月份"])
def test_a_month_alone_is_enough(month):
    bills = read(f"月份,水费(元)\n{month},335\n2025-04,170\n")
    assert [(bill.start, bill.end) for bill in bills] == [
        (date(2025, 3, 1), date(2025, 4, 1)),
        (date(2025, 4, 1), date(2025, 5, 1)),
    ]


def test_with_days_of_reading_alone_a_bill_begins_where_the_last_one_ended():
    bills = read(
        "抄表日期,上期读数,本期读数,金额\n2025-01-05,,1200,90\n2025-03-04,1200,1236,110\n2025-05-06,1236,1270,105\n"
    )
    assert [bill.days for bill in bills] == [58, 63]
    assert [bill.registered for bill in bills] == [36, 34]
    assert "bills.days_unknown" in codes(bills)


def test_gaps_overlaps_repeats_and_registers_that_do_not_fit_are_told():
    bills = read(
        "账单起,账单止,金额,用量(m³),上期,本期\n2025-01-01,2025-02-01,50,10,100,110\n2025-01-01,2025-02-01,50,10,100,110\n"
        "2025-02-01,2025-03-01,60,10,112,125\n2025-03-10,2025-06-01,150,30,125,155\n2025-05-20,2025-07-01,80,15,155,20\n"
        "2024-08-01,2024-09-01,-5,,,\n"
    )
    assert codes(bills) == [
        "bills.repeated", "bills.correction_apart", "bills.register_jump", "bills.gap", "bills.overlap",
        "bills.uneven", "bills.volume_differs", "bills.register_falls",
    ]  # fmt: skip
    assert len(bills) == 4
    for language in LANGUAGES:
        assert all("{" not in finding_text(finding, language) for finding in bills.findings)


def test_all_faults_of_bills_come_at_once_with_their_rows():
    found = faults(
        "账单起,账单止,金额,估抄\n2025-01-01,2025-02-30,10,是\n2025-03-01,2025-02-01,10,\n2025-02-01,2025-03-01,十元,\n"
        "2025-03-01,2025-04-01,,\n01/04/2025,2025-05-01,5,大概\n"
    )
    assert found == [
        ("time.impossible", 2), ("bill.end_not_after_start", 3), ("amount.not_a_number", 4),
        ("bill.nothing_charged", 5), ("time.year_first", 6), ("bill.flag", 6),
    ]  # fmt: skip
    assert faults("甲,乙\n1,2\n") == [("usage.columns", 1)]
    assert faults("月份,金额\n2025-13,5\n") == [("bill.not_a_month", 2)]
    assert faults("账单起,账单止,用量(斤)\n2025-01-01,2025-02-01,5\n") == [("unit.unknown", 1)]
    assert faults("抄表日期,金额\n2025-01-05,90\n") == [("bill.none", 1)]


def test_kilowatt_hours_and_degrees_are_known():
    bills = read("账单起,账单止,用电量(度)\n2025-01-01,2025-02-01,200\n2025-02-01,2025-03-01,180\n")
    assert (bills.unit, bills.utility) == ("kWh", "electricity")
    assert np.isnan([np.nan if bill.amount is None else bill.amount for bill in bills]).all()


def test_whatever_is_told_of_bills_and_use_has_its_sentence():
    package = Path(comparekit.__file__).parent
    files = [
        *(package / "ingest").glob("*.py"),
        package / "readings/bills.py",
        package / "studies/billed_use.py",
        package / "studies/register_breaks.py",
        package / "studies/tariff_fit.py",
        package / "services/replacement_prices.py",
    ]
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    told = set(re.findall(r'"((?:bills|bill|usage)\.[a-z_]+)"', source))
    assert len(told) > 30
    findings = section_texts("zh", "findings_use")
    faults = {key.removeprefix("fault.") for key in section_texts("zh", "input")}
    assert told - set(findings) - faults == set()
    assert {key for key in findings if key.startswith(("bills.", "usage."))} <= told
