"""Settlement in words: clause and certainty with every figure, suppositions marked as such."""

from dataclasses import replace
from datetime import date

import pytest

from comparekit.ingest.settlement_file import load_settlement
from comparekit.origin import Certainty
from comparekit.studies.bridge_inputs import Uncertain, exactly
from comparekit.studies.settlement import Consumption, settle
from comparekit.studies.settlement_result import Verified
from comparekit.wording.settlement import (
    appeal_sentence,
    month_sentence,
    settlement_sentence,
    standing,
    unknown_sentence,
)

UTILITIES = ("water", "gas", "electricity")
SUPPLY_2024, SUPPLY_1996, _ = load_settlement("electricity").rules
USE = Consumption(
    removed_on=date(2024, 1, 1), checked_on=date(2020, 1, 1), per_day=exactly(10.0), price=0.5, unit="kWh"
)


def verified(estimate, half=0.01, **others):
    error = Uncertain(estimate=estimate, low=estimate - half, high=estimate + half)
    return Verified(error=error, limit=0.02, **others)


def test_a_figure_comes_with_clause_place_and_certainty():
    """174 yuan: tests/studies/test_settlement.py, by hand."""
    sentence = settlement_sentence(settle(SUPPLY_1996, verified(0.05), USE), "zh")
    assert sentence.startswith(
        "按目前所知的供电营业规则（1996）第八十条第（一）项（全国）（条文据转引，未核对原文），应退约 174 元"
    )
    english = settlement_sentence(settle(SUPPLY_1996, verified(-0.05), USE), "en", "official")
    assert "Art. 80(1)" in english and "back-charge" in english and "has not been read" in english


@pytest.mark.parametrize("error", [0.05, -0.05, 0.001, 0.02])
@pytest.mark.parametrize("audience", ["resident", "official"])
def test_nothing_unread_is_told_as_law(error, audience):
    for utility in UTILITIES:
        for rule in load_settlement(utility).rules:
            found = settle(rule, verified(error, 0.0005), USE)
            assert standing(rule) in ("quoted", "unconfirmed")
            zh, en = (settlement_sentence(found, language, audience) for language in ("zh", "en"))
            assert "目前所知" in zh and "as far as known" in en
            assert rule.title["zh"] in zh and unknown_sentence(rule, "zh")


def test_only_a_confirmed_text_that_was_read_is_told_plainly():
    confirmed = replace(SUPPLY_1996.origin, certainty=Certainty.CONFIRMED)
    read = replace(SUPPLY_1996, text_read=True, origin=confirmed)
    assert standing(read) == "law"
    assert settlement_sentence(settle(read, verified(0.05), USE), "zh").startswith("按供电营业规则")
    assert standing(replace(SUPPLY_2024, text_read=True)) == "unconfirmed"


def test_a_supposition_is_told_as_one():
    found = settle(SUPPLY_2024, verified(0.05, hypothetical=True), USE)
    zh, en = (settlement_sentence(found, language) for language in ("zh", "en"))
    assert zh.startswith("如果检定证实") and zh.endswith("这只是假设：现在还没有检定结果。")
    assert en.startswith("If a verification confirmed") and "hypothetical" in en


def test_where_the_formula_was_not_seen_there_is_no_figure():
    water = load_settlement("water")
    rule = next(r for r in water.rules if r.id == "water-db31-1148")
    found = settle(rule, verified(0.05), replace(USE, unit="m3"))
    assert "不给数" in settlement_sentence(found, "zh") and "元" not in settlement_sentence(found, "zh")
    assert month_sentence(found, "zh").endswith("这不是哪条规则。")
    assert "15 天" in appeal_sentence(water, "zh")
