import pytest

from comparekit.figures.scale import deviation_range, exact_percent, percent_ticks, thinned


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
