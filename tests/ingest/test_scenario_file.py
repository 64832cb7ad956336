"""Scenarios from their files: what ships, what people write, and every fault at once."""

import re
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

import comparekit
from comparekit.bench.catalogue import HOUSEHOLDS
from comparekit.bench.household import Use
from comparekit.bench.meters import BenchMeter
from comparekit.bench.scenario import play
from comparekit.errors import FaultyInput
from comparekit.i18n.catalog import section_texts
from comparekit.ingest.scenario_file import list_scenarios, load_scenario
from comparekit.wording.faults import faults_text

FOLDER = files("comparekit.bench") / "scenarios"
PAIR = (FOLDER / "water-good-pair.toml").read_text(encoding="utf-8")
TELEMETRY = (FOLDER / "power-telemetry-clock.toml").read_text(encoding="utf-8")


@pytest.fixture
def faults_of(tmp_path):
    def faults(text):
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(FaultyInput) as caught:
            load_scenario(path)
        for language in ("zh", "en"):
            assert "fault (" not in faults_text(caught.value.faults, language)
        return [(f.code, f.row, f.column) for f in caught.value.faults]

    return faults


def line_of(start, text):
    return next(i for i, line in enumerate(text.splitlines(), start=1) if line.startswith(start))


def test_everything_that_was_asked_for_ships_under_its_own_id():
    shipped = {s.id: s for s in list_scenarios()}
    assert set(shipped) == {path.name.removesuffix(".toml") for path in FOLDER.iterdir()}
    assert {s.utility for s in shipped.values()} == {"water", "gas", "electricity"}
    assert shipped["water-sticking"].test.sticking.lost_share == pytest.approx(0.04)
    assert shipped["power-telemetry-clock"].test.clock.offset_min == 17
    assert shipped["water-seeping-cistern"].household is HOUSEHOLDS["water"]["seeping"]
    assert [slip.kind for slip in shipped["water-human-slips"].slips] == [
        "wrong_digit", "swapped_digits", "forgotten",
    ]  # fmt: skip
    gas = shipped["gas-plain-against-compensated"]
    assert (gas.test.compensation, gas.reference.compensation, gas.conditions) == ("none", "tp", True)
    for one in shipped.values():
        assert set(one.title) == {"zh", "en"}
        assert load_scenario(one.id) == one


def test_a_home_and_a_meter_may_be_one_s_own(tmp_path):
    text = PAIR.replace('name = "family"', 'name = "mine"\nday_cv = 0.1\nweekend = 1.0').replace(
        'meter = "good"', 'meter = "curved"\nshift = 0.01\ncreep = 0.001'
    )
    text += """
[[household.uses]]
name = "tap"
per_day = 50
volume = 0.004
flow = 0.2
steady = true
hours = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0]

[[test.points]]
flow = 0.01
error = -0.1

[[test.points]]
flow = 2.5
error = 0.02
"""
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    found = load_scenario(str(path))
    waking = (0,) * 6 + (1,) * 16 + (0,) * 2
    tap = Use(name="tap", per_day=50, volume=0.004, flow=0.2, steady=True, hours=waking)
    assert found.household.uses == (tap,)
    assert (found.household.day_cv, found.household.weekend) == (0.1, 1.0)
    assert found.test.meter == BenchMeter(
        name="curved", curve=((0.01, -0.1), (2.5, 0.02)), shift=0.01, creep=0.001
    )
    assert len(play(found, np.random.default_rng(1)).rows) == 8


def test_an_unknown_id_a_missing_file_and_bytes_are_told(tmp_path):
    for name, code in (("water-bad-pair", "unknown"), (tmp_path / "none.toml", "not_found")):
        with pytest.raises(FaultyInput) as caught:
            load_scenario(name)
        assert caught.value.faults[0].code == f"scenario.{code}"
    assert "water-good-pair" in load_error("water-bad-pair")
    path = tmp_path / "bad.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FaultyInput) as caught:
        load_scenario(path)
    assert caught.value.faults[0].code == "scenario.not_readable"


