"""``comparekit case``: what it prints, how it ends, what it leaves in the store."""

import json
import sqlite3

import pytest

from cli import commands
from cli.commands import STORIES
from comparekit.services.case_note import set_parties
from comparekit.services.roles import LOCAL
from comparekit.store.database import open_database

pytestmark = pytest.mark.slow  # a process, or many logs, for every test

FAST, HUANGYAN, COARSE = (
    STORIES / s / "log.csv" for s in ("fast_5_percent", "huangyan_7_days", "coarse_register")
)


def process(home, *arguments, **told):
    return commands.run_process("case", *arguments, COMPAREKIT_HOME=home, **told)


def run(home, *arguments, **told):
    return commands.run("case", *arguments, COMPAREKIT_HOME=home, **told)


def listed(home, *words, **environment):
    return json.loads(run(home, "list", *words, "--json", **environment).stdout)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A store with a deviating case whose resident is named, and what the import said of it."""
    home = tmp_path_factory.mktemp("home")
    done = process(home, "import", FAST, "--title", "王小明家水表", "--json")
    party = {"role": "resident", "name": "王小明", "address": "黄岩区东城街道 12 号", "phone": "13800138000"}
    database = open_database(home / "cases.sqlite3")
    set_parties(database, LOCAL, json.loads(done.stdout)["id"], [party])
    database.close()
    return home, done


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.mark.parametrize(
    ("log", "code", "zh", "en"),
    [
        (HUANGYAN, 0, "两只表走得一样。", "The two meters run alike."),
        (FAST, 1, "两只表有差别", "The two meters differ"),
        (COARSE, 3, "", ""),
    ],
)
def test_an_import_ends_as_compare_does_and_names_its_case(home, log, code, zh, en):
    first, second = process(home, "import", log), process(home, "import", log, lang="en")
    assert (first.returncode, second.returncode) == (code, code), first.stderr
    assert first.stdout.startswith(zh) and second.stdout.startswith(en)
    ids = [case["id"] for case in listed(home)]
    assert len(set(ids)) == 2
    assert min(ids) in first.stdout and "已存为案件" in first.stdout
    assert f"The same log is also in: {min(ids)}" in second.stdout


def test_the_machine_output_holds_what_compare_says(filled):
    home, done = filled
    told = json.loads(done.stdout)
    compared = commands.run("compare", FAST, "--json")
    assert done.returncode == compared.returncode == 1
    assert told["result"] == json.loads(compared.stdout)
    assert (told["verdict"], told["same_log"], done.stderr) == ("deviate", [], "")
    (line,) = listed(home)
    assert line["id"] == told["id"]
    shown = json.loads(run(home, "show", told["id"], "--json").stdout)
    assert shown["results"][0]["result"]["deviation"] == told["result"]["deviation"]
    assert [event["kind"] for event in shown["events"]][:2] == ["case.opened", "file.added"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lists_and_shown_cases_name_nobody_unless_asked_to(filled, lang):
    home, done = filled
    case_id = json.loads(done.stdout)["id"]
    secrets = ("王小明", "12 号", "13800138000")
    for arguments in (["list"], ["list", "--json"], ["show", case_id], ["show", case_id, "--json"]):
        masked = process(home, *arguments, lang=lang)
        assert masked.returncode == 0 and masked.stderr == ""
        assert case_id in masked.stdout and "王**" in masked.stdout
        assert [word for word in secrets if word in masked.stdout] == []
    for extra in ([], ["--json"]):
        whole = run(home, "show", case_id, "--unmasked", *extra, lang=lang)
        assert [word for word in secrets if word not in whole.stdout] == []


def test_cases_are_found_by_words_also_by_those_that_are_masked(filled):
    home, done = filled
    case_id = json.loads(done.stdout)["id"]
    assert [case["id"] for case in listed(home, "王小明", "东城街道")] == [case_id]
    assert listed(home, "王小明", "elsewhere") == []
    assert run(home, "list", "elsewhere", lang="en").stdout.strip() == "No case was found."


def test_a_longer_log_in_a_case_is_another_look_and_titles_stay(home, tmp_path):
    lines = HUANGYAN.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "early.csv").write_text("".join(lines[:5]), encoding="utf-8")
    case_id = json.loads(run(home, "import", tmp_path / "early.csv", "--json").stdout)["id"]
    done = run(home, "import", HUANGYAN, "--case", case_id, "--json")
    assert json.loads(done.stdout)["result"]["basis"] == "monitoring"
    assert [case["id"] for case in listed(home)] == [case_id]
    refused = run(home, "import", HUANGYAN, "--case", case_id, "--title", "x", lang="en")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--title" in refused.stderr


def test_a_faulty_log_is_told_as_compare_tells_it_and_leaves_no_case(home, tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("time,test_reading,reference_reading\n2025-05-06 09:00,x,1\n", encoding="utf-8")
    done = run(home, "import", log, lang="en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "row 2" in done.stderr and "Traceback" not in done.stderr
    assert run(home, "import", tmp_path / "none.csv").returncode == 2
    assert run(home, "import", log, "--case", "1999-000001").returncode == 2
    assert listed(home) == []


def test_the_store_lies_in_the_home_or_where_one_says(home, tmp_path):
    assert run(home, "import", HUANGYAN).returncode == 0
    assert (home / "cases.sqlite3").is_file()
    other = tmp_path / "other.sqlite3"
    for arguments, environment in (
        (["--database", str(other)], {}),
        ([], {"COMPAREKIT_DATABASE": f"sqlite:///{other}"}),
    ):
        assert run(home, "import", COARSE, *arguments, **environment).returncode == 3
    assert len(listed(home)) == 1
    assert len(listed(home, COMPAREKIT_DATABASE=str(other))) == 2
    wrong = run(home, "list", "--database", "mysql://x/y", lang="en")
    assert wrong.returncode == 2 and "mysql" in wrong.stderr


def test_three_processes_import_at_once_into_a_store_that_is_not_there_yet(home):
    running = [
        commands.begun("case", "import", log, "--json", COMPAREKIT_HOME=home)
        for log in (FAST, HUANGYAN, COARSE)
    ]
    told = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [1, 0, 3], told
    ids = {json.loads(out)["id"] for out, _ in told}
    assert len(ids) == 3
    assert {case["id"] for case in listed(home)} == ids
    checked = run(home, "check", "--json")
    assert checked.returncode == 0
    assert json.loads(checked.stdout)["clean"] is True


def test_a_check_finds_what_somebody_changed_in_the_database(home):
    case_id = json.loads(run(home, "import", FAST, "--json").stdout)["id"]
    for arguments in ([], [case_id]):
        assert run(home, "check", *arguments).returncode == 0
    assert run(home, "check", "1999-000001").returncode == 2
    with sqlite3.connect(home / "cases.sqlite3") as connection:
        connection.execute("UPDATE payloads SET data = replace(data, '\"deviate\"', '\"agree\"')")
    connection.close()
    for lang in ("zh", "en"):
        done = run(home, "check", lang=lang)
        assert done.returncode == 1
        assert len(done.stdout.splitlines()) > 1
    found = json.loads(run(home, "check", case_id, "--json").stdout)
    assert "payload_changed" in [trouble["code"] for trouble in found["troubles"]]
    assert all(trouble["sentence"] for trouble in found["troubles"])


def test_an_archive_goes_out_and_comes_in_again(home, tmp_path):
    case_id = json.loads(run(home, "import", FAST, "--json").stdout)["id"]
    out = tmp_path / "case.zip"
    assert run(home, "export", case_id, "--out", out).returncode == 0
    written = out.read_bytes()
    assert run(home, "export", case_id, "--out", out).returncode == 2  # nothing is overwritten
    assert out.read_bytes() == written
    other = tmp_path / "elsewhere"
    restored = run(other, "import", out, "--json")
    assert restored.returncode == 0
    assert json.loads(restored.stdout)["id"] == case_id
    shown = run(other, "show", case_id, lang="en").stdout
    assert "restored from an archive" in shown and "first written" in shown
    assert run(other, "import", out, "--protocol", "water-series-7d").returncode == 2
    assert run(home, "export", case_id, "--out", tmp_path / "masked.zip", "--masked").returncode == 0
    refused = run(other, "import", tmp_path / "masked.zip", lang="en")
    assert refused.returncode == 2 and "masked" in refused.stderr
    assert len(listed(other)) == 1


def test_a_backup_is_a_store(home, tmp_path):
    run(home, "import", FAST)
    out = tmp_path / "backup.sqlite3"
    made = json.loads(run(home, "backup", "--out", out, "--json").stdout)
    assert made["cases"] == 1
    assert listed(home, COMPAREKIT_DATABASE=str(out)) == listed(home)
    assert run(home, "backup", "--out", out).returncode == 2


def test_a_backup_is_taken_back_into_an_empty_store_and_into_no_other(home, tmp_path):
    run(home, "import", FAST)
    out, other = tmp_path / "backup.sqlite3", tmp_path / "other"
    made = json.loads(run(home, "backup", "--out", out, "--json").stdout)
    back = json.loads(run(other, "restore", out, "--json").stdout)
    assert [back[name] for name in ("cases", "seq", "hash")] == [
        made[name] for name in ("cases", "seq", "hash")
    ]
    assert listed(other) == listed(home)
    assert run(other, "check").returncode == 0
    for file, said in ((out, "already holds something"), (FAST, "backup"), (tmp_path / "none", "backup")):
        refused = run(other if file == out else tmp_path / "third", "restore", file, lang="en")
        assert (refused.returncode, refused.stdout) == (2, "") and said in refused.stderr


def test_without_a_terminal_nothing_is_removed_unasked(filled):
    home, done = filled
    case_id = json.loads(done.stdout)["id"]
    for lang, said in (("zh", "什么也没有删除"), ("en", "Nothing was removed")):
        refused = process(home, "remove", case_id, "--reason", "twice", lang=lang)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert said in refused.stderr
    assert len(listed(home)) == 1


def test_at_a_terminal_somebody_is_asked(home):
    case_id = json.loads(run(home, "import", FAST, "--json").stdout)["id"]
    no = run(home, "remove", case_id, "--reason", "twice", typing="n\n", lang="en")
    assert (no.returncode, no.stdout) == (2, "")
    assert f"Remove {case_id} for good?" in no.stderr
    assert len(listed(home)) == 1
    yes = run(home, "remove", case_id, "--reason", "twice", typing="y\n", lang="en")
    assert (yes.returncode, yes.stdout) == (0, f"Removed: {case_id}\n")
    assert listed(home) == []


def test_removing_needs_a_reason_and_somebody_who_agrees(home):
    case_id = json.loads(run(home, "import", FAST, "--json").stdout)["id"]
    for arguments in (
        [case_id, "--yes"],
        [case_id, "--reason", "twice"],  # no terminal to ask on
        [],
        [case_id, "--older-than", "3", "--yes"],
        ["1999-000001", "--reason", "x", "--yes"],
    ):
        done = run(home, "remove", *arguments, lang="en")
        assert (done.returncode, done.stdout) == (2, ""), arguments
    assert len(listed(home)) == 1
    assert run(home, "note", case_id, "imported twice").returncode == 0
    assert run(home, "close", case_id, "--reason", "twice").returncode == 0
    kept = run(home, "remove", "--older-than", "3", "--yes", "--json")
    assert (kept.returncode, json.loads(kept.stdout)) == (0, {"removed": []})
    gone = run(home, "remove", case_id, "--reason", "twice", "--yes", "--json")
    assert json.loads(gone.stdout) == {"removed": [case_id]}
    assert listed(home) == []
    assert run(home, "show", case_id).returncode == 2
    assert run(home, "check").returncode == 0
