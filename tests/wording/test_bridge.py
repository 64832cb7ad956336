"""The bridge in words: what was found is said, and no more."""

from datetime import date

import pytest

from comparekit.studies.bridge import bridge
from comparekit.studies.bridge_evidence import MeterEvidence
from comparekit.studies.bridge_inputs import BridgeBill, Uncertain, exactly
from comparekit.studies.bridge_other import other_within
from comparekit.wording.bridge import (
    at_most_sentence,
    bridge_notes,
    step_reason,
    step_sentence,
)
from comparekit.wording.bridge_by_hand import check_lines
from comparekit.wording.uncertain import money_in

MARCH, APRIL = (date(2025, 3, 1), date(2025, 4, 1)), (date(2025, 4, 1), date(2025, 5, 1))


def walked(
    old, new, deviation=None, suspect="old", bounds=False, average=(False, False), beside=None, **others
):
    found = None
    if deviation is not None:
        low, estimate, high = deviation
        own = Uncertain(estimate=estimate, low=low, high=high, bounds=bounds)
        basis = "series" if beside is None else "verification"
        found = MeterEvidence(suspect=suspect, deviation=own, basis=basis, other=beside)
    bills = [
        BridgeBill(start=days[0], end=days[1], volume=exactly(v), average=mean)
        for days, v, mean in zip((MARCH, APRIL), (old, new), average, strict=True)
    ]
    return bridge(*bills, evidence=found, **others)


def test_bills_alone_leave_use_and_meter_in_one_step():
    result = walked(100, 48, price=3.5)
    assert "分不开" in step_sentence(result.steps[-1], result, "zh")


@pytest.mark.parametrize(
    ("average", "zh", "en", "larger"),
    [
        (
            (True, True),
            "平均每期账单少了 182.00 元",
            "The average bill fell by 182.00 yuan",
            "换表前平均一期",
        ),
        (
            (True, False),
            "换表后这一期账单比换表前平均少 182.00 元",
            "The bill after the replacement is 182.00 yuan below the average before",
            "换表前平均一期",
        ),
        (
            (False, True),
            "换表后平均每期账单比换表前那一期少 182.00 元",
            "The average bill after the replacement is 182.00 yuan below the one before",
            "换表前那一期账单",
        ),
    ],
)
def test_an_average_period_is_called_no_bill(average, zh, en, larger):
    """100 and 48 m3 at 3.5 yuan."""
    result = walked(100, 48, (0.004, 0.0075, 0.011), average=average, price=3.5)
    assert at_most_sentence(result, "zh").startswith(zh)
    assert at_most_sentence(result, "en").startswith(en)
    assert check_lines(result, "zh")[0].startswith(larger) and larger in bridge_notes(result, "zh")[0]


def test_the_error_taken_of_the_other_meter_is_named_and_can_be_redone_by_hand():
    """An old meter 4 to 6 % fast beside one right to 2 %: d from 1.04/1.02 - 1 to 1.06/0.98 - 1."""
    beside = other_within(0.02, accuracy_class="2")
    result = walked(62, 40, (0.04, 0.05, 0.06), price=3.5, beside=beside)
    assert "新表没有检定结果，按它的最大允许误差 ±2 % 计入（2 级，首次检定的限值）。" in bridge_notes(
        result, "zh"
    )
    lines = check_lines(result, "en")
    assert "(1 + 0.0400) ÷ (1 + 0.0200) − 1 = +0.0196" in lines[4]
    assert "(1 + 0.0600) ÷ (1 − 0.0200) − 1 = +0.0816" in lines[4]
    assert "4.528 m³" in lines[5]  # 60 m3 x (1 - 0.98/1.06)
    assert result.at_most.volume == pytest.approx(60 * (1 - 0.98 / 1.06))
    new = walked(20, 40, (0.04, 0.05, 0.06), "new", beside=other_within(0.1, usual=True, in_service=True))
    assert any(
        "旧表没有检定结果，按它使用中的最大允许误差 ±10 % 计入" in note for note in bridge_notes(new, "zh")
    )


