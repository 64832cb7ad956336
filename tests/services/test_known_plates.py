"""Plates that cannot be those of the meters at hand are refused, with the line; unusual ones are not."""

import pytest

from comparekit.errors import FaultyMeters
from comparekit.ingest.limits_file import load_limits
from comparekit.ingest.meters_file import read_meters
from comparekit.services.known_plates import refuse_unknown_plates
from comparekit.wording.faults import fault_text


def refused(text, utility):
    with pytest.raises(FaultyMeters) as caught:
        refuse_unknown_plates(read_meters(text.encode(), "m.toml"), load_limits(utility))
    return caught.value.faults


def test_entries_of_another_utility_are_named_at_their_lines():
    text = '[test]\nclass = "2"\nq3 = 2.5\n[reference]\nmedium = "lpg"\nclass = "9"\n'
    faults = refused(text, "electricity")
    assert [(fault.code, fault.row, fault.column) for fault in faults] == [
        ("meters.other_utility", 3, "test.q3"),
        ("meters.other_utility", 5, "reference.medium"),
        ("meters.unknown_class", 6, "reference.class"),
    ]
    assert "电表" in fault_text(faults[0], "zh") and "electricity" in fault_text(faults[0], "en")


@pytest.mark.parametrize(("utility", "size"), [("water", "G2.5"), ("gas", "X1"), ("water", "DN15")])
def test_a_size_that_no_such_meter_has_is_refused(utility, size):
    assert [fault.code for fault in refused(f'[test]\nplate = "{size}"\n', utility)] == [
        "meters.unknown_size"
    ]


@pytest.mark.parametrize(
    ("utility", "plate"),
    [
        ("water", 'plate = "N0.6"'),
        ("water", 'plate = "N6"'),
        ("water", 'plate = "N25"'),
        ("gas", 'plate = "CG-G2.5S"'),
        ("gas", 'plate = "N6"'),
        ("gas", 'plate = "J2.5"'),
        ("electricity", 'class = "E"\ncurrents = "0.2-0.5(60)A"'),
        ("electricity", 'class = "B"\ncurrents = "0.25-5(60)A"'),
    ],
)
def test_real_plates_are_taken(utility, plate):
    refuse_unknown_plates(read_meters(f"[test]\n{plate}\n".encode(), "m.toml"), load_limits(utility))
