"""Wide crossings: a few stories that differ most are for the quick run, all of them for the whole one."""

import pytest

FEW = ("huangyan_7_days", "worn_low_flow", "certificate_on_the_bench", "huangyan_bills_and_series")


def crossing(names, few=FEW):
    """Names to parametrize over; all but a few marked slow."""
    return [name if name in few else pytest.param(name, marks=pytest.mark.slow) for name in names]
