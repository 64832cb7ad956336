"""Plates and certificates on the command line: exit codes, and sentences instead of tracebacks."""

import json

import pytest

from cli.commands import run

pytestmark = pytest.mark.slow  # a process, or many logs, for every test

DAYS = range(6, 14)
GAS = "时间,旧表,新表,旧表温度,新表温度,旧表压力(kPa),新表压力(kPa)\n"


def gas_log(path, *, told):
    """The same gas through a plain meter at 10 deg C and 2 kPa and one that compensates both."""
    ratio = (283.15 / 293.15) * 101.325 / 103.325
    beside = "10,10,2,2" if told else ",,,"
    rows = [
        f"2025-05-{day:02d} 09:00,{100 + 1.3 * k * ratio:.3f},{20 + 1.3 * k:.3f},{beside}"
        for k, day in enumerate(DAYS)
    ]
    path.write_text(GAS + "\n".join(rows) + "\n", encoding="utf-8")


def water_log(path):
    rows = [f"2025-05-{day:02d} 09:00,{100 + 0.6 * k:.3f},{20 + 0.6 * k:.3f}" for k, day in enumerate(DAYS)]
    path.write_text("时间,旧表读数(m³),新表读数(m³)\n" + "\n".join(rows) + "\n", encoding="utf-8")


@pytest.mark.parametrize(("told", "exit_code"), [(False, 3), (True, 0)])
def test_a_compensated_meter_against_a_plain_one(told, exit_code, tmp_path):
    """5.3 % apart, both right: no verdict unless temperature and pressure are written down."""
    gas_log(tmp_path / "log.csv", told=told)
    (tmp_path / "m.toml").write_text('[test]\ncompensation = "none"\n[reference]\ncompensation = "TP"\n')
    done = run(
        "compare", "log.csv", "--protocol", "gas-series-7d", "--meters", "m.toml", "--json", cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (exit_code, "")
    shown = json.loads(done.stdout)
    codes = {finding["code"]: finding["severity"] for finding in shown["findings"]}
    assert shown["verdict"] == ("agree" if told else "inconclusive")
    assert codes.get("conditions.not_comparable") == (None if told else "disqualifying")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_why_there_is_no_verdict_stands_in_the_report(language, tmp_path):
    gas_log(tmp_path / "log.csv", told=False)
    (tmp_path / "m.toml").write_text('[test]\ncompensation = "T"\n[reference]\ncompensation = "TP"\n')
    done = run(
        "compare",
        "log.csv",
        "--protocol",
        "gas-series-7d",
        "--meters",
        "m.toml",
        "--lang",
        language,
        cwd=tmp_path,
    )
    assert done.returncode == 3
    assert {"zh": "没有记下压力", "en": "the pressure at the old meter is not written down"}[
        language
    ] in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[test]\nclass = "3"\n', "2, 1"),
        ("[test]\nplate = 'G2.5'\n", "N1.5"),
        ("[test]\nold_class = 'D'\n", "A, B, C"),
        ("[test]\nq3 = 0\n", "> 0"),
        ("[tset]\nq3 = 1\n", "tset"),
        ("", "[test], [reference]"),
        ("[test\n", "TOML"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_faulty_file_ends_with_two_and_a_sentence(text, said, language, tmp_path):
    water_log(tmp_path / "log.csv")
    (tmp_path / "m.toml").write_text(text)
    done = run("compare", "log.csv", "--meters", "m.toml", "--lang", language, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr and "m.toml" in done.stderr
    assert "Traceback" not in done.stderr and done.stdout == ""


def test_both_faulty_plates_are_named_at_once(tmp_path):
    water_log(tmp_path / "log.csv")
    (tmp_path / "m.toml").write_text("[test]\nclass = 9\n[reference]\nclass = 8\nplate = 'X1'\n")
    done = run("compare", "log.csv", "--meters", "m.toml", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 2
    assert all(part in done.stderr for part in ("test.class", "reference.class", "reference.plate"))


def test_a_class_written_as_plates_write_it_is_no_fault(tmp_path):
    water_log(tmp_path / "log.csv")
    (tmp_path / "m.toml").write_text(
        '[test]\nclass = "2级"\nplate = "n1.5"\nold_class = "b"\n[reference]\nclass = 2.0\n', encoding="utf-8"
    )
    done = run("compare", "log.csv", "--meters", "m.toml", cwd=tmp_path)
    assert done.stderr == "" and done.returncode in (0, 3)


def test_the_file_is_named_with_its_sum_like_the_log(tmp_path):
    water_log(tmp_path / "log.csv")
    (tmp_path / "m.toml").write_text("[test]\nclass = 2\n")
    done = run("compare", "log.csv", "--meters", "m.toml", "--json", cwd=tmp_path)
    assert [entry["file"] for entry in json.loads(done.stdout)["inputs"]] == ["log.csv", "m.toml"]
