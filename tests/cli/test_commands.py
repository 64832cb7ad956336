"""The command line: standard output, standard error, exit codes."""

import json
import subprocess
import sys

import pytest

from cli.commands import STORIES, run, run_process

WIDE = "time,test_reading,reference_reading,test_resolution,reference_resolution,event\n"


@pytest.mark.parametrize(
    ("story", "code", "verdict"),
    [
        ("huangyan_7_days", 0, "agree"),
        ("fast_5_percent", 1, "deviate"),
        ("coarse_register", 3, "inconclusive"),
    ],
)
def test_the_exit_code_is_the_verdict(story, code, verdict):
    done = run("compare", STORIES / story / "log.csv", "--json")
    assert done.returncode == code
    assert done.stderr == ""
    assert json.loads(done.stdout)["verdict"] == verdict


def test_the_verdict_sentence_comes_first_in_both_languages():
    log = STORIES / "huangyan_7_days" / "log.csv"
    assert run_process("compare", log, lang="zh").stdout.startswith("两只表走得一样。")
    assert run("compare", log, lang="en").stdout.startswith("The two meters run alike.")
    assert run_process("compare", log).stdout.startswith("两只表走得一样。")  # no locale counts as Chinese


def test_an_assumption_stands_in_the_line_after_the_verdict_sentence():
    lines = run("compare", STORIES / "fast_5_percent" / "log.csv", lang="en").stdout.splitlines()
    assert "taken as water" in lines[1]


def test_every_fault_of_a_bad_log_is_named_at_once(tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text(
        WIDE + "2025-05-06 09:00,1.0,x,0.001,0.001,\nsoon,1.5,2.0,0.001,0.001,\n", encoding="utf-8"
    )
    done = run("compare", bad, lang="en")
    assert done.returncode == 2
    assert done.stdout == ""
    for part in ("bad.csv", "row 2", "reference_reading", "row 3", "time", "soon"):
        assert part in done.stderr, part
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04 not a log", b"time\n"])
def test_what_is_no_log_gets_a_sentence(tmp_path, content):
    file = tmp_path / "log.csv"
    file.write_bytes(content)
    done = run("compare", file, lang="zh")
    assert done.returncode == 2
    assert "log.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_file_and_a_missing_argument_end_with_two():
    assert run("compare", "no-such-file.csv").returncode == 2
    assert run("compare").returncode == 2
    assert run("nonsense").returncode == 2


def test_one_common_visit_could_not_run(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text(WIDE + "2025-05-06 09:00,1.0,2.0,0.001,0.001,zero_test\n", encoding="utf-8")
    done = run("compare", log, lang="en")
    assert done.returncode == 2
    assert done.stderr


def test_a_result_is_written_whole_or_not_at_all(tmp_path):
    out = tmp_path / "result.json"
    log = STORIES / "huangyan_7_days" / "log.csv"
    assert run("compare", log, "--json", "--out", out).returncode == 0
    assert json.loads(out.read_text(encoding="utf-8"))["schema"] == "comparekit.series/1"
    done = run("compare", log, "--out", tmp_path / "missing" / "result.txt", lang="en")
    assert done.returncode == 2
    assert "missing" in done.stderr
    assert list(tmp_path.iterdir()) == [out]


def test_two_files_hold_one_meter_each(tmp_path):
    rows = [f"2025-05-{6 + k:02d} 09:00,{k * 0.613:.3f}" for k in range(8)]
    for name in ("old", "new"):
        (tmp_path / f"{name}.csv").write_text("\n".join(["time,reading", *rows]), encoding="utf-8")
    same = run("compare", "old.csv", "new.csv", "--json", cwd=tmp_path)
    assert same.returncode == 2  # byte for byte the same file twice is no comparison
    (tmp_path / "new.csv").write_text(
        "\n".join(["time,reading", *rows, "2025-05-14 09:00,4.8"]), encoding="utf-8"
    )
    done = run("compare", "old.csv", "new.csv", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [i["file"] for i in json.loads(done.stdout)["inputs"]] == ["old.csv", "new.csv"]


def test_protocols_are_listed_and_explained():
    listed = json.loads(run("protocols", "--json").stdout)
    assert {"id", "kind", "utility", "title"} <= set(listed[0])
    kinds = {p["id"]: (p["kind"], p["utility"]) for p in listed}
    assert "water-series-7d" in kinds
    assert kinds["water-tariff-kunming"] == ("tariff", "water")
    shown = run("protocols", "water-series-7d", lang="en").stdout
    assert "±4" not in shown
    assert "not confirmed" in shown
    assert run("protocols", "no-such").returncode == 2


def test_demo_prints_and_ends_without_a_terminal():
    done = run_process("demo", lang="en")
    assert done.returncode == 0
    assert done.stdout.startswith("The two meters run alike.")
    assert "worn_low_flow" in done.stdout
    unknown = run("demo", "no-such-story", lang="en")
    assert unknown.returncode == 2
    assert "huangyan_7_days" in unknown.stderr


@pytest.mark.parametrize("command", [[], ["compare"], ["demo"], ["protocols"]])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_and_option_is_documented_in_both_languages(command, lang):
    done = run(*command, "--help", lang=lang)
    assert done.returncode == 0
    for line in done.stdout.splitlines():
        if line.strip().startswith("--"):
            assert len(line.split()) > 1, line
    for option in ("--lang", "--json", "--verbose", "--version"):
        assert option in done.stdout


def test_help_loads_no_numerical_library():
    code = (
        "import sys\nfrom comparekit.cli.main import main\n"
        "try:\n    main(['compare', '--help'])\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('numpy', 'scipy', 'dash', 'plotly') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr.strip() == "[]"


def test_version_is_told():
    assert run("--version").stdout.startswith("comparekit ")
    assert run("compare", "--version").returncode == 0


def test_a_bug_is_never_taken_for_a_verdict(monkeypatch, capsys):
    from comparekit.cli import main as command

    def broken(*_, **__):
        raise RuntimeError("the lamp is out")

    monkeypatch.setattr("comparekit.services.compare.compare_log", broken)
    with pytest.raises(SystemExit) as left:
        command.main(["compare", "log.csv", "--lang", "en"])
    assert left.value.code == 2
    assert "the lamp is out" in capsys.readouterr().err
