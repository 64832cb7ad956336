"""The reference meter's own error; expected values worked out by hand from the certificate's points."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.ingest.protocol_file import load_protocol
from comparekit.limits import FlowZones
from comparekit.readings.meter import CertificatePoint, Meter
from comparekit.studies.reference_error import (
    CERTIFICATE,
    WITHIN_LIMITS,
    certified_at,
    reference_error,
    reference_error_at,
    reference_error_over,
)

WATER, GAS, POWER = (load_protocol(f"{utility}-series-7d") for utility in ("water", "gas", "electricity"))
R100 = FlowZones(smallest=0.025, transition=0.04, largest=3.125)
DAY = date(2025, 6, 1)
ROOT3 = np.sqrt(3)
CERTIFIED = "certificate of the reference meter"
BETWEEN = "course of the curve between certified flows"
MIX = "flows of the use unknown"


def meter(*points, on=DAY, **plate):
    """A meter certified on the day of the comparison unless told otherwise; (flow, error, U[, k])."""
    certificate = tuple(
        CertificatePoint(flow=f, error=e, expanded_uncertainty=u, k=k[0] if k else 2.0, date=on)
        for f, e, u, *k in points
    )
    return Meter(certificate=certificate, **plate)


def at(flow, *points, protocol=WATER):
    return reference_error_at(flow, meter(*points), protocol, DAY)


def week(*points, zones=R100, protocol=WATER, **plate):
    return reference_error(meter(*points, **plate), protocol, zones, DAY)


def test_between_two_points_the_error_runs_straight_over_the_logarithm_of_the_flow():
    """0.1 is the geometric mean of 0.025 and 0.4, 0.05 a quarter of the way."""
    points = (0.025, 0.006, 0.003), (0.4, -0.002, 0.003)
    assert at(0.1, *points).estimate == pytest.approx(0.002)
    assert at(0.05, *points).estimate == pytest.approx(0.004)
    assert at(0.025, *points).estimate == pytest.approx(0.006)


def test_beyond_the_outermost_points_their_error_is_taken():
    points = (0.025, 0.006, 0.002), (0.4, -0.002, 0.004)
    assert at(0.01, *points).estimate == 0.006
    assert at(3.0, *points).estimate == -0.002
    assert at(3.0, *points).parts[CERTIFIED] == 0.002


@pytest.mark.parametrize(
    ("expanded", "k", "standard"), [(0.003, 2, 0.0015), (0.003, 3, 0.001), (0.0033, 1.65, 0.002)]
)
def test_the_standard_uncertainty_is_the_expanded_one_over_its_own_k(expanded, k, standard):
    assert at(0.1, (0.1, 0.0, expanded, k)).parts[CERTIFIED] == pytest.approx(standard)
    assert week((0.1, 0.0, expanded, k)).parts[CERTIFIED] == pytest.approx(standard)


def test_a_week_weights_the_zones_with_the_shares_of_volume():
    """Lower zone from +1 % to +0.2 %, so +0.6 % in the mean; +0.2 % above; a tenth runs low."""
    found = week((0.025, 0.01, 0.003), (0.04, 0.002, 0.003), (2.5, 0.002, 0.003))
    assert found.basis == CERTIFICATE
    assert found.estimate == pytest.approx(0.1 * 0.006 + 0.9 * 0.002, abs=1e-6)
    # half-widths: 0.4 % within the lower zone, nothing in the upper, a tenth of the difference of means
    mix = np.hypot(0.1 * 0.004, 0.1 * 0.004) / ROOT3
    assert found.parts[MIX] == pytest.approx(mix, rel=1e-3)


def test_the_error_of_the_upper_zone_may_lie_as_far_off_as_the_curve_reaches():
    """Straight from -1 % at 0.1125 to +1 % at 1.8 m3/h, which is four times a typical draw either way."""
    found = week((0.1125, -0.01, 0.003), (1.8, 0.01, 0.003))
    assert found.estimate == pytest.approx(0.1 * -0.01, abs=1e-5)
    assert found.parts[MIX] == pytest.approx(np.hypot(0.9 * 0.01, 0.1 * 0.01) / ROOT3, rel=1e-3)


def test_flows_at_which_homes_hardly_draw_do_not_count():
    flat = week((0.04, 0.001, 0.003), (1.8, 0.001, 0.003))
    steep = week((0.04, 0.001, 0.003), (1.8, 0.001, 0.003), (3.0, 0.05, 0.003))
    assert steep.estimate == pytest.approx(flat.estimate)
    assert steep.parts[MIX] == pytest.approx(flat.parts[MIX], abs=1e-12)


def test_where_flows_are_currents_the_whole_zone_counts():
    """A typical draw is told in kW, flows in A: 220 V may not be guessed."""
    zones = FlowZones(smallest=0.25, transition=0.5, largest=60.0)
    found = week((0.5, 0.0, 0.002), (60.0, 0.01, 0.002), zones=zones, protocol=POWER)
    assert found.estimate == pytest.approx(0.85 * 0.005, rel=1e-3)


def test_without_zones_the_reach_of_the_certificate_stands_for_them():
    found = week((0.2, 0.004, 0.003), (0.8, 0.004, 0.003), zones=None)
    assert found.estimate == pytest.approx(0.004)
    assert found.parts[MIX] == pytest.approx(0.0, abs=1e-15)


def test_common_uncertainty_of_the_points_is_not_reduced_by_averaging():
    few = week((0.025, 0, 0.004), (2.5, 0, 0.004))
    many = week(*((flow, 0, 0.004) for flow in (0.025, 0.04, 0.1, 0.3, 0.75, 1.5, 2.5)))
    assert few.parts[CERTIFIED] == many.parts[CERTIFIED] == pytest.approx(0.002)


@given(st.lists(st.floats(0.01, 10), min_size=1, max_size=20))
def test_runs_are_averaged_linearly_however_many_there_are(volumes):
    flows = np.geomspace(0.03, 2.0, len(volumes))
    certified = meter((0.025, 0.004, 0.003), (2.5, 0.004, 0.003))
    found = reference_error_over(flows, np.array(volumes), certified, WATER, DAY)
    assert found.estimate == pytest.approx(0.004)
    assert found.parts[CERTIFIED] == pytest.approx(0.0015)


def test_runs_are_weighted_with_their_volumes():
    certified = meter((0.04, 0.01, 0.002), (0.75, 0.0, 0.004))
    found = reference_error_over(np.array([0.04, 0.75]), np.array([1.0, 3.0]), certified, WATER, DAY)
    assert found.estimate == pytest.approx(0.0025)
    assert found.parts[CERTIFIED] == pytest.approx(0.25 * 0.001 + 0.75 * 0.002)
    assert BETWEEN not in found.parts


def test_away_from_every_certified_flow_the_course_of_the_curve_is_doubted():
    """0.7 % for each doubling (water-series-7d), rectangular."""
    points = (0.05, 0.0, 0.003), (0.8, 0.0, 0.003)
    assert BETWEEN not in at(0.05, *points).parts
    assert at(0.1, *points).parts[BETWEEN] == pytest.approx(0.007 / ROOT3)
    assert at(0.2, *points).parts[BETWEEN] == pytest.approx(0.014 / ROOT3)
    assert at(1.6, *points).parts[BETWEEN] == pytest.approx(0.007 / ROOT3)


def test_a_certificate_with_more_points_leaves_less_to_doubt():
    sparse = week((0.04, 0, 0.003), (2.5, 0, 0.003))
    dense = week(*((flow, 0, 0.003) for flow in (0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.5)))
    assert dense.parts[BETWEEN] < 0.3 * sparse.parts[BETWEEN]


@pytest.mark.parametrize(
    ("flow", "near"), [(2.5, True), (2.25, True), (2.2, False), (0.04, True), (0.0444, True), (0.046, False)]
)
def test_a_certificate_speaks_for_flows_within_a_tenth_of_its_own(flow, near):
    """0.9 Q3 to Q3 and Q2 to 1.1 Q2, as in verification (fact sheet 1.1)."""
    assert certified_at(flow, meter((0.04, 0, 0.003), (2.5, 0, 0.003)), WATER) is near


def test_an_electricity_certificate_speaks_for_more_because_the_curve_is_flat():
    assert certified_at(10.0, meter((5.0, 0, 0.002)), POWER)
    assert not certified_at(10.0, Meter(), POWER)


@pytest.mark.parametrize(
    ("certified", "years"),
    [
        (date(2025, 6, 1), 0.0),
        (date(2024, 6, 1), 1.0),
        (date(2023, 6, 1), 2.0),
        (date(2020, 6, 1), 5.0),
        (date(2025, 1, 1), 151 / 365),
        (date(2026, 1, 1), 0.0),  # certified after the comparison: no drift backwards
    ],
)
def test_drift_grows_with_the_years_since_the_certificate(certified, years):
    """0.2 % a year, rectangular (water-series-7d)."""
    found = reference_error(meter((0.1, 0, 0.003), on=certified), WATER, R100, DAY)
    assert found.parts.get("drift since the certificate", 0.0) == pytest.approx(0.002 * years / ROOT3)


def test_the_oldest_point_counts_then_the_verification_then_a_year():
    old, new = (
        CertificatePoint(flow=f, error=0, expanded_uncertainty=0.003, date=d)
        for f, d in ((1, date(2022, 6, 1)), (2, DAY))
    )
    drift = "drift since the certificate"
    assert reference_error_at(1, Meter(certificate=(old, new)), WATER, DAY).parts[drift] == pytest.approx(
        0.006 / ROOT3
    )
    undated = meter((1, 0, 0.003), on=None, verified_on=date(2021, 6, 1))
    assert reference_error_at(1, undated, WATER, DAY).parts[drift] == pytest.approx(0.008 / ROOT3)
    assert reference_error_at(1, meter((1, 0, 0.003), on=None), WATER, DAY).parts[drift] == pytest.approx(
        0.002 / ROOT3
    )


def test_gas_in_two_meters_may_differ_by_a_degree_and_two_hundred_pascal():
    parts = at(1.0, (1.0, 0, 0.003), protocol=GAS).parts
    assert parts["difference of temperature"] == pytest.approx(1 / 293.15 / ROOT3)
    assert parts["difference of pressure"] == pytest.approx(0.2 / 101.325 / ROOT3)
    assert "difference of temperature" not in at(1.0, (1.0, 0, 0.003)).parts


def test_sources_are_independent_of_one_another():
    found = at(0.1, (0.05, 0.0, 0.003))
    assert found.standard_uncertainty == pytest.approx(
        np.sqrt(0.0015**2 + (0.007**2 + 0.002**2) / 3)  # certificate, a doubling, installation
    )


@pytest.mark.parametrize(
    ("in_service", "limit"), [(False, 0.1 * 0.05 + 0.9 * 0.02), (True, 0.1 * 0.1 + 0.9 * 0.04)]
)
def test_without_a_certificate_the_error_lies_within_the_limits(in_service, limit):
    protocol = replace(WATER, reference_in_service=in_service)
    found = reference_error(Meter(), protocol, R100, DAY)
    assert (found.basis, found.estimate) == (WITHIN_LIMITS, 0.0)
    assert found.limit == pytest.approx(limit)
    assert found.standard_uncertainty == pytest.approx(limit / ROOT3)


def test_a_better_class_of_the_reference_meter_narrows_them():
    protocol = replace(WATER, reference_limits=WATER.table.of_class("1"))
    assert reference_error(Meter(), protocol, R100, DAY).limit == pytest.approx(0.1 * 0.03 + 0.9 * 0.01)
