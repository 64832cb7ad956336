"""The figures of ``comparekit compare``, as a process."""

import json

import pytest

from cli.commands import STORIES, run

pytestmark = pytest.mark.slow  # a process, or many logs, for every test

LOG = STORIES / "huangyan_7_days" / "log.csv"
ALL = ["budget.svg", "days.svg", "difference.svg", "error.svg", "registers.svg"]


def test_figures_are_written_beside_a_result_that_stays_what_it_was(tmp_path):
    alone = run("compare", LOG, lang="zh")
    done = run("compare", LOG, "--figures", tmp_path / "figures", lang="zh")
    assert (done.returncode, done.stdout) == (alone.returncode, alone.stdout)
    assert sorted(file.name for file in (tmp_path / "figures").iterdir()) == ALL
    told = done.stderr.splitlines()
    assert sorted(line.rsplit("/", 1)[-1] for line in told) == ALL


def test_machine_output_stays_alone_on_standard_output(tmp_path):
    done = run("compare", LOG, "--json", "--figures", tmp_path, lang="en")
    assert json.loads(done.stdout)["schema"] == "comparekit.series/1"
    assert "days.svg" in done.stderr


def test_a_file_in_the_way_is_named_and_could_not_run(tmp_path):
    (tmp_path / "days.svg").write_text("a holiday", encoding="utf-8")
    done = run("compare", LOG, "--figures", tmp_path, lang="en")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "days.svg" in done.stderr
    assert "no figure of this program" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["days.svg"]


def test_the_option_is_explained_in_both_languages():
    assert "--figures DIR" in run("compare", "--help", lang="en").stdout
    assert "--figures DIR" in run("compare", "--help", lang="zh").stdout
