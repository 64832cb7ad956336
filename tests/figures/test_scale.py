import pytest

from comparekit.figures.scale import (
    amount_ticks,
    deviation_range,
    exact_percent,
    flow_ticks,
    percent_ticks,
    thinned,
)


def test_range_always_shows_the_tolerance_and_zero() -> None:
    low, high = deviation_range((-0.02, 0.02), ())
    assert low < -0.02
    assert high > 0.02


def test_range_follows_the_final_interval() -> None:
    low, high = deviation_range((-0.02, 0.02), (0.048, 0.052, 0.05))
    assert 0.052 < high < 0.07
    assert -0.04 < low < -0.02


def test_an_interval_without_end_does_not_flatten_the_tolerance() -> None:
    low, high = deviation_range((-0.02, 0.02), (None, 300.0, 12.0))
    assert high - low < 1.0


@pytest.mark.parametrize(("low", "high"), [(-0.025, 0.025), (-0.03, 0.061), (-0.15, 0.46), (-0.0004, 0.0005)])
def test_ticks_are_round_signed_and_few(low: float, high: float) -> None:
    ticks = percent_ticks(low, high)
    assert 3 <= len(ticks) <= 8
    assert all(low <= tick.value <= high for tick in ticks)
    assert [t.text for t in ticks if t.value == 0] == ["0 %"]
    assert all(t.text.startswith("+") for t in ticks if t.value > 0)
    assert all(t.text.startswith("−") for t in ticks if t.value < 0)


def test_numbers_of_the_rules_keep_their_own_digits() -> None:
    assert exact_percent(0.02) == "+2 %"
    assert exact_percent(-0.0125) == "−1.25 %"
    assert exact_percent(0.05, signed=False) == "5 %"


def test_thinned_labels_end_at_the_last_day() -> None:
    assert thinned(7) == (1, 2, 3, 4, 5, 6, 7)
    assert len(thinned(30)) <= 7
    assert thinned(30)[-1] == 30


@pytest.mark.parametrize("high", [0.0012, 0.7, 1.15, 12.0, 431.0])
def test_amounts_are_round_plain_and_begin_at_zero(high: float) -> None:
    ticks = amount_ticks(high)
    assert 3 <= len(ticks) <= 7
    assert (ticks[0].value, ticks[0].text) == (0.0, "0")
    assert all(float(t.text) == pytest.approx(t.value) for t in ticks)
    assert ticks[-1].value <= high * (1 + 1e-9)


@pytest.mark.parametrize(("low", "high"), [(0.005, 6.0), (0.6, 10.0), (0.002, 200.0), (1.5, 3.5)])
def test_flows_are_labelled_at_few_round_places(low: float, high: float) -> None:
    ticks = flow_ticks(low, high)
    assert 1 <= len(ticks) <= 6
    assert all(low <= t.value <= high for t in ticks)
    assert all(float(t.text) == pytest.approx(t.value) for t in ticks)


def test_an_uncertainty_has_no_sign() -> None:
    assert [t.text for t in percent_ticks(0.0, 0.0031, 4, signed=False)] == [
        "0 %",
        "0.1 %",
        "0.2 %",
        "0.3 %",
    ]
