"""Workbooks as Excel writes them, as other programs write them, and as nobody should write them."""

import io
import re
import time
import zipfile
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from python_calamine import CalamineWorkbook

from comparekit.errors import FaultyLog, UnusableLog
from comparekit.ingest import xlsx_guard
from comparekit.ingest.read import read_log, read_log_bytes
from comparekit.ingest.xlsx_sheet import number_text
from comparekit.ingest.xlsx_styles import NumberFormat, number_format
from comparekit.wording.faults import faults_text

START = datetime(2025, 5, 6, 9, 0)
TITLES = ["抄表时间", "旧表读数", "新表读数"]
ROWS = [[START + timedelta(days=k), 12.345 + k, 1.5 + k] for k in range(3)]


def workbook(*sheets, epoch=None, **named):
    """Bytes of a workbook with these sheets of rows, shared strings as Excel has them."""
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    book.remove(book.active)
    for name, rows in [*((f"表{k}", rows) for k, rows in enumerate(sheets, 1)), *named.items()]:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book):
    written = io.BytesIO()
    book.save(written)
    return with_shared_strings(written.getvalue())


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(contents, compression=zipfile.ZIP_DEFLATED):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return written.getvalue()


def with_shared_strings(data):
    """Inline strings moved to a table of their own, where this version of openpyxl leaves them inline."""
    contents = parts(data)
    if "xl/sharedStrings.xml" in contents:
        return data
    strings = []

    def shared(match):
        strings.append(match[2])
        return b'<c %s t="s"><v>%d</v></c>' % (match[1], len(strings) - 1)

    for name in [n for n in contents if "worksheets/" in n]:
        pattern = rb'<c ([^>]*?) t="inlineStr"><is>(.*?)</is></c>'
        contents[name] = re.sub(pattern, shared, contents[name], flags=re.DOTALL)
    items = b"".join(b"<si>%s</si>" % text for text in strings)
    contents["xl/sharedStrings.xml"] = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>' % items
    )
    contents["[Content_Types].xml"] = contents["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    )
    contents["xl/_rels/workbook.xml.rels"] = contents["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="strings" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    return zipped(contents)


def sheet_xml(inner, **changes):
    """Bytes of a workbook whose one sheet holds this XML."""
    contents = parts(workbook([["x"]]))
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    contents["xl/worksheets/sheet1.xml"] = head + inner + b"</worksheet>"
    return zipped(contents | changes)


def read_book(data, **options):
    return read_log_bytes(data, "log.xlsx", **options)


def faults(data, **options):
    with pytest.raises((FaultyLog, UnusableLog)) as caught:
        read_book(data, **options)
    for language in ("zh", "en"):
        assert "{" not in faults_text(caught.value.faults, language)
    return [(f.code, f.sheet, f.row, f.column) for f in caught.value.faults]


def code(data, **options):
    return faults(data, **options)[0][0]


def test_a_workbook_is_two_registers():
    log = read_book(workbook([TITLES, *ROWS]))
    assert log["test"].readings.tolist() == [12.345, 13.345, 14.345]
    assert log["test"].times[0] == np.datetime64("2025-05-06T01:00")
    assert log["test"].rows.tolist() == [2, 3, 4]
    assert (log["test"].stamp_s, log.findings) == (60, ())


def test_decimals_are_those_of_the_column_because_a_workbook_drops_zeros():
    rows = [[START, 12.34, 1], [START + timedelta(1), 12.345, 2], [START + timedelta(2), 13, 2.5]]
    log = read_book(workbook([TITLES, *rows]))
    assert log["test"].decimals.tolist() == [3, 3, 3]
    assert log["reference"].decimals.tolist() == [1, 1, 1]


def test_a_format_tells_zeros_that_were_typed():
    book = openpyxl.Workbook()
    for row in [TITLES, [START, 12.3, 1], [START + timedelta(1), 13.4, 2]]:
        book.active.append(row)
    for cell in book.active["B"][1:]:
        cell.number_format = "#,##0.000"
    log = read_book(saved(book))
    assert log["test"].decimals.tolist() == [3, 3]
    assert log["test"].readings.tolist() == [12.3, 13.4]


@pytest.mark.parametrize(
    ("raw", "shown", "text"),
    [
        ("12.3450000000001", NumberFormat(), "12.345"),
        ("12.345000000001164", NumberFormat(), "12.345"),
        ("123456789.123456", NumberFormat(), "123456789.123456"),
        ("1.23456789012345E+14", NumberFormat(), "123456789012345"),
        ("12.345000000000001", NumberFormat(), "12.345"),
        ("0.30000000000000004", NumberFormat(), "0.3"),
        ("12.300000000000001", NumberFormat(decimals=3), "12.300"),
        ("12.3456", NumberFormat(decimals=3), "12.3456"),
        ("12", NumberFormat(), "12"),
        ("12.0", NumberFormat(), "12"),
        ("-0", NumberFormat(), "0"),
        ("-5", NumberFormat(date=True), "-5"),
        ("1E-5", NumberFormat(), "0.00001"),
        ("1.2345E+19", NumberFormat(), "1.2345e+19"),
        ("45783.375", NumberFormat(), "45783.375"),
        ("45783.375", NumberFormat(date=True, hour=True), "2025-05-06 09:00:00"),
        ("45783.3749999999", NumberFormat(date=True, hour=True), "2025-05-06 09:00:00"),
        ("45783", NumberFormat(date=True, hour=True), "2025-05-06 00:00:00"),
        ("45783", NumberFormat(date=True), "2025-05-06"),
        ("45783.375", NumberFormat(date=True), "2025-05-06 09:00:00"),
        ("0.375", NumberFormat(hour=True), "09:00:00"),
        ("45783.375", NumberFormat(hour=True), "2025-05-06 09:00:00"),
        ("0.375", NumberFormat(hour=True, elapsed=True), "09:00:00"),
        ("1.25", NumberFormat(hour=True, elapsed=True), "1.25"),
        ("3000000", NumberFormat(date=True), "3000000"),
        ("NaN", NumberFormat(), "nan"),
        ("twelve", NumberFormat(), "twelve"),
    ],
)
def test_stored_numbers_are_the_text_excel_shows_and_no_less(raw, shown, text):
    assert number_text(raw, shown) == text


@pytest.mark.parametrize(
    ("format_code", "shown"),
    [
        ("General", NumberFormat()),
        ("", NumberFormat()),
        ("@", NumberFormat()),
        ("0.000", NumberFormat(decimals=3)),
        ("#,##0.00_);[Red](#,##0.00)", NumberFormat(decimals=2)),
        ('0.00" m³"', NumberFormat(decimals=2)),
        ("0", NumberFormat(decimals=0)),
        ("0.0%", NumberFormat()),
        ("0.00E+00", NumberFormat()),
        ("yyyy/m/d", NumberFormat(date=True)),
        ("yyyy\\-mm\\-dd\\ hh:mm", NumberFormat(date=True, hour=True)),
        ('yyyy"年"m"月"d"日"', NumberFormat(date=True)),
        ("[$-804]yyyy/m/d h:mm;@", NumberFormat(date=True, hour=True)),
        ("mmm-yy", NumberFormat(date=True)),
        ("h:mm:ss AM/PM", NumberFormat(hour=True)),
        ("[h]:mm", NumberFormat(hour=True, elapsed=True)),
    ],
)
def test_number_formats_are_understood(format_code, shown):
    assert number_format(format_code) == shown


def test_midnight_with_an_hour_in_its_format_is_midnight_and_a_bare_day_is_a_day():
    rows = [[START.replace(hour=0), 1, 1], [date(2025, 5, 7), 2, 2], [START + timedelta(2), 3, 3]]
    log = read_book(workbook([TITLES, *rows]))
    assert log["test"].date_only.tolist() == [False, True, False]
    assert str(log["test"].times[0])[:16] == "2025-05-05T16:00"
    assert [f.code for f in log.findings] == ["times.date_only"]


def test_serial_numbers_text_and_dates_may_be_mixed():
    rows = [[45783.375, "12.340", 1], ["2025/5/7 9:00", 13, "１.5"], [START + timedelta(2), "14.5 m³", 2]]
    log = read_book(workbook([TITLES, *rows]))
    days = np.diff(log["test"].times).astype("timedelta64[h]").astype(int)
    assert days.tolist() == [24, 24]
    assert log["test"].readings.tolist() == [12.34, 13, 14.5]


def test_workbooks_that_count_from_1904_are_read_so():
    serial = 45783.375 - 1462
    rows = [[START, 1, 1], [serial + 1, 2, 2], [START + timedelta(2), 3, 3]]
    log = read_book(workbook([TITLES, *rows], epoch=CALENDAR_MAC_1904))
    assert log["test"].times[0] == np.datetime64("2025-05-06T01:00")
    assert np.diff(log["test"].times).astype("timedelta64[h]").astype(int).tolist() == [24, 24]


def test_a_day_and_an_hour_in_two_columns():
    rows = [["日期", "时间", "旧表", "新表"], *([t.date(), t.time(), a, b] for t, a, b in ROWS)]
    assert str(read_book(workbook(rows))["test"].times[0])[:16] == "2025-05-06T01:00"


def test_merged_titles_over_two_rows_below_a_merged_block():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["新旧水表比对记录表"])
    sheet.append(["地址：东街 5 号", None, None, "日期", None])
    sheet.append(["抄表时间", "旧表", None, "新表", None])
    sheet.append([None, "读数(m³)", "分度值", "读数(m³)", "分度值"])
    for t, a, b in ROWS:
        sheet.append([t, a, 0.001, b, 0.0001])
    sheet.append(["合计", 2, None, 2])
    sheet.append(["抄表员：张三"])
    for merged in ("A1:E1", "A3:A4", "B3:C3", "D3:E3", "A9:E9"):
        sheet.merge_cells(merged)
    log = read_book(saved(book))
    assert log.columns["新表 读数(m³)"] == "reference_reading"
    assert log["reference"].resolution == 0.0001
    assert log["test"].rows.tolist() == [5, 6, 7]
    assert [(f.code, f.context["rows"]) for f in log.findings] == [("table.footer", [8, 9])]


def test_a_mapping_names_joined_titles_of_a_workbook():
    rows = [["时间", "甲表", None, "乙表"], [None, "数值", "备注", "数值"]]
    rows += [[t, a, "晴", b] for t, a, b in ROWS]
    log = read_book(workbook(rows), mapping={"甲表 数值": "test_reading", "乙表 数值": "reference_reading"})
    assert log["reference"].readings.tolist() == [1.5, 2.5, 3.5]


def test_hidden_rows_and_filtered_rows_are_rows():
    book = openpyxl.Workbook()
    for row in [TITLES, *ROWS]:
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.auto_filter.ref = "A1:C4"
    assert len(read_book(saved(book))["test"]) == 3


def test_the_first_sheet_with_a_log_is_read_and_the_others_are_named():
    notes = [["说明"], ["旧表读数按字轮抄"]]
    log = read_book(
        workbook(封面=notes, 空=[], 模板=[TITLES], 四月=[TITLES, *ROWS], 五月=[TITLES, *ROWS[:2]])
    )
    assert len(log["test"]) == 3
    assert [(f.code, f.context["sheet"], f.context["sheets"]) for f in log.findings] == [
        ("xlsx.other_sheets", "四月", "五月")
    ]


def test_a_hidden_sheet_comes_behind_those_that_show():
    book = openpyxl.load_workbook(io.BytesIO(workbook(藏=[TITLES, *ROWS[:2]], 明=[TITLES, *ROWS])))
    book["藏"].sheet_state = "hidden"
    assert len(read_book(saved(book))["test"]) == 3


def test_faults_name_sheet_row_and_column():
    rows = [TITLES, [START, "坏", 1], ["昨天", 2, -3], [START, 1, 1, None, "多"]]
    assert faults(workbook(四月=rows)) == [
        ("reading.not_a_number", "四月", 2, "旧表读数"),
        ("time.not_a_time", "四月", 3, "抄表时间"),
        ("reading.negative", "四月", 3, "新表读数"),
        ("row.too_many_cells", "四月", 4, "E"),
    ]


def test_errors_in_cells_are_shown_as_excel_shows_them():
    book = openpyxl.Workbook()
    for row in [TITLES, *ROWS]:
        book.active.append(row)
    book.active["B3"].value, book.active["B3"].data_type = "#REF!", "e"
    with pytest.raises(FaultyLog) as caught:
        read_book(saved(book))
    assert [(f.row, f.found) for f in caught.value.faults] == [(3, "#REF!")]


def test_formulas_are_never_computed_and_their_saved_values_said():
    xml = b"".join(
        b'<row r="%d"><c r="A%d"><v>%d.375</v></c><c r="B%d"><f>B1+1</f><v>%d.5</v></c>'
        b'<c r="C%d"><v>2</v></c></row>' % (k, k, 45781 + k, k, k, k)
        for k in (2, 3)
    )
    titles = b"".join(
        b'<c r="%s1" t="inlineStr"><is><t>%s</t></is></c>' % (letter, title.encode())
        for letter, title in zip((b"A", b"B", b"C"), TITLES, strict=True)
    )
    log = read_book(sheet_xml(b'<sheetData><row r="1">' + titles + b"</row>" + xml + b"</sheetData>"))
    assert log["test"].readings.tolist() == [2.5, 3.5]
    assert [(f.code, f.context["rows"], f.context["column"]) for f in log.findings] == [
        ("xlsx.formula", [2, 3], "旧表读数")
    ]


def test_a_formula_without_a_saved_value_is_a_missing_reading():
    rows = [TITLES, *ROWS, [START + timedelta(4), "=B4+1", 5]]
    assert faults(workbook(rows)) == [("reading.missing", "表1", 5, "旧表读数")]


def test_a_formula_in_a_column_that_is_not_used_is_not_worth_a_word():
    rows = [[*TITLES, "用量"], *([*row, f"=B{k}-B{k - 1}"] for k, row in enumerate(ROWS, 3))]
    assert read_book(workbook(rows)).findings == ()


def test_rich_text_is_read_without_its_reading_aloud():
    xml = (
        '<sheetData><row><c t="inlineStr"><is><r><t>抄表</t></r><r><t>时间</t></r>'
        "<rPh><t>chao</t></rPh></is></c>"
        '<c t="inlineStr"><is><t>旧表</t></is></c><c t="str"><v>新表</v></c></row>'
        "<row><c><v>45783.5</v></c><c><v>1</v></c><c><v>2</v></c></row>"
        "<row><c><v>45784.5</v></c><c><v>2</v></c><c><v>3</v></c></row></sheetData>"
    )
    log = read_book(sheet_xml(xml.encode()))
    assert log["reference"].rows.tolist() == [2, 3]


def test_prefixed_elements_and_backslashed_paths_are_read():
    contents = parts(workbook([TITLES, *ROWS]))
    sheet = contents.pop("xl/worksheets/sheet1.xml")
    sheet = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", sheet).replace(b"xmlns=", b"xmlns:x=")
    contents["xl\\worksheets\\Sheet1.xml"] = sheet
    assert len(read_book(zipped(contents))["test"]) == 3


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.datetimes(datetime(1992, 1, 1), datetime(2099, 12, 30)),
            st.integers(0, 10**9),
            st.integers(0, 10**9),
        ),
        min_size=2,
        max_size=10,
    ),
    st.integers(0, 4),
    st.text('表井水x, ;"<&', max_size=6),
)
def test_a_workbook_reads_back_equal(visits, decimals, note):
    def stored(digits):
        return float(Decimal(digits).scaleb(-decimals))

    rows = [[t.replace(microsecond=0), stored(a), stored(b), note] for t, a, b in visits]
    log = read_book(workbook([[*TITLES, "备注"], *rows]))
    for role, column in (("test", 1), ("reference", 2)):
        assert log[role].readings.tolist() == [row[column] for row in rows]
        local = (log[role].times + np.timedelta64(8, "h")).astype("datetime64[s]").tolist()
        assert local == [row[0] for row in rows]  # no summer time in China since 1991


