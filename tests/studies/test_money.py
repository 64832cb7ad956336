"""What a difference means in money."""

import json
from dataclasses import replace
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparekit.i18n.catalog import LANGUAGES
from comparekit.services.compare import compare_log
from comparekit.services.stories import run_story, story_log
from comparekit.studies.money import money_of
from comparekit.wording.money import money_fact, money_lines

SCHEMA = json.loads((files("comparekit") / "schemas" / "series-1.schema.json").read_text(encoding="utf-8"))
FAST = replace(run_story("fast_5_percent"), price=None)


def test_the_month_is_what_the_totals_cost_more_at_that_price():
    """By hand from the first and last readings of the log: 848.587 - 845.506, 6.330 - 3.396, 7.0146 days."""
    money = money_of(replace(FAST, price=3.5))
    by_hand = 3.5 * ((848.587 - 845.506) - (6.330 - 3.396)) / 7.0146 * 30
    assert money.month.estimate == pytest.approx(by_hand, rel=0.005)
    assert money.month.low < by_hand < money.month.high
    # Of 100 yuan, what the new meter had not counted.
    bill = 100 * (1 - (6.330 - 3.396) / (848.587 - 845.506))
    assert money.hundred.estimate == pytest.approx(bill, rel=0.005)


@settings(deadline=None, max_examples=20)
@given(st.floats(0.01, 1000))
def test_the_price_sets_the_month_in_proportion_and_leaves_the_hundred_yuan(price):
    one, other = money_of(replace(FAST, price=1.0)), money_of(replace(FAST, price=price))
    assert other.month.estimate == pytest.approx(price * one.month.estimate)
    assert other.month.low <= other.month.estimate <= other.month.high
    assert other.hundred == one.hundred


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_price_on_a_bench_and_for_doubtful_readings_no_yuan_are_told(language):
    names = ("certificate_on_the_bench", "stairwell_log")
    bench, doubtful = (replace(run_story(name), price=3.5) for name in names)
    for result in (FAST, bench, doubtful):
        assert money_fact(result, language) is None
        assert money_lines(result, language) == ()
        assert result.to_dict()["money"] is None


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("fast_5_percent", "旧表每月多算约 2.19 元（2.11 到 2.29 元）"),
        ("worn_low_flow", "旧表每月少算约 2.0 元（1.6 到 2.3 元）"),
        ("two_good_meters_30_days", "旧表每月多算约 0.1 元（少算 0.2 元到多算 0.4 元）"),
        ("huangyan_7_days", "旧表每月多算还是少算，看不出来（少算 0.03 元到多算 0.03 元）"),
        ("coarse_register", "每月差多少钱还说不准（少算 11 元到多算 8 元）"),
    ],
)
def test_an_amount_is_told_with_its_range_and_no_more_digits_than_that_allows(name, told):
    assert money_fact(replace(run_story(name), price=3.5), "zh")[1] == told


def test_the_json_holds_price_and_money():
    document = json.loads(json.dumps(compare_log(story_log("worn_low_flow"), price=2.8).to_dict()))
    jsonschema.validate(document, SCHEMA)
    money, deviation = document["money"], document["deviation"]
    assert document["price"] == 2.8
    for end in ("estimate", "low", "high"):
        assert money[end] == pytest.approx(2.8 * money["volume"] * deviation[end])
    assert money["volume"] == pytest.approx(document["volume"]["reference"] / document["window"]["days"] * 30)


@pytest.mark.parametrize("price", [0, -1, float("nan"), float("inf")])
def test_a_price_is_above_zero(price):
    with pytest.raises(ValueError, match="price"):
        compare_log(story_log("fast_5_percent"), price=price)
