"""``comparekit plan`` as a process."""

import json
from importlib.resources import files

import jsonschema
import pytest

from cli import commands

pytestmark = pytest.mark.slow  # a process, or many logs, for every test

SCHEMA = json.loads((files("comparekit") / "schemas" / "plan-1.schema.json").read_text(encoding="utf-8"))


def run(*arguments, lang=None):
    return commands.run("plan", *arguments, lang=lang)


def test_whether_the_week_is_enough_comes_first_in_both_languages():
    zh, en = run(), run(lang="en")
    assert zh.returncode == en.returncode == 0
    assert zh.stdout.startswith("7 天够了")
    assert en.stdout.startswith("7 days are enough")
    assert run("--test-step", "0.1").stdout.startswith("7 天不够")
    assert run("--test-step", "1", lang="en").stdout.startswith("7 days can show nothing useful")


def test_what_was_not_said_stands_in_the_next_line():
    lines = run("--test-step", "0.01", lang="en").stdout.splitlines()
    assert "assumed" in lines[1] and "0.4 m³" in lines[1] and "old meter" not in lines[1]
    given = run("--protocol", "water-series-7d", "--test-step", "0.01", "--reference-step", "0.001",
                "--daily-use", "0.4", lang="en")  # fmt: skip
    assert "assumed" not in given.stdout.splitlines()[1]


def test_machine_output_fits_the_schema_and_percent_is_understood():
    done = run("--json", "--test-step", "0.01", "--deviation", "4%", "--power", "90%")
    assert done.returncode == 0 and done.stderr == ""
    document = json.loads(done.stdout)
    jsonschema.validate(document, SCHEMA)
    assert (document["deviation"], document["power"]) == (0.04, 0.9)


def test_every_bad_value_is_named_with_what_was_found_and_expected():
    done = run("--test-step", "tiny", "--daily-use", "-3", "--power", "2", "--deviation", "nan", lang="en")
    assert done.returncode == 2
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 4
    for option, found in (
        ("--test-step", "tiny"),
        ("--daily-use", "-3"),
        ("--power", "2"),
        ("--deviation", "nan"),
    ):
        assert any(option in line and f"“{found}”" in line and "expected" in line for line in lines)
    assert run("--protocol", "no-such").returncode == 2


def test_a_difference_on_the_tolerance_is_never_told():
    done = run("--deviation", "0.02", "--test-step", "0.1", lang="en")
    assert done.returncode == 0
    assert "right on the tolerance" in done.stdout.splitlines()[0]


@pytest.mark.parametrize("protocol", ["gas-series-7d", "electricity-series-7d"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_other_utilities_have_their_own_sensible_defaults(protocol, lang):
    done = run("--protocol", protocol, lang=lang)
    assert done.returncode == 0, done.stderr
    assert ("kWh" if protocol.startswith("el") else "m³") in done.stdout


def test_it_is_written_whole_to_a_file(tmp_path):
    out = tmp_path / "plan.json"
    assert run("--json", "--out", str(out)).returncode == 0
    jsonschema.validate(json.loads(out.read_text(encoding="utf-8")), SCHEMA)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_option_is_documented_in_both_languages(lang):
    done = run("--help", lang=lang)
    assert done.returncode == 0
    for option in ("--protocol", "--test-step", "--reference-step", "--daily-use", "--deviation", "--power"):
        assert option in done.stdout
