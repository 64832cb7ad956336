"""What a study of a replacement says to residents and to officials."""

import re
from dataclasses import replace

import numpy as np
import pytest

from comparekit.bench.years import Leak, UseScenario, simulate_use
from comparekit.decisions.meter_share import MeterShare
from comparekit.findings import Finding, Severity
from comparekit.stats.mixture import NormalMixture
from comparekit.studies.bridge_evidence import MeterEvidence
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.studies.replacement import Prices, study_replacement
from comparekit.studies.use_change import Evidence
from comparekit.wording.replacement import facts, headline, meter_case, next_step
from comparekit.wording.use_dates import dates_lines
from comparekit.wording.use_evidence import level_table, size_told, use_case, weighed
from studies.use_records import DAY, WATER, bills_about

REPLACED = np.datetime64("2025-03-31T16:00", "ns")
FELL, SAME, RATTLED = (
    [0.61, 0.66, 0.63, 0.6, 0.65, 0.3],
    [0.600, 0.601, 0.599] * 8 + [0.600, 0.599],
    [0.61, 0.9, 0.4, 0.55],
)


def evidence(low, high, suspect="old", basis="series"):
    own = Uncertain(estimate=(low + high) / 2, low=low, high=high)
    return MeterEvidence(suspect=suspect, deviation=own, basis=basis)


def study(rates, meter=None, **others):
    usage = bills_about(REPLACED, rates, days=30.44)
    return study_replacement(usage, REPLACED, WATER, meter=meter, prices=Prices(price=3.0), **others)


def daily(scenario, seed=52):
    return study_replacement(simulate_use(scenario, np.random.default_rng(seed)), scenario.replaced, WATER)


def test_bills_alone_say_that_use_changed_and_nothing_about_the_meter():
    result = study(FELL)
    said = headline(result, "zh")
    assert re.match(r"换表后每天的用量少了约 5\d %（\d+ % 到 \d+ %）", said)
    assert "用量确实变了" in said
    assert "账单只能说明用量变了，说明不了水表准不准。请把新旧两只表串联比对，或者送检。" in said
    assert "do not show whether the water meter is right" in headline(result, "en")


def test_the_nearer_end_of_a_range_comes_first():
    low, high = re.search(r"（(\d+) % 到 (\d+) %）", headline(study(FELL), "zh")).groups()
    assert int(low) < int(high)


@pytest.mark.parametrize(
    ("rates", "case", "words"),
    [
        (FELL, "less", "少了约"),
        ([*FELL[:5], 1.05], "more", "多了约"),
        ([*FELL[:5], 2.2], "times", "倍"),
        (SAME, "same", "没有明显变化"),
        (RATTLED, "unclear", "说不准"),
        ([0.6, 0.3], "too_little", "至少要两期"),
    ],
)
def test_what_became_of_use_is_said_in_its_own_words(rates, case, words):
    result = study(rates)
    assert use_case(result) == case
    assert words in headline(result, "zh")
    assert "说明不了水表准不准" in headline(result, "zh")


@pytest.mark.parametrize(
    ("meter", "case", "words"),
    [
        (evidence(-0.001, 0.001), "no-concern", "据串联比对，旧表与新表的差别在约定的 ±2 % 以内"),
        (evidence(0.048, 0.052), "deviate_high", "旧表比新表多走（约 5.0 %，4.8 % 到 5.2 %）"),
        (evidence(-0.052, -0.048), "deviate_low", "旧表比新表少走"),
        (evidence(-0.052, -0.048, "new"), "deviate_low", "新表比旧表少走"),
        (evidence(0.0, 0.03), "inconclusive", "是否超过约定的 ±2 %，还说不准"),
        (evidence(0.048, 0.052, basis="verification"), "deviate_high", "据检定结果，旧表确实多走"),
    ],
)  # fmt: skip
def test_the_meter_is_spoken_of_only_with_evidence_of_it(meter, case, words):
    result = study(FELL, meter)
    assert meter_case(result) == case
    assert words in headline(result, "zh")
    assert "换表后这一期账单比换表前平均少" in headline(result, "zh")
    if result.meter.basis == "series":
        for audience in ("resident", "official"):  # two meters differ: which of them is wrong is not said
            assert not re.search(
                "(?<![比对])[旧新]表(确实[多少]走|[多少]走|偏)", headline(result, "zh", audience)
            )


def test_after_a_verification_nobody_is_sent_to_have_it_verified():
    for low, high, word in (
        (0.048, 0.052, "凭检定证书"),
        (0.0, 0.03, "串联比对"),
        (-0.001, 0.001, "仲裁检定"),
    ):
        said = " ".join(next_step(study(FELL, evidence(low, high, basis="verification")), "zh"))
        assert word in said
        assert "送" not in said and "申请检定" not in said


def test_a_grave_finding_withholds_what_is_said_of_the_meter():
    grave = Finding("window.unsteady", Severity.DISQUALIFYING, {})
    result = study(FELL, evidence(0.048, 0.052), findings=(grave,))
    assert (result.verdict, meter_case(result)) == (MeterShare.INCONCLUSIVE, "withheld")
    assert "多走" not in headline(result, "zh")


