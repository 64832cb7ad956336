"""``comparekit bench`` as a process."""

import json
import subprocess
import sys

import pytest

from cli import commands

pytestmark = pytest.mark.slow  # a process, or many logs, for every test


def run(*arguments, lang="en", cwd=None):
    return commands.run(*arguments, lang=lang, cwd=cwd)


def test_without_a_scenario_those_that_ship_are_listed():
    zh, en = run("bench", lang="zh"), run("bench")
    assert zh.returncode == en.returncode == 0
    assert "water-good-pair  水表：两只好表，每天抄一次" in zh.stdout.splitlines()
    assert "water-good-pair  Water: two good meters, read once a day" in en.stdout.splitlines()
    listed = json.loads(run("bench", "--json").stdout)
    assert len(listed) == len(en.stdout.splitlines()) >= 8
    assert all(set(row) == {"id", "utility", "title"} for row in listed)


def test_a_log_is_written_that_compare_reads_and_the_truth_beside_it(tmp_path):
    done = run("bench", "water-fast-5-percent", "--out", "practice", "--seed", 4, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "practice/log.csv" in done.stdout.replace("\\", "/") and "seed 4" in done.stdout
    assert "0.04" not in done.stdout  # the truth is not told on the screen
    assert sorted(path.name for path in (tmp_path / "practice").iterdir()) == ["log.csv", "truth.json"]
    compared = run("compare", tmp_path / "practice" / "log.csv", "--json")
    assert compared.returncode == 1  # deviate
    deviation = json.loads(compared.stdout)["deviation"]
    truth = json.loads((tmp_path / "practice" / "truth.json").read_text(encoding="utf-8"))
    assert deviation["low"] <= truth["deviation"] <= deviation["high"]


def test_machine_output_names_the_files(tmp_path):
    done = run("bench", "water-good-pair", "--out", tmp_path / "d", "--weeks", 2, "--json")
    shown = json.loads(done.stdout)
    assert (shown["scenario"], shown["seed"], len(shown["logs"])) == ("water-good-pair", 101, 2)
    assert {path.name for path in (tmp_path / "d").iterdir()} == {"log-001.csv", "log-002.csv", "truth.json"}


def test_a_second_run_refuses_to_overwrite(tmp_path):
    assert run("bench", "water-good-pair", "--out", tmp_path).returncode == 0
    again = run("bench", "water-good-pair", "--out", tmp_path)
    assert again.returncode == 2
    assert "log.csv" in again.stderr and "Nothing was written" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such"], "water-good-pair"),
        (["water-good-pair"], "--out"),
        ([], "bench water-good-pair"),
        (["water-good-pair", "--seed", "-1"], "--seed"),
        (["water-good-pair", "--weeks", "0"], "--weeks"),
        (["none.toml"], "none.toml"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_ends_with_two(tmp_path, arguments, said):
    out = [] if said == "--out" else ["--out", tmp_path / "d"]
    done = run("bench", *arguments, *out, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "d").exists()


def test_every_fault_of_a_scenario_file_is_named_with_its_line(tmp_path):
    (tmp_path / "mine.toml").write_text('id = "mine"\nutility = "wine"\ndays = 0\n', encoding="utf-8")
    done = run("bench", "mine.toml", "--out", "d", lang="zh", cwd=tmp_path)
    assert done.returncode == 2
    for part in ("mine.toml", "第 2 行", "wine", "第 3 行", "“first_day” 列", "缺少这一项"):
        assert part in done.stderr, part


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_option_is_documented_in_both_languages(lang):
    done = run("bench", "--help", lang=lang)
    assert done.returncode == 0
    for option in ("--out", "--seed", "--weeks", "--json"):
        assert option in done.stdout


def test_help_loads_no_numerical_library():
    code = (
        "import sys\nfrom comparekit.cli.main import main\n"
        "try:\n    main(['bench', '--help'])\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('numpy', 'scipy') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr.strip() == "[]"
