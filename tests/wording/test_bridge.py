"""The bridge in words: what was found is said, and no more."""

from datetime import date

import pytest

from comparekit.decisions.meter_share import decide_meter_share
from comparekit.stats.interval import Interval
from comparekit.studies.bridge import bridge
from comparekit.studies.bridge_evidence import MeterEvidence
from comparekit.studies.bridge_inputs import BridgeBill, Uncertain, exactly
from comparekit.wording.bridge import (
    at_most_sentence,
    bridge_notes,
    meter_verdict,
    over_time_sentence,
    step_reason,
    step_sentence,
)
from comparekit.wording.bridge_by_hand import check_lines
from comparekit.wording.uncertain import money_in

TOLERANCE = Interval(low=-0.02, high=0.02)
MARCH, APRIL = (date(2025, 3, 1), date(2025, 4, 1)), (date(2025, 4, 1), date(2025, 5, 1))


def walked(old, new, deviation=None, suspect="old", bounds=False, **others):
    found = None
    if deviation is not None:
        low, estimate, high = deviation
        own = Uncertain(estimate=estimate, low=low, high=high, bounds=bounds)
        found = MeterEvidence(suspect=suspect, deviation=own, basis="series")
    bills = [
        BridgeBill(start=days[0], end=days[1], volume=exactly(v)) for days, v in ((MARCH, old), (APRIL, new))
    ]
    return bridge(*bills, evidence=found, **others)


def said(result, language, audience="resident"):
    interval = None if result.evidence is None else result.evidence.deviation.interval
    verdict = decide_meter_share(interval, TOLERANCE)
    return meter_verdict(verdict, result, TOLERANCE, language, audience)


def test_bills_alone_say_nothing_about_the_meter():
    result = walked(100, 48, price=3.5)
    assert said(result, "zh") == "账单只能说明用量变了，说明不了水表准不准；请串联比对。"
    assert "say nothing" in said(result, "en")
    assert "分不开" in step_sentence(result.steps[-1], result, "zh")


def test_the_meter_explains_at_most_so_much_of_so_much():
    """By hand: 100 m3 in 31 days at 3.5 yuan; at most 96.774 x 0.011/1.011 x 3.5 = 3.686 yuan, rounded up."""
    result = walked(100, 48, (0.004, 0.0075, 0.011), price=3.5)
    assert at_most_sentence(result, "zh") == "账单少了 182.00 元，其中水表最多只能占 3.7 元，不到 3 %。"
    assert "at most 3.7 yuan, less than 3 %" in at_most_sentence(result, "en")
    assert "±2 %" in said(result, "zh")


def test_a_bound_is_never_rounded_down():
    yuan = money_in("CNY", "en")
    assert [yuan.at_most(x) for x in (3.61, 3.6, 0.001, 0, 1234)] == [
        "3.7 yuan", "3.6 yuan", "0.01 yuan", "0 yuan", "1234 yuan",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bills", "deviation", "suspect", "zh", "en"),
    [
        ((100, 48), (-0.06, -0.05, -0.04), "old", "作用正好相反", "worked the other way"),
        ((100, 96.5), (0.03, 0.04, 0.05), "old", "可能占到全部变化", "could be all of it"),
        ((20, 40), (0.04, 0.05, 0.06), "new", "账单多了", "The bill rose"),
        ((100, 48), (-0.01, 0.0, 0.01), "old", "也可能反过来", "may also have worked"),
        ((100, 100), (0.01, 0.02, 0.03), "old", "账单没有变", "did not change"),
    ],
)
@pytest.mark.parametrize("audience", ["resident", "official"])
def test_each_case_has_its_sentence(bills, deviation, suspect, zh, en, audience):
    result = walked(*bills, deviation, suspect, price=3, since=MARCH[0], until=APRIL[1])
    sentences = {language: at_most_sentence(result, language, audience) for language in ("zh", "en")}
    if audience == "resident":
        assert zh in sentences["zh"] and en in sentences["en"]
    for language in ("zh", "en"):
        assert said(result, language, audience) and over_time_sentence(result, language)
        for step in result.steps:
            assert step_sentence(step, result, language, audience) and step_reason(step, result, language)


def test_verdict_sentences_name_meter_and_side():
    assert said(walked(100, 48, (0.03, 0.05, 0.07)), "zh").startswith("旧表确实多走")
    assert said(walked(20, 48, (0.03, 0.05, 0.07), "new"), "en").startswith("The new meter does read high")
    assert "跨越" in said(walked(100, 48, (0.01, 0.03, 0.05)), "zh", "official")


def test_the_order_and_the_source_of_prices_are_told():
    result = walked(100, 48, (0.004, 0.0075, 0.011), bounds=True)
    notes = bridge_notes(result, "zh")
    assert "次序" in notes[0] and "旧账单" in notes[0]
    assert "没有价格" in notes[1] and "串联比对" in notes[2]


def test_the_walk_can_be_redone_by_hand():
    result = walked(62, 40, (0.04, 0.05, 0.06), price=3.5)
    lines = check_lines(result, "en")
    assert lines[2] == "Brought to 30 days: 62 m³ × 30 ÷ 31 = 60 m³."
    assert "60 m³ × d ÷ (1 + d)" in lines[3]
    assert all(part in lines[3] for part in ("2.308", "2.857", "3.396"))  # 60 x 0.04/1.04, 0.05/1.05, ...
    assert lines[-1].endswith("= −77.00 yuan.")  # 40 x 3.5 - 62 x 3.5
    slow = check_lines(walked(20, 40, (-0.06, -0.05, -0.04)), "zh")
    assert "40 吨 × d，" in slow[3] and "2 吨" in slow[3]
