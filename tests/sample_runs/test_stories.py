"""Every story replays: its log gives its expected result, and a constructed one can be made again."""

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from comparekit.bench.household import FAMILY
from comparekit.bench.meters import FAST, NEW, WORN
from comparekit.bench.site import long_run
from comparekit.services.compare import compare_log
from sample_runs.recipes import RECIPES

FOLDER = Path(__file__).resolve().parents[2] / "sample_runs"
STORIES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
SCHEMA = json.loads((files("comparekit") / "schemas" / "series-1.schema.json").read_text(encoding="utf-8"))


def replay(name):
    result = compare_log(FOLDER / name / "log.csv").to_dict()
    result["inputs"][0]["file"] = "log.csv"
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
