"""Files of use gone wrong: a seeded few of those of the full run, and corrections of any kind."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparekit.ingest.read_usage import read_usage_bytes
from validation.use_mutants import check, main, run_use_mutants

AMOUNTS = st.integers(-40_000, 40_000).map(lambda fen: f"{fen / 100:.2f}")
ROWS = st.tuples(
    st.integers(0, 5), st.integers(1, 3), AMOUNTS, st.sampled_from(["", "是", "差额", "更正后全额"])
)


@given(st.lists(ROWS, max_size=5), st.lists(st.integers(0, 60_000), min_size=6, max_size=6))
@settings(max_examples=60, deadline=None)
def test_bills_and_corrections_of_any_kind_add_up_to_what_the_findings_say(corrections, fen):
    months = [f"2025-{month:02d}-01" for month in range(1, 10)]
    rows = [f"{months[k]},{months[k + 1]},{amount / 100:.2f}," for k, amount in enumerate(fen)]
    rows += [f"{months[k]},{months[min(k + n, 8)]},{amount},{said}" for k, n, amount, said in corrections]
    read = check(("账单起,账单止,金额,更正\n" + "\n".join(rows)).encode(), study=False)
    assert read == "bills"


def test_what_is_read_of_a_file_gone_wrong_adds_up():
    counted, wrong = run_use_mutants(48, seed=3, study=False)
    assert not wrong, wrong[0]
    assert {"bills", "FaultyLog"} <= set(counted)


@given(st.lists(st.integers(0, 90), min_size=4, max_size=12), st.integers(0, 2000), st.data())
@settings(max_examples=40, deadline=None)
def test_use_through_an_exchange_adds_up_to_what_both_meters_ran(volumes, initial, data):
    """The exchange may be a row of its own, or stand in the row of the new meter's first reading."""
    place = data.draw(st.integers(1, len(volumes) - 1))
    shown, lines = 3000, []
    day = np.datetime64("2025-01-01") + 10 * np.arange(len(volumes) + 1)
    for k, volume in enumerate([0, *volumes]):
        if k == place:
            ran = data.draw(st.integers(0, volume))
            own_row = data.draw(st.booleans())
            registers = f"{shown + ran},{initial}"
            if own_row:
                lines.append(f"{day[k] - 3},,{registers}")
            shown = initial + volume - ran
            lines.append(f"{day[k]},{shown},{'' if own_row else registers}{',' if own_row else ''}")
        else:
            shown += volume
            lines.append(f"{day[k]},{shown},,")
    usage = read_usage_bytes(("日期,读数(m³),拆表底数,新表起数\n" + "\n".join(lines)).encode(), "log.csv")
    assert usage.volume.sum() == pytest.approx(sum(volumes))


@pytest.mark.full
def test_the_recorded_counts_hold():
    assert main([]) == 0
