"""Every story of a replacement replays, and says what it was made to say."""

import contextlib
import json
from importlib.resources import files

import jsonschema
import pytest

from comparekit.services.replacement import replacement_of_file
from comparekit.services.stories import (
    REPLACEMENT,
    run_replacement_story,
    run_story,
    story_asked,
    story_folder,
    story_kind,
    story_names,
)
from crossing import crossing
from sample_runs.recipes_replacement import REPLACEMENT_RECIPES
from sample_runs.test_stories import FOLDER, close

STORIES = story_names(REPLACEMENT)
SCHEMA = json.loads(
    (files("comparekit") / "schemas" / "replacement-1.schema.json").read_text(encoding="utf-8")
)


def replay(name):
    with contextlib.chdir(FOLDER / name):
        asked = story_asked(FOLDER.__class__())
        result = replacement_of_file("usage.csv", asked).to_dict()
    return json.loads(json.dumps(result, allow_nan=False))


def expected(name):
    return json.loads((FOLDER / name / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", crossing(STORIES))
def test_a_story_gives_its_expected_result_in_the_shipped_schema(name):
    found, stored = replay(name), expected(name)
    for document in (found, stored):
        jsonschema.validate(document, SCHEMA)
        document.pop("software")
    close(found, stored)


def test_the_schema_asks_for_every_key_of_the_contract():
    shared = {"protocol", "verdict", "findings", "inputs", "software"}
    assert set(SCHEMA["required"]) >= shared | {"changed", "evidence", "dates", "bridge", "settlements"}


def test_the_schema_lets_nobody_conclude_about_a_meter_from_bills():
    document = expected("huangyan_bills") | {"verdict": "no-concern"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA)


@pytest.mark.parametrize("name", STORIES)
def test_a_story_says_what_is_constructed_and_how_to_run_it(name):
    readme = (FOLDER / name / "README.md").read_text(encoding="utf-8")
    assert "constructed" in readme.lower()
    assert "构造" in readme
    command = (FOLDER / name / "command.txt").read_text(encoding="utf-8").split()
    assert command[:3] == ["comparekit", "replacement", "usage.csv"]


@pytest.mark.parametrize("name", crossing(REPLACEMENT_RECIPES))
def test_a_constructed_record_can_be_made_again_from_its_seed(name):
    assert REPLACEMENT_RECIPES[name]() == (FOLDER / name / "usage.csv").read_bytes()


def test_stories_of_both_kinds_are_told_apart():
    assert set(STORIES) == set(REPLACEMENT_RECIPES)
    assert story_kind("huangyan_bills") == REPLACEMENT
    assert not set(STORIES) & set(story_names())
    assert set(story_names(None)) == set(STORIES) | set(story_names())
    with pytest.raises(Exception, match=r"story\.unknown"):
        run_story("huangyan_bills")
    with pytest.raises(Exception, match=r"story\.unknown"):
        run_replacement_story("huangyan_7_days")
    assert story_folder("hot_summer").is_dir()


def test_the_bills_of_huangyan_show_a_change_and_nothing_of_the_meter():
    story = expected("huangyan_bills")
    assert (story["changed"], story["verdict"]) == (True, "inconclusive")
    assert (story["meter"], story["bridge"]["at_most"]) == (None, None)


def test_with_the_week_in_series_the_meter_explains_next_to_nothing_of_the_huangyan_bills():
    story = expected("huangyan_bills_and_series")
    assert (story["changed"], story["verdict"]) == (True, "no-concern")
    most = story["bridge"]["at_most"]["money"]
    # amounts alone: three times what the average price would give, 333.35 yuan x 0.00042
    assert (story["bridge"]["steepest"], most) == (3.0, pytest.approx(3 * 333.35 * 0.00042, rel=0.01))
    assert story["bridge"]["change"]["money"]["estimate"] < -130


def test_a_removed_gas_meter_that_reads_low_explains_a_part_and_no_amount_is_made_up():
    story = expected("gas_after_mass_replacement")
    assert (story["changed"], story["verdict"]) == (True, "deviate")
    assert story["meter"]["basis"] == "verification"
    assert 0.2 < story["bridge"]["at_most"]["share"] < 0.5
    assert all(due["money"] is None for due in story["settlements"])
    # what the recipe built in: the register 7 % low, use up by 30 % from the third of five months on
    low, high = (story["change"]["ratio"][end] for end in ("low", "high"))
    assert low < (2 / 5 + 3 / 5 * 1.3) / 0.93 < high
    assert story["meter"]["deviation"]["low"] < -0.07 < story["meter"]["deviation"]["high"]


@pytest.mark.parametrize(
    ("name", "day"), [("leak_repaired_before", "2025-03-18"), ("new_tenant", "2025-05-06")]
)
def test_a_change_at_another_date_is_not_laid_to_the_replacement(name, day):
    story = expected(name)
    (change,) = story["dates"]["changes"]
    assert (story["dates"]["relation"], change["date"]) == ("elsewhere", day)
    assert story["verdict"] == "inconclusive"


def test_a_hot_summer_is_told_from_a_change():
    story = expected("hot_summer")
    assert story["rate"]["after"] > 1.4 * story["rate"]["before"]
    assert story["change"]["level"] == "weather"
    assert story["changed"] is False
    assert "replacement.levels_disagree" in {finding["code"] for finding in story["findings"]}


def test_neighbours_and_weather_agree_and_the_meter_is_only_a_part():
    story = expected("daily_with_weather_and_neighbours")
    assert (story["change"]["level"], story["dates"]["relation"]) == ("controls", "at")
    for one in story["evidence"]:
        assert one["ratio"]["low"] < 0.75 / 1.05 < one["ratio"]["high"], one["level"]
    assert story["verdict"] == "deviate"
    assert story["bridge"]["at_most"]["share"] < 0.2
