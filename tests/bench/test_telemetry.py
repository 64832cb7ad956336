import numpy as np
import pytest

from comparekit.bench.household import FAMILY, draw_water
from comparekit.bench.meters import FAST, GOOD, NEW
from comparekit.bench.site import BenchRegister
from comparekit.bench.telemetry import registered_at, telemeter

FINE = BenchRegister(step=0.001)


def run(seed=1, **changes):
    settings = {
        "days": 7,
        "interval_min": 60,
        "jitter_min": 2.0,
        "offset_min": 0.0,
        "drift_s_per_day": 0.0,
        "loss": 0.0,
        "test_register": FINE,
        "reference_register": FINE,
    }
    return telemeter(FAMILY, FAST, NEW, np.random.default_rng(seed), **settings | changes)


def test_the_same_seed_gives_the_same_log():
    a, b = run(3), run(3)
    assert (a.test.readings == b.test.readings).all()
    assert (a.test.times == b.test.times).all()


def test_readings_come_every_interval_a_little_late_and_some_never():
    log = run(phases_min=(0, 10))
    assert len(log.test) == len(log.reference) == 7 * 24
    minutes = (log.reference.times - log.reference.times.astype("datetime64[h]")) / np.timedelta64(60, "s")
    assert minutes.min() >= 10
    assert minutes.max() <= 12.01
    assert 0.7 < len(run(loss=0.2).test) / (7 * 24) < 0.9


def test_registers_show_whole_steps_and_never_run_back():
    log = run(test_register=BenchRegister(step=0.01), interval_min=5)
    steps = log.test.readings / 0.01
    assert np.abs(steps - np.round(steps)).max() < 1e-6
    assert (np.diff(log.test.readings) >= 0).all()


def test_the_window_holds_what_both_registered():
    log = run(days=30)
    shown = np.ptp(log.test.readings) / np.ptp(log.reference.readings) - 1
    assert shown == pytest.approx(log.window_deviation, abs=0.01)
    assert 0.03 < log.window_deviation < 0.06


def test_a_clock_ahead_stamps_the_same_moment_later():
    """Two clocks half an hour apart: shifting the stamps back brings the registers together."""
    log = run(offset_min=30.0, interval_min=5, jitter_min=0.0, phases_min=(0, 0))

    def minutes(series):
        return (series.times - series.times[0]) / np.timedelta64(60, "s")

    test, reference = (s.readings - s.readings[0] for s in (log.test, log.reference))
    at = minutes(log.reference)[12:-12]
    apart = [
        np.std(np.interp(at + shift, minutes(log.test), test) / 1.05 - reference[12:-12])
        for shift in (0, 15, 30, 45)
    ]
    assert int(np.argmin(apart)) == 2


def test_what_is_registered_does_not_depend_on_where_one_looks():
    rng = np.random.default_rng(2)
    draws = draw_water(FAMILY, rng, weeks=1, days=3)
    exact = GOOD.unsteady(0.0)
    few, many = np.array([0.0, 1.0, 2.5]), np.linspace(0, 2.5, 501)
    a = registered_at(draws, exact, few, np.random.default_rng(4))
    b = registered_at(draws, exact, many, np.random.default_rng(4))
    np.testing.assert_allclose(a, b[[0, 200, 500]], atol=1e-9)
    end = registered_at(draws, exact, np.array([9.0]), np.random.default_rng(4))[0]
    assert end == pytest.approx((draws.volume * (1 + exact.error(draws.flow))).sum(), rel=0.005)


def test_unsteady_days_scatter():
    spread = []
    for unsteadiness in (0.0, 0.05):
        rng = np.random.default_rng(5)
        draws = draw_water(FAMILY, rng, weeks=1, days=60)
        days = np.arange(61.0)
        v = [np.diff(registered_at(draws, m, days, rng)) for m in (GOOD.unsteady(unsteadiness), NEW)]
        spread.append(np.std(v[0] / v[1]))
    assert spread[1] > 0.04 > 4 * spread[0] / 2