cells = st.one_of(
    st.none(), st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6).map(lambda x: round(x, 6)), st.booleans(),
    st.text("表a 1.<&\"'", max_size=5), st.datetimes(datetime(1999, 1, 1), datetime(2050, 1, 1)),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(cells, max_size=6), min_size=1, max_size=8))
def test_cells_are_those_another_reader_finds(rows):
    from comparekit.ingest.xlsx_guard import Archive
    from comparekit.ingest.xlsx_sheet import SheetRows
    from comparekit.ingest.xlsx_styles import cell_formats
    from comparekit.ingest.xlsx_table import _sheets, _strings

    data = workbook([["首"], *rows])
    archive = Archive(data, "log.xlsx")
    sheets, _ = _sheets(archive)
    own = SheetRows(
        archive,
        sheets[0][1],
        "",
        strings=_strings(archive),
        formats=cell_formats(archive),
        date_1904=False,
    )
    other = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    shown = [[as_text(cell).strip() for cell in row] for row in other.to_python(skip_empty_area=False)]
    found = [[seconds_off(cell).strip() for cell in row] for row in own]
    width = max(map(len, shown))
    padded = [row + [""] * (width - len(row)) for row in found]
    assert padded + [[""] * width] * (len(shown) - len(padded)) == shown


def as_text(cell):
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return (cell + timedelta(milliseconds=500)).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return f"{cell} 00:00"
    return f"{Decimal(f'{cell or 0.0:.15g}'):f}" if isinstance(cell, float) else cell


