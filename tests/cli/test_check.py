"""``comparekit check`` and ``--accept``: every fault with its code and row, and nothing for a clean log."""

import json
from datetime import date

import numpy as np
import pytest

from cli import commands
from cli.commands import STORIES
from comparekit.bench.household import FAMILY
from comparekit.bench.logs import write_visits
from comparekit.bench.meters import FAST, NEW
from comparekit.bench.site import BenchRegister, run_site
from comparekit.cli.check import check_text, check_to_dict
from comparekit.errors import CompareKitError
from comparekit.ingest.read import read_log
from comparekit.services.check import check_log, check_readings
from comparekit.services.compare import compare_log

HEADER = "time,test_reading,reference_reading,test_resolution,reference_resolution,event"
LOG = write_visits(
    run_site(FAMILY, FAST, NEW, np.random.default_rng(5), weeks=1, days=7),
    first_day=date(2025, 5, 6),
    test=BenchRegister(step=0.001),
    reference=BenchRegister(step=0.001),
    starts=(845.3, 3.2),
)


def run(*arguments, lang="en"):
    return commands.run(*arguments, lang=lang)


def wide(tmp_path, *changes, header=HEADER, name="log.csv"):
    """A clean log of eight visits, rows 2 to 9, with cells changed: (row, column, text)."""
    rows = [
        [f"{t:%Y-%m-%d %H:%M}", a, b, "0.001", "0.001", "" if k else "zero_test"]
        for k, (t, a, b) in enumerate(LOG)
    ]
    for row, column, text in changes:
        rows[row - 2][column] = text
    file = tmp_path / name
    file.write_text("\n".join([header, *(",".join(row) for row in rows)]), encoding="utf-8")
    return file


def long(tmp_path, meters, roles=False):
    lines = ["meter_id,time,reading,unit,resolution" + (",role" if roles else "")]
    for moment, *texts in LOG:
        for meter, text in zip(meters, texts, strict=False):
            lines.append(f"{meter},{moment:%Y-%m-%d %H:%M},{text},m3,0.001")
    file = tmp_path / "long.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def found(check):
    return {(remark.finding.code, remark.place.row) for remark in check.remarks}


@pytest.mark.parametrize("story", ["huangyan_7_days", "fast_5_percent", "worn_low_flow", "coarse_register"])
def test_clean_logs_give_no_finding_at_all(story):
    check = check_log(STORIES / story / "log.csv")
    assert check.clean
    assert check.remarks == check.faults == ()


