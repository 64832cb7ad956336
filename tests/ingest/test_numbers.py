from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparekit.ingest.numbers import NumberState, read_numbers


@pytest.mark.parametrize(
    ("cell", "value", "decimals", "unit"),
    [
        ("12.345", 12.345, 3, None),
        ("0012.340", 12.34, 3, None),
        ("12", 12.0, 0, None),
        ("12.", 12.0, 0, None),
        (".5", 0.5, 1, None),
        ("+3.0", 3.0, 1, None),
        (" 12.5\t", 12.5, 1, None),
        ("１２．３４５", 12.345, 3, None),
        ("1,234.56", 1234.56, 2, None),
        ("１，２３４．５６", 1234.56, 2, None),
        ("1,234,567", 1234567.0, 0, None),
        ("1 234.56", 1234.56, 2, None),
        ("1\u00a0234\u202f567.8", 1234567.8, 1, None),
        ("12.345 m³", 12.345, 3, "m3"),
        ("12.345m3", 12.345, 3, "m3"),
        ("12.345 ㎥", 12.345, 3, "m3"),
        ("5吨", 5.0, 0, "t"),
        ("7.50 kWh", 7.5, 2, "kWh"),
        ("7.50度", 7.5, 2, "kWh"),
        ("12345678901234567.25", 12345678901234567.25, 2, None),
        ("0.1234567890123456789", 0.1234567890123456789, 19, None),
    ],
)
def test_accepted_styles(cell, value, decimals, unit):
    read = read_numbers([cell])
    assert read.state[0] == NumberState.FINE
    assert read.values[0] == value
    assert read.decimals[0] == decimals
    assert (read.units[read.unit[0]] if read.unit[0] >= 0 else None) == unit


@pytest.mark.parametrize(
    "cell",
    [
        "NaN",
        "nan",
        "inf",
        "-inf",
        "∞",
        "abc",
        "12.3.4",
        "12..3",
        "1e5",
        "1.2E+05",
        "0,123",
        "1,23",
        "1,2345",
        "12,34,567",
        "1 23",
        "12。3",
        "12-3",
        "12:30",
        "¥12",
        "(12)",
        ".",
        "+",
        "12.5abc",
        "12.5 公方",
        "1_000",
        "٣",
        "9" * 400,
        "#REF!",
        "=1+1",
        "\x01",
    ],
)
def test_what_is_no_number_stays_none(cell):
    assert read_numbers([cell]).state[0] == NumberState.NOT_A_NUMBER


@pytest.mark.parametrize("cell", ["-3", "－３．５", "−12.5", "-1,234.5", "- 3"])
def test_negative_numbers_are_told_apart(cell):
    assert read_numbers([cell]).state[0] == NumberState.NEGATIVE


def test_one_comma_without_a_point_is_remembered():
    cells = ["12,345", "1,234.5", "1,234,567", "12345"]
    assert read_numbers(cells).bare_comma.tolist() == [True, False, False, False]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**12), st.integers(0, 9)), min_size=1, max_size=30))
def test_every_decimal_is_read_as_the_nearest_float(numbers):
    written = [Decimal(digits).scaleb(-decimals) for digits, decimals in numbers]
    cells = [f"{value:.{decimals}f}" for value, (_, decimals) in zip(written, numbers, strict=True)]
    read = read_numbers(cells)
    assert read.values.tolist() == [float(cell) for cell in cells]
    assert read.decimals.tolist() == [decimals for _, decimals in numbers]


def test_cells_of_many_blocks_keep_their_places():
    cells = [f"{i}.{i % 10}" for i in range(140_000)]
    assert read_numbers(cells).values.tolist() == [float(cell) for cell in cells]