def test_without_a_price_the_steepest_one_is_said_and_redone_by_hand():
    """350 yuan, a meter 0.1 % off at most, the last unit at 3 times the average price: 3 x 0.35 yuan."""
    own = Uncertain(estimate=0.0, low=-0.001, high=0.001)
    found = MeterEvidence(suspect="old", deviation=own, basis="series")
    bills = [
        BridgeBill(start=APRIL[0], end=APRIL[1], amount=exactly(amount), average=amount > 200)
        for amount in (350.0, 170.0)
    ]
    result = bridge(*bills, evidence=found, steepest=3.0)
    assert "最多只能占 1.1 元" in at_most_sentence(result, "zh")  # 3 x 350 (1 - 1/1.001), rounded up
    (note,) = [line for line in bridge_notes(result, "zh") if "给出价格表就能算准" in line]
    assert "放大到 3 倍" in note and "假定" in note
    assert "0.3504 元 × 3，得 1.1 元" in check_lines(result, "zh")[3]  # 350 x 0.001/0.999


def test_the_meter_explains_at_most_so_much_of_so_much():
    """By hand: 100 m3 in 31 days at 3.5 yuan; at most 96.774 x 0.011/1.011 x 3.5 = 3.686 yuan, rounded up."""
    result = walked(100, 48, (0.004, 0.0075, 0.011), price=3.5)
    assert at_most_sentence(result, "zh") == "账单少了 182.00 元，其中水表最多只能占 3.7 元，不到 3 %。"
    assert "at most 3.7 yuan, less than 3 %" in at_most_sentence(result, "en")


def test_a_bound_is_never_rounded_down():
    yuan = money_in("CNY", "en")
    assert [yuan.at_most(x) for x in (3.61, 3.6, 0.001, 0, 1234)] == [
        "3.7 yuan", "3.6 yuan", "0.01 yuan", "0 yuan", "1234 yuan",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bills", "deviation", "suspect", "zh", "en"),
    [
        ((100, 48), (-0.06, -0.05, -0.04), "old", "作用正好相反", "worked the other way"),
        ((100, 96.5), (0.03, 0.04, 0.05), "old", "可能占到全部变化", "could be behind all of it"),
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
        for step in result.steps:
            assert step_sentence(step, result, language, audience) and step_reason(step, result, language)


def test_the_order_and_the_source_of_prices_are_told():
    result = walked(100, 48, (0.004, 0.0075, 0.011), bounds=True)
    notes = bridge_notes(result, "zh")
    assert "次序" in notes[0] and "换表前那一期账单" in notes[0]
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


def test_the_sign_of_the_deviation_decides_what_is_said_of_it_by_hand():
    """Where it may have either, both are said."""

    def said(*deviation):
        lines = check_lines(walked(62, 40, deviation, price=3.5), "zh")
        return next(line for line in lines if line.startswith("表："))

    assert "多走（d 为正），换表就少" in said(0.04, 0.05, 0.06) and "d 为负" not in said(0.04, 0.05, 0.06)
    low = said(-0.06, -0.05, -0.04)
    assert "少走（d 为负），换表就多" in low and "d 为正" not in low
    assert "d 为正" in said(-0.01, 0.0, 0.01) and "d 为负" in said(-0.01, 0.0, 0.01)


def test_what_is_rounded_to_nothing_has_no_sign():
    assert "−0.00 元" not in "".join(check_lines(walked(40, 40, (-1e-4, -5e-5, 1e-4), price=3.5), "zh"))


def test_bounds_are_rounded_outward_alike_wherever_they_stand():
    value = Uncertain(estimate=5.0, low=-16.2, high=27.3)
    yuan = money_in("CNY", "zh")
    assert yuan.either(value) == {"low": "17 元", "high": "28 元"}
    assert "少 17 元到多 28 元" in yuan.changed(value)
    assert yuan.interval(value).endswith("−17 到 +28")


def test_a_meter_that_may_be_all_of_the_change_is_given_no_larger_number():
    result = walked(100, 96.5, (0.5, 0.6, 0.9), price=3)
    assert result.at_most.money > abs(result.change.money.estimate)
    told = at_most_sentence(result, "zh")
    assert "可能占到全部变化" in told and "最多" not in told
