from datetime import date, timedelta

import numpy as np
import pytest

from comparekit.alignment.pair import pair_visits
from comparekit.bench.household import FAMILY
from comparekit.bench.logs import write_visits
from comparekit.bench.meters import FAST, GOOD, NEW
from comparekit.bench.site import BenchRegister, run_site
from comparekit.findings import Severity
from comparekit.readings.register import RegisterSeries
from comparekit.registers.clean import clean_register
from comparekit.registers.corrections import decimals_of, slips, written
from comparekit.registers.gaps import gap_findings
from comparekit.registers.suggestions import written_factor
from comparekit.registers.transcription import find_suspects, suspect_readings

TEST, REFERENCE = 1, 2
# Row 2: 845.506 and 3.396; row 4: 846.169 and 4.027; row 5: 846.429 and 4.276; row 9: 848.587 and 6.330.
LOG = write_visits(
    run_site(FAMILY, FAST, NEW, np.random.default_rng(5), weeks=1, days=7),
    first_day=date(2025, 5, 6),
    test=BenchRegister(step=0.001),
    reference=BenchRegister(step=0.001),
    starts=(845.3, 3.2),
)


def log(*changes, rows=LOG):
    """The log with cells changed: (row as in a file, column, value)."""
    cells = [list(row) for row in rows]
    for row, column, value in changes:
        cells[row - 2][column] = value
    return cells


def registers(cells, wide=True, unit="m3", step=0.001):
    times = [np.datetime64(cell[0]) for cell in cells]
    rows = np.arange(2, 2 + len(cells))
    series = [
        RegisterSeries(
            times,
            [float(cell[column]) for cell in cells],
            resolution=step,
            rows=rows,
            visit=rows if wide else None,
            unit=unit,
            meter_id=name,
        )
        for column, name in ((TEST, "old"), (REFERENCE, "new"))
    ]
    cleaned = [
        clean_register(one, role=role, overload_flow=3.125)[0]
        for one, role in zip(series, ("test", "reference"), strict=True)
    ]
    return series, cleaned


def look(cells, wide=True, **kwargs):
    series, (test, reference) = registers(cells, wide, **kwargs)
    pair, _ = pair_visits(test, reference, visit_gap_s=600)
    factors = (written_factor(series[0]), written_factor(series[1]))
    return find_suspects(test, reference, pair, typical_flow=0.45, overload_flow=3.125, factors=factors)


def told(found):
    return [(s.finding.code, s.finding.context["row"], s.finding.context.get("suggestion")) for s in found]


def test_a_clean_log_has_none():
    assert look(LOG) == ()
    assert look(LOG, wide=False) == ()


@pytest.mark.parametrize(
    ("row", "column", "typed", "code", "meant"),
    [
        (5, TEST, "846.929", "digit", "846.429"),
        (2, TEST, "845.606", "digit", "845.506"),
        (9, REFERENCE, "6.380", "digit", "6.330"),
        (9, TEST, "948.587", "digit", "848.587"),
        (4, TEST, "846.619", "swapped_digits", "846.169"),
        (4, TEST, "486.169", "swapped_digits", "846.169"),
        (4, TEST, "846169", "decimal_point", "846.169"),
        (4, TEST, "84.6169", "decimal_point", "846.169"),
        (2, REFERENCE, "3396", "decimal_point", "3.396"),
        (4, TEST, "86.169", "dropped_digit", "846.169"),
        (6, REFERENCE, "44.909", "doubled_digit", "4.909"),
    ],
)
def test_a_slip_is_named_with_its_row_role_and_likely_correction(row, column, typed, code, meant):
    (suspect,) = look(log((row, column, typed)))
    assert told([suspect]) == [(f"transcription.{code}", row, meant)]
    role = {TEST: "test", REFERENCE: "reference"}[column]
    context = suspect.finding.context
    assert (context["role"], context["meter_id"]) == (role, {"test": "old", "reference": "new"}[role])
    assert float(context["found"]) == float(typed)
    assert context["id"] == suspect.suggestions[0].name == f"r{row}-{role}"
    assert [(c.role, c.row, c.value) for c in suspect.suggestions[0].changes] == [(role, row, float(meant))]


def test_an_error_at_an_end_disqualifies_and_one_inside_only_cautions():
    """The window rests on its ends; inside, what one block gains the next one loses."""
    (first,) = look(log((2, TEST, "845.606")))
    (inner,) = look(log((5, TEST, "846.929")))
    assert first.finding.severity is Severity.DISQUALIFYING
    assert inner.finding.severity is Severity.CAUTION


def test_two_slips_are_both_found():
    found = look(log((4, TEST, "846.769"), (7, REFERENCE, "9.550")))
    assert {(code, row) for code, row, _ in told(found)} >= {
        ("transcription.digit", 4),
        ("transcription.digit", 7),
    }


def test_what_no_slip_explains_is_told_without_a_suggestion():
    # Four digits are wrong at once.
    (suspect,) = look(log((4, TEST, "777.777")))
    assert told([suspect]) == [("transcription.unexplained", 4, None)]
    assert suspect.suggestions == ()


