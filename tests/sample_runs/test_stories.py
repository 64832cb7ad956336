"""Every story replays: its log gives its expected result, and a constructed one can be made again."""

import contextlib
import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from scipy.stats import ttest_1samp

from comparekit.bench.household import FAMILY, GAS_HOME
from comparekit.bench.meters import FAST, GAS_NEW, GAS_OLD, NEW, WORN, BenchMeter
from comparekit.bench.site import long_run
from comparekit.errors import FaultyLog, UnusableLog
from comparekit.services.compare import compare_log
from comparekit.services.stories import story_names, story_options
from sample_runs.recipes import RECIPES
from sample_runs.recipes_meters import GAS_LOW, SLOW

FOLDER = Path(__file__).resolve().parents[2] / "sample_runs"
STORIES = story_names()
SCHEMA = json.loads((files("comparekit") / "schemas" / "series-1.schema.json").read_text(encoding="utf-8"))


def replay(name):
    with contextlib.chdir(FOLDER / name):
        result = compare_log("log.csv", **story_options(Path())).to_dict()
    return json.loads(json.dumps(result, allow_nan=False))


def close(found, expected, path=""):
    """Same keys and words, numbers to nine digits: floating point differs a little between machines."""
    if isinstance(expected, dict):
        assert set(found) == set(expected), path
        for key in expected:
            close(found[key], expected[key], f"{path}.{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), path
        for k, (one, other) in enumerate(zip(found, expected, strict=True)):
            close(one, other, f"{path}[{k}]")
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-7, abs=1e-10), path
    else:
        assert found == expected, path


@pytest.mark.parametrize("name", STORIES)
def test_a_story_gives_its_expected_result_in_the_shipped_schema(name):
    found = replay(name)
    expected = json.loads((FOLDER / name / "expected.json").read_text(encoding="utf-8"))
    for document in (found, expected):
        jsonschema.validate(document, SCHEMA)
        document.pop("software")
    close(found, expected)


@pytest.mark.parametrize("name", STORIES)
def test_a_story_says_what_is_constructed_and_how_to_run_it(name):
    readme = (FOLDER / name / "README.md").read_text(encoding="utf-8")
    assert "constructed" in readme.lower()
    assert "构造" in readme
    command = (FOLDER / name / "command.txt").read_text(encoding="utf-8").split()
    assert command[:2] == ["comparekit", "compare"]
    assert (FOLDER / name / command[2]).exists()


@pytest.mark.parametrize("name", RECIPES)
def test_a_constructed_log_can_be_made_again_from_its_seed(name):
    assert RECIPES[name]() == (FOLDER / name / "log.csv").read_bytes()


def test_huangyan_agrees_and_says_what_it_could_have_shown():
    story = replay("huangyan_7_days")
    assert story["verdict"] == "agree"
    assert story["different"] is False
    assert all(block["difference"] == 0 for block in story["blocks"])
    assert 0 < story["detectable"] < 0.02
    assert story["findings"] == []


@pytest.mark.parametrize(("name", "meter"), [("fast_5_percent", FAST), ("worn_low_flow", WORN)])
def test_the_interval_holds_what_the_bench_knows(name, meter):
    """A single story could miss; these were not chosen for it, the coverage runs are the proof."""
    story = replay(name)
    truth = long_run(FAMILY, meter, NEW, np.random.default_rng(0), days=5000).deviation
    assert story["deviation"]["low"] < truth < story["deviation"]["high"]
    assert story["verdict"] == "deviate"
    assert not story["permitted_difference"]["exceeded"]


def test_the_coarse_register_ends_inconclusive_with_what_would_help():
    story = replay("coarse_register")
    assert story["verdict"] == "inconclusive"
    assert story["more_needed"]["days"] > 7
    assert story["detectable"] > 0.1