def seconds_off(cell):
    return cell[:16] if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", cell) else cell


def measured(act):
    start = time.process_time()
    found = act()
    return found, time.process_time() - start


def test_a_bomb_of_shared_strings_is_refused_at_once():
    contents = parts(workbook([TITLES, *ROWS]))
    item = b"<si><t>" + b"A" * 900 + b"</t></si>"
    contents["xl/sharedStrings.xml"] = b"<sst>" + item * 100_000 + b"</sst>"  # 92 MB
    data = zipped(contents)
    del contents
    found, seconds = measured(lambda: code(data))
    assert found == "file.unpacked_too_large"
    assert seconds < 1


def test_a_bomb_that_lies_about_its_size_is_unpacked_no_further_than_it_says():
    contents = parts(workbook([TITLES, *ROWS]))
    size = 60 * 1024 * 1024
    contents["xl/sharedStrings.xml"] = b"<sst>" + b" " * size + b"</sst>"
    data = zipped(contents).replace((size + 11).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    found, seconds = measured(lambda: code(data))
    assert found == "file.damaged"
    assert seconds < 1


def test_a_large_file_is_refused_by_its_size_before_it_is_read(tmp_path):
    path = tmp_path / "log.xlsx"
    with open(path, "wb") as file:
        file.truncate(2 * 1024**3)  # a hole: nothing is written
    with pytest.raises(FaultyLog) as caught:
        read_log(path)
    assert caught.value.faults[0].code == "file.too_large"


def test_pictures_do_not_count_because_they_are_never_unpacked():
    contents = parts(workbook([TITLES, *ROWS]))
    contents["xl/media/image1.png"] = b"\x00" * (xlsx_guard.MOST_UNPACKED + 1)
    contents["xl/vbaProject.bin"] = b"macro"
    contents["xl/externalLinks/externalLink1.xml"] = b"<!DOCTYPE x><x/>"
    assert len(read_book(zipped(contents))["test"]) == 3


def test_entities_are_refused():
    inner = b'<sheetData><row r="1"><c r="A1" t="str"><v>&x;</v></c></row></sheetData>'
    data = sheet_xml(inner)
    contents = parts(data)
    contents["xl/worksheets/sheet1.xml"] = (
        b'<!DOCTYPE w [<!ENTITY x "y">]>' + contents["xl/worksheets/sheet1.xml"]
    )
    assert code(zipped(contents)) == "file.damaged"


def test_a_cell_far_away_costs_nothing():
    rows = [b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (k, k) for k in (1, 1_048_576)]
    data = sheet_xml(b"<sheetData>" + b"".join(rows) + b"</sheetData>")
    found, seconds = measured(lambda: faults(data))
    assert found[0][:2] == ("file.too_many_rows", "表1")
    assert seconds < 1


def test_one_long_text_in_every_cell_takes_its_memory_once():
    contents = parts(workbook([["x"]]))
    contents["xl/sharedStrings.xml"] = b"<sst><si><t>" + b"A" * 32_000 + b"</t></si></sst>"
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (k, k) for k in range(1, 50_000))
    contents["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    found, seconds = measured(lambda: code(zipped(contents)))
    assert found == "columns.missing"
    assert seconds < 3


def test_a_sheet_of_ten_thousand_columns():
    assert faults(workbook([[f"c{k}" for k in range(10_000)]]))[0][:2] == ("file.too_many_columns", "表1")
    wide = [[*TITLES], *([*row, *([None] * 9_997), "x"] for row in ROWS)]
    assert faults(workbook(wide))[0][:2] == ("file.too_many_columns", "表1")


def test_cells_that_are_only_coloured_do_not_make_a_sheet_wide():
    book = openpyxl.Workbook()
    for row in [TITLES, *ROWS]:
        book.active.append(row)
    for column in range(4, 400):
        book.active.cell(1, column).font = openpyxl.styles.Font(bold=True)
    assert len(read_book(saved(book))["test"]) == 3


def test_too_many_rows_of_a_sheet_name_the_limit(monkeypatch):
    monkeypatch.setattr("comparekit.ingest.xlsx_sheet.MOST_ROWS", 3)
    assert code(workbook([TITLES, *ROWS])) == "file.too_many_rows"


def test_a_workbook_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(xlsx_guard, "MOST_SECONDS", -1.0)
    assert code(workbook([TITLES, *ROWS])) == "file.too_slow"


def test_a_workbook_of_thousands_of_parts_is_refused():
    contents = parts(workbook([TITLES, *ROWS])) | {f"xl/x{k}.xml": b"" for k in range(2_001)}
    assert code(zipped(contents)) == "file.too_many_parts"


def encrypted(data):
    """The flag of encryption set on every member, in both places it stands."""
    changed = bytearray(data)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(re.escape(signature), data):
            changed[match.start() + place] |= 1
    return bytes(changed)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 100, "file.binary"),
        (b"PK\x03\x04rest", "file.damaged"),
        (zipped({"log.csv": b"time,old,new"}), "file.not_text"),
        (zipped({"xl/workbook.bin": b""}), "file.not_text"),
        (zipped({"xl/workbook.xml": b"<workbook/>"}), "file.damaged"),
        (zipped({"xl/workbook.xml": b"<workbook"}), "file.damaged"),
        (encrypted(workbook([TITLES, *ROWS])), "file.encrypted"),
        (zipped(parts(workbook([TITLES, *ROWS])), zipfile.ZIP_BZIP2), "file.damaged"),
        (workbook([]), "file.empty"),
        (workbook([["", " "]]), "file.empty"),
        (workbook([TITLES]), "file.no_rows"),
        (workbook([["名称"], ["x"]]), "columns.missing"),
        (sheet_xml(b"<sheetData><row r='2'/><row r='1'/></sheetData>"), "file.damaged"),
        (sheet_xml(b"<sheetData><row r='1'><c r='B2'><v>1</v></c></row></sheetData>"), "file.damaged"),
        (sheet_xml(b"<sheetData><row r='1'><c r='?'><v>1</v></c></row></sheetData>"), "file.damaged"),
        (sheet_xml(b"<sheetData><row r='1'><c t='s'><v>99</v></c></row></sheetData>"), "file.damaged"),
    ],
)
def test_what_is_no_workbook_of_a_log_is_named(data, expected):
    assert code(data) == expected


def test_broken_workbooks_raise_nothing_but_faults():
    rng = np.random.default_rng(20250506)
    whole = workbook([TITLES, *ROWS])
    plain = zipped(parts(whole), zipfile.ZIP_STORED)
    for data in (whole, plain):
        for _ in range(150):
            broken = np.frombuffer(data, dtype=np.uint8).copy()
            places = rng.integers(0, len(broken), rng.integers(1, 6))
            broken[places] = rng.integers(0, 256, len(places))
            end = rng.integers(1, len(data) + 1) if rng.random() < 0.2 else len(data)
            with suppress(FaultyLog, UnusableLog):
                read_book(broken.tobytes()[:end])