def load_error(name):
    with pytest.raises(FaultyInput) as caught:
        load_scenario(name)
    return faults_text(caught.value.faults, "en")


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ('utility = "water"', 'utility = "wine"', "unknown_word", "utility"),
        ("days = 7", "days = 0", "out_of_range", "days"),
        ("days = 7", "days = 4000", "out_of_range", "days"),
        ("first_day = 2025-05-06", 'first_day = "2025-05-06"', "wrong_type", "first_day"),
        ("first_day = 2025-05-06", "first_day = 2025-05-06T09:00:00", "wrong_type", "first_day"),
        ("seed = 101", "seed = -1", "out_of_range", "seed"),
        ('name = "family"', 'name = "gas home"', "unknown_word", "household.name"),
        ('meter = "good"', 'meter = "gas good"', "unknown_word", "test.meter"),
        ('meter = "new"', 'meter = "new"\nreverse = "up"', "unknown_word", "reference.reverse"),
        ("start = 1286.24", "start = 12860.24", "out_of_range", "test.start"),
        ("start = 1286.24", 'start = "1286"', "wrong_type", "test.start"),
        ("step = 0.001", "step = 0.002", "out_of_range", "test.step"),
        ("step = 0.001", "step = 0", "out_of_range", "test.step"),
        ("step = 0.001", "step = 0.001\nspet = 1", "unknown_key", "test.spet"),
        ('zh = "水表', 'zh_ = "水表', "unknown_key", "title.zh_"),
    ],
)
def test_every_broken_rule_names_line_and_key(faults_of, old, new, code, column):
    assert old in PAIR
    text = PAIR.replace(old, new, 1)
    changed = next(line for line in reversed(new.splitlines()))
    assert (f"scenario.{code}", line_of(changed, text), column) in faults_of(text)


@pytest.mark.parametrize(
    ("added", "faults"),
    [
        ("[log]\nlayout = 'round'\n", [("unknown_word", "log.layout")]),
        ("[log]\nconditions = true\n",
         [("missing_key", "test.climate"), ("missing_key", "reference.climate")]),
        ("[test.sticking]\nby = 'weight'\nruns = 0\n",
         [("missing_key", "test.sticking.stands"), ("unknown_word", "test.sticking.by"),
          ("out_of_range", "test.sticking.runs")]),
        ("[test.standstill]\nfrom_day = 3\nto_day = 2\n", [("out_of_range", "test.standstill")]),
        ("[telemetry]\nloss = 1\n[visits]\nhour = 8\n",
         [("out_of_range", "telemetry"), ("out_of_range", "telemetry.loss")]),
        ("[telemetry]\n[[slips]]\nkind = 'forgotten'\n", [("out_of_range", "slips")]),
        ("[telemetry]\n[log]\nlayout = 'wide'\n", [("out_of_range", "log.layout")]),
        ("[[slips]]\nkind = 'blot'\nvisit = 9\n",
         [("unknown_word", "slips.1.kind"), ("out_of_range", "slips.1.visit")]),
        ("[[test.points]]\nflow = 2\nerror = 0\n[[test.points]]\nflow = 1\nerror = 0\n",
         [("out_of_range", "test.points")]),
        ("[[household.uses]]\nname = 'tap'\nper_day = 1\nvolume = 1\nflow = 1\nhours = [1, 2]\n",
         [("out_of_range", "household.uses.1.hours")]),
    ],
)  # fmt: skip
def test_all_faults_of_a_table_come_at_once(faults_of, added, faults):
    found = {(code, column) for code, _, column in faults_of(PAIR + "\n" + added)}
    assert found == {(f"scenario.{code}", column) for code, column in faults}


def test_all_faults_of_an_empty_scenario_are_told(faults_of):
    found = faults_of("")
    assert {code for code, _, _ in found} == {"scenario.missing_key"}
    assert len(found) > 10


def test_text_that_is_no_toml_is_told_with_its_line(faults_of):
    ((code, row, _),) = faults_of(PAIR.replace("[title]", "[title"))
    assert (code, row) == ("scenario.not_toml", line_of("[title]", PAIR))


def test_every_fault_and_expectation_has_a_sentence():
    sources = [Path(comparekit.__file__).parent / "ingest" / f"scenario_{n}.py" for n in ("file", "meter")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    sentences = section_texts("en", "input")
    codes = set(re.findall(r'"scenario\.([a-z_]+)"', text)) | set(re.findall(r'\.add\(\s*"([a-z_]+)"', text))
    codes |= {"missing_key", "wrong_type", "unknown_word", "unknown_key", "not_toml", "out_of_range"}
    assert {code for code in codes if f"fault.scenario.{code}" not in sentences} == set()
    expected = set(re.findall(r'expected="([a-z_]+)"', text))
    assert len(expected) > 5
    assert {name for name in expected if f"expected.{name}" not in sentences} == set()