def cuts(name, folder):
    """The story as it stood at every earlier visit, as far as a comparison was possible by then."""
    options = story_options(FOLDER / name)
    head, *rows = (FOLDER / name / "log.csv").read_bytes().splitlines(keepends=True)
    shorter = folder / "log.csv"
    for k in range(2, len(rows), max(1, len(rows) // 30)):
        shorter.write_bytes(b"".join([head, *rows[:k]]))
        try:
            yield compare_log(shorter, **options)
        except (UnusableLog, FaultyLog):  # too little as yet, or nothing but titles
            continue


def paired_t(differences):
    """Two-sided p value of a paired t-test: what a spreadsheet says."""
    n = len(differences)
    return ttest_1samp(differences, 0.0).pvalue if n > 2 else 1.0


@pytest.mark.parametrize("name", STORIES)
def test_a_log_cut_short_never_has_its_verdict_from_the_fixed_interval(name, tmp_path):
    """Unless it is cut at just the planned number of days: then that is the planned end."""
    looks = list(cuts(name, tmp_path))
    assert looks
    for earlier in looks:
        if earlier.window.blocks != earlier.protocol.plan.blocks:
            assert earlier.basis == "monitoring"
            assert earlier.deciding_interval == earlier.monitoring_interval(0.95)


def test_who_stops_early_stops_on_the_first_day_that_the_daily_rule_allows(tmp_path):
    story = compare_log(FOLDER / "stopped_early" / "log.csv")
    assert story.window.blocks < story.protocol.plan.blocks
    assert (story.verdict, story.basis) == ("deviate", "monitoring")
    assert all(earlier.verdict == "inconclusive" for earlier in cuts("stopped_early", tmp_path))


def test_a_daily_paired_t_accuses_a_good_meter_where_the_daily_rule_never_does(tmp_path):
    story = compare_log(FOLDER / "two_good_meters_30_days" / "log.csv")
    differences = [block.difference for block in story.blocks]
    accused = [k for k in range(3, len(differences) + 1) if paired_t(differences[:k]) < 0.05]
    assert accused == [13, 14, 15, 16, 22, 23]
    looks = [*cuts("two_good_meters_30_days", tmp_path), story]
    assert len(looks) == 30
    assert not any(look.different or look.verdict == "deviate" for look in looks)
    assert story.verdict == "agree"


def test_the_stairwell_log_gives_a_verdict_once_the_likely_correction_is_accepted():
    log = FOLDER / "stairwell_log" / "log.csv"
    found = {f.code for f in compare_log(log).findings}
    told = {"registers.backward", "transcription.swapped_digits", "registers.repeated", "table.footer"}
    assert told <= found
    accepted = compare_log(log, accept=("r11-reference",))
    assert accepted.verdict == "agree"
    assert "transcription.accepted" in {f.code for f in accepted.findings}


def test_gas_is_compared_at_base_conditions():
    story = replay("gas_with_temperatures")
    assert story["protocol"]["id"] == "gas-series-7d"
    assert "conditions.applied" in {f["code"] for f in story["findings"]}
    truth = long_run(GAS_HOME, GAS_OLD, GAS_NEW, np.random.default_rng(0), days=4000).deviation
    assert story["deviation"]["low"] < truth < story["deviation"]["high"]


def test_a_clock_that_is_off_is_found_in_telemetry():
    story = replay("telemetry_clock_offset")
    offset = next(f["context"] for f in story["findings"] if f["code"] == "clocks.offset")
    assert offset["low"] < 22 < offset["high"]


def test_a_rollover_and_an_exchange_are_told_with_their_rows():
    rolled = next(f for f in replay("rollover")["findings"] if f["code"] == "registers.rollover")
    assert (rolled["context"]["row"], rolled["context"]["modulus"]) == (7, 10000.0)
    changed = next(
        f for f in replay("exchange_in_the_middle")["findings"] if f["code"] == "registers.exchange"
    )
    assert changed["context"]["row"] == 5
    assert replay("exchange_in_the_middle")["window"]["blocks"] == 6


def test_a_removed_gas_meter_reads_low_and_the_certificate_says_by_how_much_itself():
    """The truth is the bench's: both meters against one that is always right."""
    story = replay("guigang_gas_reads_low")
    always_right = BenchMeter(name="right", curve=((1e-6, 0.0), (100.0, 0.0)), repeatability=0.0)
    rng = np.random.default_rng(0)
    truth = long_run(GAS_HOME, GAS_LOW, always_right, rng, days=4000).deviation
    assert story["verdict"] == "deviate"
    assert story["test_error"]["basis"] == "certificate"
    assert story["test_error"]["low"] < truth < story["test_error"]["high"]
    assert story["conformity"]["indicative"] is True
    assert "meters.past_life" in {f["code"] for f in story["findings"]}


def test_a_removed_gas_meter_reads_high():
    story = replay("guigang_gas_reads_high")
    assert story["verdict"] == "deviate"
    assert story["deviation"]["low"] > 0.015


def test_an_expired_meter_agrees_and_is_told():
    story = replay("expired_meter")
    assert story["verdict"] == "agree"
    (expired,) = [f for f in story["findings"] if f["code"] == "meters.expired"]
    assert expired["context"] == {"role": "test", "valid_to": "2022-04-10"}


def test_a_certificate_turns_inconclusive_into_conformity_at_every_flow():
    story = replay("certificate_on_the_bench")
    assert (story["verdict"], story["basis"]) == ("inconclusive", "fixed")
    assert story["conformity"]["decision"] == "pass"
    assert story["conformity"]["indicative"] is False
    assert len(story["points"]) == 3
    for point in story["points"]:
        truth = float(SLOW.error(np.array([point["flow"]]))[0])
        assert point["low"] < truth < point["high"]
        assert (point["runs"], point["zone"], point["limit"]) == (3, "upper", 0.04)
    assert story["permitted_difference"]["basis"] == "volume shares"