def test_a_change_at_another_date_leads():
    leak = Leak(begins=-160, ends=-14, volume=0.3)
    result = daily(UseScenario(before=160, after=45, scatter=0.3, leaks=(leak,)))
    said = headline(result, "zh")
    assert said.startswith("用量在换表前 14 天（3月18日）变了")
    assert "换表前后 3 天里看不出超过平常起伏的变化" in said
    assert "用量记录说明不了" in said
    assert next_step(result, "zh")[0].startswith("先想一想3月18日前后家里有什么变化")
    assert "on 18 Mar (that very day), 14 days before the replacement" in dates_lines(result, "en")[0]


def test_several_changes_are_told_each_with_its_date_and_its_factor():
    lines = dates_lines(
        daily(UseScenario(before=250, after=100, scatter=0.25, moves=((-150, 2.5), (20, 0.4))), 1), "zh"
    )
    assert lines[0] == "用量变过 2 次："
    assert all("变成原来的约" in line for line in lines[1:3])


def test_bills_know_no_day_and_say_so():
    assert dates_lines(study(FELL * 2), "zh") == (
        "账单约 30 天一期，说不出是哪一天变的；有每天的用量才说得出。",
    )


def test_the_summary_weighs_the_levels_and_says_when_each_misleads():
    scenario = UseScenario(before=400, after=60, per_degree=0.02, neighbours=2, scatter=0.2)
    result = daily(scenario)
    said = weighed(result, "zh")
    assert said[0].startswith("结论依据“与邻居比”：邻居家经过同样的季节和天气")
    assert len([line for line in said if "就会出错" in line or "分不出" in line]) >= len(result.evidence)
    assert len(level_table(result, "en")) == 1 + len(result.evidence)


def test_an_unseen_season_is_named_with_what_is_taken_for_it():
    (line,) = [line for line in weighed(study(FELL), "en") if "season cannot be seen" in line]
    assert "less than 13 months" in line
    assert "15 %" in line


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("meter", [None, evidence(0.048, 0.052), evidence(-0.01, 0.03, "new")])
def test_residents_meet_no_statistics_and_no_conformity(meter, language):
    for rates in (FELL, SAME, RATTLED):
        result = study(rates, meter)
        said = " ".join(
            [headline(result, language), *weighed(result, language), *next_step(result, language)]
        )
        for word in ("置信", "p 值", "p-value", "confidence", "显著", "significant", "异常"):
            assert word not in said
        assert "合格" not in said.replace("这不等于不合格", "")


def test_three_facts_stand_above_the_fold():
    told = dict(facts(study(FELL, evidence(-0.001, 0.001)), "zh"))
    assert list(told) == ["每天的用量", "变化的日子", "水表最多占"]
    assert told["水表最多占"].endswith("元")
    assert dict(facts(study(FELL), "zh"))["水表最多占"] == "光看用量说不出"


def test_an_unknown_audience_is_a_callers_bug():
    with pytest.raises(ValueError, match="audience"):
        headline(replace(study(FELL), price=None), "zh", "judge")


def test_a_bill_with_the_replacement_in_it_is_split_by_days_as_one_would_by_hand():
    # ten days of thirty after: (0.9 - 2/3 * 0.6) / (1/3) = 1.5 a day, 2.5 times 0.6
    usage = bills_about(REPLACED + 10 * DAY, [0.6] * 6 + [0.9])
    result = study_replacement(usage, REPLACED + 30 * DAY, WATER)
    (said,) = (line for line in weighed(result, "zh") if "按天数分开" in line)
    for told in ("0.900 吨", "换表前 20 天", "0.600 吨", "10 天平均每天 1.50 吨", "2.5 倍"):
        assert told in said
    assert not any("按天数分开" in line for line in weighed(study(FELL), "zh"))


@pytest.mark.parametrize(("near", "told"), [(1.004, "0.4 %"), (1.03, "3 %")])
def test_a_decided_change_never_ends_at_no_change(near, told):
    middle, half = np.log(near * 1.38) / 2, np.log(1.38 / near) / 2 / 1.959964
    one = Evidence(
        level="periods",
        ratio=NormalMixture(weight=np.ones(1), mean=np.array([middle]), sd=np.array([half])),
        before=5,
        after=1,
        season="seen",
    )
    said = size_told(one, "zh")
    assert (said["low"], said["high"]) == (told, "38 %")
    assert float(said["ratio_low"]) > 1.0


def test_a_season_is_seen_in_the_record_only_where_it_was_there_before():
    rates = 0.6 + 0.02 * np.random.default_rng(1).standard_normal(15)
    for before, word in ((9, "换表前没有账单"), (13, "从记录本身看得出来")):
        usage = bills_about(REPLACED, rates, days=30.44, first_after=rates.size - before)
        said = " ".join(weighed(study_replacement(usage, REPLACED, WATER), "zh"))
        assert word in said
