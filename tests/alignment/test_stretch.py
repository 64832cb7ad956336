import numpy as np

from comparekit.alignment.pair import pair_visits
from comparekit.alignment.stretch import same_meters
from comparekit.readings.log import Event
from comparekit.readings.register import RegisterSeries
from comparekit.registers.clean import clean_register

DAYS = np.datetime64("2025-05-06T01:00:00") + np.arange(9) * np.timedelta64(1, "D")
NOON = np.timedelta64(6, "h")


def compare(events=()):
    readings = np.arange(9) * 0.5
    test = clean_register(
        RegisterSeries(DAYS, readings, 0.001), role="test", overload_flow=3.125, events=events
    )
    ref = clean_register(
        RegisterSeries(DAYS, readings, 0.001), role="reference", overload_flow=3.125, events=events
    )
    pair, _ = pair_visits(test[0], ref[0], visit_gap_s=600)
    return same_meters(pair, test[0], ref[0])


def exchange(day, role="reference"):
    return Event(kind="exchange", time=DAYS[day] + NOON, role=role, final=day * 0.5 + 0.2, initial=day * 0.5)


def test_without_an_exchange_nothing_changes():
    pair, findings = compare()
    assert pair.blocks == 8
    assert findings == ()


def test_after_an_exchange_the_longer_stretch_is_compared_and_the_block_across_is_left_out():
    pair, findings = compare((exchange(2),))
    assert pair.blocks == 5
    assert pair.times[0] == DAYS[3]
    assert [(f.code, f.context["blocks"], f.context["left_out"]) for f in findings] == [
        ("alignment.stretch", 5, 3)
    ]


def test_of_two_exchanges_the_longest_stretch_is_left():
    pair, _ = compare((exchange(1), exchange(5, "test")))
    assert (pair.times[0], pair.times[-1]) == (DAYS[2], DAYS[5])
