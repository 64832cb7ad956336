import pytest

from comparekit.wording.numbers import people_volume, percent, percent_range, step_decimals, volume


@pytest.mark.parametrize(
    ("value", "uncertainty", "shown"),
    [
        (0.0019, 0.0011, "+0.19 %"),  # an uncertainty of 0.11 % carries two digits
        (0.0019, 0.004, "+0.2 %"),
        (-0.0449, 0.006, "−4.5 %"),
        (0.3712, 0.15, "+37 %"),
        (0.0, 0.001, "0.00 %"),
        (-0.00001, 0.01, "0.0 %"),  # what rounds to zero has no sign
    ],
)
def test_a_percentage_has_no_more_digits_than_its_uncertainty_allows(value, uncertainty, shown):
    assert percent(value, uncertainty, "en") == shown


def test_what_is_not_known_is_not_a_number():
    assert percent(None, None, "en") == "–"
    assert percent_range(None, 0.02, "en") == "unknown to +2.0 %"


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (4.213, "zh", "4.2 吨"),
        (4.213, "en", "4.2 m³"),
        (0.002, "zh", "2.0 升"),
        (0.05, "en", "50 L"),
        (123.4, "zh", "123 吨"),
    ],
)
def test_water_is_told_in_tonnes_and_litres(value, language, shown):
    assert people_volume(value, "m3", "water", language) == shown


def test_gas_and_electricity_have_their_own_words():
    assert people_volume(12.34, "m3", "gas", "zh") == "12 方"
    assert people_volume(12.34, "kWh", "electricity", "zh") == "12 度"


@pytest.mark.parametrize(
    ("step", "decimals"), [(0.0001, 4), (0.01, 2), (1.0, 0), (0.05, 2), (0.25, 2), (100.0, 0)]
)
def test_volumes_are_shown_to_the_step_they_were_read_in(step, decimals):
    assert step_decimals(step) == decimals
    assert volume(1.5, step, "m3", "en") == f"{1.5:.{decimals}f} m³"