def test_the_two_columns_of_one_visit():
    a, b = LOG[3][TEST], LOG[3][REFERENCE]
    (suspect,) = look(log((5, TEST, b), (5, REFERENCE, a)))
    assert told([suspect])[0][:2] == ("transcription.columns_swapped", 5)
    assert {(c.role, c.value) for c in suspect.suggestions[0].changes} == {
        ("test", float(a)),
        ("reference", float(b)),
    }
    (suspect,) = look(log((5, TEST, b), (5, REFERENCE, a)), wide=False)
    assert told([suspect])[0][:2] == ("transcription.meters_swapped", 5)  # ids, there are no columns


def test_meters_exchanged_from_a_visit_on():
    swaps = [(row, c, LOG[row - 2][3 - c]) for row in (7, 8, 9) for c in (TEST, REFERENCE)]
    (suspect,) = look(log(*swaps))
    assert told([suspect])[0][:2] == ("transcription.meters_swapped", 7)
    assert (suspect.finding.context["from"], suspect.finding.context["to"]) == (7, 9)
    assert suspect.finding.severity is Severity.DISQUALIFYING


def test_morning_and_evening_mixed_up():
    (suspect,) = look(log((5, 0, LOG[3][0] + timedelta(hours=12))))
    assert told([suspect]) == [("transcription.half_day", 5, "−12")]
    assert {c.hours for c in suspect.suggestions[0].changes} == {-12.0}


@pytest.mark.parametrize(("days", "shift"), [(10, "−10"), (-1, "+1"), (31, "−31")])
def test_a_date_that_breaks_the_order_of_the_rows(days, shift):
    (suspect,) = look(log((5, 0, LOG[3][0] + timedelta(days=days))))
    assert told([suspect]) == [("transcription.date", 5, shift)]


def test_an_evening_visit_with_the_volume_of_an_evening_is_no_slip():
    rate = 0.02  # m3/h, the same day and night
    cells = [
        [start, f"{100 + rate * hours:.3f}", f"{rate * hours:.3f}"]
        for start, hours in ((LOG[0][0] + timedelta(hours=h), h) for h in (0, 24, 48, 84, 96, 120, 144, 168))
    ]
    assert look(cells) == ()


def test_digits_are_those_of_the_unit_that_was_written():
    litres = [[t, str(round(float(a) * 1000)), str(round(float(b) * 1000))] for t, a, b in LOG]
    litres[3][TEST] = "846929"
    (suspect,) = look(litres, unit="L", step=1.0)
    assert told([suspect]) == [("transcription.digit", 5, "846429")]


def test_a_month_of_days_and_a_rollover_hide_nothing():
    rows = write_visits(
        run_site(FAMILY, GOOD, NEW, np.random.default_rng(6), weeks=1, days=40),
        first_day=date(2025, 5, 6),
        test=BenchRegister(step=0.001),
        reference=BenchRegister(step=0.001),
        starts=(9994.0, 3.2),
    )
    assert look(rows) == ()
    cell = rows[30][TEST]
    wrong = f"{cell[:-3]}{(int(cell[-3]) + 5) % 10}{cell[-2:]}"
    (suspect,) = look(log((32, TEST, wrong), rows=rows))
    assert told([suspect]) == [("transcription.digit", 32, cell)]


@pytest.mark.parametrize("cells", [LOG[:2], LOG[:3], [[t, "5.000", "1.000"] for t, _, _ in LOG]])
def test_too_little_to_tell_is_no_finding(cells):
    assert look(cells) == ()


def test_the_public_function_gives_the_findings():
    _, (test, reference) = registers(log((5, TEST, "846.929")))
    pair, _ = pair_visits(test, reference, visit_gap_s=600)
    (finding,) = suspect_readings(test, reference, pair, typical_flow=0.45, overload_flow=3.125)
    assert finding.code == "transcription.digit"


def test_days_left_out_are_a_note():
    _, (test, _) = registers([row for k, row in enumerate(LOG) if k not in (4, 5)])
    (finding,) = gap_findings(test)
    assert (finding.code, finding.severity) == ("registers.gap", Severity.NOTE)
    assert (finding.context["row"], finding.context["days"]) == (6, 2)
    assert gap_findings(registers(LOG)[1][0]) == ()


def test_slips_of_every_kind_lead_back():
    def kinds(found, meant):
        return {s.kind for s in slips(found, 3) if float(s.text) == float(meant)}

    assert kinds("12.345", "12.545") == {"digit"}
    assert "swapped_digits" in kinds("12.354", "12.345")
    assert "decimal_point" in kinds("12345.000", "12.345")
    assert "dropped_digit" in kinds("12.450", "12.345")  # read as 12.45
    assert "doubled_digit" in kinds("122.345", "12.345")
    assert all(len(s.text.partition(".")[2]) <= 3 for s in slips("12.345", 3))


def test_readings_are_written_to_their_step():
    assert written(12.3, 0.001) == "12.300"
    assert written(12.3456, 0.001) == "12.3456"
    assert written(612.0, 1.0) == "612"
    assert [decimals_of(step) for step in (10.0, 1.0, 0.1, 0.001, 0.0005)] == [0, 0, 1, 3, 4]
