"""Templates: recognised when filled in, empty until then, never written over anything."""

import json

import openpyxl
import pytest

from cli.commands import run
from comparekit.cli import sample as command
from comparekit.errors import FaultyLog
from comparekit.ingest import meters_template, templates, usage_templates
from comparekit.ingest.open_table import read_table
from comparekit.ingest.read import read_log
from comparekit.ingest.vocabulary import field_of

ROWS = {
    "log": [
        ["2025-05-06 09:00", "1286.240", "12.240", "m3", "0.001", "0.001", "007", "008", "zero_test", "a"],
        ["2025-05-07 09:00", "1287.269", "13.268", "m3", "0.001", "0.001", "007", "008", "", "b"],
    ],
    "log-long": [
        [number, f"2025-05-0{day} 09:00", f"{day}.5", role, "m3", "0.1", "", ""]
        for day in (6, 7)
        for number, role in (("007", "旧表"), ("008", "reference"))
    ],
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", templates.KINDS)
def test_every_title_is_understood_as_the_field_it_stands_for(kind, language):
    titles = templates.template_titles(kind, language)
    assert [field_of(title) for title in titles] == list(templates.template_fields(kind))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("ending", templates.ENDINGS)
@pytest.mark.parametrize("kind", templates.KINDS)
def test_a_template_holds_no_readings_until_somebody_writes_them(kind, ending, language):
    with pytest.raises(FaultyLog) as caught:
        read_table(templates.template_bytes(kind, ending, language), f"log{ending}")
    assert [fault.code for fault in caught.value.faults] == ["file.no_rows"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", templates.KINDS)
def test_a_workbook_filled_in_is_a_log_and_its_explanation_is_none(tmp_path, kind, language):
    path = tmp_path / "log.xlsx"
    path.write_bytes(templates.template_bytes(kind, ".xlsx", language))
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == 2
    for row in ROWS[kind]:
        book.worksheets[0].append(row)
    book.save(path)
    log = read_log(path)
    assert (log["test"].meter_id, log["reference"].meter_id) == ("007", "008")
    assert len(log["test"]) == 2
    assert log.findings == ()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", templates.KINDS)
def test_a_text_file_filled_in_is_a_log(tmp_path, kind, language):
    path = tmp_path / "log.csv"
    path.write_bytes(templates.template_bytes(kind, ".csv", language))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with open(path, "a", encoding="utf-8") as file:
        file.writelines(",".join(row) + "\r\n" for row in ROWS[kind])
    assert len(read_log(path)["reference"]) == 2


def test_the_explanation_has_a_row_for_each_column_and_examples():
    from io import BytesIO

    book = openpyxl.load_workbook(BytesIO(templates.template_bytes("log", ".xlsx", "zh")))
    table, explanation = book.worksheets
    titles = [cell.value for cell in table[1]]
    assert [row[0].value for row in explanation.iter_rows(min_row=2)] == titles
    assert table.max_row == 1
    assert explanation["C2"].value == "2025-05-06 09:00"


def test_the_command_writes_once_and_never_over_a_file(tmp_path):
    done = run("sample", "log", "--out", "new.xlsx", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "抄表时间" in done.stdout
    before = (tmp_path / "new.xlsx").read_bytes()
    again = run("sample", "log", "--out", "new.xlsx", "--lang", "en", cwd=tmp_path)
    assert again.returncode == 2
    assert "new.xlsx" in again.stderr
    assert (tmp_path / "new.xlsx").read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("log", "--out", "log.pdf"),
        ("log",),
        ("ship", "--out", "x.csv"),
        ("log", "--out", "no/x.csv"),
    ],
)
def test_what_cannot_be_written_ends_with_two_and_a_sentence(tmp_path, arguments):
    done = run("sample", *arguments, "--lang", "en", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_json_names_file_and_fields(tmp_path):
    done = run("sample", "log-long", "--out", "log.csv", "--json", cwd=tmp_path)
    assert json.loads(done.stdout)["fields"][:3] == ["meter_id", "time", "reading"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_is_documented(language, tmp_path):
    shown = run("sample", "--help", "--lang", language, cwd=tmp_path).stdout
    assert "--out" in shown and "log-long" in shown


def test_the_command_knows_the_kinds_and_endings_there_are():
    logs = dict.fromkeys(templates.KINDS, templates.ENDINGS)
    use = dict.fromkeys(usage_templates.KINDS, usage_templates.ENDINGS)
    assert logs | use | {meters_template.KIND: meters_template.ENDINGS} == command._ENDINGS


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_of_plates_and_certificates_is_written_once(language, tmp_path):
    done = run("sample", "meters", "--out", "meters.toml", "--lang", language, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "expanded_uncertainty" in done.stdout
    before = (tmp_path / "meters.toml").read_bytes()
    again = run("sample", "meters", "--out", "meters.toml", cwd=tmp_path)
    assert again.returncode == 2 and "meters.toml" in again.stderr
    assert (tmp_path / "meters.toml").read_bytes() == before == meters_template.meters_template(language)


@pytest.mark.parametrize("out", ["meters.csv", "meters.xlsx", "meters"])
def test_plates_and_certificates_are_toml_only(out, tmp_path):
    done = run("sample", "meters", "--out", out, cwd=tmp_path)
    assert done.returncode == 2 and ".toml" in done.stderr and ".csv" not in done.stderr.replace(out, "")
    assert list(tmp_path.iterdir()) == []


def test_a_log_is_never_written_as_toml(tmp_path):
    done = run("sample", "log", "--out", "log.toml", cwd=tmp_path)
    assert done.returncode == 2 and ".csv, .xlsx" in done.stderr
