import pytest

from comparekit.errors import FaultyLog
from comparekit.ingest import open_table, tables
from comparekit.ingest.open_table import read_table
from comparekit.ingest.tables import column_letter


def code_of(data):
    with pytest.raises(FaultyLog) as caught:
        read_table(data, "log.csv")
    return caught.value.faults[0]


def test_rows_are_numbered_as_excel_shows_them():
    table = read_table(b'a,b\n1,2\n\n , \n"x\ny",4\n5,6\n', "log.csv")
    assert table.rows.tolist() == [2, 5, 6]
    assert table.columns == (["1", "x\ny", "5"], ["2", "4", "6"])


def test_blank_lines_above_the_titles_count():
    table = read_table(b"\n\na,b\n1,2\n", "log.csv")
    assert (table.header_row, table.titles, table.rows.tolist()) == (3, ("a", "b"), [4])


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_line_ends(delimiter, newline):
    text = newline.join(delimiter.join(row) for row in (["a", "b"], ["1", "2"], ["3", "4"], [""]))
    table = read_table(text.encode(), "log.csv")
    assert table.columns == (["1", "3"], ["2", "4"])


def test_commas_inside_cells_do_not_win_over_the_delimiter():
    table = read_table(b"time;old meter, left;new\n1;1,5;2,5\n2;3,5;4,5\n", "log.csv")
    assert table.titles == ("time", "old meter, left", "new")


def test_excel_s_separator_line_is_obeyed_and_not_counted():
    table = read_table(b"sep=;\na;b\n1;2\n", "log.csv")
    assert (table.titles, table.header_row, table.rows.tolist()) == (("a", "b"), 1, [2])


def test_short_rows_are_filled_up_and_titles_without_text_at_the_end_dropped():
    table = read_table(b"a,b,,\n1\n2,3,,\n", "log.csv")
    assert table.titles == ("a", "b")
    assert table.columns == (["1", "2"], ["", "3"])


def test_a_cell_too_many_is_a_fault_with_its_letter():
    table = read_table(b"a,b\n1,2\n1,234,5\n", "log.csv")
    (fault,) = table.faults.faults
    assert (fault.code, fault.row, fault.column, fault.found) == ("row.too_many_cells", 3, "C", "5")


def test_a_quotation_mark_never_closed_is_a_fault():
    fault = code_of(b'a,b\n1,"2\n3,4\n5,6\n')
    assert (fault.code, fault.row) == ("file.quotes", 2)


def test_a_cell_beyond_the_limit_of_the_reader_is_a_fault():
    fault = code_of(b'a,b\n1,2\n1,"' + b"x" * 200_000 + b'"\n')
    assert (fault.code, fault.row) == ("file.quotes", 3)


def test_titles_alone_are_not_enough():
    assert code_of(b"a,b\n,\n").code == "file.no_rows"


def test_too_many_columns():
    assert code_of(",".join(f"c{i}" for i in range(201)).encode()).code == "file.too_many_columns"


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 10)
    assert code_of(b"a,b\n" + b"1,2\n" * 20).code == "file.too_many_rows"


def test_too_many_bytes(monkeypatch):
    monkeypatch.setattr(open_table, "MOST_BYTES", 10)
    assert code_of(b"a,b\n1,2\n3,4\n").code == "file.too_large"


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (199, "GR"), (702, "AAA")])
def test_letters_over_columns_are_excel_s(index, letters):
    assert column_letter(index) == letters