def test_a_clean_log_ends_with_zero_and_says_what_was_understood(tmp_path):
    done = run("check", wide(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    for part in ("Nothing wrong", "one row a visit", "test_reading", "8 readings", "2025-05-06", "0.001 m³"):
        assert part in done.stdout, part
    chinese = run("check", wide(tmp_path), lang="zh").stdout
    assert "没有发现问题" in chinese and "8 个读数" in chinese


@pytest.mark.parametrize(
    ("row", "column", "text", "code", "title"),
    [
        (4, 1, "x", "reading.not_a_number", "test_reading"),
        (5, 2, "-3.2", "reading.negative", "reference_reading"),
        (6, 1, "", "reading.missing", "test_reading"),
        (3, 0, "", "time.missing", "time"),
        (3, 0, "soon", "time.not_a_time", "time"),
        (3, 0, "07/05/2025 09:00", "time.year_first", "time"),
        (3, 0, "2025-02-30 09:00", "time.impossible", "time"),
        (3, 0, "1890-02-03 09:00", "time.out_of_range", "time"),
        (7, 3, "0", "resolution.not_above_zero", "test_resolution"),
        (7, 3, "fine", "resolution.not_a_number", "test_resolution"),
        (7, 3, "-1", "resolution.negative", "test_resolution"),
    ],
)
def test_every_fault_is_told_with_code_row_and_column(tmp_path, row, column, text, code, title):
    check = check_log(wide(tmp_path, (row, column, text)))
    assert not check.readable
    assert (code, row, title) in {(f.code, f.row, f.column) for f in check.faults}


@pytest.mark.parametrize(
    ("changes", "code", "row"),
    [
        ([(5, 1, "846.929")], "transcription.digit", 5),
        ([(4, 1, "846.619")], "transcription.swapped_digits", 4),
        ([(4, 1, "846169")], "transcription.decimal_point", 4),
        ([(4, 1, "86.169")], "transcription.dropped_digit", 4),
        ([(6, 2, "44.909")], "transcription.doubled_digit", 6),
        ([(4, 1, "777.777")], "transcription.unexplained", 4),
        ([(5, 1, LOG[3][2]), (5, 2, LOG[3][1])], "transcription.columns_swapped", 5),
        ([(r, c, LOG[r - 2][3 - c]) for r in (8, 9) for c in (1, 2)], "transcription.meters_swapped", 8),
        ([(5, 0, "2025-05-09 20:46")], "transcription.half_day", 5),
        ([(5, 0, "2025-06-09 08:46")], "transcription.date", 5),
        ([(5, 0, "2025-06-09 08:46")], "registers.disordered", 6),
        ([(4, 1, "86.169")], "registers.backward", 4),
        ([(5, 0, "2025-05-08 09:08"), (5, 1, "846.169"), (5, 2, "4.027")], "registers.repeated", 5),
        ([(5, 0, "2025-05-08 09:08")], "registers.contradictory", 5),
        ([(2, 5, "")], "protocol.zero_test_missing", None),
        ([(2, 5, "零流量检查未通过")], "protocol.zero_test_failed", 2),
        ([(3, 5, "party")], "events.unknown", 3),
        ([(5, 0, "2025-05-09")], "times.date_only", 5),
    ],
)
def test_everything_odd_is_told_with_code_and_row(tmp_path, changes, code, row):
    assert (code, row) in found(check_log(wide(tmp_path, *changes)))


def test_days_left_out_are_told_once(tmp_path):
    file = wide(tmp_path)
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(lines[:5] + lines[7:]), encoding="utf-8")
    check = check_log(file)
    assert [(r.finding.code, r.place.row) for r in check.remarks] == [("registers.gap", 6)]
    assert check.clean  # a note is worth knowing, no fault


def test_all_faults_at_once_and_exit_two(tmp_path):
    done = run("check", wide(tmp_path, (3, 0, "soon"), (4, 1, "x"), (6, 2, "")))
    assert done.returncode == 2
    for part in ("row 3", "soon", "row 4", "“x”", "row 6", "3 faults"):
        assert part in done.stdout, part
    assert "Traceback" not in done.stderr


def test_a_slip_is_shown_with_place_found_suggestion_and_name(tmp_path):
    done = run("check", wide(tmp_path, (5, 1, "846.929")))
    assert done.returncode == 1
    (line,) = [line for line in done.stdout.splitlines() if "[Caution]" in line]
    assert "log.csv, row 5" in line and "test_reading" in line and "846.929" in line
    assert "suggestion r5-test: 846.929 → 846.429" in done.stdout


def test_json_names_everything(tmp_path):
    done = run("check", wide(tmp_path, (5, 1, "846.929")), "--json")
    told = json.loads(done.stdout)
    assert (told["schema"], told["readable"], told["clean"]) == ("comparekit.check/1", True, False)
    (finding,) = told["findings"]
    assert (finding["code"], finding["row"], finding["column"]) == ("transcription.digit", 5, "test_reading")
    assert finding["suggestions"] == [{"id": "r5-test", "found": "846.929", "text": "846.429"}]
    assert [m["readings"] for m in told["log"]["meters"]] == [8, 8]
    broken = json.loads(run("check", tmp_path / "none.csv", "--json").stdout)
    assert (broken["readable"], broken["faults"][0]["code"]) == (False, "file.not_found")


def test_one_meter_alone_and_meters_without_roles_can_be_checked(tmp_path):
    alone = check_log(long(tmp_path, ["A1"]))
    assert (len(alone.registers), alone.paired) == (1, False)
    for language in ("zh", "en"):
        assert "A1" in check_text(alone, language)
        json.dumps(check_to_dict(alone, language), allow_nan=False)
    two = check_log(long(tmp_path, ["A1", "B2"]))
    assert (two.paired, two.roles_assumed) == (True, True)
    named = check_log(long(tmp_path, ["A1", "B2"]), test_meter="B2")
    assert [r.meter_id for r in named.registers] == ["B2", "A1"]
    assert not named.roles_assumed
    three = check_log(long(tmp_path, ["A1", "B2", "C3"][:2]))
    assert three.readable


def test_an_accepted_suggestion_is_used_and_told_and_the_file_stays(tmp_path):
    file = wide(tmp_path, (2, 1, "845.606"))
    before = file.read_bytes()
    truth = compare_log(wide(tmp_path, name="true.csv"))
    for name in ("r2-test", "2:test_reading", "2：旧表读数"):
        result = compare_log(file, accept=[name])
        assert result.deviation.estimate == truth.deviation.estimate
        (note,) = [f for f in result.findings if f.code == "transcription.accepted"]
        assert note.severity == "note"
        assert [note.context[k] for k in ("row", "role", "found", "used")] == [
            2,
            "test",
            "845.606",
            "845.506",
        ]
    assert file.read_bytes() == before
    done = run("compare", file, "--accept", "r2-test")
    assert done.returncode in (0, 1, 3) and "845.506 was used for 845.606" in done.stdout


def test_times_columns_and_several_slips_can_be_accepted(tmp_path):
    swapped = [(5, 1, LOG[3][2]), (5, 2, LOG[3][1])]
    file = wide(tmp_path, (7, 0, "2025-06-11 09:06"), (3, 1, "845.199"), *swapped)
    names = sorted(s.name for r in check_log(file).remarks for s in r.suggestions[:1])
    assert {"r3-test", "r5-swap", "r7-time"} <= set(names)
    check = check_log(file, accept=["r3-test", "r5-swap", "7:time"])
    log = read_log(wide(tmp_path, name="true.csv"))
    assert check.log is not None
    for role in ("test", "reference"):
        assert check.log[role].readings.tolist() == log[role].readings.tolist()
        assert check.log[role].times.tolist() == log[role].times.tolist()
    assert {code for code, _ in found(check)} == {"transcription.accepted"}
    assert check.clean


def test_an_unknown_suggestion_names_the_known_ones(tmp_path):
    file = wide(tmp_path, (2, 1, "845.606"))
    for act in (lambda: compare_log(file, accept=["r9-test"]), lambda: check_log(file, accept=["r9-test"])):
        with pytest.raises(CompareKitError) as caught:
            act()
        assert (caught.value.code, caught.value.context["found"]) == ("suggestion.unknown", "r9-test")
        assert "r2-test" in str(caught.value.context["known"])
    done = run("compare", file, "--accept", "r9-test")
    assert done.returncode == 2
    assert "r2-test" in done.stderr


def test_nothing_can_be_accepted_where_nothing_is_compared(tmp_path):
    with pytest.raises(CompareKitError):
        check_readings(read_log(long(tmp_path, ["A1"])), accept=["r2-test"])


def test_units_set_by_hand_and_columns_not_used_are_told(tmp_path):
    log = tmp_path / "log.csv"
    rows = [f"2025-05-0{day} 09:00,{1_204_000 + 613 * day},{3 + 0.613 * day:.3f},x" for day in range(1, 9)]
    log.write_text("\n".join(["time,test_reading,reference_reading,brand", *rows]))
    shown = run("check", log, "--unit", "test=L", "--step", "test=1", "--zone", "UTC").stdout
    assert "not recognised and not used: brand" in shown
    for told in (
        "taken in L, as set by hand",
        "read to 1 L, as set by hand",
        "time zone UTC, as set by hand",
    ):
        assert told in shown
    assert run("check", log, "--unit", "alt=L").returncode == 2
    for wrong in (("--unit", "L"), ("--step", "test=fine")):
        refused = run("check", log, *wrong)
        assert refused.returncode == 2
        assert wrong[0] in refused.stderr


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_option_is_documented(lang):
    for command in ("check", "compare"):
        done = run(command, "--help", lang=lang)
        assert done.returncode == 0
        assert "--accept" in done.stdout
