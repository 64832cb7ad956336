"""The smallest misread digit: what is told of it is what the comparison says of such a log."""

import re
from dataclasses import replace

import numpy as np
import pytest

from comparekit.services.compare import compare_log
from comparekit.services.stories import run_story, story_folder, story_log, story_names, story_options
from comparekit.studies.flip import flip_of
from comparekit.studies.series import compare_series

NOBODY_READ = ("electricity_96_points", "telemetry_clock_offset", "certificate_on_the_bench")
WITHHELD = ("stairwell_log",)
ANSWERED = sorted(set(story_names()) - {*NOBODY_READ, *WITHHELD})


def log_with(misread, name, folder):
    """The story's log as a file, with one cell written otherwise: nothing of the program takes part."""
    raw = story_log(name).read_bytes()
    encoding = "gb18030" if name == "fast_5_percent" else "utf-8-sig"
    lines = raw.decode(encoding).splitlines(keepends=True)
    cells = re.split(r"([,;\t])", lines[misread.row - 1])
    places = [k for k, cell in enumerate(cells) if is_number(cell) and float(cell) == misread.found]
    assert len(places) == 1
    cells[places[0]] = f"{misread.would:.{misread.decimals}f}"
    lines[misread.row - 1] = "".join(cells)
    path = folder / story_log(name).name
    path.write_bytes("".join(lines).encode(encoding))
    return path


def is_number(cell):
    return re.fullmatch(r"\d+(\.\d+)?", cell) is not None


@pytest.mark.parametrize("name", ANSWERED)
def test_a_log_with_that_digit_really_gets_the_other_verdict(name, tmp_path):
    result = run_story(name)
    search = flip_of(result)
    for misread in (search.verdict, search.difference):
        if misread is not None:
            path = log_with(misread, name, tmp_path)
            again = compare_log(path, **story_options(story_folder(name)))
            assert (again.verdict, again.different) == (misread.verdict, misread.different)
    assert search.verdict.verdict != result.verdict
    assert one_digit_apart(search.verdict)


def one_digit_apart(misread):
    found, would = (f"{value:020.{misread.decimals}f}" for value in (misread.found, misread.would))
    return sum(a != b for a, b in zip(found, would, strict=True)) == 1


def smaller_slips(series, change):
    """Every reading with one digit replaced, by less than `change`: from the digits as they are printed."""
    for k, reading in enumerate(series.readings):
        decimals = int(series.decimals[k])
        text = f"{reading:.{decimals}f}"
        for place, old in enumerate(text):
            for digit in "0123456789" if old.isdigit() else "":
                would = float(text[:place] + digit + text[place + 1 :])
                if digit != old and abs(would - reading) < change * (1 - 1e-9):
                    readings = series.readings.copy()
                    readings[k] = would
                    yield replace(series, readings=readings)


@pytest.mark.parametrize(
    "name",
    ["stopped_early", *(pytest.param(n, marks=pytest.mark.slow) for n in ("huangyan_7_days", "rollover"))],
)
def test_no_smaller_slip_changes_the_verdict(name):
    """By trying them all, one full comparison each."""
    result = run_story(name)
    seen, flip = result.observed, flip_of(result).verdict
    change = abs(flip.would - flip.found)
    tried = 0
    for role in ("test", "reference"):
        for slipped in smaller_slips(getattr(seen, role), change):
            both = {"test": seen.test, "reference": seen.reference} | {role: slipped}
            again = compare_series(
                both["test"], both["reference"], seen.protocol, events=seen.events, findings=seen.findings
            )
            backward = any(f.code == "registers.backward" for f in again.findings)
            assert backward or again.verdict == result.verdict
            tried += 1
    assert tried > 0


@pytest.mark.parametrize("name", [*NOBODY_READ, *WITHHELD])
def test_where_nobody_misreads_or_no_verdict_stands_there_is_no_answer(name):
    assert flip_of(run_story(name)) is None


def test_a_slip_that_runs_a_register_backwards_is_left_out_and_counted():
    search = flip_of(run_story("coarse_register"))
    assert search.backward > 0
    readings = run_story("coarse_register").observed.reference.readings
    assert search.verdict.found in readings
    assert np.all(np.diff(np.where(readings == search.verdict.found, search.verdict.would, readings)) >= 0)


def test_gas_at_base_conditions_and_plates_are_asked_by_the_same_rules():
    for name in ("gas_with_temperatures", "guigang_gas_reads_low"):
        assert flip_of(run_story(name)).verdict.noticed
