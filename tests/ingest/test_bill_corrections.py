"""Corrections of bills: added, put in place of the first bill, or left out where nobody can tell."""

import pytest

from comparekit.errors import FaultyInput
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.read_usage import read_usage_bytes
from comparekit.ingest.usage_templates import usage_template
from comparekit.wording.findings import finding_text

TITLES = "账单起,账单止,金额(元),用量(吨),更正\n"
BILLS = (
    "2025-01-01,2025-02-01,100,20,\n2025-02-01,2025-03-01,110,22,\n2025-03-01,2025-04-01,95,19,\n"
    "2025-04-01,2025-05-01,105,21,\n"
)
FEBRUARY = "2025-02-01,2025-03-01"


def read(more, titles=TITLES, bills=BILLS):
    usage = read_usage_bytes((titles + bills + more).encode(), "bills.csv")
    for finding in usage.findings:
        assert all("{" not in finding_text(finding, language) for language in LANGUAGES)
    return usage


def codes(bills):
    return [f.code.removeprefix("bills.") for f in bills.findings if f.code != "bills.uneven"]


@pytest.mark.parametrize(
    ("row", "amount", "volume", "said"),
    [
        ("90,18,是", 90, 18, ["taken_as_whole"]),  # 200 would be like no other bill
        ("90,18,更正后全额", 90, 18, ["replaced"]),
        ("20,4,whole", 20, 4, ["replaced"]),
        ("90,,更正后全额", 90, None, ["replaced", "not_restated"]),
        ("12,2,是", 122, 24, ["taken_as_difference"]),
        ("90,18,差额", 200, 40, ["corrected"]),
        ("-20,-4,", 90, 18, ["corrected"]),
        ("-20,,退补", 90, 22, ["corrected", "volume_uncorrected"]),
        ("40,8,是", None, None, ["correction_unclear"]),
        ("-200,-40,是", None, None, ["corrected", "below_zero"]),
        ("-110,-22,冲红", None, None, ["cancelled_alone"]),
        ("90,18,", None, None, ["same_days"]),
    ],
)
def test_a_row_for_the_same_days_is_a_difference_or_the_whole_bill(row, amount, volume, said):
    bills = read(f"{FEBRUARY},{row}\n")
    assert (bills[1].amount, bills[1].volume) == (amount, volume)
    assert codes(bills) == said
    assert [bill.amount for bill in bills][::2] == [100, 95]


def test_the_finding_names_both_rows_and_both_amounts():
    (found,) = read(f"{FEBRUARY},90,18,是\n").findings
    said = finding_text(found, "zh")
    assert all(part in said for part in ("第 6 行", "90.00 元", "第 3 行", "110.00 元", "“差额”"))
    (found,) = read(f"{FEBRUARY},18,更正后\n", "账单起,账单止,用量(吨),更正\n", f"{FEBRUARY},22,\n").findings
    assert "18 m³" in finding_text(found, "en") and "22 m³" in finding_text(found, "en")


def test_what_a_bill_grossly_misread_should_have_been_takes_its_place():
    """By its size alone it would be a difference; but only as the whole bill it is like the others."""
    bills = read("2025-05-01,2025-06-01,1000,200,\n2025-05-01,2025-06-01,98,20,是\n")
    assert bills[-1].amount == 98 and codes(bills) == ["taken_as_whole"]


def test_readings_tell_a_bill_written_anew_from_a_difference():
    titles = "账单起,账单止,金额,用量(吨),上期读数,本期读数,更正\n"
    first = f"{FEBRUARY},100,20,200,220,\n"
    assert codes(read(f"{FEBRUARY},150,30,200,230,是\n", titles, first)) == ["replaced"]
    more = read(f"{FEBRUARY},50,10,,230,是\n", titles, first)
    assert codes(more)[0] == "corrected" and (more[0].amount, more[0].volume) == (150, 30)


