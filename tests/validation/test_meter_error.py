"""The test meter's error holds the truth: a small seeded subset here, every cell in the full run."""

from dataclasses import replace

import numpy as np
import pytest

from comparekit.bench.household import FAMILY, LARGE
from comparekit.bench.meters import FAST, GOOD, NEW, WORN
from comparekit.bench.site import BenchRegister, long_run, run_site
from comparekit.ingest.protocol_file import load_protocol
from comparekit.readings.meter import Meter, Meters
from comparekit.readings.register import RegisterSeries
from comparekit.stats.deviation import fit_deviation
from comparekit.stats.interval import Interval
from comparekit.studies.meter_error import error_interval
from comparekit.studies.reference_error import reference_error
from comparekit.studies.series import compare_series
from validation import flow_runs
from validation.certified_sites import (
    COMPARED,
    PERFECT,
    SITES,
    certificate,
    certified_flows,
    water_zones,
    without_doubts,
)
from validation.meter_error import held, lowest, many_weeks, reference_errors, run_cells


@pytest.mark.slow
@pytest.mark.parametrize(("household", "test", "reference"), [(FAMILY, WORN, NEW), (LARGE, FAST, GOOD)])
def test_a_seeded_subset_of_mixed_weeks_holds(household, test, reference):
    """Also with a reference meter and plates that the protocol's doubts were not chosen on."""
    plates = {f"R{ratio}": water_zones(ratio) for ratio in (80, 160)}
    site = replace(
        SITES[0], household=household, tests=(test,), reference=reference, steps=(0.0001, 0.01), zones=plates
    )
    cells = run_cells(site, weeks=250, seed=9, truth_days=5000)
    worst, p = lowest(cells)
    assert p > 0.05, worst
    assert np.mean([c.uncertainty for c in cells]) >= np.mean([c.rms for c in cells])


@pytest.mark.slow
def test_the_doubts_beyond_the_certificate_are_needed():
    """Without drift, installation and the course of the curve the truth is missed: this test can fail."""
    site = replace(SITES[0], tests=(FAST,), steps=(0.0001,), zones={"R160": water_zones(160)})
    protocol = without_doubts(load_protocol(site.protocol))
    cells = run_cells(site, weeks=250, seed=9, truth_days=5000, told=protocol)
    assert lowest(cells)[1] < 1e-6


@pytest.mark.slow
def test_without_a_certificate_the_truth_is_hardly_ever_left_out():
    protocol, rng = load_protocol("water-series-7d"), np.random.default_rng(3)
    passed = many_weeks(FAMILY, GOOD, NEW, rng, weeks=200, days=7)
    shown = [
        np.diff(BenchRegister(step=0.001, modulus=1e9).show(p, np.zeros(200)))
        for p in (passed.test, passed.reference)
    ]
    fit = fit_deviation(*shown, test_step=0.001, reference_step=0.001)
    bare = reference_error(Meter(), protocol, None, COMPARED)
    truth = long_run(FAMILY, GOOD, PERFECT, rng, days=2000).deviation
    counts = held(fit, [bare] * 200, truth)
    assert counts["above"] + counts["below"] == 0


def test_the_study_says_what_the_batch_says():
    """A handful of weeks through `compare_series`, as a user would."""
    protocol, zones, rng = load_protocol("water-series-7d"), water_zones(160), np.random.default_rng(12)
    passed = run_site(FAMILY, WORN, NEW, rng, weeks=6, days=7)
    register = BenchRegister(step=0.001, modulus=1e4)
    points = certificate(NEW, certified_flows(zones), 0.003, np.array([0.4, -1.0, 0.2, 1.1]))
    meters = Meters(
        test=Meter(accuracy_class="2"),
        reference=Meter(accuracy_class="2", q3=2.5, ratio_r=160, certificate=points),
    )
    for week in range(6):
        times = np.datetime64("2025-05-25") + (passed.times[week] * 86_400e9).astype("timedelta64[ns]")
        pair = [
            RegisterSeries(times, register.show(p[week], 50.0), 0.001)
            for p in (passed.test, passed.reference)
        ]
        result = compare_series(*pair, protocol, meters=meters)
        assert result.basis == "fixed"
        fit = fit_deviation(
            *(np.diff(r.readings).round(9) for r in pair), test_step=0.001, reference_step=0.001
        )
        low, high = (float(end) for end in fit.interval(0.95))
        on = (result.window.end + np.timedelta64(8, "h")).astype("datetime64[D]").item()
        expected = error_interval(
            float(fit.estimate),
            Interval(low=low, high=high),
            reference_error(meters.reference, protocol, zones, on),
        )
        assert (result.test_error.low, result.test_error.high) == pytest.approx((expected.low, expected.high))
        assert result.conformity.indicative


@pytest.mark.slow
def test_runs_at_set_flows_hold_and_a_pass_means_what_it_says():
    for asked, found, holds in flow_runs.checks(flow_runs.run_cells(repetitions=60, seed=5)):
        assert holds, (asked, found)


def test_certificates_of_the_simulation_are_off_by_their_uncertainty():
    """Reported errors scatter by U / 2 about the true curve, alike at all points or each on its own."""
    rng = np.random.default_rng(1)
    for common in (True, False):
        found = reference_errors(SITES[0], water_zones(100), 0.005, common, 400, rng)
        spread = np.std([r.estimate for r in found])
        assert spread == pytest.approx(0.0025, rel=0.15) if common else spread < 0.0025


@pytest.mark.full
def test_every_cell_holds():
    cells = [cell for site in SITES for cell in run_cells(site, weeks=2000, seed=4)]
    worst, p = lowest(cells)
    assert p > 0.05, worst
    for asked, found, holds in flow_runs.checks(flow_runs.run_cells(repetitions=2000, seed=4)):
        assert holds, (asked, found)
