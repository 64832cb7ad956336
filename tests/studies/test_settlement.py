"""Refund and back-charge by rule, against the arithmetic of the fact sheet, section 3.3."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.ingest.settlement_file import load_settlement
from comparekit.ingest.tariff_file import load_tariff
from comparekit.settlement_rules import Basis
from comparekit.studies.bridge_inputs import Uncertain, exactly
from comparekit.studies.settlement import Consumption, settle, settlements
from comparekit.studies.settlement_result import Verified

SUPPLY_2024, SUPPLY_1996, GUIDELINE = load_settlement("electricity").rules
WATER = load_settlement("water")


def verified(estimate, half=0.0, limit=0.02, **others):
    error = Uncertain(estimate=estimate, low=estimate - half, high=estimate + half)
    return Verified(error=error, limit=limit, **others)


def use(per_day=10.0, **others):
    """Four years between the checks: 1461 days."""
    dates = {"checked_on": date(2020, 1, 1), "removed_on": date(2024, 1, 1)}
    return Consumption(per_day=exactly(per_day), unit="kWh", **{**dates, **others})


def test_half_of_the_time_from_zero_error():
    """adj = W e/(1 + e), W over half of 1461 days at 10 kWh: by hand 7305 x 0.05/1.05 = 347.857 kWh."""
    found = settle(SUPPLY_1996, verified(0.05, 0.01), use(price=0.5))
    assert found.direction == "refund" and found.payer == "supplier"
    assert found.use.estimate == pytest.approx(7305)
    assert found.volume.estimate == pytest.approx(347.857, abs=1e-3)
    assert found.volume.low == pytest.approx(7305 * 0.04 / 1.04, rel=1e-4)
    assert found.money.estimate == pytest.approx(173.929, abs=1e-3)
    assert (found.start, found.end) == (date(2022, 1, 1), date(2024, 1, 1))
    assert found.month_volume.estimate == pytest.approx(300 * 0.05 / 1.05)


def test_a_slow_meter_is_charged_back():
    found = settle(SUPPLY_1996, verified(-0.05), use(price=0.5))
    assert found.direction == "back-charge"
    assert found.volume.estimate == pytest.approx(-7305 * 0.05 / 0.95)


@given(error=st.floats(-0.5, 0.5), limit=st.floats(0.001, 0.1), registered=st.floats(1, 1e5))
def test_the_corrected_use_is_what_the_meter_would_have_shown(error, limit, registered):
    """From zero error W/(1 + e); from the limit the same times 1 + limit on its side: always the smaller."""
    told = verified(error, limit=limit)
    day = use(volume=exactly(registered))
    zero = settle(SUPPLY_1996, told, day)
    excess = settle(replace(SUPPLY_1996, basis=Basis.EXCESS), told, day)
    if abs(error) <= limit:
        assert zero.volume is None and zero.direction is None and zero.payer == "user"
        return
    true = registered / (1 + error)
    assert registered - zero.volume.estimate == pytest.approx(true, abs=1e-6)
    side = limit if error > 0 else -limit
    assert registered - excess.volume.estimate == pytest.approx(true * (1 + side), abs=1e-6)
    assert abs(excess.volume.estimate) < abs(zero.volume.estimate)
    assert (zero.volume.estimate > 0) == (error > 0)


def test_the_certificate_decides_where_the_uncertainty_holds_the_limit():
    doubtful = settle(SUPPLY_1996, verified(0.021, 0.003), use())
    assert doubtful.status == "open" and doubtful.volume is None and doubtful.payer == "not told"
    assert settle(SUPPLY_1996, verified(0.021, 0.003, conforming=False), use()).direction == "refund"
    assert settle(SUPPLY_1996, verified(0.021, 0.003, conforming=True), use()).payer == "user"


def test_a_series_comparison_only_supposes():
    found = settle(SUPPLY_1996, verified(0.03, 0.02, hypothetical=True), use())
    assert found.verified.hypothetical and found.status == "open"
    assert found.volume.estimate == pytest.approx(7305 * 0.03 / 1.03)
    assert settle(SUPPLY_1996, verified(0.004, 0.007, hypothetical=True), use()).volume is None


def test_a_yearly_tariff_refunds_the_dearest_tier_first():
    """Zhejiang's tiers (an example): 9.5 kWh a day reach the second tier, 0.588, late in each of two years.

    By hand: W/1.05 from 3469.4 to 3304 kWh a year stays above 2760, so all of it at 0.588.
    """
    tariff = load_tariff("electricity-tariff-zhejiang")
    found = settle(SUPPLY_1996, verified(0.05), use(9.5, tariff=tariff))
    registered = 9.5 * 1461 / 2
    assert found.money.estimate == pytest.approx(0.588 * registered * 0.05 / 1.05, rel=1e-3)
    assert found.money.estimate > 0.538 * found.volume.estimate


def test_shaoxing_corrects_that_month_only():
    day = use(0.4, price=3.0, removed_on=date(2025, 3, 31))
    (own,) = settlements(WATER, verified(0.06, limit=0.04), day, place="shaoxing")
    assert (own.start, own.end) == (date(2025, 2, 28), date(2025, 3, 31))
    assert own.money.estimate == pytest.approx(3 * 0.4 * 31 * 0.06 / 1.06)
    assert not own.rule.as_law


@pytest.mark.parametrize(
    ("place", "missing", "payer"),
    [
        ("shanghai", "formula_not_seen", "not told"),
        ("guangdong", "formula_not_seen", "not told"),
        ("anhui", "formula_not_seen", "supplier"),
        ("shenyang", "formula_not_seen", "supplier"),
    ],
)
def test_where_a_rule_gives_no_formula_no_figure_is_made_up(place, missing, payer):
    own = settlements(WATER, verified(0.06, limit=0.04), use(removed_on=date(2026, 3, 1)), place=place)[0]
    assert own.rule.place == place
    assert own.volume is None and own.money is None and own.missing == (missing,)
    assert own.payer == payer
    assert own.month_volume.estimate == pytest.approx(300 * 0.06 / 1.06)  # plain arithmetic, no rule


def test_editions_hold_on_their_days():
    table = load_settlement("electricity")
    ids = [[rule.id for rule in table.rules_for(None, day)] for day in (date(2024, 5, 31), date(2024, 6, 1))]
    assert ids == [["electricity-supply-1996-80-1"], ["electricity-supply-2024"]]


@pytest.mark.parametrize(
    ("changed", "missing"),
    [({"checked_on": None}, "no_date"), ({"per_day": None}, "no_use"), ({}, "no_price")],
)
def test_what_was_not_given_is_named(changed, missing):
    found = settle(SUPPLY_1996, verified(0.05), replace(use(), **changed))
    assert found.missing == (missing,) and found.money is None