@pytest.mark.parametrize("last", ["90,18,", "90,18,是", "110,22,"])
def test_a_credit_note_over_the_whole_bill_makes_room_for_the_one_issued_anew(last):
    bills = read(f"{FEBRUARY},-110,-22,冲正\n{FEBRUARY},{last}\n")
    assert bills[1].amount == float(last.split(",")[0]) and len(bills) == 4
    assert codes(bills) == ["cancelled"]


@pytest.mark.parametrize("backwards", [False, True])
def test_corrections_of_one_bill_are_entered_in_the_order_they_were_made(backwards):
    rows = [*BILLS.splitlines(), f"{FEBRUARY},90,18,是", f"{FEBRUARY},96,19,是", f"{FEBRUARY},-6,-1,"]
    bills = read("", bills="\n".join(rows[::-1] if backwards else rows) + "\n")
    assert (bills[1].amount, bills[1].volume, bills[1].corrected) == (90, 18, -20)
    assert codes(bills) == ["taken_as_whole", "taken_as_whole", "corrected"]


def test_a_correction_over_several_bills_makes_them_one_period():
    for row, amount in (("-30,-6,是", 175), ("190,38,是", 190), ("30,6,差额", 235)):
        bills = read(f"2025-02-01,2025-04-01,{row}\n")
        assert [bill.amount for bill in bills] == [100, amount, 105]
        assert codes(bills)[0] == "correction_joined"
    assert codes(read("2025-02-10,2025-04-01,190,38,是\n")) == ["correction_apart"]


def test_a_correction_without_its_bill_is_the_bill_or_is_left_out():
    assert codes(read("2025-05-01,2025-06-01,99,20,是\n")) == ["correction_alone"]
    for row in ("-10,-2,是", "10,2,差额", "10,2,是"):
        bills = read(f"2025-05-01,2025-06-01,{row}\n")
        assert codes(bills) == ["correction_apart"] and len(bills) == 4


def test_the_same_correction_twice_counts_once_unless_its_note_differs():
    assert read(f"{FEBRUARY},-5,-1,\n" * 2)[1].amount == 105
    titles, bills = TITLES.strip() + ",备注\n", BILLS.replace(",\n", ",,\n")
    twice = read(f"{FEBRUARY},-5,-1,,三月退\n{FEBRUARY},-5,-1,,四月退\n", titles, bills)
    assert twice[1].amount == 100


def test_another_word_in_the_column_is_a_fault():
    with pytest.raises(FaultyInput) as caught:
        read(f"{FEBRUARY},90,18,大概\n")
    assert [(f.code, f.row, f.found) for f in caught.value.faults] == [("bill.flag", 6, "大概")]


@pytest.mark.parametrize(("language", "word"), [("zh", "更正后全额"), ("en", "whole")])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_template_tells_the_words_above_its_titles_and_is_read_with_them(language, word, encoding):
    text = usage_template("bills", ".csv", language).decode("utf-8-sig")
    assert word in text.split("period_start" if language == "en" else "账单起,")[0]
    rows = "2025-01-01,2025-02-01,100,20,,,,,,,3,\n2025-02-01,2025-03-01,99,20,,,,,,,3,\n"
    filled = f"{text}{rows}2025-02-01,2025-03-01,90,18,,,,{word},,,3,\n"
    bills = read_usage_bytes(filled.encode(encoding), "bills.csv")
    assert [bill.amount for bill in bills] == [100, 90] and bills.utility is None


@pytest.mark.parametrize(
    ("volume", "more", "differs"), [(27, -3, False), (24, 3, False), (24, -3, True), (27, 0, False)]
)
def test_readings_are_compared_with_the_bill_as_it_was_written_too(volume, more, differs):
    titles = "账单起,账单止,金额(元),用量(吨),上期读数,本期读数,更正\n"
    first = f"2025-01-01,2025-02-01,108,{volume},100,127,\n"
    bills = read(f"2025-01-01,2025-02-01,{4 * more},{more},,,差额\n" if more else "", titles, first)
    assert bills[0].volume == volume + more
    assert ("volume_differs" in codes(bills)) == differs
