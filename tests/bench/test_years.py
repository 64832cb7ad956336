import numpy as np
import pytest

from comparekit.bench.years import Leak, UseScenario, simulate_use


def test_the_mean_is_the_one_asked_for():
    usage = simulate_use(UseScenario(before=4000, after=1, mean=0.5), np.random.default_rng(1))
    assert usage.volume.mean() == pytest.approx(0.5, rel=0.03)


def test_what_the_exchange_and_a_move_did_multiplies_and_a_leak_adds():
    base = UseScenario(before=100, after=50, scatter=0.1)
    changed = UseScenario(
        before=100,
        after=50,
        scatter=0.1,
        meter=0.5,
        moves=((-20, 2.0),),
        leaks=(Leak(begins=-60, ends=-30, volume=1.0),),
    )
    plain, moved = (simulate_use(s, np.random.default_rng(5)).volume for s in (base, changed))
    assert moved[:40] == pytest.approx(plain[:40])
    assert moved[40:70] == pytest.approx(plain[40:70] + 1.0)
    assert moved[80:100] == pytest.approx(2.0 * plain[80:100], abs=2e-3)
    assert moved[100:] == pytest.approx(plain[100:], abs=2e-3)


def test_days_are_correlated_as_asked():
    usage = simulate_use(UseScenario(before=5000, after=1, correlation=0.5), np.random.default_rng(2))
    log = np.log(usage.volume)
    assert np.corrcoef(log[1:], log[:-1])[0, 1] == pytest.approx(0.5, abs=0.05)


def test_neighbours_share_the_season_and_nothing_else():
    scenario = UseScenario(before=730, after=1, season=0.4, scatter=0.2, neighbours=1)
    usage = simulate_use(scenario, np.random.default_rng(6))
    own, other = np.log(usage.volume), np.log(usage.covariates["control 1"])
    assert np.corrcoef(own, other)[0, 1] > 0.5
    assert np.corrcoef(np.diff(own), np.diff(other))[0, 1] == pytest.approx(0.0, abs=0.1)


def test_the_same_seed_gives_the_same_years():
    one, other = (simulate_use(UseScenario(absences=4), np.random.default_rng(9)) for _ in range(2))
    assert (one.volume == other.volume).all() and (one.start == other.start).all()
