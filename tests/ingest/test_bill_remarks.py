"""What stands in the remarks of bills and belongs into columns is used or told."""

from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.read_usage import read_usage_bytes
from comparekit.wording.findings import finding_text


def read(text):
    read = read_usage_bytes(text.encode(), "bills.csv")
    for finding in read.findings:
        assert all("{" not in finding_text(finding, language) for language in LANGUAGES)
    return read, {finding.code: finding.context.get("row") for finding in read.findings}


def test_a_remark_makes_an_estimate_unless_it_may_mean_another_bill():
    bills, found = read(
        "账期,用量(吨),备注\n2025-01,10,估抄\n2025-02,11,上期估抄，本期补回\n2025-03,11,春节\n2025-04,12,门锁，估算\n"
    )
    assert [bill.estimated for bill in bills] == [True, False, False, True]
    assert found["bills.remark_estimate_unclear"] == 3 and "bills.estimated_by_remark" in found
    bills, found = read("账期,用量(吨),估抄,备注\n2025-01,10,否,估抄\n2025-02,11,,估抄\n")
    assert [bill.estimated for bill in bills] == [False, True]
    assert found["bills.remark_estimate_unclear"] == 2


def test_registers_of_an_exchange_in_a_remark_are_asked_for_in_their_columns():
    remark = "6月14日换表，旧表1369，新表0起"
    _, found = read(f"账期,用量(吨),备注\n2025-05,10,\n2025-06,11,{remark}\n2025-07,11,6月14日换表\n")
    assert found["usage.remark_exchange"] == 3
    _, found = read(f"账期,用量(吨),拆表底数,新表起数,备注\n2025-05,10,,,\n2025-06,11,1369,0,{remark}\n")
    assert "usage.remark_exchange" not in found
    readings, found = read(
        f"抄表日期,读数(吨),备注\n2025-05-01,1350,\n2025-06-01,1360,\n2025-07-01,12,{remark}\n"
    )
    assert readings.kind == "readings" and found["usage.remark_exchange"] == 4
