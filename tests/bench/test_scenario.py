"""Played scenarios: their rows against their truth, by routes that share as little as possible."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from comparekit.alignment.clocks import estimate_clocks
from comparekit.bench.climate import Climate
from comparekit.bench.household import FAMILY, GAS_HOME, POWER_HOME, Use
from comparekit.bench.installed import InstalledMeter
from comparekit.bench.meters import GAS_NEW, GOOD, NEW, POWER_NEW, WORN, BenchMeter
from comparekit.bench.power import POWER_CREEPING
from comparekit.bench.scenario import Reports, Scenario, play
from comparekit.bench.scenario_truth import LongRun, long_run_truth
from comparekit.bench.site import BenchRegister, Visits, long_run
from comparekit.bench.slips import Slip
from comparekit.bench.sticking import Standstill, Sticking
from comparekit.bench.timekeeping import Clock
from comparekit.ingest.scenario_file import list_scenarios
from comparekit.readings.register import RegisterSeries
from comparekit.registers.clean import clean_register

pytestmark = pytest.mark.slow  # a process, or many logs, for every test

PERFECT = BenchMeter(name="perfect", curve=((1e-9, 0.0), (100.0, 0.0)), repeatability=0.0)
FINE = BenchRegister(step=1e-6, modulus=1e6)
SKIPPED = LongRun(deviation=0.0, sigma=0.0, volume_cv=0.0, unregistered=(0.0, 0.0))


def rng(*seed):
    return np.random.default_rng(seed or 1)


def scenario(test=None, reference=None, **changes):
    values = {
        "id": "mine",
        "title": {},
        "utility": "water",
        "household": FAMILY,
        "test": {"meter": GOOD} | (test or {}),
        "reference": {"meter": NEW} | (reference or {}),
        "reading": Visits(gap=0.0),
    } | changes
    for role in ("test", "reference"):
        values[role] = InstalledMeter(**({"meter_id": role, "register": FINE} | values[role]))
    return Scenario(**values)


def shown(played, role):
    """Readings of one meter, in the order of the rows."""
    place = ("test", "reference").index(role)
    return np.array([float(row.shown[place]) for row in played.rows if row.shown[place] is not None])


def test_the_same_seed_gives_the_same_log_and_another_seed_another():
    one, two, other = (play(scenario(), rng(seed), long_run=SKIPPED) for seed in (4, 4, 5))
    assert one.rows == two.rows
    assert one.truth == two.truth
    assert one.rows != other.rows


def test_what_passes_two_perfect_meters_is_the_same():
    played = play(scenario({"meter": PERFECT, "start": 5.0}, {"meter": PERFECT}), rng())
    assert np.diff(shown(played, "test")) == pytest.approx(np.diff(shown(played, "reference")), abs=3e-6)
    assert played.truth.window_deviation == pytest.approx(0, abs=1e-9)
    assert played.truth.long_run.deviation == pytest.approx(0, abs=1e-12)
    assert played.truth.volumes[0] == pytest.approx(np.ptp(shown(played, "test")), abs=3e-6)
    assert shown(played, "test")[0] - 5 == pytest.approx(shown(played, "reference")[0], abs=3e-6)


def test_the_long_run_is_that_of_the_bench_before_scenarios():
    found = long_run_truth(scenario({"meter": WORN}, reading=Visits()), rng())
    known = long_run(FAMILY, WORN, NEW, rng(2))
    assert found.deviation == pytest.approx(known.deviation, abs=3e-4)
    assert found.sigma == pytest.approx(known.sigma, rel=0.05)
    assert found.volume_cv == pytest.approx(known.volume_cv, rel=0.1)
    assert found.unregistered[0] == pytest.approx(0.0147, abs=2e-3)  # of FAMILY below 29 L/h


@pytest.mark.parametrize("shipped", [s for s in list_scenarios() if not s.slips], ids=lambda s: s.id)
def test_many_logs_together_show_the_truth(shipped):
    """Brute force: what the registers of many long logs showed, as written, against the long run."""
    plain = replace(shipped, days=30, conditions=False)
    truth = long_run_truth(plain, rng(7)).deviation
    totals = np.zeros((20 if plain.telemetry else 50, 2))
    for k in range(len(totals)):
        played = play(plain, rng(8, k), long_run=SKIPPED)
        totals[k] = [np.ptp(shown(played, role)) for role in ("test", "reference")]
    ratio = totals[:, 0].sum() / totals[:, 1].sum() - 1
    apart = totals[:, 0] - (1 + ratio) * totals[:, 1]
    error = np.sqrt((apart**2).sum()) / totals[:, 1].sum()
    assert ratio == pytest.approx(truth, abs=4 * error + 1e-4)
    assert error < 0.004


def test_cold_gas_counts_less_in_a_plain_meter_only():
    """5 deg C at base pressure: 278.15 / 293.15 - 1 = -5.1 %; the compensated meter does not care."""
    cold = Climate(mean_c=5.0)
    gas = scenario(
        {"meter": GAS_NEW, "climate": cold},
        {"meter": GAS_NEW, "climate": cold, "compensation": "tp"},
        utility="gas",
        household=GAS_HOME,
    )
    assert long_run_truth(gas, rng(), days=400).deviation == pytest.approx(278.15 / 293.15 - 1, abs=1e-6)
    told = replace(gas, conditions=True)
    assert long_run_truth(told, rng(), days=400).deviation == pytest.approx(0, abs=1e-9)
    played = play(told, rng(), long_run=SKIPPED)
    assert played.rows[0].temperature == ("5.0", "20.0")
    (fault,) = (f for f in played.truth.faults if f.kind == "conditions")
    assert (fault.role, fault.amount) == ("test", pytest.approx(278.15 / 293.15 - 1, abs=1e-4))


def test_an_error_drifts_with_temperature():
    """0.1 %/K at 30 deg C, ten degrees above the reference temperature: +1 %."""
    warm = {"meter": POWER_NEW, "climate": Climate(mean_c=30.0), "temperature_coefficient": 0.001}
    power = scenario(warm, {"meter": POWER_NEW}, utility="electricity", household=POWER_HOME)
    assert long_run_truth(power, rng(), days=400).deviation == pytest.approx(0.01, abs=1e-4)
    (fault,) = play(power, rng(), long_run=SKIPPED).truth.faults
    assert (fault.kind, fault.amount) == ("temperature_drift", pytest.approx(0.01))


def test_a_drifting_meter_reads_more_in_july_than_in_january():
    drift = {"meter": GOOD, "climate": Climate(mean_c=17, season_c=12), "temperature_coefficient": 0.001}
    months = [
        long_run_truth(scenario(drift, {"meter": GOOD}, first_day=day), rng(), days=2000).deviation
        for day in (date(2025, 7, 16), date(2026, 1, 14))
    ]
    assert months == pytest.approx([0.009, -0.015], abs=5e-4)


def test_a_creeping_disc_is_part_of_the_long_run():
    power = scenario(
        {"meter": POWER_CREEPING}, {"meter": POWER_NEW}, utility="electricity", household=POWER_HOME
    )
    played = play(power, rng())
    (fault,) = played.truth.faults
    assert (fault.kind, fault.amount) == ("creep", pytest.approx(7 * 24 * 0.002))
    known = long_run(POWER_HOME, POWER_CREEPING, POWER_NEW, rng(3), days=10_000)
    assert played.truth.long_run.deviation == pytest.approx(known.deviation, abs=5e-4)


@pytest.mark.parametrize(("test", "times"), [("back", 0.0), ("stands", 1.0), ("forward", 2.0)])
def test_reverse_flow_counts_as_each_register_does(test, times):
    """A boiler pushes back 0.2 L forty times a day, 8 L of 426: net 418 for a register that runs back."""
    back = Use(name="boiler", per_day=40, volume=0.0002, flow=0.05, steady=True)
    home = scenario({"meter": PERFECT, "reverse": test}, {"meter": PERFECT}, backflow=back)
    mean = FAMILY.mean_daily * (1 + 2 / 7 * (FAMILY.weekend - 1))
    expected = times * 0.008 / (mean - 0.008)
    assert long_run_truth(home, rng(), days=4000).deviation == pytest.approx(expected, rel=0.03, abs=1e-12)
    played = play(home, rng(), long_run=SKIPPED)
    (fault,) = played.truth.faults
    assert fault.kind == "reverse_flow" and fault.amount == pytest.approx(7 * 0.008, rel=0.3)
    assert (np.diff(shown(played, "test")) > 0).all()


def test_a_standstill_is_told_with_its_rows_and_volume_and_is_no_part_of_the_long_run():
    stands = {"meter": PERFECT, "standstill": Standstill(from_day=2.5, to_day=4.5, loses=True)}
    played = play(scenario(stands, {"meter": PERFECT}), rng())
    test, reference = (np.diff(shown(played, role)) for role in ("test", "reference"))
    assert test[3] == 0  # from the visit of day 3 to that of day 4
    assert test[[0, 1, 5, 6]] == pytest.approx(reference[[0, 1, 5, 6]], abs=3e-6)
    (fault,) = played.truth.faults
    assert (fault.kind, fault.role, fault.rows) == ("standstill", "test", (5, 9))  # day 3 stands in row 5
    assert fault.amount == pytest.approx(reference.sum() - test.sum(), abs=1e-5)
    assert played.truth.window_deviation == pytest.approx(test.sum() / reference.sum() - 1, abs=1e-5)
    assert played.truth.long_run.deviation == pytest.approx(0, abs=1e-12)


def test_a_register_that_jumps_loses_nothing_in_the_long_run():
    sticks = {"meter": PERFECT, "sticking": Sticking(by="time", runs=12, stands=6, loses=False)}
    found = long_run_truth(scenario(sticks, {"meter": PERFECT}), rng())
    assert found.deviation == pytest.approx(0, abs=1e-12)
    assert found.sigma > 0.05
    played = play(scenario(sticks, {"meter": PERFECT}), rng(), long_run=SKIPPED)
    behind = shown(played, "reference") - shown(played, "test")
    assert (behind > -1e-5).all() and (behind > 0.01).any()


def test_sticking_for_times_loses_its_share():
    sticks = {"meter": PERFECT, "sticking": Sticking(by="time", runs=3, stands=1, loses=True)}
    home = scenario(sticks, {"meter": PERFECT}, days=60)
    assert long_run_truth(home, rng(), days=500).deviation == pytest.approx(-0.25)
    totals = sum(np.array(play(home, rng(k), long_run=SKIPPED).truth.volumes) for k in range(25))
    assert totals[0] / totals[1] - 1 == pytest.approx(-0.25, abs=0.012)


TELEMETRY = Reports(interval_min=15, jitter_min=1, loss=0.02)


def series(played, role):
    rows = [row for row in played.rows if role in row.roles]
    times = np.array([row.time for row in rows], dtype="datetime64[ns]")
    return clean_register(
        RegisterSeries(times, shown(played, role), resolution=1e-6, meter_id=role), role=role, overload_flow=3
    )[0]


def test_the_clocks_of_telemetry_are_off_by_what_the_truth_says():
    clock = Clock(offset_min=22, drift_s_per_day=9)
    home = scenario({"clock": clock}, days=20, reading=TELEMETRY, layout="long")
    held = []
    for seed in range(6):
        played = play(home, rng(seed), long_run=SKIPPED)
        assert {(f.kind, f.amount) for f in played.truth.faults} == {("clock_offset", 22), ("clock_drift", 9)}
        found, _ = estimate_clocks(series(played, "test"), series(played, "reference"))
        off_middle = (found.epoch - np.datetime64("2025-05-16")) / np.timedelta64(1, "D")
        held.append(found.offset_low <= 22 + 9 / 60 * off_middle <= found.offset_high)
    assert sum(held) >= 5


def test_a_clock_of_another_zone_and_one_that_is_set_show_in_the_stamps():
    zone = play(
        scenario({"clock": Clock(zone_h=-8)}, reading=TELEMETRY, layout="long"), rng(), long_run=SKIPPED
    )
    first = next(row.time for row in zone.rows if "test" in row.roles)
    assert (first.day, first.hour) == (5, 16)
    clock = Clock(jump_day=3.0, jump_min=60)
    played = play(scenario({"clock": clock}, reading=TELEMETRY, layout="long"), rng(), long_run=SKIPPED)
    (fault,) = played.truth.faults
    before, after = played.rows[fault.rows[0] - 3], played.rows[fault.rows[0] - 2]
    assert fault.kind == "clock_jump"
    assert before.moments[0] < 3 <= after.moments[0]
    assert 60 < (after.time - before.time).total_seconds() / 60 < 110


def test_slips_stand_in_the_rows_they_are_told_for():
    slips = (
        Slip(kind="wrong_digit", visit=4),
        Slip(kind="forgotten", visit=2),
        Slip(kind="swapped_meters", visit=6),
    )
    for layout in ("wide", "long"):
        clean = play(scenario(layout=layout), rng(3), long_run=SKIPPED)
        slipped = play(scenario(layout=layout, slips=slips), rng(3), long_run=SKIPPED)
        each = 1 if layout == "wide" else 2
        assert len(slipped.rows) == len(clean.rows) - each
        digit, gone, crossed = slipped.truth.faults
        place = ("test", "reference").index(digit.role)
        (row,) = digit.rows
        assert slipped.rows[row - 2].shown[place] == digit.written != digit.meant
        assert clean.rows[row - 2 + each].shown[place] == digit.meant
        assert gone.rows == (2 + each,)
        assert len(crossed.rows) == each
        assert crossed.written.split(" / ") == crossed.meant.split(" / ")[::-1]
        assert slipped.truth.window_deviation == clean.truth.window_deviation


def test_registers_start_over_at_their_modulus():
    near = {"meter": PERFECT, "start": 9998.5, "register": BenchRegister(step=0.001, modulus=10_000)}
    readings = shown(play(scenario(near), rng(), long_run=SKIPPED), "test")
    assert (np.diff(readings) < 0).sum() == 1 and readings.max() < 10_000


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"utility": "wine"}, "utility"),
        ({"days": 0}, "days"),
        ({"layout": "round"}, "layout"),
        ({"reading": TELEMETRY}, "telemetry"),
        ({"conditions": True}, "conditions"),
        ({"slips": (Slip(kind="forgotten", visit=9),)}, "slips"),
        ({"test": {"meter": GOOD, "compensation": "magic"}}, "compensation"),
        ({"test": {"meter": GOOD, "reverse": "up"}}, "reverse"),
    ],
)
def test_what_cannot_be_is_a_caller_s_bug(changes, word):
    with pytest.raises(ValueError, match=word):
        scenario(**changes)
