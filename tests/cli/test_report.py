"""``comparekit report``, as a process: what it writes, what it refuses, and how it ends."""

import hashlib
import json
import shutil

import pytest

from cli.commands import STORIES, run
from comparekit.services.case_look import GivenFile
from comparekit.services.case_study import keep_study
from comparekit.services.replacement_given import Given, study_given
from comparekit.services.report import study_page
from comparekit.services.roles import LOCAL
from comparekit.store.cases import open_case
from comparekit.store.database import open_database

pytestmark = pytest.mark.slow  # a process, or many logs, for every test


@pytest.fixture
def story(tmp_path):
    """A story's folder with its expected result in it."""

    def made(name="huangyan_7_days"):
        folder = tmp_path / name
        shutil.copytree(STORIES / name, folder)
        return folder

    return made


def test_a_result_kept_beside_its_log_becomes_a_page(story):
    folder = story("certificate_on_the_bench")
    words = (folder / "command.txt").read_text(encoding="utf-8").split()[1:]
    assert run(*words, "--out", "result.json", cwd=folder).stdout == ""
    done = run("report", "result.json", "--out", "page.html", cwd=folder, lang="zh")
    assert (done.returncode, done.stderr) == (0, "")
    assert "page.html" in done.stdout
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    again = run("report", "result.json", "--out", "page.html", "--json", cwd=folder, lang="zh")
    told = json.loads(again.stdout)
    assert told["sha256"] == hashlib.sha256((folder / "page.html").read_bytes()).hexdigest()
    assert told["bytes"] == len(page.encode()) <= 300_000
    assert (told["file"], told["masked"]) == ("page.html", True)


def test_a_changed_log_and_a_changed_number_end_with_2_and_write_nothing(story):
    folder = story()
    result = folder / "expected.json"
    told = json.loads(result.read_text(encoding="utf-8"))
    told["volume"]["test"] += 0.5
    (folder / "changed.json").write_text(json.dumps(told), encoding="utf-8")
    done = run("report", "changed.json", "--out", "page.html", cwd=folder, lang="en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Recomputation differs" in done.stderr
    assert "volume.test" in done.stderr
    log = folder / "log.csv"
    expected = hashlib.sha256(log.read_bytes()).hexdigest()
    log.write_bytes(log.read_bytes() + b"\n")
    done = run("report", "expected.json", "--out", "page.html", cwd=folder, lang="en")
    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr
    assert hashlib.sha256(log.read_bytes()).hexdigest() in done.stderr
    assert not (folder / "page.html").exists()


def test_a_log_elsewhere_is_named(story, tmp_path):
    folder = story()
    result = folder / "expected.json"
    moved = (folder / "log.csv").rename(tmp_path / "moved.csv")
    assert run("report", result, "--out", tmp_path / "page.html", lang="zh").returncode == 2
    done = run("report", result, "--log", moved, "--out", tmp_path / "page.html", lang="zh")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_log_and_a_folder_are_refused_with_what_to_do_first(story):
    folder = story()
    for what in (folder, folder / "log.csv"):
        done = run("report", what, "--out", folder / "page.html", lang="en")
        assert done.returncode == 2
        assert "comparekit compare" in done.stderr
        assert "--json --out result.json" in done.stderr


@pytest.mark.parametrize(("name", "says"), [("page.pdf", ".html"), ("page.docx", ".html"), ("page", ".html")])
def test_no_other_ending_is_taken_and_pdf_is_nowhere_offered(story, name, says):
    folder = story()
    done = run("report", folder / "expected.json", "--out", folder / name, lang="en")
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert not (folder / name).exists()
    for language in ("zh", "en"):
        assert "pdf" not in run("report", "--help", lang=language).stdout.lower()


def test_a_file_that_is_no_report_stays(story):
    folder = story()
    result = folder / "expected.json"
    (folder / "page.html").write_text("<html>holiday</html>", encoding="utf-8")
    done = run("report", result, "--out", folder / "page.html", lang="en")
    assert done.returncode == 2
    assert "no report of this program" in done.stderr
    assert (folder / "page.html").read_text(encoding="utf-8") == "<html>holiday</html>"


def test_a_case_becomes_a_page_that_names_nobody_unless_asked(tmp_path):
    from comparekit.services.case_note import set_parties
    from comparekit.services.roles import LOCAL
    from comparekit.store.database import open_database

    home = str(tmp_path / "home")
    log = STORIES / "huangyan_7_days" / "log.csv"
    done = run("case", "import", log, "--json", COMPAREKIT_HOME=home)
    case_id = json.loads(done.stdout)["id"]
    database = open_database(str(tmp_path / "home" / "cases.sqlite3"))
    party = {"role": "resident", "name": "王小明", "address": "东城街道 12 号", "phone": "13800138000"}
    set_parties(database, LOCAL, case_id, [party])
    database.close()
    out = tmp_path / "page.html"
    done = run("report", case_id, "--out", out, lang="zh", COMPAREKIT_HOME=home)
    assert (done.returncode, done.stderr) == (0, "")
    page = out.read_text(encoding="utf-8")
    assert f"案件 {case_id}" in page
    assert "王小明" not in page
    done = run("report", case_id, "--out", out, "--unmasked", lang="zh", COMPAREKIT_HOME=home)
    assert "只交给当事人" in done.stdout
    assert "王小明" in out.read_text(encoding="utf-8")


def test_options_for_the_other_kind_are_refused(story, tmp_path):
    folder = story()
    done = run("report", folder / "expected.json", "--unmasked", "--out", tmp_path / "page.html", lang="en")
    assert (done.returncode, "--unmasked" in done.stderr) == (2, True)
    home = {"COMPAREKIT_HOME": str(tmp_path / "home")}
    done = run(
        "report", "2026-000001", "--log", "log.csv", "--map", "a=time", "--out", tmp_path / "page.html",
        lang="en", **home,
    )  # fmt: skip
    assert done.returncode == 2
    assert "--log, --map" in done.stderr
    assert not (tmp_path / "home").exists()  # refused before a store was made
    done = run("report", "2026-000001", "--out", tmp_path / "page.html", lang="en", **home)
    assert (done.returncode, "2026-000001" in done.stderr) == (2, True)


def test_the_study_of_a_case_becomes_a_page_of_its_own(tmp_path):
    store = f"sqlite:///{tmp_path / 'cases.sqlite3'}"
    usage = GivenFile(name="bills.csv", content=(STORIES / "huangyan_bills" / "usage.csv").read_bytes())
    given = Given(usage=usage, replaced="2025-04-01")
    study = study_given(given)
    database = open_database(store)
    with database.writing() as connection:
        case_id = open_case(connection, who=LOCAL.name, title="bills")
    keep_study(database, LOCAL, case_id, given, study)
    database.close()
    words = ("report", case_id, "--out", "page.html", "--database", store, "--json")
    alone = run(*words, cwd=tmp_path, lang="en")
    assert (alone.returncode, "--study" in alone.stderr) == (2, True)  # no comparison
    told = json.loads(run(*words, "--study", cwd=tmp_path, lang="en").stdout)
    assert (told["verdict"], told["masked"]) == ("inconclusive", True)
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == study_page(study, "en")
    refused = run("report", "result.json", "--study", "--out", "page.html", cwd=tmp_path, lang="en")
    assert refused.returncode == 2
    assert "--study" in refused.stderr


def test_a_result_of_bills_and_a_file_of_bills_lead_to_their_own_command(tmp_path):
    (tmp_path / "zhou.json").write_text('{"schema": "comparekit.replacement/1"}', encoding="utf-8")
    refused = run("report", "zhou.json", "--out", "a.html", cwd=tmp_path)
    assert refused.returncode == 2 and "comparekit replacement" in refused.stderr
    assert "--html" in refused.stderr and not (tmp_path / "a.html").exists()
    shutil.copy(STORIES / "huangyan_bills" / "usage.csv", tmp_path / "bills.csv")
    database = f"sqlite:///{tmp_path / 'cases.sqlite3'}"
    imported = run("case", "import", "bills.csv", "--database", database, cwd=tmp_path)
    assert imported.returncode == 2 and "comparekit replacement bills.csv" in imported.stderr
